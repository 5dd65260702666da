"""The information return: what CQC asks for before it comes, item by item.

CQC's list is loaded or typed in by the council; none is shipped. Until the return is submitted its
items are worked on; what was submitted are rows of their own that nobody changes. What is added
afterwards stays with the item and never joins them.
"""

from datetime import date
from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from config.wording import day_in_words
from evidence.models import Document, DocumentVersion
from readiness.models.assessments import Assessment
from readiness.models.framework import Statement

PERSON = settings.AUTH_USER_MODEL


class InformationReturn(models.Model):
    """One for each time that CQC asks. Where it belongs to an assessment, its day is the clock's
    and is kept there alone (docs/decisions/0059-the-day-of-a-return.md)."""

    title = models.CharField(max_length=120, unique=True)
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, related_name="information_returns"
    )
    own_due_on = models.DateField("due on", null=True, blank=True)
    largest_mb = models.PositiveIntegerField(
        "largest file, in megabytes",
        null=True,
        blank=True,
        help_text="What CQC takes, where it says so.",
    )
    revision = models.PositiveIntegerField(
        default=1,
        help_text="Counts edits, so that a second editor is told rather than overwriting.",
    )
    opened_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = [Coalesce("assessment__return_due_on", "own_due_on").desc(), "-id"]
        constraints = [
            models.CheckConstraint(
                name="return_has_the_clocks_day_or_its_own",
                condition=Q(assessment__isnull=True, own_due_on__isnull=False)
                | Q(assessment__isnull=False, own_due_on__isnull=True),
                violation_error_message="Give the day CQC wants it, or the assessment whose it is.",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def due_on(self) -> date:
        """The clock's day, or its own; one of the two is always there."""
        if self.assessment:
            return self.assessment.return_due_on
        return cast(date, self.own_due_on)


class ReturnState(models.TextChoices):
    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    READY = "ready", "Ready"
    SUBMITTED = "submitted", "Submitted"


class ReturnItemQuerySet(models.QuerySet):
    def live(self):
        """All but those that were taken off the list."""
        return self.filter(ended_at__isnull=True)

    def unfinished(self):
        """Those that somebody has yet to get ready, with ``day``: by when."""
        submitted = ReturnSubmission.objects.filter(
            information_return=OuterRef("information_return")
        )
        waiting = self.live().exclude(state=ReturnState.READY).filter(~Exists(submitted))
        whole = Coalesce(
            "information_return__assessment__return_due_on", "information_return__own_due_on"
        )
        return waiting.annotate(day=Least(Coalesce("due_on", whole), whole))


class ReturnItem(models.Model):
    """One thing that CQC asks for, and what the council gives."""

    information_return = models.ForeignKey(InformationReturn, models.PROTECT, related_name="items")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    theme = models.CharField(max_length=120, blank=True)
    statements = models.ManyToManyField(Statement, blank=True, related_name="return_items")
    guidance = models.TextField(blank=True)
    links_allowed = models.BooleanField("public link allowed", default=False)
    position = models.PositiveIntegerField()
    owner = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="return_items_owned"
    )
    due_on = models.DateField(null=True, blank=True, help_text="Empty: the day of the return.")
    note = models.TextField(blank=True, help_text="What the council says with the documents.")
    state = models.CharField(
        max_length=11, choices=ReturnState.choices, default=ReturnState.NOT_STARTED
    )
    revision = models.PositiveIntegerField(
        default=1,
        help_text="Counts edits, so that a second editor is told rather than overwriting.",
    )
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    objects = ReturnItemQuerySet.as_manager()

    class Meta:
        ordering = ["information_return", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["information_return", "code"],
                name="one_item_per_code",
                violation_error_message="The return has an item with this code already.",
            ),
            models.CheckConstraint(
                name="return_item_has_code_and_title",
                condition=~Q(code="") & ~Q(title=""),
                violation_error_message="An item needs its code and its title.",
            ),
            models.CheckConstraint(
                name="return_item_is_submitted_apart",
                condition=~Q(state="submitted"),
                violation_error_message="An item is submitted with its return.",
            ),
            models.CheckConstraint(
                name="return_item_ended_whole",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_reason="")),
                violation_error_message="Say why the item is taken off the list.",
            ),
        ]
        indexes = [models.Index(fields=["owner", "state"], name="return_items_of_owner")]

    def __str__(self):
        return f"{self.code} {self.title}"


