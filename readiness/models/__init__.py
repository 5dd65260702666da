from readiness.models.accounts import Access, AccountChange, CacheEntry
from readiness.models.assessment import Score, SelfAssessment, SignOff
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
from readiness.models.requests import EvidenceRequest, RequestState, RequestStep

__all__ = [
    "Access",
    "AccountChange",
    "Action",
    "ActionChange",
    "ActionUpdate",
    "CacheEntry",
    "EvidenceAppraisal",
    "EvidenceCategory",
    "EvidenceLink",
    "EvidenceRequest",
    "Framework",
    "IndicatorLink",
    "Lens",
    "Plan",
    "Priority",
    "RequestState",
    "RequestStep",
    "Score",
    "SelfAssessment",
    "SignOff",
    "Statement",
    "Status",
    "Strength",
    "Theme",
    "Topic",
    "Verdict",
]
