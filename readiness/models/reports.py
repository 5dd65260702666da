"""Reports that are set up once and made each quarter, and the copies of them that were issued."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from config.wording import day_in_words
from readiness.models.assessment import SelfAssessment
from readiness.quarters import Quarter


class Audience(models.TextChoices):
    INTERNAL = "internal", "Internal"
    COMMITTEE = "committee", "Committee"
    PUBLIC = "public", "Public"


class ReportLook(models.Model):
    """The council's name and logo on reports made from then on; the newest is in force.
    Append-only: issued copies hold the one of their day."""

    name = models.CharField("Council’s name", max_length=120)
    logo = models.BinaryField(blank=True, default=b"", help_text="PNG; empty where there is none.")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.name}, {day_in_words(self.set_at)}"


class PerformanceReport(models.Model):
    """A report as it is set up: made each quarter from its sections, in their order."""

    title = models.CharField(max_length=160, unique=True)
    form = models.SlugField(help_text="Which of the shipped forms it began as.")
    group = models.CharField(
        max_length=120, blank=True, help_text="Whom to be compared with; England where empty."
    )
    rating_words = models.JSONField(
        default=dict, blank=True, help_text="Its own words for ratings; empty: the council’s."
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_up_changed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When its sections or words last changed."
    )

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title


class SectionKind(models.TextChoices):
    TEXT = "text", "Text written each quarter"
    PLAN = "plan", "Strategic plan"
    READINESS = "readiness", "Readiness for CQC"
    FIGURES = "figures", "Table of figures"
    CHARTS = "charts", "Figures with charts and commentary"
    EXCEPTIONS = "exceptions", "Exceptions"
    COMPLAINTS = "complaints", "Complaints and compliments"
    VOICES = "voices", "What people told us"
    SOURCES = "sources", "Sources and what good looks like"


class ReportSection(models.Model):
    """A section of a report: what is written in it each quarter, and what flows in by itself."""

    report = models.ForeignKey(PerformanceReport, models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField()
    part = models.CharField(
        max_length=80, blank=True, help_text="Sections of one part follow each other under it."
    )
    kind = models.CharField(max_length=10, choices=SectionKind.choices)
    title = models.CharField(max_length=120)
    guidance = models.CharField(max_length=300, blank=True)
    standing_text = models.TextField(
        blank=True, help_text="Stands in every quarter’s report before what is written for it."
    )
    is_wanted = models.BooleanField(default=True)
    is_required = models.BooleanField(
        default=False, help_text="Nothing written for the quarter is a gap."
    )
    options = models.JSONField(
        default=dict, blank=True, help_text="readiness/reports/shipped_forms.py"
    )
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["report", "position", "id"]

    def __str__(self):
        return self.title


class EditionState(models.TextChoices):
    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"
    ISSUED = "issued", "Issued"


class ReportEditionQuerySet(models.QuerySet):
    def with_state(self):
        """Adds ``state``: that of the last step, draft where there is none."""
        last = EditionStep.objects.filter(edition=OuterRef("pk")).order_by("-id")
        return self.annotate(
            state=Coalesce(Subquery(last.values("state")[:1]), Value(EditionState.DRAFT.value))
        )


class ReportEdition(models.Model):
    """A report for a quarter. Its texts are written once, for whichever audience it is issued."""

    report = models.ForeignKey(PerformanceReport, models.PROTECT, related_name="editions")
    quarter_starts_on = models.DateField(help_text="First day of the quarter it speaks of.")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReportEditionQuerySet.as_manager()

    class Meta:
        ordering = ["-quarter_starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "quarter_starts_on"],
                name="one_edition_of_a_quarter",
                violation_error_message="This report is already being made for that quarter.",
            )
        ]

    def __str__(self):
        return f"{self.report}, {self.quarter}"

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.quarter_starts_on)


class EditionTextQuerySet(models.QuerySet):
    def in_force(self):
        """Of each section the last version."""
        later = self.model.objects.filter(edition=OuterRef("edition"), section=OuterRef("section"))
        return self.filter(pk=Subquery(later.order_by("-number").values("pk")[:1]))


class EditionText(models.Model):
    """A version of what is written in a section for a quarter. Append-only."""

    edition = models.ForeignKey(ReportEdition, models.PROTECT, related_name="texts")
    section = models.ForeignKey(ReportSection, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EditionTextQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "section", "number"],
                name="one_text_of_a_number",
                violation_error_message="Somebody else saved at the same moment. Save again.",
            )
        ]

    def __str__(self):
        return f"{self.section}, version {self.number}"


class EditionStep(models.Model):
    """An edition was approved, issued, or taken back to be changed. Append-only."""

    edition = models.ForeignKey(ReportEdition, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=8, choices=EditionState.choices)
    note = models.TextField(blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="edition_taken_back_says_why",
                condition=~Q(state=EditionState.DRAFT) | ~Q(note=""),
                violation_error_message="Say why it is taken back.",
            )
        ]

    def __str__(self):
        return f"{self.edition}: {self.get_state_display()}, {day_in_words(self.taken_at)}"


class IssuedCopy(models.Model):
    """What an audience was given: the whole report as it was that day. Never changed."""

    edition = models.ForeignKey(ReportEdition, models.PROTECT, related_name="copies")
    audience = models.CharField(max_length=9, choices=Audience.choices)
    number = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField(help_text="Shape and version: readiness/reports/report.py.")
    sha256 = models.CharField(max_length=64)
    withheld = models.JSONField(default=list, blank=True, help_text="What was left out, and why.")
    figures = models.JSONField(
        default=dict, blank=True, help_text="For later copies: readiness/reports/earlier_copies.py."
    )
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "issued copies"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "audience", "number"],
                name="one_copy_of_a_number",
                violation_error_message="This copy has been issued already.",
            )
        ]

    def __str__(self):
        return f"{self.edition}, {self.get_audience_display().lower()}"


class ContextText(models.Model):
    """What a self-assessment document begins with: the council and its people. Append-only."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="contexts")
    number = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["self_assessment", "number"],
                name="one_context_of_a_number",
                violation_error_message="Somebody else saved at the same moment. Save again.",
            )
        ]

    def __str__(self):
        return f"Context of {self.self_assessment}, version {self.number}"


class IssuedFile(models.Model):
    """A file of an issued copy, byte for byte as it was given out."""

    copy = models.ForeignKey(IssuedCopy, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["copy", "kind"], name="one_file_of_a_kind")]

    def __str__(self):
        return f"{self.copy}.{self.kind}"
