"""The comments on a draft report as the Word table that CQC takes: landscape, with headings that
repeat on every page, in the styles of the council's other documents."""

import io
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from docx.enum.section import WD_ORIENT

from config.wording import day_in_words
from readiness.models import AccuracyComment, DraftReport
from readiness.navigation import council_name
from readiness.reports import word
from readiness.reports.report import Cell, Column, Report, Section, Table

COLUMNS = (
    ("Paragraph", 0.9),
    ("Page", 0.6),
    ("Kind of comment", 1.3),
    ("What the draft report says", 3.2),
    ("Our comment", 3.2),
    ("Evidence and its date", 2.2),
)
"""What each column is called, and its share of the width."""
NONE_CHECKED = "No comment has been checked by a second person yet, so none is in this table."


class CommentsWriter(word.Writer):
    """All of it lies on its long side. Who wrote and who checked stays with the council."""

    def write(self) -> None:
        self.set_up()
        word.lay(self.document.sections[0], WD_ORIENT.LANDSCAPE)
        self.front()
        for block in self.report.sections[0].blocks:
            self.block(block, 1)

    def front(self) -> None:
        self.quiet(self.report.council)
        self.document.add_paragraph(self.report.title, style="Title")
        self.document.add_paragraph(self.report.subtitle, style="Subtitle")
        self.quiet(f"{self.report.state}. Made on {self.report.made_on}.")

    def footer(self) -> tuple[str, ...]:
        return (self.report.council, self.report.title)

    def shares(self, table: Table) -> tuple[float, ...]:
        return tuple(share for _, share in COLUMNS)


def write(report: DraftReport, comments: Iterable[AccuracyComment], *, on: date) -> bytes:
    """``comments`` are those that were checked, in the order of the report."""
    writer = CommentsWriter(as_report(report, list(comments), on=on))
    writer.write()
    written = io.BytesIO()
    writer.document.save(written)
    return written.getvalue()


def as_report(report: DraftReport, comments: list[AccuracyComment], *, on: date) -> Report:
    number = f"{len(comments)} comment{'' if len(comments) == 1 else 's'}"
    table = Table(
        title=f"{number}, in the order of the report" if comments else NONE_CHECKED,
        columns=tuple(Column(words) for words, _ in COLUMNS),
        rows=tuple(row_of(comment) for comment in comments),
    )
    return Report(
        title="Factual accuracy comments",
        subtitle=report.title,
        council=council_name(),
        audience="",
        state=f"Received {day_in_words(report.received_on)}. Due {day_in_words(report.due_on)}. "
        f"Evidence speaks to the position on or before {day_in_words(report.position_on)}",
        made_on=day_in_words(on),
        sections=(Section("Comments", (table,)),),
        accent=settings.ACCENT_COLOUR,
    )


def row_of(comment: AccuracyComment) -> tuple[Cell, ...]:
    paragraph = comment.paragraph
    words = (
        str(paragraph.number),
        str(paragraph.page or "Not known"),
        comment.get_kind_display(),
        paragraph.text,
        comment.text,
        evidence_of(comment),
    )
    return tuple(Cell(one) for one in words)


def evidence_of(comment: AccuracyComment) -> str:
    document = comment.document
    if document is None:
        return "None needed"
    about = [str(document), comment.location]
    if document.evidence_date:
        about.append(day_in_words(document.evidence_date))
    return ", ".join(one for one in about if one)
