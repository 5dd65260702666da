"""What a council settles about its quarterly updates: deadlines, reminders, and its own words."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from config.wording import day_in_words


class UpdateDeadline(models.Model):
    """By when a quarter's updates are wanted. The newest row of a quarter holds."""

    quarter_starts_on = models.DateField()
    due_on = models.DateField("wanted by")
    reason = models.CharField(max_length=300, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="deadline_after_its_quarter_begins",
                condition=Q(due_on__gt=F("quarter_starts_on")),
                violation_error_message="The deadline is before the quarter.",
            )
        ]
        indexes = [models.Index(fields=["quarter_starts_on", "-id"], name="deadline_latest")]

    def __str__(self):
        return f"Wanted by {day_in_words(self.due_on)}"


class UpdateReminder(models.Model):
    """An e-mail to an owner with links to the updates they owe. Append-only."""

    quarter_starts_on = models.DateField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="update_reminders"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    mail_problem = models.CharField(
        max_length=300, blank=True, help_text="Why the e-mail could not be sent."
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["quarter_starts_on", "person"], name="reminder_of_quarter")]

    def __str__(self):
        return f"{self.person}, {day_in_words(self.asked_at)}"


class StatusWords(models.Model):
    """The council's words for the six statuses, from this row on. Append-only."""

    not_started = models.CharField(max_length=20)
    behind = models.CharField(max_length=20)
    on_target = models.CharField(max_length=20)
    ahead = models.CharField(max_length=20)
    completed = models.CharField(max_length=20)
    stopped = models.CharField(max_length=20)
    reason = models.CharField(max_length=300, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "status words"

    def __str__(self):
        return f"{self.behind}, {self.on_target}, {self.ahead}, {self.completed}"
