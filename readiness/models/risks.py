"""What may keep an action from succeeding. A risk is closed with a reason, never deleted; one
that has grown is closed and raised anew, so that both readings stay."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from readiness.models.improvement import Action


class Likelihood(models.TextChoices):
    UNLIKELY = "unlikely", "Unlikely"
    POSSIBLE = "possible", "Possible"
    LIKELY = "likely", "Likely"


class Severity(models.TextChoices):
    MINOR = "minor", "Minor"
    MODERATE = "moderate", "Moderate"
    SERIOUS = "serious", "Serious"


class ActionRiskQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at__isnull=True)


class ActionRisk(models.Model):
    action = models.ForeignKey(Action, models.PROTECT, related_name="risks")
    words = models.CharField("what might happen", max_length=300)
    likelihood = models.CharField(max_length=8, choices=Likelihood.choices)
    impact = models.CharField(max_length=8, choices=Severity.choices)
    answer = models.CharField("what is done about it", max_length=300, blank=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=300, blank=True)

    objects = ActionRiskQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="risk_says_what_might_happen",
                condition=~Q(words=""),
                violation_error_message="Say what might happen.",
            ),
            models.CheckConstraint(
                name="risk_closed_by_at_and_why_together",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, closed_reason="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closed_reason="")),
                violation_error_message="Say why the risk is closed.",
            ),
        ]

    def __str__(self):
        return self.words

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
