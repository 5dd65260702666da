"""Peer reviewers who are invited to read one closed round, and what they read of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from config.wording import day_in_words
from evidence.models import DocumentVersion
from readiness.models.framework import Statement
from readiness.models.snapshots import RoundSnapshot


class Downloads(models.TextChoices):
    """What a reviewer may take away of a document."""

    NONE = "none", "Nothing: they read it here"
    PAGES = "pages", "A PDF of its pages, each with their name across it"
    ORIGINALS = "originals", "The file itself, as well as the PDF"


class VisitState(models.TextChoices):
    COMING = "coming", "Not begun"
    OPEN = "open", "Open"
    ENDED = "ended", "Ended"
    WITHDRAWN = "withdrawn", "Withdrawn"


class VisitQuerySet(models.QuerySet):
    def of_the_days_to_come(self, *, on):
        """Those that are open or have not begun."""
        return self.filter(withdrawn_at=None, last_day__gte=on)

    def open(self, *, on):
        return self.of_the_days_to_come(on=on).filter(starts_on__lte=on)


class Visit(models.Model):
    """One reviewer, one closed round as its record keeps it, from one day to another."""

    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits")
    snapshot = models.ForeignKey(RoundSnapshot, models.PROTECT, related_name="visits")
    starts_on = models.DateField("first day")
    last_day = models.DateField("last day")
    downloads = models.CharField(max_length=9, choices=Downloads.choices, default=Downloads.NONE)
    shows_names = models.BooleanField(
        default=False, help_text="Whether who scored, signed and owns an action is named."
    )
    about_the_council = models.TextField()
    begin_with = models.ManyToManyField(Statement, related_name="+", blank=True)
    why_begin_there = models.CharField(max_length=300, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="visit_ends_after_it_begins",
                condition=Q(last_day__gte=F("starts_on")),
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                name="visit_withdrawn_by_at_and_why_together",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_reason="")
                ),
                violation_error_message="Say why the invitation is withdrawn.",
            ),
        ]

    def __str__(self):
        return f"{self.reviewer.email} until {day_in_words(self.last_day)}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def state(self, *, on) -> VisitState:
        if self.is_withdrawn:
            return VisitState.WITHDRAWN
        if self.last_day < on:
            return VisitState.ENDED
        return VisitState.OPEN if self.starts_on <= on else VisitState.COMING

    def is_open(self, *, on) -> bool:
        return self.state(on=on) == VisitState.OPEN

    def days_left(self, *, on) -> int:
        """Today counts."""
        return max(0, (self.last_day - on).days + 1)


class VisitChange(models.Model):
    """What was changed of an invitation, in words. Append-only."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="changes")
    change = models.CharField(max_length=600)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.visit}: {self.change}"


class VisitRead(models.Model):
    """One thing a reviewer opened, and when. Append-only."""

    class What(models.TextChoices):
        START = "start", "Start page"
        STATEMENT = "statement", "Quality statement"
        DOCUMENT = "document", "Document"
        PAGE = "page", "Page of a document"
        PDF = "pdf", "PDF of its pages taken away"
        ORIGINAL = "original", "File taken away"
        LINK = "link", "Web page opened"

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="reads")
    what = models.CharField(max_length=9, choices=What.choices)
    title = models.CharField(max_length=250, help_text="As it stood in the record.")
    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.ForeignKey(
        DocumentVersion, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    page = models.PositiveIntegerField(null=True, blank=True)
    read_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["visit", "-id"], name="reads_of_visit")]

    def __str__(self):
        return f"{self.visit}: {self.title}"
