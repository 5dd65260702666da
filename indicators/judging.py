"""One figure judged against the target that holds for it. Pure.

A figure that builds up over the year is judged against a target for its own point in the year
where there is one; where there is only the year's, by what it is on course for at the year's end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from indicators.figures import with_unit
from indicators.forecasts import Forecast, forecast
from indicators.ratings import Aim, Rating, Rule, rate, rule_words
from indicators.travel import Point


class Days(Protocol):
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...


class Target(Aim, Protocol):
    """A target with the days it is for."""

    @property
    def period(self) -> Any: ...


AnyTarget = TypeVar("AnyTarget", bound=Target)


@dataclass(frozen=True)
class Judgement:
    """``judged_by`` is the forecast where that, not the figure itself, was rated."""

    rating: Rating
    rule: Rule
    target: float | None
    forecast: Forecast | None
    judged_by: Forecast | None

    @property
    def rule_text(self) -> str:
        """The rule in force, to print beside the rating."""
        words = rule_words(self.rule, self.target)
        if self.judged_by is None:
            return words
        return f"{self._by_forecast} {words}"

    @property
    def _by_forecast(self) -> str:
        by = self.judged_by
        shown = with_unit(by.value, self.rule.unit, self.rule.decimals) if by else ""
        year = by.year if by else ""
        return (
            f"Judged by its forecast for {year}, {shown}, because the target is for the whole year."
        )


def target_for(period: Days | None, targets: Iterable[AnyTarget]) -> AnyTarget | None:
    """The target of the period itself, or of the shortest period it lies in: a year's target
    holds for its quarters."""
    if period is None:
        return None
    around = [
        target
        for target in targets
        if target.period.starts_on <= period.starts_on and target.period.ends_on >= period.ends_on
    ]
    return min(around, key=lambda t: t.period.ends_on - t.period.starts_on, default=None)


def judge(point: Point | None, target: Target | None, *, rule: Rule) -> Judgement:
    """``rule`` is the indicator's own; ``target`` is the one ``target_for`` finds."""
    rule = rule.with_target(target)
    aim = target.value if target else None
    if point is None:
        return Judgement(rate(None, state="missing", target=aim, rule=rule), rule, aim, None, None)
    expected = forecast(point, build_up=rule.build_up, unit=rule.unit)
    by = expected if _is_for_longer(target, point) else None
    value: float | Decimal | None = by.value if by else point.number
    rating = rate(value, state=point.state, target=aim, rule=rule)
    return Judgement(rating, rule, aim, expected, by if rating.is_judged else None)


def _is_for_longer(target: Target | None, point: Point) -> bool:
    """Whether the target is for more than the figure's own period. A figure to date at the end of
    the year is the year's."""
    return target is not None and target.period.ends_on > point.ends_on
