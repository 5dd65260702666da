"""What the pages about reports need: each in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date

from readiness.models import (
    Audience,
    EditionState,
    EditionStep,
    EditionText,
    IssuedCopy,
    PerformanceReport,
    ReportEdition,
    ReportSection,
)
from readiness.quarters import Quarter, quarters_back
from readiness.reports import editions
from readiness.reports.making import Gap, gaps
from readiness.reports.material import gather, sections_of
from readiness.reports.shipped_forms import shipped_forms

QUARTERS_OFFERED = 6
COLOURS = {
    EditionState.DRAFT: "grey",
    EditionState.APPROVED: "blue",
    EditionState.ISSUED: "green",
}
LISTED = 40


def copies_for(user):
    """Those outside the council read what was issued to those outside it."""
    copies = IssuedCopy.objects.defer("content", "withheld", "figures")
    copies = copies.select_related("edition__report", "issued_by")
    if user.has_perm("readiness.view_report_draft"):
        return copies
    return copies.exclude(audience=Audience.INTERNAL)


@dataclass(frozen=True)
class EditionRow:
    edition: ReportEdition
    state: EditionState

    @property
    def colour(self) -> str:
        return COLOURS[self.state]


@dataclass(frozen=True)
class ReportList:
    reports: list[PerformanceReport]
    editions: list[EditionRow]
    copies: list[IssuedCopy]


def report_list(*, user) -> ReportList:
    """Three queries; one for those outside the council."""
    copies = list(copies_for(user)[:LISTED])
    if not user.has_perm("readiness.view_report_draft"):
        return ReportList([], [], copies)
    rows = ReportEdition.objects.with_state().select_related("report", "opened_by")[:LISTED]
    return ReportList(
        reports=list(PerformanceReport.objects.all()), editions=rows_of(rows), copies=copies
    )


def rows_of(found) -> list[EditionRow]:
    return [EditionRow(edition, EditionState(edition.state)) for edition in found]


@dataclass(frozen=True)
class ReportPage:
    report: PerformanceReport
    form_title: str
    sections: list[ReportSection]
    left_out: list[ReportSection]
    editions: list[EditionRow]
    quarters: list[Quarter]
    """For which it is not made yet."""


def report_page(report: PerformanceReport, *, on: date) -> ReportPage:
    """Two queries."""
    found = rows_of(report.editions.with_state().select_related("opened_by"))
    made = {row.edition.quarter for row in found}
    form = shipped_forms().get(report.form)
    sections = list(report.sections.all())
    return ReportPage(
        report=report,
        form_title=form.title if form else report.form,
        sections=[section for section in sections if section.is_wanted],
        left_out=[section for section in sections if not section.is_wanted],
        editions=found,
        quarters=[
            quarter for quarter in quarters_back(on, QUARTERS_OFFERED) if quarter not in made
        ],
    )


@dataclass(frozen=True)
class SectionRow:
    section: ReportSection
    text: EditionText | None

    @property
    def is_empty(self) -> bool:
        return not (self.section.standing_text or (self.text and self.text.words))

    @property
    def flows(self) -> bool:
        return self.section.kind != "text"


@dataclass(frozen=True)
class EditionPage:
    edition: ReportEdition
    state: EditionState
    sections: list[SectionRow]
    gaps: list[Gap]
    steps: list[EditionStep]
    copies: list[IssuedCopy]
    against_approval: list[str]

    @property
    def colour(self) -> str:
        return COLOURS[self.state]

    @property
    def is_draft(self) -> bool:
        return self.state == EditionState.DRAFT

    @property
    def written(self) -> int:
        return sum(1 for row in self.sections if not row.is_empty)


def edition_page(edition: ReportEdition, *, user, on: date) -> EditionPage:
    """Seven queries, and of a draft what ``gather`` asks: gaps are those of the internal report."""
    texts = edition.texts.in_force().select_related("written_by")
    by_section = {text.section_id: text for text in texts}
    steps = list(edition.steps.select_related("taken_by"))
    state = EditionState(steps[0].state) if steps else EditionState.DRAFT
    missing: list[Gap] = []
    if state == EditionState.DRAFT:
        material = gather(edition, audience=Audience.INTERNAL, on=on)
        sections, missing = material.sections, gaps(edition, material)
    else:
        sections = sections_of(edition)
    return EditionPage(
        edition=edition,
        state=state,
        sections=[
            SectionRow(section, by_section.get(section.pk))
            for section in sections
            if section.is_wanted
        ],
        gaps=missing,
        steps=steps,
        copies=list(copies_for(user).filter(edition=edition)),
        against_approval=editions.reasons_against_approval(edition, by=user),
    )
