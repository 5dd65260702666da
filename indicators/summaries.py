"""One indicator on one line: what lists, the statement page and the overview show of it.

``summaries_for`` costs the same number of queries (at most four) for 1 indicator as for 500.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import cached_property

from indicators.comparisons import Rank, difference, rank_from_counts
from indicators.figures import HAS_FIGURE, beside, write
from indicators.forecasts import Forecast
from indicators.judging import Judgement, judge, target_for
from indicators.models import Area, Indicator, Outturn, Target
from indicators.proportions import few_people
from indicators.ratings import Rating, Rule, rule_of
from indicators.standings import Held, held_for, with_history
from indicators.travel import (
    Direction,
    Point,
    Trend,
    at_baseline,
    direction,
    not_comparable,
    previous,
    same_point_last_year,
)
from indicators.trends import Window, over_window

TREND_ORDER = (
    *(Trend.WORSENED, Trend.DECREASED, Trend.SAME, Trend.INCREASED, Trend.IMPROVED),
    Trend.NOT_COMPARABLE,
)


class Days(NamedTuple):
    starts_on: date
    ends_on: date


class TargetInForce(NamedTuple):
    """A target with the days it is for, as read: there is one for each of hundreds."""

    value: float
    floor: float | None
    range_to: float | None
    tolerance: float | None
    tolerance_kind: str
    period: Days


AIM = TargetInForce._fields[:-1]


@dataclass(frozen=True)
class IndicatorSummary:
    """An indicator with the council's latest figure. Words are made when they are asked for."""

    indicator: Indicator
    target: Target | TargetInForce | None
    held: Held

    @property
    def latest(self) -> Outturn | None:
        """The latest outturn, with its period; None where nothing is held."""
        return self.held.outturn

    @property
    def points(self) -> tuple[Point, ...]:
        """Oldest first, those of the latest figure's kind of period: one line to draw."""
        return self.held.points

    @property
    def state(self) -> str:
        return self.held.latest.state if self.held.latest else Outturn.State.MISSING

    @property
    def has_figure(self) -> bool:
        return self.state in HAS_FIGURE

    @property
    def value(self) -> float | None:
        """The figure to sort and compare by; None where there is none."""
        return self.held.point.number if self.held.point else None

    @property
    def value_text(self) -> str:
        if self.held.latest is None:
            return "No figures yet"
        return self.write(self.held.latest.value, self.state)

    @property
    def period_text(self) -> str:
        return self.held.point.label if self.held.point else ""

    @cached_property
    def judgement(self) -> Judgement:
        """The figure against its target, with the rule in force."""
        return judge(self.held.point, self.target, rule=rule_of(self.indicator))

    @property
    def rule(self) -> Rule:
        return self.judgement.rule

    @property
    def rule_text(self) -> str:
        return self.judgement.rule_text

    @property
    def rating(self) -> Rating:
        return self.judgement.rating

    @property
    def forecast(self) -> Forecast | None:
        """What a figure to date is on course for at the end of the year."""
        return self.judgement.forecast

    @property
    def forecast_text(self) -> str:
        """``26 forecast for 2017-18``; nothing at the end of the year."""
        if self.forecast is None or self.forecast.is_year_end:
            return ""
        return f"{self.write(self.forecast.value, 'ok')} forecast for {self.forecast.year}"

    @property
    def target_text(self) -> str:
        if self.indicator.polarity == "range":
            ends = (self.rule.range_from, self.rule.range_to)
            return " to ".join(self.write(end, "ok") for end in ends)
        return self.write(self.target.value, "ok") if self.target else "No target"

    @property
    def few_people_text(self) -> str:
        row = self.held.latest
        return few_people(row.denominator or row.base) if row and self.has_figure else ""

    @property
    def arrears_text(self) -> str:
        """Said beside a figure that is for an earlier period than its neighbours'."""
        quarters = self.indicator.reporting_lag
        if not quarters:
            return ""
        return f"Reported {quarters} quarter{'s' if quarters > 1 else ''} in arrears"

    @property
    def dead_band_text(self) -> str:
        """The largest move that counts as none; nothing where any move is one."""
        return f"{self.indicator.dead_band:g}" if self.indicator.dead_band else ""

    @cached_property
    def short_term(self) -> Direction:
        """Compared with the previous figure (year to date: the same point last year)."""
        return self._compared(
            lambda point: previous(self.points, point, build_up=self.indicator.build_up)
        )

    @cached_property
    def annual(self) -> Direction:
        """Compared with the same period a year earlier."""
        return self._compared(lambda point: same_point_last_year(self.points, point))

    @cached_property
    def since_baseline(self) -> Direction | None:
        """Compared with the baseline; None where none was agreed."""
        baseline = self.indicator.baseline
        if baseline is None:
            return None
        days = (baseline.starts_on, baseline.ends_on)
        return self._compared(
            lambda point: at_baseline(
                self.points, point, days=days, build_up=self.indicator.build_up
            )
        )

    @cached_property
    def window(self) -> Window:
        """The trend over the last comparable figures."""
        return over_window(
            self.points,
            self.held.point,
            build_up=self.indicator.build_up,
            polarity=self.indicator.polarity,
            unit=self.indicator.unit,
            decimals=self.indicator.decimals,
            bounds=self.rule.bounds,
        )

    def _compared(self, find: Callable[[Point], Point | None]) -> Direction:
        point = self.held.point
        if point is None:
            return not_comparable("no figures yet")
        return direction(
            point,
            find(point),
            polarity=self.indicator.polarity,
            unit=self.indicator.unit,
            decimals=self.indicator.decimals,
            bounds=self.rule.bounds,
            dead_band=self.indicator.dead_band,
        )

    @property
    def england_text(self) -> str:
        return self._comparator(self.held.standing.england_state, self.held.standing.england_value)

    @property
    def england_difference(self) -> Decimal | None:
        """How far ours is above England (negative: below)."""
        return difference(self.value, self.held.standing.england_value)

    @property
    def england_difference_number(self) -> str:
        """``2.1 below``: beside a figure that has its unit."""
        return beside(self.england_difference, "number", self.indicator.decimals)

    @property
    def england_difference_text(self) -> str:
        """``2.1 points below``; nothing where either has no figure."""
        return beside(self.england_difference, self.indicator.unit, self.indicator.decimals)

    @property
    def region_text(self) -> str:
        return self._comparator(self.held.standing.region_state, self.held.standing.region_value)

    @cached_property
    def standing(self) -> Rank | None:
        """Our place among the councils with a figure for the same period; None where there is
        nobody else to stand among."""
        counts = self.held.standing
        place = rank_from_counts(
            above=counts.above,
            below=counts.below,
            equal=counts.equal,
            polarity=self.indicator.polarity,
            missing=counts.missing,
            suppressed=counts.suppressed,
        )
        return place if place and place.of > 1 else None

    @property
    def rank(self) -> int | None:
        return self.standing.position if self.standing else None

    @property
    def of(self) -> int | None:
        return self.standing.of if self.standing else None

    @property
    def tied(self) -> bool:
        return self.standing is not None and self.standing.tied

    @property
    def quartile(self) -> int | None:
        return self.standing.quartile if self.standing else None

    @property
    def is_ranked(self) -> bool:
        return self.standing is not None

    @property
    def rank_text(self) -> str:
        return self.standing.short if self.standing else "Not ranked"

    @property
    def rank_words(self) -> str:
        return self.standing.words() if self.standing else "Not ranked"

    @property
    def is_lowest_quarter(self) -> bool:
        return self.standing is not None and self.standing.is_lowest_quarter

    @property
    def rating_order(self) -> int:
        """To sort by: not met first, what is not rated last."""
        judged = [Rating.NOT_MET, Rating.WITHIN_TOLERANCE, Rating.MET]
        return judged.index(self.rating) if self.rating in judged else len(judged)

    @property
    def trend_order(self) -> int:
        """To sort by: worsening first, what cannot be compared last."""
        return TREND_ORDER.index(self.short_term.trend)

    @property
    def rank_share(self) -> float:
        """To sort by: best of England first, not ranked last."""
        return self.standing.position / self.standing.of if self.standing else 2

    def _comparator(self, state: str | None, value: float | None) -> str:
        return "Not available" if state is None else self.write(value, state)

    def write(self, value, state: str) -> str:
        unit, decimals = self.indicator.unit, self.indicator.decimals
        return write(value, state=state, unit=unit, decimals=decimals)


