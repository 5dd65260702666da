"""What evidence a statement needs, and which subjects a document speaks to.

A decision that another follows, or a subject taken away, is ended, never deleted.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from evidence.models import Document
from readiness.models.framework import EvidenceCategory, Lens, Statement, Topic
from readiness.models.links import EvidenceLink, LinkQuerySet


class EvidenceNeed(models.Model):
    """Whether a statement needs a category of evidence, as the council reads the framework.

    Where nobody has decided, the category's own ``is_required`` says so.
    """

    class Level(models.TextChoices):
        REQUIRED = "required", "Required"
        OPTIONAL = "optional", "Optional"
        NOT_APPLICABLE = "none", "Not applicable"

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="evidence_needs")
    category = models.ForeignKey(EvidenceCategory, models.PROTECT, related_name="evidence_needs")
    level = models.CharField(max_length=8, choices=Level.choices)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "category"],
                condition=Q(ended_at__isnull=True),
                name="one_need_in_force",
                violation_error_message="Somebody else has just decided this. Look again.",
            )
        ]

    def __str__(self):
        return f"{self.category} for {self.statement}: {self.get_level_display()}"


class DocumentLens(models.Model):
    """This document speaks to this subject, whatever statement it is put forward for."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="lens_links")
    lens = models.ForeignKey(Lens, models.PROTECT, related_name="document_links")
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["lens__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "lens"],
                condition=Q(ended_at__isnull=True),
                name="one_live_lens_per_document",
                violation_error_message="This document has this subject already.",
            )
        ]
        indexes = [
            models.Index(
                fields=["lens", "document"],
                condition=Q(ended_at__isnull=True),
                name="live_documents_of_lens",
            )
        ]

    def __str__(self):
        return f"{self.document}: {self.lens}"


class LinkTopic(models.Model):
    """This use of a document speaks to this topic of its statement."""

    link = models.ForeignKey(EvidenceLink, models.PROTECT, related_name="topic_links")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="evidence_links")
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["topic__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "topic"],
                condition=Q(ended_at__isnull=True),
                name="one_live_topic_per_link",
                violation_error_message="This use has this topic already.",
            )
        ]

    def __str__(self):
        return f"{self.link}: {self.topic}"
