"""A scorecard as an audience may see it, and a record of what was withheld and why.

A figure that may not be shown is replaced before anything is worked out from it, so its rating,
rank, change, forecast, line and comments go with it. Order and counts come from what is left.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indicators.group_standings import GroupStanding
from indicators.models import Indicator, Outturn
from indicators.periods import financial_year_label
from indicators.scorecard import Scorecard
from indicators.scorecard_row import Cell, ScorecardRow
from indicators.standings import Held, Row, Standing
from indicators.summaries import IndicatorSummary
from indicators.suppression import Sum, Why, may_show, withheld
from readiness.reports.earlier_copies import NOTHING_BEFORE, Earlier, Kept, kept_of

VALUE, OF, ALL, LEFT = "value", "of", "all", "left"
NAMES = (VALUE, OF, ALL)
SHORTER = {"quarter": (("month", 3),), "financial_year": (("quarter", 4), ("month", 12))}
SUPPRESSED = Outturn.State.SUPPRESSED.value


@dataclass(frozen=True)
class LeftOut:
    """One line of the record: what an audience was not shown, and why."""

    what: str
    why: str


@dataclass
class Counts:
    """Counts of people behind the figures of a scorecard, and the sums a reader could know."""

    counts: dict[Hashable, int]
    sums: list[Sum]
    never_shown: set[Hashable]

    def add(self, key: Hashable, value: float | None) -> None:
        if value is not None and value >= 0 and float(value).is_integer():
            self.counts[key] = int(value)

    def tie(self, whole: Hashable, parts: Sequence[Hashable]) -> None:
        """What is left of the whole is never shown, and easily worked out. It is called by what it
        is left of, so that it is the same in every report of the same figures."""
        left = self.counts[whole] - sum(self.counts[part] for part in parts)
        if left < 0:
            return
        if left:
            unseen = (LEFT, whole, *parts)
            self.counts[unseen] = left
            self.never_shown.add(unseen)
            parts = (*parts, unseen)
        self.sums.append(Sum(whole, tuple(parts)))


def figures_of(summary: IndicatorSummary) -> Iterable[Row]:
    """Every figure held of an indicator that a table, its lines or its columns may show."""
    held = {each.pk: each for each in summary.held.rows}
    latest = summary.held.latest
    if latest and latest.pk:
        held[latest.pk] = latest
    return held.values()


def counts_of(summaries: Sequence[IndicatorSummary]) -> Counts:
    found = Counts({}, [], set())
    for summary in summaries:
        for each in figures_of(summary):
            count(summary.indicator, each, found)
        if summary.indicator.build_up == Indicator.BuildUp.CUMULATIVE:
            tie_running_totals(figures_of(summary), found)
        else:
            tie_shorter_periods(figures_of(summary), found)
    tie_parts(summaries, found)
    return found


def count(indicator: Indicator, row: Row, found: Counts) -> None:
    """A number, or the numbers a percentage or rate is made of."""
    if indicator.unit == Indicator.Unit.NUMBER:
        found.add((row.pk, VALUE), row.value)
    found.add((row.pk, OF), row.numerator)
    found.add((row.pk, ALL), row.denominator)
    value, of, of_all = ((row.pk, name) for name in NAMES)
    if {of, of_all} <= found.counts.keys():
        found.tie(of_all, [of])
    if found.counts.get(value, -1) == found.counts.get(of, -2):
        found.sums.append(Sum(value, (of,)))


def tie_running_totals(rows: Iterable[Row], found: Counts) -> None:
    """One year to date less the one before is what came between."""
    by_year: dict[tuple, list[Row]] = defaultdict(list)
    for row in rows:
        by_year[row.kind, financial_year_label(row.point.starts_on)].append(row)
    for of_year in by_year.values():
        for before, after in pairwise(sorted(of_year, key=lambda row: row.ends_on)):
            for name in NAMES:
                if {(before.pk, name), (after.pk, name)} <= found.counts.keys():
                    found.tie((after.pk, name), [(before.pk, name)])


def tie_shorter_periods(rows: Iterable[Row], found: Counts) -> None:
    """A quarter and its months, a year and its quarters: where they are all held and add up, a
    reader can tell one from the others."""
    held = list(rows)
    for whole in held:
        for kind, many in SHORTER.get(whole.kind, ()):
            parts = [row for row in held if row.kind == kind and lies_in(row, whole)]
            for name in NAMES if len(parts) == many else ():
                keys = tuple((part.pk, name) for part in parts)
                if not {(whole.pk, name), *keys} <= found.counts.keys():
                    continue
                if found.counts[whole.pk, name] == sum(found.counts[key] for key in keys):
                    found.sums.append(Sum((whole.pk, name), keys))


def lies_in(row: Row, whole: Row) -> bool:
    return whole.starts_on <= row.starts_on and row.ends_on <= whole.ends_on


def tie_parts(summaries: Sequence[IndicatorSummary], found: Counts) -> None:
    """An indicator and those it is divided into, for each way it is divided."""
    own = {
        (summary.indicator.pk, *each[-4:-1]): each.pk
        for summary in summaries
        for each in figures_of(summary)
    }
    parts: dict[tuple, list[int]] = defaultdict(list)
    for summary in summaries:
        of = summary.indicator.parent_id
        if of is None:
            continue
        for each in figures_of(summary):
            whole = own.get((of, *each[-4:-1]))
            parts[whole, summary.indicator.breakdown].append(each.pk)
    for (whole, _), pks in parts.items():
        for name in NAMES:
            counted = [(pk, name) for pk in sorted(pks) if (pk, name) in found.counts]
            if counted and (whole, name) in found.counts:
                found.tie((whole, name), counted)


def hidden_of(
    summaries: Sequence[IndicatorSummary], earlier: Earlier = NOTHING_BEFORE
) -> tuple[dict[int, Why], Kept]:
    """By outturn, why it may not be shown; and what is to be kept of it with an issued copy."""
    found = counts_of(summaries)
    counts, sums = earlier.counts | found.counts, [*dict.fromkeys([*earlier.sums, *found.sums])]
    never_shown = earlier.never_shown | found.never_shown
    before = earlier.before(counts, NAMES)
    not_shown = withheld(counts, sums, never_shown=never_shown, before=before)
    hidden: dict[int, Why] = {}
    for summary in summaries:
        for each in figures_of(summary):
            keys = [(each.pk, name) for name in NAMES]
            if not may_show(not_shown, *keys):
                is_small = any(not_shown.get(key) is Why.SMALL for key in keys)
                hidden[each.pk] = Why.SMALL if is_small else Why.PROTECTS
    shown = {each.pk for summary in summaries for each in figures_of(summary)} - hidden.keys()
    return hidden, kept_of(found.counts, found.sums, found.never_shown, not_shown, shown)


@dataclass(frozen=True)
class Masked:
    """A scorecard without small numbers, a line for each figure withheld, and what an issued copy
    keeps, so that later ones do not give away what this one withholds."""

    scorecard: Scorecard
    left_out: tuple[LeftOut, ...]
    kept: Kept


def masked(scorecard: Scorecard, earlier: Earlier = NOTHING_BEFORE) -> Masked:
    hidden, kept = hidden_of([row.summary for row in scorecard.rows], earlier)
    rows = tuple(masked_row(row, hidden) for row in scorecard.rows)
    return Masked(replace(scorecard, rows=rows), tuple(lines(scorecard, hidden)), kept)


def lines(scorecard: Scorecard, hidden: dict[int, Why]) -> Iterator[LeftOut]:
    for row in scorecard.rows:
        name = f"{row.indicator.code} {row.indicator.short_title or row.indicator.title}"
        for each in figures_of(row.summary):
            if each.pk in hidden:
                yield LeftOut(f"{name}, {each.point.label}", hidden[each.pk].value)
        if row.pk in hidden and row.commentary:
            yield LeftOut(f"Commentary on {name}", "Its figure is suppressed.")


def masked_row(row: ScorecardRow, hidden: dict[int, Why]) -> ScorecardRow:
    if not any(each.pk in hidden for each in figures_of(row.summary)):
        return row
    is_latest = row.pk in hidden
    group = without_ours(row.group) if is_latest else row.group
    return ScorecardRow(
        summary=masked_summary(row.summary, hidden),
        group=group,
        cells=tuple(
            Cell("Suppressed", own_period=cell.own_period) if cell.pk in hidden else cell
            for cell in row.cells
        ),
        asked=row.asked,
        last_known=row.last_known and masked_figure(row.last_known, hidden),
        commentary="" if is_latest and row.commentary is not None else row.commentary,
    )


def masked_summaries(
    summaries: dict[int, IndicatorSummary], earlier: Earlier = NOTHING_BEFORE
) -> dict[int, IndicatorSummary]:
    """Indicators by themselves, without small numbers."""
    hidden, _ = hidden_of(list(summaries.values()), earlier)
    return {pk: masked_summary(summary, hidden) for pk, summary in summaries.items()}


def masked_summary(summary: IndicatorSummary, hidden: dict[int, Why]) -> IndicatorSummary:
    held = summary.held
    is_latest = held.latest is not None and held.latest.pk in hidden
    mask = Held(
        latest=held.latest and masked_figure(held.latest, hidden),
        rows=tuple(masked_figure(each, hidden) for each in held.rows),
        standing=england_alone(held.standing) if is_latest else held.standing,
    )
    return IndicatorSummary(summary.indicator, summary.target, mask)


def masked_figure(row: Row, hidden: dict[int, Why]) -> Row:
    if row.pk not in hidden:
        return row
    return row._replace(
        state=SUPPRESSED,
        value=None,
        numerator=None,
        denominator=None,
        base=None,
        margin=None,
        note="",
    )


def without_ours(group: GroupStanding) -> GroupStanding:
    """England and the region stay; our place, and a mean that ours is in, do not."""
    return replace(group, n=0, mean=None, standing=england_alone(group.standing))


def england_alone(standing: Standing) -> Standing:
    return Standing(
        england_state=standing.england_state,
        england_value=standing.england_value,
        region_state=standing.region_state,
        region_value=standing.region_value,
    )
