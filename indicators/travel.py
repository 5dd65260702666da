"""Direction of travel: which way a figure moved, and whether that is good. Pure.

The arrow says which way the number moved; the word is the judgement through polarity. It always
says what the figure is compared with. Without an earlier figure, or across a break in series,
figures are not comparable, which is never called "no change".
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from indicators.figures import HAS_FIGURE, change, exact, rounded

SHORT_PERIODS = frozenset({"month", "quarter"})


class Trend(StrEnum):
    IMPROVED = "improved"
    SAME = "same"
    WORSENED = "worsened"
    INCREASED = "increased"
    DECREASED = "decreased"
    NOT_COMPARABLE = "not_comparable"

    @property
    def word(self) -> str:
        return TREND_WORDS[self]


TREND_WORDS = {
    Trend.IMPROVED: "improving",
    Trend.SAME: "no change",
    Trend.WORSENED: "worsening",
    Trend.INCREASED: "increasing",
    Trend.DECREASED: "decreasing",
    Trend.NOT_COMPARABLE: "not comparable",
}


class Point(NamedTuple):
    """One council's figure for one period. ``series`` counts the breaks that came before."""

    kind: str
    starts_on: date
    ends_on: date
    label: str
    state: str
    value: float | None
    series: int = 0

    @property
    def has_figure(self) -> bool:
        return self.state in HAS_FIGURE

    @property
    def number(self) -> float | None:
        """The figure to reckon with: "low" is 0 after rounding."""
        return 0.0 if self.state == "low" and self.value is None else self.value


@dataclass(frozen=True)
class Direction:
    """How a figure compares with an earlier one."""

    trend: Trend
    arrow: str
    words: str
    compared_with: str = ""
    change: Decimal | None = None

    @property
    def word(self) -> str:
        return self.trend.word


def not_comparable(why: str) -> Direction:
    return Direction(Trend.NOT_COMPARABLE, "", f"Not comparable: {why}")


def a_year_before(day: date) -> date:
    """The same day last year; the last day of a month stays the last day of that month."""
    last = monthrange(day.year - 1, day.month)[1]
    is_month_end = day.day == monthrange(day.year, day.month)[1]
    return date(day.year - 1, day.month, last if is_month_end else min(day.day, last))


def same_point_last_year(points: Iterable[Point], latest: Point) -> Point | None:
    wanted = (latest.kind, a_year_before(latest.ends_on))
    return next((point for point in points if (point.kind, point.ends_on) == wanted), None)


def previous(points: Iterable[Point], latest: Point, *, build_up: str = "period") -> Point | None:
    """What ``latest`` is compared with.

    A month or quarter: the one before it. A year: the latest earlier year with a figure, for some
    surveys run every other year. A figure that builds up over the year: the same point last year.
    """
    if build_up == "cumulative":
        return same_point_last_year(points, latest)
    earlier = [p for p in points if p.kind == latest.kind and p.ends_on < latest.ends_on]
    if latest.kind not in SHORT_PERIODS:
        earlier = [p for p in earlier if p.has_figure]
    before = max(earlier, key=lambda p: (p.ends_on, p.starts_on), default=None)
    if before and latest.kind in SHORT_PERIODS and (latest.starts_on - before.ends_on).days > 1:
        return None
    return before


def at_baseline(
    points: Iterable[Point], latest: Point, *, days: tuple[date, date], build_up: str = "period"
) -> Point | None:
    """The figure of the baseline, which runs from the first to the last of ``days``. Where the
    baseline is longer than the figure's own period (a year, for quarters), and for a figure that
    builds up over the year, the same point in it."""
    starts_on, ends_on = days
    within = [p for p in points if p.kind == latest.kind and starts_on <= p.ends_on <= ends_on]
    is_whole = len(within) == 1 and within[0].starts_on == starts_on
    if is_whole and build_up != "cumulative":
        return within[0]
    same = (latest.starts_on.month, latest.ends_on.month)
    return next((p for p in within if (p.starts_on.month, p.ends_on.month) == same), None)


def direction(
    latest: Point,
    earlier: Point | None,
    *,
    polarity: str,
    unit: str,
    decimals: int,
    bounds: tuple[float, float] | None = None,
    dead_band: float = 0,
) -> Direction:
    """``latest`` beside ``earlier``. ``bounds`` is the range aimed for, where there is one."""
    if not latest.has_figure:
        return not_comparable(f"no figure for {latest.label}")
    if earlier is None or not earlier.has_figure:
        return not_comparable("no earlier figure")
    if earlier.series != latest.series:
        return not_comparable(f"break in series since {earlier.label}")
    now, then = rounded(latest.number, decimals), rounded(earlier.number, decimals)
    moved = exact(latest.number) - exact(earlier.number)
    if now == then or abs(moved) <= exact(dead_band):
        return Direction(
            Trend.SAME, "→", f"No change since {earlier.label}", earlier.label, Decimal(0)
        )
    trend = judged(now, then, polarity, bounds)
    arrow, way = ("↑", "Up") if now > then else ("↓", "Down")
    words = f"{way} {change(now - then, unit, decimals)} since {earlier.label}: {trend.word}"
    return Direction(trend, arrow, words, earlier.label, now - then)


def judged(now: Decimal, then: Decimal, polarity: str, bounds) -> Trend:
    rose = now > then
    if polarity in {"higher", "lower"}:
        return Trend.IMPROVED if rose == (polarity == "higher") else Trend.WORSENED
    if polarity == "range" and bounds:
        nearer = _distance(then, bounds) - _distance(now, bounds)
        if nearer:
            return Trend.IMPROVED if nearer > 0 else Trend.WORSENED
    return Trend.INCREASED if rose else Trend.DECREASED


def _distance(value: Decimal, bounds: tuple[float, float]) -> Decimal:
    low, high = exact(bounds[0]), exact(bounds[1])
    return max(low - value, value - high, Decimal(0))
