"""The scorecard of a council for a period: one object that page, Excel, CSV and JSON are made of.

Each indicator is shown by its latest figure that is recent enough for the period, labelled with its
own: one reported a quarter in arrears shows the quarter before. An indicator whose figure is due
and not held says so; it never borrows an older one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet, Subquery

from indicators import periods
from indicators.comparator_groups import Choice
from indicators.compared import Compared, UnknownError
from indicators.figures import write
from indicators.group_standings import GroupStanding, Ours, group_standings
from indicators.judging import target_for
from indicators.models import Area, Commentary, Indicator, Outturn, Period
from indicators.periods import PeriodSpec
from indicators.ratings import Rating
from indicators.reporting_periods import (
    QUARTER,
    columns_of,
    earliest,
    in_code,
    months_before,
    place_in,
)
from indicators.scorecard_row import Cell, ScorecardRow
from indicators.standings import Held, Row, history_between, latest_of
from indicators.summaries import Days, IndicatorSummary, TargetInForce, targets_of
from indicators.travel import Point, Trend

HISTORY = 120
"""Months of figures that are read: enough to draw a line and to look back six years."""
Said = Mapping[tuple[int, int], str]
"""What happened, by indicator and period."""
GIVEN_UP = 36
"""Months after which an indicator without figures is no longer taken to be reported."""


@dataclass(frozen=True)
class Counts:
    """How many indicators have each rating and each trend."""

    total: int
    rating: dict[Rating, int]
    short_term: dict[Trend, int]
    annual: dict[Trend, int]


def counts_of(rows: Iterable[ScorecardRow]) -> Counts:
    rows = list(rows)
    ratings = Counter(row.summary.rating for row in rows)
    short_term = Counter(row.summary.short_term.trend for row in rows)
    annual = Counter(row.summary.annual.trend for row in rows)
    return Counts(
        total=len(rows),
        rating={rating: ratings[rating] for rating in Rating},
        short_term={trend: short_term[trend] for trend in Trend},
        annual={trend: annual[trend] for trend in Trend},
    )


@dataclass(frozen=True)
class Scorecard:
    """Rows in the order indicators are listed."""

    period: PeriodSpec
    council: Area
    among: Choice
    columns: tuple[PeriodSpec, ...]
    rows: tuple[ScorecardRow, ...]

    @property
    def period_text(self) -> str:
        return periods.label(*self.period)

    @property
    def period_code(self) -> str:
        return in_code(*self.period)

    @property
    def column_labels(self) -> tuple[str, ...]:
        return tuple(in_code(*column) for column in self.columns)

    @cached_property
    def counts(self) -> Counts:
        return counts_of(self.rows)


def periods_held(council: Area) -> list[PeriodSpec]:
    """The periods a scorecard can be for, newest first: those with a figure of the council."""
    held = Outturn.objects.current().filter(area=council).order_by().values("period")
    found = Period.objects.filter(pk__in=held).order_by("-ends_on", "-starts_on")
    return [PeriodSpec(*row) for row in found.values_list("kind", "starts_on", "ends_on")]


def period_named(text: str) -> PeriodSpec:
    """Raises ``UnknownError``."""
    try:
        return periods.parse(text)
    except ValueError as problem:
        raise UnknownError(str(problem)) from None


def build(
    asked: PeriodSpec,
    compared: Compared,
    *,
    commentary: QuerySet[Commentary] | Said | None = None,
    is_due: bool = True,
) -> Scorecard:
    """Four queries: figures, indicators, targets, and the figures of others; with the commentary
    that its reader may see, five, unless its words are given. ``is_due``: whether the reader is
    told where there is none."""
    council = compared.council
    since = months_before(asked.ends_on, HISTORY)
    history = history_between(council, after=since, until=asked.ends_on)
    still = months_before(asked.ends_on, GIVEN_UP).isoformat()
    reported = [pk for pk, held in history.items() if held[-1].ends_on > still]
    asked_row = Period.objects.filter(**asked._asdict()).values("pk")
    indicators = (
        Indicator.objects.filter(pk__in=reported)
        .filter(Q(retired_from=None) | Q(retired_from__gt=asked.starts_on))
        .select_related("owner", "baseline", "parent")
        .annotate(asked_period=Subquery(asked_row))
    )
    chosen = {
        indicator: _chosen(indicator, history[indicator.pk], asked) for indicator in indicators
    }
    standings = _standings(chosen, compared)
    targets = targets_of(reported, council=council)
    said = {} if commentary is None else _said(commentary, reported)
    unsaid = None if commentary is None or not is_due else ""
    columns = columns_of(asked, lambda: _periods_of(history, asked.kind))
    rows = tuple(
        _row(
            indicator,
            latest,
            history[indicator.pk],
            group=standings.get(indicator.pk, GroupStanding()),
            target=_target(latest.point, asked, targets.get(indicator.pk, [])),
            columns=columns,
            commentary=said.get((indicator.pk, latest.period_id), unsaid),
        )
        for indicator, latest in chosen.items()
    )
    return Scorecard(asked, council, compared.among, columns, rows)


def _chosen(indicator: Indicator, held: Sequence[Row], asked: PeriodSpec) -> Row:
    """The figure that stands for the period; a row that says there is none where it is due."""
    lag, frequency = indicator.reporting_lag, indicator.frequency
    recent = [row for row in held if row.ends_on > earliest(row.kind, asked, lag, frequency)]
    recent = _without_what_is_not_due(recent, asked, lag)
    if not recent:
        return _none_held(indicator, asked)
    newest = latest_of(recent)
    own = [row for row in recent if (row.kind, row.ends_on) == (asked.kind, newest.ends_on)]
    return own[-1] if own else newest


def _without_what_is_not_due(rows: list[Row], asked: PeriodSpec, lag: int) -> list[Row]:
    """Of what is reported in arrears, an empty cell for a quarter still to come says nothing."""
    due = months_before(asked.ends_on, lag * QUARTER).isoformat()
    return [row for row in rows if row.ends_on <= due or row.state != Outturn.State.MISSING]


def _none_held(indicator: Indicator, asked: PeriodSpec) -> Row:
    return Row(
        pk=0,
        indicator_id=indicator.pk,
        period_id=0,
        state=Outturn.State.MISSING.value,
        value=None,
        numerator=None,
        denominator=None,
        base=None,
        margin=None,
        is_provisional=False,
        is_revised=False,
        note="",
        kind=asked.kind,
        starts_on=asked.starts_on.isoformat(),
        ends_on=asked.ends_on.isoformat(),
        series=0,
    )


def _standings(chosen, compared: Compared) -> dict[int, GroupStanding]:
    """Each indicator stands among others in the period of the figure that is shown."""
    ours = [
        Ours(indicator.pk, row.period_id or indicator.asked_period or 0, row.point.number)
        for indicator, row in chosen.items()
    ]
    return group_standings(
        ours,
        members=compared.members,
        england_id=compared.england_id,
        region_id=compared.council.region_id,
    )


def _said(commentary: QuerySet[Commentary] | Said, indicator_ids) -> Said:
    if isinstance(commentary, Mapping):
        return commentary
    rows = commentary.filter(indicator__in=indicator_ids).order_by()
    found = rows.values_list("indicator", "period", "what_happened")
    return {(indicator, period): words for indicator, period, words in found}


def _target(
    point: Point, asked: PeriodSpec, targets: Sequence[TargetInForce]
) -> TargetInForce | None:
    """The target of the figure's own period; of one in arrears, else that of the period asked."""
    days = Days(asked.starts_on, asked.ends_on)
    return target_for(point, targets) or target_for(days, targets)


