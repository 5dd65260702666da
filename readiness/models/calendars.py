"""The private address under which somebody's calendar program finds what is due."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class CalendarAddress(models.Model):
    """One in force for each person; a new one ends the old. The address itself is not kept."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_addresses"
    )
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "calendar addresses"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_at=None),
                name="one_calendar_address_in_force",
                violation_error_message="There is an address already.",
            )
        ]

    def __str__(self):
        return f"Calendar of {self.person}"
