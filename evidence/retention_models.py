"""Why a document must not be deleted, whatever its date says."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class LegalHoldQuerySet(models.QuerySet):
    def live(self):
        return self.filter(lifted_at__isnull=True)


class LegalHold(models.Model):
    """Somebody needs this document kept until they say otherwise: a claim, an inquiry."""

    document = models.ForeignKey("Document", models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=300)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_reason = models.CharField(max_length=300, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="hold_says_why",
                condition=~Q(reason=""),
                violation_error_message="Say why the document must be kept.",
            ),
            models.CheckConstraint(
                name="hold_lifted_by_at_and_why_together",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_reason="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_reason="")),
                violation_error_message="Say why the hold is lifted.",
            ),
        ]

    def __str__(self):
        return f"Hold on {self.document}"
