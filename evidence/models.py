"""Documents, their versions and the text found in them.

Knows nothing of CQC: what a document shows, and for which statement, is a judgement and lives in
``readiness``. Nothing here is overwritten: a replaced file is an older version, an edit is a
``DocumentChange``. A document whose time has come loses its content and keeps its row.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from config.wording import day_in_words
from evidence.integrity_models import FileAlarm, FileCheck
from evidence.retention_models import LegalHold
from evidence.safety_models import (
    PagePicture,
    PersonalDataDecision,
    PersonalDataFinding,
    WordsDecision,
    WordsFinding,
    WordsState,
)
from evidence.spelling import LONGEST, skeleton
from evidence.upload_models import Upload

__all__ = [
    "Document",
    "DocumentChange",
    "DocumentPage",
    "DocumentVersion",
    "FileAlarm",
    "FileCheck",
    "LegalHold",
    "PagePicture",
    "PersonalDataDecision",
    "PersonalDataFinding",
    "Upload",
    "WordsDecision",
    "WordsFinding",
    "WordsState",
]

SOON = timedelta(days=60)
"""How long before its review day a document is "due soon", wherever the product says so."""


WORDS_MAY_BE_SHARED = (WordsState.NOTHING, WordsState.CLEARED)


class DocumentQuerySet(models.QuerySet):
    def kept(self):
        """All but those whose content has been deleted."""
        return self.filter(deleted_at__isnull=True)

    def past_review(self, *, on):
        """Those kept of which ``is_out_of_date`` is true."""
        return self.kept().filter(review_by__lt=on)

    def due_for_review(self, *, on):
        """Those in date whose review day comes within ``SOON``: today and the 60th day count."""
        return self.kept().filter(review_by__range=(on, on + SOON))

    def with_latest_version(self):
        return self.select_related("latest_version", "owner")

    def shareable(self):
        """Those of which ``is_shareable`` is true: links, and files that were found safe, where
        nothing that is said about them gives somebody away."""
        return self.kept().filter(
            Q(words_state__in=WORDS_MAY_BE_SHARED),
            Q(kind=Document.Kind.LINK)
            | Q(
                latest_version__scan_state__in=safe_scan_states(),
                latest_version__personal_state__in=DocumentVersion.MAY_BE_SHARED,
            ),
        )


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
    evidence_from = models.DateField(
        "period begins",
        null=True,
        blank=True,
        help_text="Where it speaks to a period rather than a day: the first day of it.",
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
    words_state = models.CharField(
        max_length=9, choices=WordsState.choices, default=WordsState.NOTHING
    )
    keep_until = models.DateField(
        null=True,
        blank=True,
        help_text="Set by hand, in place of the rule for its kind of evidence.",
    )
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_reason = models.CharField(max_length=300, blank=True)

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
            models.CheckConstraint(
                name="document_period_begins_before_it_ends",
                condition=Q(evidence_from__isnull=True)
                | (Q(evidence_date__isnull=False) & Q(evidence_from__lte=F("evidence_date"))),
                violation_error_message=(
                    "A period needs its end, and begins before it: check the date of the evidence."
                ),
            ),
            models.CheckConstraint(
                name="document_deleted_by_at_and_why_together",
                condition=Q(deleted_at__isnull=True, deleted_by__isnull=True, deleted_reason="")
                | (Q(deleted_at__isnull=False, deleted_by__isnull=False) & ~Q(deleted_reason="")),
                violation_error_message="Say why the document is deleted.",
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

    @property
    def is_deleted(self):
        return self.deleted_at is not None

    def is_out_of_date(self, *, on):
        return self.review_by is not None and self.review_by < on

    @property
    def is_shareable(self):
        """Whether it may go before a reviewer or into a pack."""
        if self.words_state not in WORDS_MAY_BE_SHARED:
            return False
        if not self.is_file:
            return True
        return self.latest_version is not None and self.latest_version.is_shareable


def safe_scan_states():
    """What a file's scan must have said before anybody gets the file."""
    states = DocumentVersion.ScanState
    return [states.CLEAN] if settings.SCAN_FILES else [states.CLEAN, states.WAITING]


class DocumentVersionQuerySet(models.QuerySet):
    def downloadable(self):
        return self.filter(scan_state__in=safe_scan_states())

    def shareable(self):
        return self.downloadable().filter(personal_state__in=DocumentVersion.MAY_BE_SHARED)


