"""Setting a report up: from a shipped form, then each section as the council wants it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.second_editor import MOVED_ON
from config.wording import name_of
from indicators.council_words import refuse_what_confuses
from readiness.models import PerformanceReport, ReportSection
from readiness.reports.shipped_forms import shipped_forms

STEP = 10
"""Between positions, so that a section can be moved between two others."""


@transaction.atomic
def set_up(*, title: str, form: str, by, group: str = "") -> PerformanceReport:
    """Raises ValidationError where the form is not shipped or the title is taken."""
    if form not in shipped_forms():
        raise ValidationError({"form": "Choose one of the forms."})
    title = title.strip()
    if PerformanceReport.objects.filter(title__iexact=title).exists():
        raise ValidationError({"title": f"There is already a report called “{title}”."})
    report = PerformanceReport(title=title, form=form, group=group, added_by=by)
    report.full_clean()
    report.save()
    ReportSection.objects.bulk_create(
        ReportSection(
            report=report,
            position=place * STEP,
            part=section.part,
            kind=section.kind,
            title=section.title,
            guidance=section.guidance,
            standing_text=section.standing,
            is_required=section.is_required,
            options=section.options,
        )
        for place, section in enumerate(shipped_forms()[form].sections, 1)
    )
    return report


@transaction.atomic
def change_report(
    report: PerformanceReport, *, title: str, group: str, words: dict[str, str], seen: int, by
) -> PerformanceReport:
    """Its name, whom it compares with, and its own words for ratings: all three of them, or none
    for the council's. ``seen`` is the revision its editor saw."""
    report = PerformanceReport.objects.select_for_update().get(pk=report.pk)
    if report.revision != seen:
        raise ValidationError(moved_on(report, "report"), code=MOVED_ON)
    report.title, report.group = title.strip(), group
    others = PerformanceReport.objects.exclude(pk=report.pk)
    if others.filter(title__iexact=report.title).exists():
        raise ValidationError({"title": f"There is already a report called “{report.title}”."})
    given = {name: " ".join(word.split()) for name, word in words.items()}
    report.rating_words = given if any(given.values()) else {}
    if report.rating_words:
        refuse_what_confuses(given)
    report.revision += 1
    report.changed_by, report.set_up_changed_at = by, timezone.now()
    report.full_clean()
    report.save()
    return report


def moved_on(row, what: str) -> str:
    who = name_of(row.changed_by) if row.changed_by else "Somebody else"
    return (
        f"{who} has changed this {what} since you opened it. Look at what it says now, and save "
        "again."
    )


FIELDS = ("title", "part", "standing_text", "is_required", "options")


@transaction.atomic
def change_section(section: ReportSection, *, seen_revision: int, by, **fields) -> ReportSection:
    """``fields`` are those of ``FIELDS``. Issued copies keep what they were made of."""
    section = ReportSection.objects.select_for_update().get(pk=section.pk)
    if section.revision != seen_revision:
        raise ValidationError(moved_on(section, "section"), code=MOVED_ON)
    for name in FIELDS:
        setattr(section, name, fields[name])
    section.full_clean()
    return saved(section, by=by)


def saved(section: ReportSection, *, by) -> ReportSection:
    section.revision += 1
    section.changed_by = by
    section.save()
    note_change(section.report_id)
    return section


def note_change(report_id: int) -> None:
    """What was approved before is not what would be issued now."""
    PerformanceReport.objects.filter(pk=report_id).update(set_up_changed_at=timezone.now())


def in_order(report_id: int) -> list[ReportSection]:
    """Held until the end of the transaction, so that two people cannot move at once."""
    PerformanceReport.objects.select_for_update().get(pk=report_id)
    return list(ReportSection.objects.filter(report=report_id))


def put_in_order(sections: list[ReportSection]) -> None:
    for place, section in enumerate(sections, 1):
        section.position = place * STEP
    ReportSection.objects.bulk_update(sections, ["position"])


@transaction.atomic
def add_section(
    report: PerformanceReport,
    *,
    title: str,
    kind: str,
    by,
    part: str = "",
    after: int | None = None,
) -> ReportSection:
    """After the section of that id; 0 is first, None is last."""
    sections = in_order(report.pk)
    places = {0: 0, **{section.pk: place for place, section in enumerate(sections, 1)}}
    section = ReportSection(
        report=report, position=0, title=title.strip(), kind=kind, part=part.strip(), changed_by=by
    )
    section.full_clean()
    section.save()
    sections.insert(len(sections) if after is None else places.get(after, len(sections)), section)
    put_in_order(sections)
    note_change(report.pk)
    return section


@transaction.atomic
def move_section(section: ReportSection, *, up: bool, by) -> ReportSection:
    """Past its neighbour among those that are shown. Raises ValidationError at either end."""
    sections = in_order(section.report_id)
    shown = [one for one in sections if one.is_wanted]
    if section not in shown:
        raise ValidationError(f"“{section}” is left out. Put it back before you move it.")
    place = shown.index(section) + (-1 if up else 1)
    if not 0 <= place < len(shown):
        raise ValidationError(f"“{section}” is the {'first' if up else 'last'} section already.")
    here, there = sections.index(section), sections.index(shown[place])
    sections.insert(there, sections.pop(here))
    put_in_order(sections)
    return saved(sections[there], by=by)


@transaction.atomic
def show_section(section: ReportSection, *, is_wanted: bool, by) -> ReportSection:
    """Left out, or put back where it stood with all that was written in it."""
    section = ReportSection.objects.select_for_update().get(pk=section.pk)
    section.is_wanted = is_wanted
    return saved(section, by=by)
