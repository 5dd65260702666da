"""A round as it was on the day it was closed. Append-only: written once, never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from config.wording import day_in_words
from readiness.models.assessment import SelfAssessment
from readiness.models.framework import Statement


class RoundSnapshot(models.Model):
    """What a closed round's pages are made of, beside the statements' own records."""

    self_assessment = models.OneToOneField(SelfAssessment, models.PROTECT, related_name="snapshot")
    content = models.JSONField(help_text="Shape and version: readiness/round_record.py.")
    sha256 = models.CharField(max_length=64)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.self_assessment} as it was on {day_in_words(self.taken_at)}"


class StatementSnapshot(models.Model):
    """One statement in a closed round: scores, evidence, figures and actions as they were."""

    snapshot = models.ForeignKey(RoundSnapshot, models.PROTECT, related_name="statements")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="snapshots")
    position = models.PositiveSmallIntegerField()
    content = models.JSONField(help_text="Shape and version: readiness/round_record.py.")
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["snapshot", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "statement"],
                name="one_snapshot_of_a_statement",
                violation_error_message="This statement is in the record of the round already.",
            )
        ]

    def __str__(self):
        return f"{self.statement} in {self.snapshot}"
