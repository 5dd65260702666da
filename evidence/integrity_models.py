"""Whether stored files are still what was added: each look at them, and what was found wrong."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class FileCheck(models.Model):
    """One look at every stored file. Unfinished where the process that did it was stopped."""

    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Nobody, where it ran by the clock or from the command line.",
    )
    files = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes")
    missing = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unclaimed = models.JSONField(
        default=list, blank=True, help_text="[name, bytes] of files that belong to no document."
    )
    cleared = models.PositiveIntegerField(default=0, help_text="Of the unclaimed, taken away.")

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"File check {self.pk}"


class FileAlarmQuerySet(models.QuerySet):
    def open(self):
        return self.filter(settled_at__isnull=True)


class FileAlarm(models.Model):
    """A stored file that is gone, or is not what was added. Settled when it is right again."""

    class Kind(models.TextChoices):
        MISSING = "missing", "Missing"
        CHANGED = "changed", "Changed"

    version = models.ForeignKey("DocumentVersion", models.PROTECT, related_name="alarms")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    found_at = models.DateTimeField(default=timezone.now, editable=False)
    found_in = models.ForeignKey(
        FileCheck,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="alarms",
        help_text="Nothing, where somebody's download found it.",
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_how = models.CharField(max_length=200, blank=True)

    objects = FileAlarmQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(settled_at__isnull=True),
                name="one_open_alarm_per_version",
            ),
            models.CheckConstraint(
                name="alarm_settled_at_and_how_together",
                condition=Q(settled_at__isnull=True, settled_how="")
                | (Q(settled_at__isnull=False) & ~Q(settled_how="")),
                violation_error_message="Say how the alarm was settled.",
            ),
        ]

    def __str__(self):
        return f"{self.version}: {self.get_kind_display().lower()}"
