"""Complaints and compliments in a report: figures by quarter, then what was learnt and done."""

from collections.abc import Iterator, Sequence

from indicators.models import Indicator
from readiness.action_words import LOOKS
from readiness.models import ReportSection, Status
from readiness.reports.figure_columns import figures_table, wanted_of
from readiness.reports.figure_sections import about_of, is_about, rows_about
from readiness.reports.material import Material
from readiness.reports.plan_reads import Learnt
from readiness.reports.report import Block, Cell, Column, Note, Paragraph, Subheading, Table

COLUMNS = ("periods",)
LEARNT = "What we learnt and what we did"


def complaints(section: ReportSection, material: Material) -> Iterator[Block]:
    yield from by_quarter(section, material)
    yield Subheading(LEARNT)
    if not material.learnt:
        yield Paragraph("No recommendation from a complaint was open in this quarter.")
        return
    yield learnt_table(material)
    if not material.rules.complaint_words:
        yield Note("What was recommended is left out, for it may speak of one person.")


def by_quarter(section: ReportSection, material: Material) -> Iterator[Block]:
    """One line for each indicator, in the order in which the section’s words find them."""
    figures, words = material.figures, [word.casefold() for word in about_of(section)]
    rows = rows_about(section, figures)
    if figures is None or not rows:
        yield Paragraph("No figures about complaints or compliments are held.")
        return
    in_order = sorted(rows, key=lambda row: place(row.indicator, words))
    wanted = wanted_of(figures.scorecard, section.options)
    yield figures_table(in_order, COLUMNS, wanted, title="Complaints and compliments by quarter")


def place(indicator: Indicator, words: Sequence[str]) -> int:
    return next(at for at, word in enumerate(words) if is_about(indicator, [word]))


def learnt_table(material: Material) -> Table:
    """A line for each action, so that each has its owner and status beside it."""
    owner = [Column("Owner")] if material.rules.names else []
    said = [Column("What was recommended"), Column("Our answer"), Column("What we did")]
    return Table(
        title="Recommendations from complaints, and the actions they led to",
        about=LEARNT,
        columns=(*said, *owner, Column("Status")),
        rows=tuple(
            (*recommended(number, learnt), *done(link, material))
            for number, learnt in enumerate(material.learnt, 1)
            for link in learnt.links or [None]
        ),
    )


def recommended(number: int, learnt: Learnt) -> tuple[Cell, Cell]:
    said = f"{learnt.words} ({learnt.source})" if learnt.words else f"Recommendation {number}"
    return Cell(said), Cell(f"{learnt.answer}: {learnt.reason}" if learnt.reason else learnt.answer)


def done(link, material: Material) -> tuple[Cell, ...]:
    names = material.rules.names
    if link is None:
        nothing = (Cell("No action of the plan"), Cell("Nobody"), Cell("None"))
        return nothing if names else (nothing[0], nothing[2])
    look, status = LOOKS[Status(link.status)], Status(link.status)
    owner = [Cell(material.named(link.action.owner))] if names else []
    standing = Cell(f"{look.shape} {status.word}", colour=look.colour)
    return (Cell(link.action.title), *owner, standing)
