"""A report's way through a quarter: opened, written, approved by a director who wrote none of it,
issued; or taken back with a reason. What was issued is kept as it was."""

import hashlib
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from config.second_editor import MOVED_ON
from config.wording import day_in_words, moment_in_words, name_of
from readiness.models import (
    Audience,
    ContextText,
    EditionState,
    EditionStep,
    EditionText,
    IssuedCopy,
    IssuedFile,
    PerformanceReport,
    ReportEdition,
    ReportSection,
    SelfAssessment,
)
from readiness.quarters import Quarter
from readiness.reports import files
from readiness.reports.making import make
from readiness.reports.report import as_content
from readiness.round_record import fingerprint


@transaction.atomic
def open_edition(report: PerformanceReport, *, quarter: Quarter, by) -> ReportEdition:
    """Raises ValidationError where it is being made for that quarter already."""
    edition = ReportEdition(report=report, quarter_starts_on=quarter.starts_on, opened_by=by)
    edition.full_clean()
    edition.save()
    return edition


def locked(edition: ReportEdition) -> ReportEdition:
    return ReportEdition.objects.select_for_update().get(pk=edition.pk)


def state_of(edition: ReportEdition) -> EditionState:
    last = edition.steps.values_list("state", flat=True).first()
    return EditionState(last or EditionState.DRAFT)


@transaction.atomic
def write_text(
    edition: ReportEdition, section: ReportSection, *, words: str, seen_number: int, by
) -> EditionText | None:
    """A new version; None where nothing is different. ``seen_number`` is the version that its
    writer began from, 0 where there was none."""
    edition = locked(edition)
    refuse_unless_draft(edition)
    last = edition.texts.filter(section=section).select_related("written_by").first()
    if (last.number if last else 0) != seen_number:
        raise ValidationError(second_writer(last), code=MOVED_ON)
    words = words.strip()
    if words == (last.words if last else ""):
        return None
    text = EditionText(
        edition=edition, section=section, number=seen_number + 1, words=words, written_by=by
    )
    text.full_clean()
    text.save()
    return text


@transaction.atomic
def write_context(
    self_assessment: SelfAssessment, *, words: str, seen_number: int, by
) -> ContextText | None:
    """A new version of what a self-assessment document begins with; None where nothing is new."""
    self_assessment = SelfAssessment.objects.select_for_update().get(pk=self_assessment.pk)
    if self_assessment.closed_at:
        raise ValidationError("This round is closed: what is said of it stays as it is.")
    last = self_assessment.contexts.select_related("written_by").first()
    if (last.number if last else 0) != seen_number:
        raise ValidationError(second_writer(last), code=MOVED_ON)
    words = words.strip()
    if words == (last.words if last else ""):
        return None
    about = {"self_assessment": self_assessment, "written_by": by}
    text = ContextText(number=seen_number + 1, words=words, **about)
    text.full_clean()
    text.save()
    return text


def second_writer(last: EditionText | ContextText | None) -> str:
    if last is None:
        return "This text has changed since you opened it. Look at it, and save again."
    return (
        f"{name_of(last.written_by)} saved this text on {moment_in_words(last.written_at)}, after "
        "you opened it. Look at what it says now, and save again."
    )


def refuse_unless_draft(edition: ReportEdition) -> None:
    if (state := state_of(edition)) != EditionState.DRAFT:
        raise ValidationError(
            f"This report is {state.label.lower()}. A director can take it back to be changed."
        )


def reasons_against_approval(edition: ReportEdition, *, by) -> list[str]:
    """Why this person cannot approve it now; the page says so beforehand."""
    reasons = []
    if not by.has_perm("readiness.approve_report"):
        reasons.append("Only a director can approve a report.")
    if (state := state_of(edition)) != EditionState.DRAFT:
        return [*reasons, f"It is {state.label.lower()} already."]
    if edition.texts.filter(written_by=by).exists():
        reasons.append("You wrote part of this report, so another director must approve it.")
    if empty := unwritten(edition):
        reasons.append(f"Nothing is written yet in: {', '.join(empty)}.")
    return reasons


