"""A row of a scorecard: an indicator with the figure that stands for the period."""

from dataclasses import dataclass
from functools import cached_property

from indicators import exceptions
from indicators.comparisons import Rank
from indicators.exceptions import Facts
from indicators.group_standings import GroupStanding
from indicators.models import Indicator, Outturn
from indicators.periods import PeriodSpec
from indicators.proportions import beside_england, interval_of
from indicators.ratings import Rating
from indicators.reporting_periods import in_code
from indicators.standings import Row
from indicators.summaries import IndicatorSummary
from indicators.travel import Point


@dataclass(frozen=True)
class Cell:
    """What a column shows of an indicator. ``pk`` is its outturn; None where nothing is held."""

    words: str
    pk: int | None = None
    number: float | None = None
    own_period: str = ""
    """The figure's period, where it is not the column's."""
    is_due: bool = True
    """Whether anybody expects a figure here: of a yearly one, nobody does in each quarter."""


@dataclass(frozen=True)
class ScorecardRow:
    """An indicator with the figure that stands for the period, beside the chosen councils."""

    summary: IndicatorSummary
    group: GroupStanding
    cells: tuple[Cell, ...]
    asked: PeriodSpec
    last_known: Row | None = None
    """The newest figure held, where that of the period is not."""
    commentary: str | None = None
    """What was said of the figure; empty where nothing was, None where nobody asked."""

    @property
    def indicator(self) -> Indicator:
        return self.summary.indicator

    @property
    def pk(self) -> int | None:
        """The outturn shown."""
        latest = self.summary.held.latest
        return latest.pk if latest and latest.pk else None

    @property
    def point(self) -> Point:
        return self.summary.held.latest.point  # type: ignore[union-attr] # build() gives each one

    @property
    def own_period(self) -> str:
        """The period of the figure, where it is not the one asked for."""
        return "" if self.point[:3] == self.asked else in_code(*self.point[:3])

    @property
    def rank(self) -> Rank | None:
        return self.summary.standing

    @property
    def england(self) -> float | None:
        return self.group.standing.england_value

    @property
    def similar(self) -> str:
        """``similar to England``, where both intervals are known."""
        indicator, latest = self.indicator, self.summary.held.latest
        if not latest:
            return ""
        ours = interval_of(indicator, self.summary.value, latest)
        theirs = interval_of(indicator, self.england, self.group.england)
        return beside_england(ours, theirs, indicator.polarity)

    @property
    def trend_words(self) -> str:
        """The line through the last figures; nothing where there are too few."""
        window = self.summary.window
        return window.words if window.trend else ""

    @property
    def clear_trend(self) -> str:
        """``Trend: improving``, where chance alone would hardly give it."""
        window = self.summary.window
        return f"Trend: {window.trend.word}" if window.trend and window.is_clear else ""

    @property
    def baseline_words(self) -> str:
        since = self.summary.since_baseline
        return since.words if since else ""

    @property
    def part_text(self) -> str:
        """``Part of PI.7 Reviews: Hospital team``"""
        indicator = self.indicator
        if indicator.parent is None:
            return ""
        part = f": {indicator.breakdown_label}" if indicator.breakdown_label else ""
        return f"Part of {indicator.parent}{part}"

    @property
    def mean_text(self) -> str:
        if self.group.mean is None:
            return "Not available"
        return self.summary.write(self.group.mean, Outturn.State.OK)

    @property
    def last_known_text(self) -> str:
        """``Last figure: 64.2% in 2021-22``, where the period's own is not held."""
        if self.last_known is None:
            return ""
        point = self.last_known.point
        return f"Last figure: {self.summary.write(point.value, point.state)} in {point.label}"

    @cached_property
    def facts(self) -> Facts:
        return Facts(
            rating=self.summary.rating,
            trend=self.summary.short_term.trend,
            is_lowest_quarter=self.summary.is_lowest_quarter,
            has_commentary=None if self.commentary is None else bool(self.commentary),
        )

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why to look at it first."""
        return exceptions.reasons(self.facts)

    @property
    def extra_reasons(self) -> tuple[str, ...]:
        """Those that stand nowhere else in the row."""
        return exceptions.unsaid(self.facts)

    @cached_property
    def place(self) -> int:
        """To put exceptions first."""
        return exceptions.place(self.facts)

    @property
    def is_exception(self) -> bool:
        return self.place < exceptions.LAST

    @property
    def is_missing(self) -> bool:
        """Due, and not given; what is suppressed was given."""
        return self.summary.rating == Rating.NO_DATA
