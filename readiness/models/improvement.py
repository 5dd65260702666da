"""The strategic plan: priorities, actions, and what their owners said of them each quarter."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from config.wording import day_in_words
from indicators.models import Indicator
from readiness.models.framework import Statement


class Plan(models.Model):
    title = models.CharField(max_length=120, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    source = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="plan_ends_after_it_starts",
                condition=Q(ends_on__gt=models.F("starts_on")),
                violation_error_message="The plan ends before it starts.",
            )
        ]

    def __str__(self):
        return self.title


class Priority(models.Model):
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="priorities")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    outcome = models.TextField(blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["plan", "number"]
        verbose_name_plural = "priorities"
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_priority_per_number")
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"


class Status(models.TextChoices):
    NOT_STARTED = "not_started", "Not started"
    BEHIND = "behind", "Behind"
    ON_TARGET = "on_target", "On target"
    AHEAD = "ahead", "Ahead"
    COMPLETED = "completed", "Completed"
    STOPPED = "stopped", "Stopped"


FINISHED = (Status.COMPLETED, Status.STOPPED)


class ActionQuerySet(models.QuerySet):
    def with_status(self):
        """Adds ``status``: what the latest update says, "not started" where there is none."""
        latest = ActionUpdate.objects.filter(action=OuterRef("pk")).order_by("-id")
        return self.annotate(
            status=Coalesce(Subquery(latest.values("status")[:1]), Value(Status.NOT_STARTED.value))
        )

    def with_last_update(self):
        """Adds ``last_quarter`` (its first day) and ``last_narrative``; None where none."""
        latest = ActionUpdate.objects.filter(action=OuterRef("pk")).order_by("-id")
        return self.annotate(
            last_quarter=Subquery(latest.values("quarter_starts_on")[:1]),
            last_narrative=Subquery(latest.values("narrative")[:1]),
        )

    def unfinished(self):
        return self.with_status().exclude(status__in=FINISHED)

    def overdue(self, *, on):
        return self.unfinished().filter(due_on__lt=on)


class Action(models.Model):
    """Something somebody has promised to do by a day. Its status is its latest update's."""

    priority = models.ForeignKey(Priority, models.PROTECT, related_name="actions")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    measure = models.CharField("measure of success", max_length=300, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="actions_owned"
    )
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    statements = models.ManyToManyField(Statement, blank=True, related_name="actions")
    indicators = models.ManyToManyField(Indicator, blank=True, related_name="actions")
    revision = models.PositiveIntegerField(
        default=1,
        help_text="Counts edits, so that a second editor is told rather than overwriting.",
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["priority", "due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="action_due_after_start",
                condition=Q(starts_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(due_on__gte=models.F("starts_on")),
                violation_error_message="The due date is before the start date.",
            )
        ]
        indexes = [models.Index(fields=["due_on"], name="action_due_on")]

    def __str__(self):
        return self.title

    def is_overdue(self, *, on):
        """Asks for ``status``, so for an action read ``with_status()``."""
        return self.due_on is not None and self.due_on < on and self.status not in FINISHED


class ActionUpdate(models.Model):
    """What the owner said of an action for a quarter. Append-only."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="updates")
    quarter_starts_on = models.DateField(help_text="First day of the quarter it speaks of.")
    status = models.CharField(max_length=11, choices=Status.choices)
    narrative = models.TextField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="update_has_a_narrative",
                condition=~Q(narrative=""),
                violation_error_message="Say what happened.",
            )
        ]
        indexes = [models.Index(fields=["action", "-id"], name="update_latest")]

    def __str__(self):
        return f"{self.action}: {self.get_status_display()}"


class ActionChange(models.Model):
    """One edit of an action: which fields, from what, to what, by whom."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="changes")
    changes = models.JSONField(help_text='{"field label": [before, after]}, in words')
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.action} changed on {day_in_words(self.changed_at)}"
