"""What the product remembers for somebody who adds evidence."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from readiness.models.framework import EvidenceCategory


class EvidenceDefaults(models.Model):
    """What this person chose last, offered the next time."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="evidence_defaults"
    )
    category = models.ForeignKey(EvidenceCategory, models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    def __str__(self):
        return f"What {self.person} chose last"


class EvidenceDraft(models.Model):
    """Answers typed and not yet saved. Files are kept apart, as uploads."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="evidence_draft"
    )
    answers = models.JSONField(default=dict, help_text="{field: [what was typed, ...]}")
    saved_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"What {self.person} was writing"
