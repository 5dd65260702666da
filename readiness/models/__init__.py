from readiness.models.accounts import Access, AccountChange, CacheEntry
from readiness.models.assessment import Score, SelfAssessment, SignOff
from readiness.models.assessments import (
    Assessment,
    AssessmentChange,
    AssessmentInterview,
    AssessmentTask,
    TrackedCase,
)
from readiness.models.calendars import CalendarAddress
from readiness.models.capture import EvidenceDefaults, EvidenceDraft
from readiness.models.carried import CarriedLink, CarriedReview, CarriedText
from readiness.models.challenges import ChallengeAnswer
from readiness.models.coverage import DocumentLens, EvidenceNeed, LinkTopic
from readiness.models.digests import Digest, DigestChoice, DigestItem
from readiness.models.external_scores import ExternalScore, Giver
from readiness.models.factual_accuracy import AccuracyComment, DraftReport, ReportParagraph
from readiness.models.feeds import FeedKey, FeedRead
from readiness.models.framework import (
    EvidenceCategory,
    Framework,
    Lens,
    Statement,
    Theme,
    Topic,
)
from readiness.models.improvement import (
    Action,
    ActionChange,
    ActionImpact,
    ActionUpdate,
    Plan,
    Priority,
    PriorityChange,
    Status,
)
from readiness.models.information_returns import (
    InformationReturn,
    ReturnDocument,
    ReturnImport,
    ReturnItem,
    ReturnItemChange,
    ReturnState,
    ReturnSubmission,
    SubmittedDocument,
    SubmittedItem,
)
from readiness.models.links import (
    EvidenceAppraisal,
    EvidenceLink,
    IndicatorLink,
    Strength,
    Verdict,
)
from readiness.models.plan_imports import PlanImport, RecommendationImport
from readiness.models.plan_quarters import StatusWords, UpdateDeadline, UpdateReminder
from readiness.models.published_results import PublishedResults
from readiness.models.recommendations import (
    Recommendation,
    RecommendationAction,
    RecommendationSource,
    RecommendationState,
    RecommendationStep,
)
from readiness.models.register_imports import RegisterImport
from readiness.models.reports import (
    Audience,
    ContextText,
    EditionState,
    EditionStep,
    EditionText,
    IssuedCopy,
    IssuedFile,
    PerformanceReport,
    ReportEdition,
    ReportLook,
    ReportSection,
    SectionKind,
)
from readiness.models.requests import EvidenceRequest, RequestState, RequestStep
from readiness.models.risks import ActionRisk, Likelihood, Severity
from readiness.models.rounds import RoundState, RoundStep, SignOffWithdrawal
from readiness.models.rubric import Characteristic, CharacteristicTick
from readiness.models.searches import SavedSearch, SearchLook
from readiness.models.snapshots import RoundSnapshot, StatementSnapshot
from readiness.models.statement_work import (
    StatementComment,
    StatementDraft,
    StatementLook,
    StatementStep,
    StatementWork,
    StepKind,
)
from readiness.models.visits import Downloads, Visit, VisitChange, VisitRead, VisitState
from readiness.models.voices import Source, Voice, VoiceChange

__all__ = [
    "Access",
    "AccountChange",
    "AccuracyComment",
    "Action",
    "ActionChange",
    "ActionImpact",
    "ActionRisk",
    "ActionUpdate",
    "Assessment",
    "AssessmentChange",
    "AssessmentInterview",
    "AssessmentTask",
    "Audience",
    "CacheEntry",
    "CalendarAddress",
    "CarriedLink",
    "CarriedReview",
    "CarriedText",
    "ChallengeAnswer",
    "Characteristic",
    "CharacteristicTick",
    "ContextText",
    "Digest",
    "DigestChoice",
    "DigestItem",
    "DocumentLens",
    "Downloads",
    "DraftReport",
    "EditionState",
    "EditionStep",
    "EditionText",
    "EvidenceAppraisal",
    "EvidenceCategory",
    "EvidenceDefaults",
    "EvidenceDraft",
    "EvidenceLink",
    "EvidenceNeed",
    "EvidenceRequest",
    "ExternalScore",
    "FeedKey",
    "FeedRead",
    "Framework",
    "Giver",
    "IndicatorLink",
    "InformationReturn",
    "IssuedCopy",
    "IssuedFile",
    "Lens",
    "Likelihood",
    "LinkTopic",
    "PerformanceReport",
    "Plan",
    "PlanImport",
    "Priority",
    "PriorityChange",
    "PublishedResults",
    "Recommendation",
    "RecommendationAction",
    "RecommendationImport",
    "RecommendationSource",
    "RecommendationState",
    "RecommendationStep",
    "RegisterImport",
    "ReportEdition",
    "ReportLook",
    "ReportParagraph",
    "ReportSection",
    "RequestState",
    "RequestStep",
    "ReturnDocument",
    "ReturnImport",
    "ReturnItem",
    "ReturnItemChange",
    "ReturnState",
    "ReturnSubmission",
    "RoundSnapshot",
    "RoundState",
    "RoundStep",
    "SavedSearch",
    "Score",
    "SearchLook",
    "SectionKind",
    "SelfAssessment",
    "Severity",
    "SignOff",
    "SignOffWithdrawal",
    "Source",
    "Statement",
    "StatementComment",
    "StatementDraft",
    "StatementLook",
    "StatementSnapshot",
    "StatementStep",
    "StatementWork",
    "Status",
    "StatusWords",
    "StepKind",
    "Strength",
    "SubmittedDocument",
    "SubmittedItem",
    "Theme",
    "Topic",
    "TrackedCase",
    "UpdateDeadline",
    "UpdateReminder",
    "Verdict",
    "Visit",
    "VisitChange",
    "VisitRead",
    "VisitState",
    "Voice",
    "VoiceChange",
]