def _row(
    indicator: Indicator,
    latest: Row,
    held: Sequence[Row],
    *,
    group: GroupStanding,
    target: TargetInForce | None,
    columns: tuple[PeriodSpec, ...],
    commentary: str | None,
) -> ScorecardRow:
    shown = [row for row in held if row.ends_on <= latest.ends_on]
    summary = IndicatorSummary(
        indicator, target, Held(latest, tuple(shown if latest.pk else held), group.standing)
    )
    return ScorecardRow(
        summary=summary,
        group=group,
        cells=cells_in(columns, summary, held),
        asked=columns[-1],
        commentary=commentary,
        last_known=None if latest.pk else _last_figure(held),
    )


def _last_figure(held: Sequence[Row]) -> Row | None:
    return next((row for row in reversed(held) if row.point.has_figure), None)


def cells_in(
    columns: Sequence[PeriodSpec], summary: IndicatorSummary, held: Sequence[Row]
) -> tuple[Cell, ...]:
    """What stands in each of the columns of the figures held, which are oldest first."""
    points = [row.point for row in held]
    due = {point.kind for point in points}
    return tuple(
        _nothing_there(column, due) if which is None else _cell(summary, held[which], column)
        for column, which in zip(columns, place_in(columns, points), strict=True)
    )


def _nothing_there(column: PeriodSpec, kinds: set[str]) -> Cell:
    """A yearly figure is not due in each quarter; a quarterly one that is not there is missing."""
    return Cell("No figure") if column.kind in kinds else Cell("Not due", is_due=False)


def _cell(summary: IndicatorSummary, row: Row, column: PeriodSpec) -> Cell:
    point = row.point
    unit, decimals = summary.indicator.unit, summary.indicator.decimals
    return Cell(
        words=write(point.number, state=point.state, unit=unit, decimals=decimals),
        pk=row.pk,
        number=point.number,
        own_period="" if point[:3] == column else in_code(*point[:3]),
    )


def _periods_of(history: dict[int, list[Row]], kind: str) -> set[PeriodSpec]:
    return {
        PeriodSpec(*row.point[:3]) for held in history.values() for row in held if row.kind == kind
    }


def refuse_without_figures(found: Scorecard) -> None:
    """Raises ``UnknownError`` where nothing is held that could stand for the period."""
    if any(row.pk for row in found.rows):
        return
    held = periods_held(found.council)
    name = found.council.name
    if not held:
        raise UnknownError(f"There are no figures for {name}.")
    newest, oldest = in_code(*held[0]), in_code(*held[-1])
    raise UnknownError(
        f"There are no figures for {name} for {found.period_text}. The newest are for {newest}, "
        f"the oldest for {oldest}."
    )
