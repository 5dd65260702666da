"""Work on one statement of a round: who sees to it, what is being written, what is said about it.

All but ``StatementWork`` and ``StatementLook`` is append-only. Where the work stands is never
stored: ``readiness/work_states.py`` says it from these rows and the scores.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from readiness.models.assessment import Score, SelfAssessment
from readiness.models.framework import Statement


class StatementWork(models.Model):
    """Who sees to a statement in a round, and by when. There is none until somebody is named."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="work")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="work")
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements_led",
    )
    collaborators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="statements_worked_on"
    )
    due_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(
        default=1,
        help_text="Counts edits, so that a second editor is told rather than overwriting.",
    )

    class Meta:
        verbose_name_plural = "statement work"
        constraints = [
            models.UniqueConstraint(
                fields=["self_assessment", "statement"], name="one_work_per_statement_of_round"
            )
        ]

    def __str__(self):
        return f"{self.statement} in {self.self_assessment}"


class StatementDraft(models.Model):
    """A score being written: what stood in the form when somebody saved it."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="drafts")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="drafts")
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    rationale = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    areas_for_improvement = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    after_score = models.ForeignKey(
        Score,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="drafts_after",
        help_text="The score in force then. A newer score leaves the draft behind.",
    )
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["self_assessment", "statement", "-id"], name="draft_latest")
        ]

    def __str__(self):
        return f"{self.statement}: draft {self.pk}"


class StepKind(models.TextChoices):
    ASSIGNED = "assigned", "Assigned"
    READY = "ready", "Ready"
    RETURNED = "returned", "Returned"
    BLOCKED = "blocked", "Blocked"
    UNBLOCKED = "unblocked", "No longer blocked"


class StatementStep(models.Model):
    """One thing that happened to the work on a statement, by whom, and why."""

    self_assessment = models.ForeignKey(
        SelfAssessment, models.PROTECT, related_name="statement_steps"
    )
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=9, choices=StepKind.choices)
    note = models.TextField(blank=True)
    draft = models.ForeignKey(
        StatementDraft, models.PROTECT, null=True, blank=True, related_name="steps"
    )
    score = models.ForeignKey(Score, models.PROTECT, null=True, blank=True, related_name="steps")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["self_assessment", "statement", "-id"], name="statement_step")
        ]
        constraints = [
            models.CheckConstraint(
                name="statement_step_back_says_why",
                condition=~Q(kind__in=[StepKind.RETURNED, StepKind.BLOCKED]) | ~Q(note=""),
                violation_error_message="Say why, so that others can act on it.",
            ),
            models.CheckConstraint(
                name="ready_names_its_draft",
                condition=~Q(kind=StepKind.READY) | Q(draft__isnull=False),
                violation_error_message="Save a draft first, then say that it is ready.",
            ),
            models.CheckConstraint(
                name="returned_names_its_score",
                condition=~Q(kind=StepKind.RETURNED) | Q(score__isnull=False),
                violation_error_message="Only a score can be returned.",
            ),
        ]

    def __str__(self):
        return f"{self.statement}: {self.get_kind_display()}"


class StatementComment(models.Model):
    """Something said among colleagues about a statement in a round."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="comments")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="comments")
    words = models.TextField()
    mentioned = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="mentioned_in"
    )
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["self_assessment", "statement", "-id"], name="comment_latest")
        ]
        constraints = [
            models.CheckConstraint(
                name="comment_says_something",
                condition=~Q(words=""),
                violation_error_message="Write your comment.",
            ),
            models.CheckConstraint(
                name="comment_settled_by_and_at_together",
                condition=Q(settled_by__isnull=True, settled_at__isnull=True)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
                violation_error_message="A settled comment needs both who settled it and when.",
            ),
        ]

    def __str__(self):
        return f"{self.said_by} on {self.statement}"

    @property
    def is_settled(self):
        return self.settled_at is not None


class StatementLook(models.Model):
    """When somebody last read the work on a statement: what came since is new to them.

    Opening the page twice within the hour is one look, or reloading would hide what is new.
    """

    self_assessment = models.ForeignKey(SelfAssessment, models.CASCADE, related_name="looks")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    looked_at = models.DateTimeField(default=timezone.now)
    before_that = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "self_assessment", "statement"],
                name="one_look_per_person_and_statement",
            )
        ]

    def __str__(self):
        return f"{self.person} at {self.statement}"
