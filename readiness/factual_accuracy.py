"""Comments on the factual accuracy of a draft report: each with its kind, its evidence and two
people, one who writes and one who checks."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.second_editor import MOVED_ON
from config.wording import day_in_words, name_of
from evidence import extraction, file_types
from evidence.models import Document
from readiness.assessments import draft_came
from readiness.models import AccuracyComment, Assessment, DraftReport, ReportParagraph
from readiness.report_paragraphs import MOST, Part, numbered

Kind = AccuracyComment.Kind


def parts_of(upload) -> list[Part]:
    """The paragraphs of a file that was sent. It is read within limits, and not kept."""
    kind = file_types.recognise(upload, upload.name)
    upload.seek(0)
    try:
        found = extraction.extract(upload, kind.media_type)
    except extraction.CannotReadError as problem:
        raise ValidationError({"file": "The file could not be read. Paste its text."}) from problem
    if not found.has_text:
        raise ValidationError({"file": "No words were found in the file. Paste its text."})
    return numbered(found.pages, are_pages=found.page_count is not None)


@transaction.atomic
def take_in(
    assessment: Assessment,
    *,
    title: str,
    received_on: date,
    position_on: date,
    parts: Sequence[Part],
    by,
) -> DraftReport:
    """The report in numbered paragraphs. From its day the clock counts to the comments."""
    if not parts:
        raise ValidationError({"text": "Paste the text of the report, or choose its file."})
    if len(parts) > MOST:
        raise ValidationError({"text": f"That is {len(parts):,} paragraphs: more than a report."})
    if position_on > received_on:
        raise ValidationError(
            {"position_on": "The assessment came before its draft report. Check the two days."}
        )
    report = DraftReport(
        assessment=assessment,
        title=title.strip(),
        received_on=received_on,
        position_on=position_on,
        added_by=by,
    )
    report.full_clean()
    report.save()
    ReportParagraph.objects.bulk_create(
        ReportParagraph(report=report, number=number, text=part.text, page=part.page)
        for number, part in enumerate(parts, 1)
    )
    report.assessment = draft_came(assessment, on=received_on, by=by)
    return report


@transaction.atomic
def write_comment(
    paragraph: ReportParagraph,
    *,
    kind: str,
    text: str,
    by,
    document: Document | None = None,
    location: str = "",
) -> AccuracyComment:
    _refuse_evidence(kind, document, paragraph.report)
    comment = AccuracyComment(
        paragraph=paragraph,
        kind=kind,
        text=text.strip(),
        document=document,
        location=location.strip(),
        author=by,
    )
    comment.full_clean()
    comment.save()
    return comment


@transaction.atomic
def change_comment(
    comment: AccuracyComment,
    *,
    kind: str,
    text: str,
    by,
    seen: int,
    document: Document | None = None,
    location: str = "",
) -> AccuracyComment:
    """Whoever changes it is its author from then on, and it is checked anew."""
    comment = _held(comment, seen)
    _refuse_evidence(kind, document, comment.paragraph.report)
    comment.kind, comment.text = kind, text.strip()
    comment.document, comment.location = document, location.strip()
    comment.author, comment.written_at = by, timezone.now()
    comment.checked_by = comment.checked_at = None
    comment.revision += 1
    comment.full_clean()
    comment.save()
    return comment


@transaction.atomic
def check_comment(comment: AccuracyComment, *, by, seen: int) -> AccuracyComment:
    comment = _held(comment, seen)
    if comment.author_id == by.pk:
        raise ValidationError(
            "You wrote this comment, so somebody else checks it: a second pair of eyes finds "
            "what the first has grown used to."
        )
    _refuse_evidence(comment.kind, comment.document, comment.paragraph.report)
    comment.checked_by, comment.checked_at = by, timezone.now()
    comment.revision += 1
    comment.save()
    return comment


@transaction.atomic
def withdraw_comment(comment: AccuracyComment, *, by, seen: int) -> AccuracyComment:
    """It stays to be read and is not sent."""
    comment = _held(comment, seen)
    comment.withdrawn = True
    comment.revision += 1
    comment.save()
    return comment


def _held(comment: AccuracyComment, seen: int) -> AccuracyComment:
    rows = AccuracyComment.objects.select_related("paragraph__report", "author")
    held = rows.select_for_update(of=("self",)).get(pk=comment.pk)
    if held.withdrawn:
        raise ValidationError("This comment was withdrawn. Write a new one.")
    if held.revision != seen:
        raise ValidationError(
            f"{name_of(held.author)}’s comment changed while you were looking at it. Read it "
            "again, and then save.",
            code=MOVED_ON,
        )
    return held


def _refuse_evidence(kind: str, document: Document | None, report: DraftReport) -> None:
    """CQC takes evidence of the position at the time of the assessment, and no other."""
    if document is None:
        if kind == Kind.TYPING:
            return
        raise ValidationError(
            {"document": "Choose the document that shows it. Only a typing error needs none."}
        )
    if document.evidence_date is None:
        raise ValidationError(
            {
                "document": f"“{document}” has no date of evidence, so nobody can say that it "
                "speaks to the time of the assessment. Give it its date first."
            }
        )
    if document.evidence_date > report.position_on:
        raise ValidationError(
            {
                "document": f"“{document}” speaks to {day_in_words(document.evidence_date)}, after "
                f"the assessment ({day_in_words(report.position_on)}). CQC takes evidence of the "
                "position at the time. Choose an earlier document."
            }
        )
