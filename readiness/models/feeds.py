"""Keys by which other programs read our figures, and what they read. A key itself is not kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class FeedKey(models.Model):
    """For one purpose. Only its fingerprint is kept, so nobody can read it here again."""

    purpose = models.CharField(max_length=150)
    starts_with = models.CharField(max_length=8, help_text="To tell one from another.")
    sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="feed_key_revoked_by_and_at_together",
                condition=Q(revoked_by=None, revoked_at=None)
                | Q(revoked_by__isnull=False, revoked_at__isnull=False),
                violation_error_message="Say who revoked the key and when.",
            )
        ]

    def __str__(self):
        return self.purpose


class FeedRead(models.Model):
    """One answer that a key was given. Append-only."""

    key = models.ForeignKey(FeedKey, models.PROTECT, related_name="reads")
    feed = models.CharField(max_length=20)
    asked = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["key", "-id"], name="reads_of_feed_key")]

    def __str__(self):
        return f"{self.feed}, by {self.key}"
