"""What happens to a round as a whole, and what takes a signature back. Append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from config.wording import day_in_words
from readiness.models.assessment import SelfAssessment, SignOff


class RoundState(models.TextChoices):
    OPEN = "open", "Open"
    SUBMITTED = "submitted", "Submitted"
    SIGNED_OFF = "signed_off", "Signed off"
    CLOSED = "closed", "Closed"


class RoundStep(models.Model):
    """A round entered a state: who brought it there, when and why. The latest counts."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=RoundState.choices)
    note = models.TextField(blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["self_assessment", "-id"], name="round_latest_step")]
        constraints = [
            models.CheckConstraint(
                name="round_returned_says_why",
                condition=~Q(state=RoundState.OPEN) | ~Q(note=""),
                violation_error_message="Say why the round goes back.",
            ),
            models.UniqueConstraint(
                fields=["self_assessment"],
                condition=Q(state=RoundState.CLOSED),
                name="round_closes_once",
                violation_error_message="This round is already closed.",
            ),
        ]

    def __str__(self):
        return f"{self.self_assessment}: {self.get_state_display()}, {day_in_words(self.taken_at)}"


class SignOffWithdrawal(models.Model):
    """A director took a signature back. The signature stays readable, and counts no more."""

    sign_off = models.OneToOneField(SignOff, models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="withdrawn_sign_off_says_why",
                condition=~Q(reason=""),
                violation_error_message="Say why you withdraw the sign-off.",
            )
        ]

    def __str__(self):
        return f"{self.sign_off}, withdrawn"
