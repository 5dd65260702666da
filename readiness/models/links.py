"""What joins documents and indicators to statements. A link is ended, never deleted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from evidence.models import Document
from indicators.models import Indicator
from readiness.models.framework import EvidenceCategory, Statement


class LinkQuerySet(models.QuerySet):
    def live(self):
        return self.filter(ended_at__isnull=True)


class EvidenceLinkQuerySet(LinkQuerySet):
    def seen_by(self, user):
        """Those in force that this person may see: for reviewers, of documents found safe."""
        if user.has_perm("evidence.view_document_history"):
            return self.live()
        safe = Document.objects.shareable().order_by().values("pk")
        return self.live().filter(document__in=safe)


class EvidenceLink(models.Model):
    """This document shows this, for this statement, as this category of evidence."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="evidence_links")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="evidence_links")
    category = models.ForeignKey(EvidenceCategory, models.PROTECT, related_name="evidence_links")
    shows = models.CharField("what it shows", max_length=300)
    location = models.CharField("page or section", max_length=100, blank=True)
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    objects = EvidenceLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "statement", "category"],
                condition=Q(ended_at__isnull=True),
                name="one_live_link_per_category",
                violation_error_message=(
                    "This document is already linked to this statement under this category."
                ),
            ),
            models.CheckConstraint(
                name="link_ended_by_at_and_why_together",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_reason="")),
                violation_error_message="Say why the link is ended.",
            ),
        ]
        indexes = [
            models.Index(
                # With the document, so that coverage is counted from the index alone.
                fields=["statement", "category", "document"],
                condition=Q(ended_at__isnull=True),
                name="live_links_of_statement",
            )
        ]

    def __str__(self):
        return f"{self.document} for {self.statement}"


class IndicatorLink(models.Model):
    """This indicator speaks to this statement."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="statement_links")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="indicator_links")
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Nobody, where the framework file made the link.",
    )
    linked_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["indicator__position", "indicator__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "statement"],
                condition=Q(ended_at__isnull=True),
                name="one_live_indicator_link",
                violation_error_message="This indicator is already linked to this statement.",
            )
        ]

    def __str__(self):
        return f"{self.indicator} for {self.statement}"
