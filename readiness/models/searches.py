"""Searches of the evidence library that people keep, and when each last looked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class SavedSearch(models.Model):
    """What was asked of the library, under a name. Taken away, it is kept and no longer shown."""

    name = models.CharField(max_length=80)
    asked = models.CharField(
        max_length=1000, help_text="The words and filters, as in the library's address."
    )
    is_shared = models.BooleanField(default=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_searches"
    )
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "saved searches"
        constraints = [
            models.UniqueConstraint(
                fields=["saved_by", "name"],
                condition=Q(removed_at__isnull=True),
                name="one_saved_search_per_name",
                violation_error_message="You have a saved search of this name already.",
            )
        ]

    def __str__(self):
        return self.name


class SearchLook(models.Model):
    """When somebody last opened a saved search: what came since is new to them."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="looks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    looked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["search", "person"], name="one_look_per_person")
        ]

    def __str__(self):
        return f"{self.search}, {self.person}"
