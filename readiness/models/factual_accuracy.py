"""CQC's draft report by paragraph, and what the council says is wrong or missing in it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from evidence.models import Document
from readiness.assessment_clock import comments_due
from readiness.models.assessments import Assessment


class DraftReport(models.Model):
    """As it was received. A further draft is a report of its own."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="draft_reports")
    title = models.CharField(max_length=150)
    received_on = models.DateField("received")
    position_on = models.DateField(
        "assessed as of", help_text="Evidence must speak to the position on or before this day."
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.title

    @property
    def due_on(self) -> date:
        """When comments are due: the clock's day, which may be the letter's own, for the draft that
        the clock speaks of; ten working days for one before it."""
        clock = self.assessment
        if clock.report_received_on == self.received_on and clock.comments_due_on:
            return clock.comments_due_on
        return comments_due(self.received_on)


class ReportParagraph(models.Model):
    """Numbered by us, in the order of the report. Never changed."""

    report = models.ForeignKey(DraftReport, models.PROTECT, related_name="paragraphs")
    number = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True, blank=True, help_text="Where it is known.")
    text = models.TextField()

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_paragraph_of_a_number")
        ]

    def __str__(self):
        return f"Paragraph {self.number}"


class AccuracyComment(models.Model):
    """What is wrong with a paragraph: written by one person, checked by another."""

    class Kind(models.TextChoices):
        TYPING = "typing", "Typing or numerical error"
        INACCURACY = "inaccuracy", "Inaccuracy that bears on the judgement"
        OMISSION = "omission", "Information that was left out"

    paragraph = models.ForeignKey(ReportParagraph, models.PROTECT, related_name="comments")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField("our comment", max_length=4000)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="accuracy_comments"
    )
    location = models.CharField("page or section", max_length=100, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    withdrawn = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["paragraph", "id"]
        constraints = [
            models.CheckConstraint(
                name="accuracy_comment_checked_by_another",
                condition=Q(checked_by=None) | ~Q(checked_by=F("author")),
                violation_error_message="Whoever wrote the comment cannot check it.",
            ),
            models.CheckConstraint(
                name="accuracy_comment_checked_by_and_at_together",
                condition=Q(checked_by=None, checked_at=None)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                violation_error_message="Say who checked the comment and when.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} in {self.paragraph}"