class DocumentVersion(models.Model):
    """One file as it was handed in. Never changed: a replacement is the next version."""

    class TextState(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        READING = "reading", "Being read"
        READ = "read", "Text can be searched"
        NO_TEXT = "no_text", "No text found"
        FAILED = "failed", "Text could not be read"

    class ScanState(models.TextChoices):
        WAITING = "waiting", "Waiting to be checked for viruses"
        CLEAN = "clean", "No virus found"
        INFECTED = "infected", "A virus was found"
        NOT_SCANNED = "not_scanned", "Could not be checked for viruses"

    class PersonalState(models.TextChoices):
        UNCHECKED = "unchecked", "Not checked for personal data yet"
        NOTHING = "nothing", "No personal data found"
        FOUND = "found", "May hold personal data"
        NOT_CHECKABLE = "not_checkable", "Could not be checked for personal data"
        CLEARED = "cleared", "Cleared by a person"
        REDACTED = "redacted", "A redacted copy was supplied"

    class PictureState(models.TextChoices):
        WAITING = "waiting", "Waiting"
        MADE = "made", "Pictures of its pages"
        NONE = "none", "No pictures of this kind of file"
        FAILED = "failed", "Pictures could not be made"

    MAY_BE_SHARED = (PersonalState.NOTHING, PersonalState.CLEARED)

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
    awaits_ocr = models.BooleanField(
        default=False,
        help_text="Pages that are pictures could not be read: no tesseract on the machine.",
    )
    scan_state = models.CharField(
        max_length=11, choices=ScanState.choices, default=ScanState.WAITING
    )
    scan_result = models.CharField(
        max_length=300, blank=True, help_text="The virus's name, or why it could not be scanned."
    )
    scanned_at = models.DateTimeField(null=True, blank=True)
    personal_state = models.CharField(
        max_length=13, choices=PersonalState.choices, default=PersonalState.UNCHECKED
    )
    personal_problem = models.CharField(
        max_length=300, blank=True, help_text="What of it could not be checked, and why."
    )
    personal_count = models.PositiveIntegerField(
        default=0, help_text="How many pieces were found; the first of them are kept as rows."
    )
    photo_places = models.JSONField(
        default=list, blank=True, help_text="Photos in it that say where they were taken."
    )
    picture_state = models.CharField(
        max_length=7, choices=PictureState.choices, default=PictureState.WAITING
    )
    redacts = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="redacted_copies",
        help_text="The version this is the redacted copy of.",
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number"),
            models.CheckConstraint(
                name="version_hash_is_whole", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="scan_is_dated",
                condition=Q(scan_state="waiting") | Q(scanned_at__isnull=False),
                violation_error_message="Say when the file was scanned.",
            ),
            models.CheckConstraint(
                name="scan_that_fails_says_why",
                condition=Q(scan_state__in=["waiting", "clean"]) | ~Q(scan_result=""),
                violation_error_message="Say what was found, or why it could not be scanned.",
            ),
            models.CheckConstraint(
                name="version_redacts_an_earlier_one",
                condition=Q(redacts__isnull=True) | Q(number__gt=1),
                violation_error_message="A redacted copy comes after the version it redacts.",
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="version_sha256")]

    def __str__(self):
        return f"{self.original_name}, version {self.number}"

    @property
    def is_downloadable(self):
        """Whether its scan lets it out: to people, to readers of text, to makers of pictures."""
        return self.scan_state in safe_scan_states()

    @property
    def is_shareable(self):
        """Whether it may go before a reviewer or into a pack."""
        return self.is_downloadable and self.personal_state in self.MAY_BE_SHARED

    @property
    def needs_a_person(self):
        """Whether it is held until somebody looks at what was found."""
        states = self.PersonalState
        return self.personal_state in (states.FOUND, states.NOT_CHECKABLE)


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


class KnownWord(models.Model):
    """A word that stands in some document, so that a misspelt search can be put right."""

    word = models.CharField(max_length=LONGEST, primary_key=True)
    skeleton = models.CharField(max_length=LONGEST)
    start = models.CharField(max_length=3)
    finish = models.CharField(max_length=3)

    class Meta:
        indexes = [
            models.Index(fields=[name], name=f"known_word_{name}")
            for name in ("skeleton", "start", "finish")
        ]

    def __str__(self):
        return self.word

    @classmethod
    def of(cls, word: str) -> "KnownWord":
        return cls(word=word, skeleton=skeleton(word), start=word[:3], finish=word[-3:])


class DocumentChange(models.Model):
    """One edit of a document's description: which fields, from what, to what, by whom.

    ``note`` is why, where somebody said so, as when a document is confirmed to be still current.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="changes")
    changes = models.JSONField(help_text='{"field label": [before, after]}, in words')
    note = models.CharField(max_length=300, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-changed_at", "-id"]

    def __str__(self):
        return f"{self.document} changed on {day_in_words(self.changed_at)}"
