"""Documents, their versions and the text found in them.

Knows nothing of CQC: what a document shows, and for which statement, is a judgement and lives in
``readiness``. Nothing here is deleted or overwritten: a replaced file is an older version, an
edit is a ``DocumentChange``.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from config.wording import day_in_words


class DocumentQuerySet(models.QuerySet):
    def past_review(self, *, on):
        """Those of which ``is_out_of_date`` is true."""
        return self.filter(review_by__lt=on)

    def with_latest_version(self):
        return self.select_related("latest_version", "owner")


class Document(models.Model):
    """One thing the council can show: a file, with versions, or a link to a page."""

    class Kind(models.TextChoices):
        FILE = "file", "File"
        LINK = "link", "Link"

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    address = models.URLField("web address", max_length=1000, blank=True)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="documents_owned"
    )
    evidence_date = models.DateField(
        "date of the evidence",
        null=True,
        blank=True,
        help_text="The date or end of the period it speaks to.",
    )
    review_by = models.DateField(null=True, blank=True)
    latest_version = models.OneToOneField(
        "DocumentVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(
        default=1,
        help_text="Counts edits, so that a second editor is told rather than overwriting.",
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="document_link_has_an_address",
                condition=Q(kind="file", address="") | (Q(kind="link") & ~Q(address="")),
                violation_error_message="A link needs a web address, and a file has none.",
            ),
            models.CheckConstraint(
                name="document_review_follows_evidence",
                condition=Q(review_by__isnull=True)
                | Q(evidence_date__isnull=True)
                | Q(review_by__gte=F("evidence_date")),
                violation_error_message="The review date is before the date of the evidence.",
            ),
        ]
        indexes = [
            models.Index(fields=["-added_at", "-id"], name="document_newest"),
            models.Index(fields=["review_by"], name="document_review_by"),
        ]

    def __str__(self):
        return self.title

    @property
    def is_file(self):
        return self.kind == self.Kind.FILE

    def is_out_of_date(self, *, on):
        return self.review_by is not None and self.review_by < on


class DocumentVersion(models.Model):
    """One file as it was handed in. Never changed: a replacement is the next version."""

    class TextState(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        READING = "reading", "Being read"
        READ = "read", "Text can be searched"
        NO_TEXT = "no_text", "No text found"
        FAILED = "failed", "Text could not be read"

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.FileField(upload_to="evidence/%Y/%m", max_length=300)
    original_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    kind_of_file = models.CharField(max_length=40, help_text="In words a reader knows: PDF, Word.")
    size = models.PositiveBigIntegerField(help_text="Bytes")
    sha256 = models.CharField(max_length=64)
    note = models.CharField(
        max_length=300, blank=True, help_text="Why this version replaced the last."
    )
    text_state = models.CharField(
        max_length=8, choices=TextState.choices, default=TextState.WAITING
    )
    text_problem = models.CharField(max_length=300, blank=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number"),
            models.CheckConstraint(
                name="version_hash_is_whole", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="version_sha256")]

    def __str__(self):
        return f"{self.original_name}, version {self.number}"


class DocumentPage(models.Model):
    """The text of one page (of a PDF), sheet, slide, or the whole where a file has no pages."""

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_text_per_page")
        ]

    def __str__(self):
        return f"Page {self.number}"


class DocumentChange(models.Model):
    """One edit of a document's description: which fields, from what, to what, by whom."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="changes")
    changes = models.JSONField(help_text='{"field label": [before, after]}, in words')
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-changed_at", "-id"]

    def __str__(self):
        return f"{self.document} changed on {day_in_words(self.changed_at)}"
