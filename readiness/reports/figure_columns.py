"""What a table of figures in a report can show of an indicator. Pure: masked rows in, cells out."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from django.utils.text import capfirst

from indicators import periods
from indicators.control_panel import short
from indicators.figures import rounded
from indicators.models import Outturn
from indicators.periods import PeriodSpec
from indicators.reporting_periods import QUARTER, in_code, months_until
from indicators.scorecard import Scorecard, cells_in
from indicators.scorecard_row import ScorecardRow
from readiness.reports.report import Cell, Column, Table
from readiness.scorecard_table import counts, without_unit
from readiness.statement_indicators import drawn


class Wanted(NamedTuple):
    """Which periods stand side by side."""

    quarters: tuple[str, ...]
    months: tuple[PeriodSpec, ...]


class Shown(NamedTuple):
    """Columns side by side under one name, their cells, and what they are called together."""

    words: str
    columns: Callable[[Wanted], tuple[Column, ...]]
    cells: Callable[[ScorecardRow, Wanted], Iterable[Cell]]


def one(words: str, cell: Callable[[ScorecardRow], Cell], *, is_number: bool = False) -> Shown:
    column = Column(words, is_number)
    return Shown(words, lambda wanted: (column,), lambda row, wanted: (cell(row),))


def name_of_row(row: ScorecardRow) -> Cell:
    indicator = row.indicator
    name = indicator.short_title or indicator.title
    return Cell(f"{indicator.code} {name}")


def as_number(row: ScorecardRow, value) -> float | None:
    return None if value is None else float(rounded(value, row.indicator.decimals))


def figure(row: ScorecardRow) -> Cell:
    words = row.summary.value_text
    also = [row.own_period, row.summary.few_people_text]
    return Cell(joined(words, *also), as_number(row, row.point.number))


def joined(words: str, *also: str) -> str:
    said = "; ".join(filter(None, also))
    return f"{words} ({said})" if said else words


def period_cells(row: ScorecardRow, cells) -> tuple[Cell, ...]:
    return tuple(
        Cell(joined(without_unit(cell.words), cell.own_period), as_number(row, cell.number))
        for cell in cells
    )


def month_cells(row: ScorecardRow, months: Sequence[PeriodSpec]) -> tuple[Cell, ...]:
    return period_cells(row, cells_in(months, row.summary, row.summary.held.rows))


def months_shown(scorecard: Scorecard, count: int) -> tuple[PeriodSpec, ...]:
    """The three months of the quarter; of more, as many as end with the newest one reported."""
    asked = scorecard.period
    held = (
        row.point.ends_on
        for each in scorecard.rows
        for row in each.summary.held.rows
        if row.kind == "month" and row.state != Outturn.State.MISSING
    )
    newest = max((day for day in held if day >= asked.starts_on), default=asked.ends_on)
    return months_until(asked.ends_on if count == QUARTER else newest, count)


def count_words(row: ScorecardRow) -> Cell:
    latest = row.summary.held.latest
    words = counts(latest.numerator, latest.denominator) if latest else ""
    return Cell(words or "Not given")


def rating(row: ScorecardRow) -> Cell:
    found = row.summary.rating
    return Cell(found.word, colour=found.colour if found.is_judged else "")


def direction(found) -> Cell:
    words = f"{found.arrow} {capfirst(found.word)}" if found.arrow else capfirst(found.word)
    moved = found.words.partition(" since ")[0] if found.arrow and found.change else ""
    return Cell(joined(words, moved))


def sparkline(row: ScorecardRow) -> Cell:
    picture = drawn(row.summary)
    words = picture.partition('aria-label="')[2].partition('"')[0] if picture else "No line"
    return Cell(words, picture=str(picture))


def rank(row: ScorecardRow) -> Cell:
    return Cell(row.summary.rank_text, row.rank.position if row.rank else None)


def england(row: ScorecardRow) -> Cell:
    return Cell(row.summary.england_text, as_number(row, row.england))


def region(row: ScorecardRow) -> Cell:
    return Cell(row.summary.region_text, as_number(row, row.group.standing.region_value))


def difference(row: ScorecardRow) -> Cell:
    summary = row.summary
    words = summary.england_difference_text or "Not comparable"
    return Cell(words, as_number(row, summary.england_difference))


def target(row: ScorecardRow) -> Cell:
    aim = row.summary.target
    return Cell(row.summary.target_text, as_number(row, aim.value) if aim else None)


def forecast(row: ScorecardRow) -> Cell:
    found = row.summary.forecast
    value = as_number(row, found.value) if found and not found.is_year_end else None
    return Cell(row.summary.forecast_text or "None made", value)


COLUMNS: dict[str, Shown] = {
    "polarity": one("Better is", lambda row: Cell(row.indicator.get_polarity_display())),
    "sparkline": one("Over time", sparkline),
    "figure": one("Figure", figure, is_number=True),
    "period": one("Period", lambda row: Cell(in_code(*row.point[:3]))),
    "periods": Shown(
        "Six quarters side by side",
        lambda wanted: tuple(Column(label, True) for label in wanted.quarters),
        lambda row, wanted: period_cells(row, row.cells),
    ),
    "months": Shown(
        "Months side by side",
        lambda wanted: tuple(Column(short(periods.label(*month)), True) for month in wanted.months),
        lambda row, wanted: month_cells(row, wanted.months),
    ),
    "counts": one("Number of people", count_words, is_number=True),
    "target": one("Target", target, is_number=True),
    "rating": one("Against target", rating),
    "short_term": one("Since last period", lambda row: direction(row.summary.short_term)),
    "annual": one("Since last year", lambda row: direction(row.summary.annual)),
    "baseline": one("Since the baseline", lambda row: Cell(row.baseline_words or "No baseline")),
    "england": one("England", england, is_number=True),
    "region": one("Region", region, is_number=True),
    "difference": one("Difference from England", difference, is_number=True),
    "mean": one("Mean of the group", lambda row: Cell(row.mean_text), is_number=True),
    "rank": one("Rank", rank, is_number=True),
    "forecast": one("Forecast for the year", forecast, is_number=True),
    "commentary": one("Comments", lambda row: Cell(row.commentary or "None")),
}


def wanted_of(scorecard: Scorecard, options: dict) -> Wanted:
    count = options.get("months", QUARTER)
    return Wanted(scorecard.column_labels, months_shown(scorecard, count))


def figures_table(
    rows, names: Iterable[str], side_by_side: Wanted, *, title: str = "Figures", about: str = ""
) -> Table:
    """The indicator first, then the columns asked for."""
    shown = [COLUMNS[name] for name in names]
    columns = chain.from_iterable(each.columns(side_by_side) for each in shown)
    return Table(
        title=title,
        about=about,
        columns=(Column("Indicator"), *columns),
        rows=tuple(
            (
                name_of_row(row),
                *chain.from_iterable(each.cells(row, side_by_side) for each in shown),
            )
            for row in rows
        ),
    )
