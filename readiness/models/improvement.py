"""The strategic plan: priorities, actions, and what their owners said of them each quarter."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from config.wording import day_in_words
from evidence.models import Document
from indicators.models import Indicator
from readiness import status_words
from readiness.models.framework import Statement
from readiness.plan_clock import impact_is_wanted_of_those_implemented_by


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
    indicators = models.ManyToManyField(Indicator, blank=True, related_name="priorities")
    revision = models.PositiveIntegerField(
        default=1,
        help_text="Counts edits, so that a second editor is told rather than overwriting.",
    )
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

    @property
    def word(self):
        """What this council calls it. Write this, never the label: it may have been renamed."""
        return status_words.in_force().of(self.value)


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
            percent=Subquery(latest.values("percent")[:1]),
        )

    def with_impact(self):
        """Adds ``has_impact``: whether there is evidence of what came of it."""
        live = ActionImpact.objects.live().filter(action=OuterRef("pk"))
        return self.annotate(has_impact=Exists(live))

    def unfinished(self):
        return self.with_status().exclude(status__in=FINISHED)

    def overdue(self, *, on):
        return self.unfinished().filter(due_on__lt=on)

    def owing_update(self, quarter):
        """Unfinished, begun by the quarter's end, and not spoken of for it or since: what
        ``quarters.owes_update`` says of one."""
        last = ActionUpdate.objects.filter(action=OuterRef("pk")).order_by("-id")
        begun = Q(starts_on__lte=quarter.ends_on) | Q(
            starts_on__isnull=True, added_at__date__lte=quarter.ends_on
        )
        spoken_of = self.unfinished().annotate(
            spoken_of=Subquery(last.values("quarter_starts_on")[:1])
        )
        return spoken_of.filter(
            Q(spoken_of__lt=quarter.starts_on) | Q(begun, spoken_of__isnull=True)
        )

    def awaiting_impact(self, *, on):
        """In use for six months, and nothing shows yet what came of it."""
        before = impact_is_wanted_of_those_implemented_by(on)
        old_enough = self.with_status().filter(implemented_on__lte=before)
        return old_enough.exclude(status=Status.STOPPED).with_impact().filter(has_impact=False)


class Action(models.Model):
    """Something somebody has promised to do by a day. Its status is its latest update's."""

    priority = models.ForeignKey(Priority, models.PROTECT, related_name="actions")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    measure = models.CharField("measure of success", max_length=300, blank=True)
    resource = models.CharField(
        "what it takes", max_length=300, blank=True, help_text="Money, people, time."
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="actions_owned"
    )
    collaborators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="actions_shared"
    )
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    implemented_on = models.DateField(
        null=True,
        blank=True,
        help_text="Since when people have had the good of it: not the day it was called completed.",
    )
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
        indexes = [
            models.Index(fields=["due_on"], name="action_due_on"),
            models.Index(
                fields=["implemented_on"],
                condition=Q(implemented_on__isnull=False),
                name="action_implemented_on",
            ),
        ]

    def __str__(self):
        return self.title

    def is_overdue(self, *, on):
        """Asks for ``status``, so for an action read ``with_status()``."""
        return self.due_on is not None and self.due_on < on and self.status not in FINISHED

    def is_asked_for_impact(self, impacts, *, on):
        """What ``awaiting_impact`` asks, of an action read ``with_status()`` and its impacts."""
        if self.implemented_on is None or self.status == Status.STOPPED:
            return False
        is_old_enough = self.implemented_on <= impact_is_wanted_of_those_implemented_by(on)
        return is_old_enough and all(impact.ended_at for impact in impacts)


class ActionUpdate(models.Model):
    """What the owner said of an action for a quarter. Append-only."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="updates")
    quarter_starts_on = models.DateField(help_text="First day of the quarter it speaks of.")
    status = models.CharField(max_length=11, choices=Status.choices)
    narrative = models.TextField("what happened")
    changed = models.TextField("what changed for people", blank=True)
    next_steps = models.TextField("what is next", blank=True)
    percent = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How much of the work is done, of 100."
    )
    proof = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proves_updates",
        help_text="The document that shows that the action is completed.",
    )
    why_no_proof = models.CharField(max_length=300, blank=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="update_has_a_narrative",
                condition=~Q(narrative=""),
                violation_error_message="Say what happened.",
            ),
            models.CheckConstraint(
                name="update_percent_of_a_hundred",
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                violation_error_message="Give a percentage from 0 to 100.",
            ),
            models.CheckConstraint(
                name="completed_has_proof_or_says_why_not",
                condition=~Q(status="completed") | Q(proof__isnull=False) | ~Q(why_no_proof=""),
                violation_error_message="Say what shows that it is completed, or why nothing does.",
            ),
        ]
        indexes = [models.Index(fields=["action", "-id"], name="update_latest")]

    def __str__(self):
        return f"{self.action}: {Status(self.status).word}"


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


class PriorityChange(models.Model):
    """One edit of a priority, kept as an action's is."""

    priority = models.ForeignKey(Priority, models.PROTECT, related_name="changes")
    changes = models.JSONField(help_text='{"field label": [before, after]}, in words')
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.priority} changed on {day_in_words(self.changed_at)}"


class ActionImpactQuerySet(models.QuerySet):
    def live(self):
        return self.filter(ended_at__isnull=True)


class ActionImpact(models.Model):
    """What shows the difference an action made: a document, or an indicator that moved.

    Kept apart from completion: what is done on time may yet change nothing. Taken back with a
    reason, never deleted.
    """

    action = models.ForeignKey(Action, models.PROTECT, related_name="impacts")
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="shows_impact"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="shows_impact"
    )
    shows = models.CharField("what it shows", max_length=300)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    objects = ActionImpactQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="impact_rests_on_one_thing",
                condition=Q(document__isnull=False, indicator__isnull=True)
                | Q(document__isnull=True, indicator__isnull=False),
                violation_error_message="Choose a document or an indicator: one of the two.",
            ),
            models.CheckConstraint(
                name="impact_says_what_it_shows",
                condition=~Q(shows=""),
                violation_error_message="Say in one line what it shows.",
            ),
            models.CheckConstraint(
                name="impact_ended_by_at_and_why_together",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_reason="")),
                violation_error_message="Say why it does not show it any more.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["action"], condition=Q(ended_at__isnull=True), name="live_impact_of_action"
            )
        ]

    def __str__(self):
        return f"{self.action}: {self.shows}"
