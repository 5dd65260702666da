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
from readiness.models.links import EvidenceLink, IndicatorLink

__all__ = [
    "Access",
    "AccountChange",
    "Action",
    "ActionChange",
    "ActionUpdate",
    "CacheEntry",
    "EvidenceCategory",
    "EvidenceLink",
    "Framework",
    "IndicatorLink",
    "Lens",
    "Plan",
    "Priority",
    "Score",
    "SelfAssessment",
    "SignOff",
    "Statement",
    "Status",
    "Theme",
    "Topic",
]
