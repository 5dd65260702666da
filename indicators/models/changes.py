"""What became of each indicator: rows that are written once and never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models.indicators import Indicator


class IndicatorChange(models.Model):
    """One thing about an indicator that somebody, or a file, added, changed or dropped."""

    class Kind(models.TextChoices):
        ADDED = "added", "Added"
        DEFINITION = "definition", "Definition"
        POLARITY = "polarity", "Which way is better"
        TARGET = "target", "Target"
        TOLERANCE = "tolerance", "Tolerance"
        DROPPED = "dropped", "Dropped"
        RESTORED = "restored", "In use again"

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    what = models.CharField(max_length=120, help_text="In words: Target for 2024-25.")
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.CharField(max_length=400, blank=True)
    source = models.CharField(
        max_length=300, blank=True, help_text="The file that said so, where one did."
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    class Meta:
        ordering = ["-changed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="change_says_why",
                condition=Q(kind__in=["added", "definition"])
                | (Q(kind__in=["target", "tolerance", "polarity"]) & Q(before=""))
                | ~Q(reason="")
                | ~Q(source=""),
                violation_error_message="Say why it was changed.",
            )
        ]

    def __str__(self):
        return f"{self.indicator_id} {self.what}"