def unwritten(edition: ReportEdition) -> list[str]:
    """Sections that must say something and do not."""
    written = edition.texts.in_force().exclude(words="").values("section")
    wanted = edition.report.sections.filter(is_wanted=True, is_required=True, standing_text="")
    return list(wanted.exclude(pk__in=written).values_list("title", flat=True))


@transaction.atomic
def approve(edition: ReportEdition, *, by, note: str = "") -> EditionStep:
    """Raises ValidationError with every reason against it."""
    edition = locked(edition)
    if reasons := reasons_against_approval(edition, by=by):
        raise ValidationError(reasons)
    return take(edition, EditionState.APPROVED, by=by, note=note)


@transaction.atomic
def take_back(edition: ReportEdition, *, by, note: str) -> EditionStep:
    """To be changed. Copies already issued stay as they are."""
    edition = locked(edition)
    refuse_unless_director(by)
    if state_of(edition) == EditionState.DRAFT:
        raise ValidationError("This report is a draft: it can be changed as it is.")
    if not note.strip():
        raise ValidationError({"note": "Say why it is taken back, so that others can act on it."})
    return take(edition, EditionState.DRAFT, by=by, note=note)


@transaction.atomic
def issue(edition: ReportEdition, *, audience: str, by, on: date) -> IssuedCopy:
    """Freezes the report for an audience: its content, and each file byte for byte."""
    one_at_a_time()
    edition = locked(edition)
    refuse_unless_director(by)
    if state_of(edition) == EditionState.DRAFT:
        raise ValidationError("Approve the report before it is issued.")
    refuse_other_set_up(edition)
    last = edition.copies.filter(audience=audience).aggregate(last=Max("number"))["last"] or 0
    if last and not taken_back_since(edition, audience):
        label = Audience(audience).label.lower()
        raise ValidationError(
            f"The {label} copy is issued. To issue another, take the report back and change it."
        )
    made = make(edition, audience=audience, on=on, state=issued_words(on, last + 1))
    content = as_content(made.report)
    copy = IssuedCopy(
        edition=edition,
        audience=audience,
        number=last + 1,
        content=content,
        sha256=fingerprint(content),
        withheld=[{"what": one.what, "why": one.why} for one in made.left_out],
        figures=made.kept.as_json() if made.kept else {},
        issued_by=by,
    )
    copy.full_clean()
    copy.save()
    IssuedFile.objects.bulk_create(issued_file(copy, kind, made.report) for kind in files.WRITERS)
    take(edition, EditionState.ISSUED, by=by, note=f"For {Audience(audience).label.lower()}.")
    return copy


def one_at_a_time() -> None:
    """What one copy withholds rests on all that were issued before it."""
    list(PerformanceReport.objects.select_for_update().order_by("pk").values_list("pk"))


def refuse_other_set_up(edition: ReportEdition) -> None:
    """What is issued is what was approved: sections changed since then were seen by nobody."""
    changed = edition.report.set_up_changed_at
    approved = edition.steps.filter(state=EditionState.APPROVED).first()
    if changed and approved and changed > approved.taken_at:
        raise ValidationError(
            "The sections of this report were changed after it was approved, on "
            f"{moment_in_words(changed)}. Take it back, look at it, and approve it again."
        )


def issued_words(on: date, number: int) -> str:
    again = f", copy {number}" if number > 1 else ""
    return f"Issued on {day_in_words(on)}{again}"


def issued_file(copy: IssuedCopy, kind: str, report) -> IssuedFile:
    content = files.WRITERS[kind](report)
    return IssuedFile(
        copy=copy, kind=kind, content=content, sha256=hashlib.sha256(content).hexdigest()
    )


def taken_back_since(edition: ReportEdition, audience: str) -> bool:
    """Whether it was changed after the last copy for the audience."""
    newest = edition.copies.filter(audience=audience).first()
    back = edition.steps.filter(state=EditionState.DRAFT).first()
    return bool(newest and back and back.taken_at > newest.issued_at)


def refuse_unless_director(by) -> None:
    if not by.has_perm("readiness.approve_report"):
        raise ValidationError("Only a director can do this.")


def take(edition: ReportEdition, state: EditionState, *, by, note: str) -> EditionStep:
    step = EditionStep(edition=edition, state=state, note=note.strip(), taken_by=by)
    step.full_clean()
    step.save()
    return step
