"""Setting a report up: from a shipped form, then each section as the council wants it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from config.second_editor import MOVED_ON
from config.wording import name_of
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


FIELDS = ("title", "part", "position", "standing_text", "is_wanted", "is_required")


@transaction.atomic
def change_section(section: ReportSection, *, seen_revision: int, by, **fields) -> ReportSection:
    """``fields`` are those of ``FIELDS``. Issued copies keep what they were made of."""
    section = ReportSection.objects.select_for_update().get(pk=section.pk)
    if section.revision != seen_revision:
        who = name_of(section.changed_by) if section.changed_by else "Somebody else"
        raise ValidationError(
            f"{who} has changed this section since you opened it. Look at what it says now, and "
            "save again.",
            code=MOVED_ON,
        )
    for name in FIELDS:
        setattr(section, name, fields[name])
    section.revision += 1
    section.changed_by = by
    section.full_clean()
    section.save()
    return section