class ReturnItemChange(models.Model):
    """One edit of an item: which fields, from what, to what, by whom. Append-only."""

    item = models.ForeignKey(ReturnItem, models.PROTECT, related_name="changes")
    changes = models.JSONField(help_text='{"field label": [before, after]}, in words')
    changed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.item} changed on {day_in_words(self.changed_at)}"


class ReturnDocumentQuerySet(models.QuerySet):
    def live(self):
        return self.filter(ended_at__isnull=True)


class ReturnDocument(models.Model):
    """A document of the library, or a public page, that an item is answered with."""

    item = models.ForeignKey(ReturnItem, models.PROTECT, related_name="documents")
    document = models.ForeignKey(Document, models.PROTECT, related_name="return_uses")
    pointer = models.CharField("page or section", max_length=100, blank=True)
    note = models.CharField("what to look for", max_length=300, blank=True)
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    is_since_submission = models.BooleanField(default=False)
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    objects = ReturnDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["item", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "document"],
                condition=Q(ended_at__isnull=True),
                name="one_use_of_a_document_per_item",
                violation_error_message="This document is with this item already.",
            ),
            models.CheckConstraint(
                name="return_document_ended_whole",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_reason="")),
                violation_error_message="Say why the document is taken off.",
            ),
        ]

    def __str__(self):
        return f"{self.document} for {self.item.code}"


class ReturnImport(models.Model):
    """A list of items from a file: what it would do, and that it was done."""

    class State(models.TextChoices):
        CHECKED = "checked", "Ready to confirm"
        DONE = "done", "Brought in"
        DISCARDED = "discarded", "Discarded"

    information_return = models.ForeignKey(
        InformationReturn, models.PROTECT, related_name="imports"
    )
    file = models.FileField(upload_to="returns/%Y/%m", max_length=300)
    name = models.CharField(max_length=255)
    state = models.CharField(max_length=9, choices=State.choices, default=State.CHECKED)
    report = models.JSONField(help_text="What would be done, row by row.")
    received_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.name


class ReturnSubmission(models.Model):
    """The return as it went to CQC. Append-only, with all that hangs from it."""

    information_return = models.OneToOneField(
        InformationReturn, models.PROTECT, related_name="submission"
    )
    note = models.TextField(blank=True)
    due_on = models.DateField()
    submitted_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.information_return}, submitted on {day_in_words(self.submitted_at)}"


class SubmittedItem(models.Model):
    """An item in the words it was submitted with."""

    submission = models.ForeignKey(ReturnSubmission, models.PROTECT, related_name="items")
    item = models.ForeignKey(ReturnItem, models.PROTECT, related_name="submitted")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    theme = models.CharField(max_length=120, blank=True)
    statements = models.JSONField(default=list, help_text="Their titles.")
    guidance = models.TextField(blank=True)
    links_allowed = models.BooleanField()
    owner_name = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    sha256 = models.CharField(
        max_length=64, help_text="Of the item with its documents, written in one way only."
    )

    class Meta:
        ordering = ["submission", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "item"],
                name="an_item_is_submitted_once",
                violation_error_message="This item is in the submission already.",
            )
        ]

    def __str__(self):
        return f"{self.code} {self.title}"


class SubmittedDocument(models.Model):
    """The exact version that was submitted: nothing of it follows the library."""

    submitted_item = models.ForeignKey(SubmittedItem, models.PROTECT, related_name="documents")
    position = models.PositiveIntegerField()
    document = models.ForeignKey(Document, models.PROTECT, related_name="submitted_uses")
    version = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, blank=True, related_name="submitted_uses"
    )
    title = models.CharField(max_length=200)
    address = models.URLField(max_length=1000, blank=True)
    pointer = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=300, blank=True)
    evidence_date = models.DateField(null=True, blank=True)
    original_name = models.CharField(max_length=255, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True, help_text="Bytes")
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["submitted_item", "position", "id"]
        constraints = [
            models.CheckConstraint(
                name="submitted_document_is_a_version_or_a_link",
                condition=Q(version__isnull=True, sha256="", size__isnull=True) & ~Q(address="")
                | (Q(version__isnull=False, size__isnull=False, address="") & ~Q(sha256="")),
                violation_error_message="A submitted document is a version or a public link.",
            )
        ]

    def __str__(self):
        return self.title
