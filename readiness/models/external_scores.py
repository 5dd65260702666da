"""Scores that others gave us: a peer review, CQC. Entered from their report, never changed: a
correction is a row that says what was wrong."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from readiness.models.framework import Statement


class Giver(models.TextChoices):
    PEER = "peer", "Peer review"
    CQC = "cqc", "CQC"


class ExternalScoreQuerySet(models.QuerySet):
    def in_force(self):
        """Those that no later row corrects, without those that were taken back."""
        return self.filter(corrected_by__isnull=True, value__isnull=False)


class ExternalScore(models.Model):
    """One score of one statement as a report gives it, with where it stands there."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="external_scores")
    giver = models.CharField("who gave it", max_length=4, choices=Giver.choices)
    value = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="None where the entry was taken back."
    )
    given_on = models.DateField()
    source = models.CharField("report", max_length=200)
    paragraph = models.CharField("paragraph or page", max_length=60, blank=True)
    reason = models.TextField("what the report says", blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    why_corrected = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ExternalScoreQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="external_score_from_1_to_10",
                condition=Q(value__isnull=True, corrects__isnull=False)
                | Q(value__gte=1, value__lte=10),
                violation_error_message="A score is a whole number from 1.",
            ),
            models.CheckConstraint(
                name="external_score_names_its_report",
                condition=~Q(source=""),
                violation_error_message="Name the report the score is from.",
            ),
            models.CheckConstraint(
                name="corrected_external_score_says_why",
                condition=Q(corrects__isnull=True, why_corrected="")
                | (Q(corrects__isnull=False) & ~Q(why_corrected="")),
                violation_error_message="Say what was wrong.",
            ),
        ]

    def __str__(self):
        return f"{self.statement}: {self.value} by {self.get_giver_display()}"
