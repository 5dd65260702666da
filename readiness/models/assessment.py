"""Self-assessment rounds, scores and sign-offs. Scores and sign-offs are never changed: a new
score is a new row, and the latest is the one in force."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from readiness.models.framework import Framework, Statement


class SelfAssessmentQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at__isnull=True)


class SelfAssessment(models.Model):
    """One round of scoring ourselves against one framework."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="self_assessments")
    title = models.CharField(max_length=120, unique=True)
    starts_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    state: str
    """Known to rounds read ``with_state`` (readiness/round_states.py)."""

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="self_assessment_closed_by_and_at_together",
                condition=Q(closed_by__isnull=True, closed_at__isnull=True)
                | Q(closed_by__isnull=False, closed_at__isnull=False),
                violation_error_message="A closed round needs both who closed it and when.",
            ),
            models.CheckConstraint(
                name="self_assessment_due_after_start",
                condition=Q(due_on__isnull=True) | Q(due_on__gte=models.F("starts_on")),
                violation_error_message="The due date is before the start date.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return self.closed_at is None


class Score(models.Model):
    """One judgement of one statement, with its reasons, as it was made."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="scores")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField()
    rationale = models.TextField()
    strengths = models.TextField(blank=True)
    areas_for_improvement = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    scored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    scored_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                # Which levels there are is the framework's to say; record_score asks it.
                name="score_from_1_to_10",
                condition=Q(value__gte=1, value__lte=10),
                violation_error_message="A score is a whole number from 1.",
            ),
            models.CheckConstraint(
                name="score_has_a_rationale",
                condition=~Q(rationale=""),
                violation_error_message="Say why you chose this score.",
            ),
        ]
        indexes = [
            models.Index(fields=["self_assessment", "statement", "-id"], name="score_latest")
        ]

    def __str__(self):
        return f"{self.statement}: {self.value}"

    @property
    def signature(self):
        """The sign-off in force; None where there is none or it was withdrawn."""
        signed = getattr(self, "sign_off", None)
        return None if signed is None or hasattr(signed, "withdrawal") else signed


class SignOff(models.Model):
    """A director's name under one score. One per score; a newer score needs its own."""

    score = models.OneToOneField(Score, models.PROTECT, related_name="sign_off")
    note = models.TextField(blank=True)
    open_challenges = models.JSONField(
        default=list,
        blank=True,
        help_text="What the facts asked of the score and nobody had answered, as it was shown.",
    )
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.score} signed off by {self.signed_by}"
