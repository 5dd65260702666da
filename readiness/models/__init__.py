from readiness.models.accounts import Access, AccountChange, CacheEntry
from readiness.models.assessment import Score, SelfAssessment, SignOff
from readiness.models.capture import EvidenceDefaults, EvidenceDraft
from readiness.models.coverage import DocumentLens, EvidenceNeed, LinkTopic
from readiness.models.digests import Digest, DigestChoice, DigestItem
from readiness.models.framework import (
    EvidenceCategory,
    Framework,
    Lens,
    Statement,
    Theme,
    Topic,
)
from readiness.models.improvement import Action, ActionChange, ActionUpdate, Plan, Priority, Status
from readiness.models.links import (
    EvidenceAppraisal,
    EvidenceLink,
    IndicatorLink,
    Strength,
    Verdict,
)
from readiness.models.register_imports import RegisterImport
from readiness.models.requests import EvidenceRequest, RequestState, RequestStep
from readiness.models.searches import SavedSearch, SearchLook
from readiness.models.voices import Source, Voice, VoiceChange

__all__ = [
    "Access",
    "AccountChange",
    "Action",
    "ActionChange",
    "ActionUpdate",
    "CacheEntry",
    "Digest",
    "DigestChoice",
    "DigestItem",
    "DocumentLens",
    "EvidenceAppraisal",
    "EvidenceCategory",
    "EvidenceDefaults",
    "EvidenceDraft",
    "EvidenceLink",
    "EvidenceNeed",
    "EvidenceRequest",
    "Framework",
    "IndicatorLink",
    "Lens",
    "LinkTopic",
    "Plan",
    "Priority",
    "RegisterImport",
    "RequestState",
    "RequestStep",
    "SavedSearch",
    "Score",
    "SearchLook",
    "SelfAssessment",
    "SignOff",
    "Source",
    "Statement",
    "Status",
    "Strength",
    "Theme",
    "Topic",
    "Verdict",
    "Voice",
    "VoiceChange",
]
