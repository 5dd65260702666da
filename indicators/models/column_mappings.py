"""What a council has said once about files of figures, and need not say again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models.indicators import Indicator


class SavedMappingQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(retired_at=None)


class SavedMapping(models.Model):
    """Which column says what, by name, for the next file with the same headings."""

    name = models.CharField(max_length=80)
    header_key = models.TextField(editable=False)
    mapping = models.JSONField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = SavedMappingQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(retired_at=None),
                name="one_mapping_of_a_name",
                violation_error_message="There is already a saved mapping with this name.",
            )
        ]

    def __str__(self):
        return self.name


class SavedMappingChange(models.Model):
    """Who saved, changed, renamed or retired a mapping. Append-only."""

    saved_mapping = models.ForeignKey(SavedMapping, models.CASCADE, related_name="changes")
    what = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.what


class IndicatorAlias(models.Model):
    """What files call an indicator of ours, as somebody has said."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="aliases")
    name = models.CharField(
        max_length=300, unique=True, help_text="A code or a title, in small letters."
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name
