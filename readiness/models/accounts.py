"""What is kept of an account beside Django's own row, and where sign-in counts its failures."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Access(models.Model):
    """The last day somebody may sign in, for those who are here for a visit."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="access")
    last_day = models.DateField(
        null=True, blank=True, help_text="They may still sign in on this day."
    )

    class Meta:
        verbose_name_plural = "access"

    def __str__(self):
        return f"{self.person} until {self.last_day}"

    def has_ended(self, *, on):
        return self.last_day is not None and self.last_day < on


class AccountChange(models.Model):
    """One thing that was done to an account, in words. Append-only."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="account_changes"
    )
    change = models.CharField(max_length=300)
    reason = models.CharField(max_length=300, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Nobody, where it was done from the server's command line.",
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="account_change_says_what",
                condition=~Q(change=""),
                violation_error_message="Say what was changed.",
            )
        ]

    def __str__(self):
        return f"{self.person}: {self.change}"


class CacheEntry(models.Model):
    """The table of Django's database cache, in the columns Django expects.

    A model, so that ``migrate`` makes it on every installation: failures to sign in are counted
    here where there is no Redis. Never read or written through this class.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "cache"
        verbose_name_plural = "cache entries"

    def __str__(self):
        return self.cache_key
