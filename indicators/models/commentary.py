"""What is said of a figure. Append-only: each save is a version, the one before it stays."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from indicators.models.indicators import Indicator, Period


class CommentaryQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_draft=False)

    def in_force(self):
        """Of each figure the last version that was published."""
        later = self.published().filter(indicator=OuterRef("indicator"), period=OuterRef("period"))
        return self.filter(pk=Subquery(later.order_by("-number").values("pk")[:1]))

    def public(self):
        """For those outside the council: where the version in force is sensitive, nothing."""
        return self.in_force().filter(is_sensitive=False)


class Commentary(models.Model):
    """One version of the commentary on an indicator's figure for a period."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="commentary")
    period = models.ForeignKey(Period, models.PROTECT, related_name="commentary")
    number = models.PositiveIntegerField()
    what_happened = models.TextField(blank=True)
    why = models.TextField(blank=True)
    what_we_are_doing = models.TextField(blank=True)
    by_when = models.DateField(null=True, blank=True)
    is_sensitive = models.BooleanField(default=False)
    is_draft = models.BooleanField(default=False)
    source = models.CharField(
        max_length=300, blank=True, help_text="The published report it is taken from."
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CommentaryQuerySet.as_manager()

    class Meta:
        ordering = ["-period__ends_on", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "number"],
                name="one_commentary_of_a_number",
                violation_error_message="Somebody else saved at the same moment. Save again.",
            ),
            models.CheckConstraint(
                name="published_commentary_says_what_happened",
                condition=Q(is_draft=True) | ~Q(what_happened=""),
                violation_error_message="Say what happened.",
            ),
        ]

    def __str__(self):
        return f"Commentary on {self.indicator_id}, version {self.number}"
