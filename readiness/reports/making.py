"""A report made for an audience: the Report object, what was left out, and what is missing."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from config.addresses import address_of
from config.wording import day_in_words, name_of
from indicators.rating_words import Words, used
from indicators.ratings import Rating
from readiness.models import Audience, PerformanceReport, ReportEdition, SectionKind
from readiness.reports.audiences import SHOWN
from readiness.reports.earlier_copies import Kept
from readiness.reports.look import in_force
from readiness.reports.material import Material, gather, shown_periods
from readiness.reports.report import Report
from readiness.reports.sections import section_of, stands
from readiness.reports.withholding import LeftOut

DRAFT = "Draft, not for circulation"


@dataclass(frozen=True)
class Made:
    report: Report
    left_out: tuple[LeftOut, ...]
    kept: Kept | None = None


def make(edition: ReportEdition, *, audience: str, on: date, state: str = DRAFT) -> Made:
    """Reads everything (``gather``); ``state`` is what the report says of itself."""
    with words_of(edition.report):
        return written(edition, audience=audience, on=on, state=state)


def words_of(report: PerformanceReport) -> AbstractContextManager[None]:
    """Its own words for ratings, where it has any."""
    own = report.rating_words
    return used(lambda: Words(**own)) if own else nullcontext()


def written(edition: ReportEdition, *, audience: str, on: date, state: str) -> Made:
    material, look = gather(edition, audience=audience, on=on), in_force()
    sections = tuple(
        section_of(one, material) for one in material.sections if stands(one, material)
    )
    report = Report(
        title=edition.report.title,
        subtitle=str(edition.quarter),
        council=look.name,
        audience=Audience(audience).label,
        state=state,
        made_on=day_in_words(on),
        sections=sections,
        accent=settings.ACCENT_COLOUR,
        logo=look.logo,
        rules=tuple(rules_of(material)),
    )
    kept = material.figures.kept if material.figures else None
    return Made(report, material.left_out, kept)


def rules_of(material: Material) -> Iterator[str]:
    """What a reader has to know to check the report, kept with it."""
    yield SHOWN[material.audience].words
    if material.figures:
        scorecard = material.figures.scorecard
        yield f"Councils are compared among {scorecard.among.name}; 1st is best."
        yield "Figures are those held on the day the report was made; each names its own period."
    if material.readiness:
        yield f"Quality statements are those of {material.readiness.self_assessment.framework}."


@dataclass(frozen=True)
class Gap:
    """Something the report is still without, whose it is, and where it is put right."""

    what: str
    owner: str
    address: str
    do: str


def gaps(edition: ReportEdition, material: Material) -> list[Gap]:
    return [
        *text_gaps(edition, material),
        *figure_gaps(material),
        *action_gaps(material),
    ]


def text_gaps(edition: ReportEdition, material: Material) -> Iterator[Gap]:
    for section in material.sections:
        is_empty = not material.words_of(section)
        if section.is_wanted and section.is_required and is_empty:
            address = address_of("write_report_text", edition.pk, section.pk)
            yield Gap(
                f"“{section.title}” is empty", name_of(edition.opened_by), address, "Write it"
            )


def figure_gaps(material: Material) -> Iterator[Gap]:
    kinds = {section.kind for section in material.sections if section.is_wanted}
    shows_figures = kinds & {SectionKind.FIGURES, SectionKind.CHARTS, SectionKind.EXCEPTIONS}
    if material.figures is None or not shows_figures:
        return
    for row in material.figures.scorecard.rows:
        indicator = row.indicator
        owner = name_of(indicator.owner) if indicator.owner else "No owner"
        if row.is_missing:
            address = address_of("indicator", indicator.code)
            yield Gap(f"No figure for {indicator}", owner, address, "See the indicator")
        elif row.summary.rating == Rating.NOT_MET and not row.commentary:
            period = shown_periods(material.figures.scorecard)[indicator.pk]
            address = address_of("write_commentary", indicator.code, period)
            yield Gap(f"Nobody has said why {indicator} was not met", owner, address, "Say why")


def action_gaps(material: Material) -> Iterator[Gap]:
    if not any(one.kind == SectionKind.PLAN and one.is_wanted for one in material.sections):
        return
    for action in material.owing:
        quarter = material.quarter.starts_on.isoformat()
        address = f"{address_of('update_action', action.pk)}?quarter={quarter}"
        yield Gap(f"No update on “{action.title}”", name_of(action.owner), address, "Update it")
