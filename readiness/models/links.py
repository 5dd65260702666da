"""What joins documents and indicators to statements, and what is thought of the evidence.

A link is ended, never deleted; what a curator says of one is a row of its own.
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from evidence.models import Document
from indicators.models import Indicator
from readiness.models.framework import EvidenceCategory, Statement


class LinkQuerySet(models.QuerySet):
    def live(self):
        return self.filter(ended_at__isnull=True)

    def with_appraisal(self):
        """Adds ``verdict``, ``strength`` and ``verdict_note``: what a curator last said; None
        where nobody has."""
        latest = EvidenceAppraisal.objects.filter(link=OuterRef("pk")).order_by("-id")
        return self.annotate(
            verdict=Subquery(latest.values("verdict")[:1]),
            strength=Subquery(latest.values("strength")[:1]),
            verdict_note=Subquery(latest.values("note")[:1]),
        )


class EvidenceLinkQuerySet(LinkQuerySet):
    def not_sent_back(self):
        """All but those that a curator sent back: what counts as evidence."""
        return self.exclude(pk__in=EvidenceAppraisal.objects.sent_back())

    def judged(self, verdict: str):
        """Those of which a curator last said this; or ``UNJUDGED``, or ``COUNTED``."""
        if verdict == COUNTED:
            return self.not_sent_back()
        if verdict == UNJUDGED:
            return self.filter(appraisals=None)
        return self.filter(pk__in=EvidenceAppraisal.objects.in_force(verdict=verdict))

    def of_strength(self, strength: str):
        return self.filter(pk__in=EvidenceAppraisal.objects.in_force(strength=strength))

    def seen_by(self, user):
        """Those in force that this person may see: for reviewers, of documents found safe, without
        what a curator sent back."""
        if user.has_perm("evidence.view_document_history"):
            return self.live()
        safe = Document.objects.shareable().order_by().values("pk")
        return self.live().not_sent_back().filter(document__in=safe)


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


class Strength(models.TextChoices):
    STRONG = "strong", "Strong"
    PARTIAL = "partial", "Partial"
    WEAK = "weak", "Weak"


class Verdict(models.TextChoices):
    ACCEPTED = "accepted", "Accepted"
    RETURNED = "returned", "Sent back"


UNJUDGED = "unjudged"
"""In place of a verdict, where nobody has given one."""
COUNTED = "counted"
"""In place of a verdict, of all that was not sent back."""


class AppraisalQuerySet(models.QuerySet):
    def in_force(self, **said):
        """The links of which this was the last word."""
        later = self.model.objects.filter(link=OuterRef("link"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later), **said).order_by().values("link")

    def sent_back(self):
        return self.in_force(verdict=Verdict.RETURNED)


class EvidenceAppraisal(models.Model):
    """What a curator thinks of one document for one statement. Append-only."""

    link = models.ForeignKey(EvidenceLink, models.PROTECT, related_name="appraisals")
    strength = models.CharField(max_length=7, choices=Strength.choices, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    note = models.CharField(max_length=300, blank=True)
    appraised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    appraised_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["link", "-id"], name="appraisal_latest")]
        constraints = [
            models.CheckConstraint(
                name="accepted_evidence_has_a_strength",
                condition=~Q(verdict=Verdict.ACCEPTED) | ~Q(strength=""),
                violation_error_message="Say how strong the evidence is.",
            ),
            models.CheckConstraint(
                name="evidence_sent_back_says_why",
                condition=~Q(verdict=Verdict.RETURNED) | ~Q(note=""),
                violation_error_message="Say why it is sent back.",
            ),
        ]

    def __str__(self):
        return f"{self.link}: {self.get_verdict_display()}"


class IndicatorLinkQuerySet(LinkQuerySet):
    def of_what_we_measure(self):
        """Those in force, of indicators that have not been dropped."""
        return self.live().filter(indicator__retired_from=None)


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

    objects = IndicatorLinkQuerySet.as_manager()

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
