"""A draft report with what is said of it, and the table that goes to CQC."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from config.wording import name_of
from indicators.list_files import ListResource, column
from readiness.assessment_clock import Milestone
from readiness.models import AccuracyComment, DraftReport, ReportParagraph


@dataclass(frozen=True)
class ReportPage:
    report: DraftReport
    due: Milestone
    paragraphs: list[ReportParagraph]
    only_commented: bool

    @property
    def comments(self) -> list[AccuracyComment]:
        said = (comment for each in self.paragraphs for comment in each.comments.all())
        return [comment for comment in said if not comment.withdrawn]

    @property
    def unchecked(self) -> int:
        return sum(1 for comment in self.comments if comment.checked_by_id is None)


def comments() -> QuerySet[AccuracyComment]:
    return AccuracyComment.objects.select_related(
        "paragraph__report", "document", "author", "checked_by"
    )


def build(report: DraftReport, *, on: date, only_commented: bool = False) -> ReportPage:
    """Two queries."""
    paragraphs = report.paragraphs.prefetch_related(Prefetch("comments", comments()))
    if only_commented:
        paragraphs = paragraphs.filter(comments__isnull=False).distinct()
    return ReportPage(
        report=report,
        due=Milestone("Comments due", report.due_on, on, is_due=True),
        paragraphs=list(paragraphs),
        only_commented=only_commented,
    )


def to_be_sent(report: DraftReport) -> QuerySet[AccuracyComment]:
    """Those that somebody else has checked."""
    checked = comments().filter(paragraph__report=report, withdrawn=False, checked_by__isnull=False)
    return checked.order_by("paragraph__number", "pk")


class AccuracyResource(ListResource):
    """The table CQC takes. Rows are ``to_be_sent``."""

    number = column("Paragraph", "paragraph__number")
    page = column("Page", "paragraph__page")
    said = column("What the draft report says", "paragraph__text")
    kind = column("Kind of comment", "get_kind_display")
    text = column("Our comment", "text")
    document = column("Evidence")
    location = column("Page or section", "location")
    dated = column("Date of evidence", "document__evidence_date")
    author = column("Written by")
    checked_by = column("Checked by")

    def dehydrate_document(self, row):
        return str(row.document) if row.document else ""

    def dehydrate_author(self, row):
        return name_of(row.author)

    def dehydrate_checked_by(self, row):
        return name_of(row.checked_by)