def summaries_for(indicator_ids: Collection[int], *, council: Area) -> dict[int, IndicatorSummary]:
    """By indicator id, in the order the indicators are listed."""
    indicators = list(Indicator.objects.filter(pk__in=indicator_ids).select_related("baseline"))
    return {summary.indicator.pk: summary for summary in summarise(indicators, council=council)}


def summarise(
    indicators: Sequence[Indicator], *, council: Area, history: bool = True
) -> list[IndicatorSummary]:
    """For indicators already read (with their baseline), in their order: three queries.

    Without ``history`` all but ``points`` and ``short_term`` can be asked of them, which
    ``with_histories`` adds to the few that are shown.
    """
    ids = [indicator.pk for indicator in indicators]
    targets = targets_of(ids, council=council)
    held = held_for(ids, council=council, history=history)
    return [
        summary_of(indicator, targets.get(indicator.pk, []), held.get(indicator.pk, Held()))
        for indicator in indicators
    ]


def with_histories(
    summaries: Sequence[IndicatorSummary], *, council: Area
) -> list[IndicatorSummary]:
    held = with_history({each.indicator.pk: each.held for each in summaries}, council=council)
    return [
        IndicatorSummary(each.indicator, each.target, held[each.indicator.pk]) for each in summaries
    ]


def summary_of(
    indicator: Indicator, targets: Sequence[Target | TargetInForce], held: Held
) -> IndicatorSummary:
    return IndicatorSummary(indicator, target_for(held.point, targets), held)


def targets_of(indicator_ids, *, council: Area) -> dict[int, list[TargetInForce]]:
    """What the council itself aims for; another's targets judge nobody else's figures."""
    found: dict[int, list[TargetInForce]] = {}
    targets = Target.objects.current().of(council).filter(indicator__in=indicator_ids)
    rows = targets.values_list("indicator", *AIM, "period__starts_on", "period__ends_on")
    for indicator_id, *aim, starts_on, ends_on in rows:
        target = TargetInForce._make([*aim, Days(starts_on, ends_on)])
        found.setdefault(indicator_id, []).append(target)
    return found
