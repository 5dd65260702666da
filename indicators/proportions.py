"""How sure a percentage is: intervals, and whether two figures can be told apart. Pure.

Survey measures use the margin of error their publisher prints; Wilson's interval is for counts.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Protocol

from indicators.figures import exact

Z = 1.96  # 95%
FEW_PEOPLE = 20


@dataclass(frozen=True)
class Interval:
    """Both ends in the figure's own unit (for Wilson: percent)."""

    low: float
    high: float

    def overlaps(self, other: "Interval") -> bool:
        return self.low <= other.high and other.low <= self.high


def wilson(numerator: float, denominator: float) -> Interval | None:
    """Wilson's 95% score interval, in percent; None where it makes no sense."""
    if not denominator or denominator < 0 or not 0 <= numerator <= denominator:
        return None
    x, n, z2 = numerator, denominator, Z * Z
    spread = Z * sqrt(z2 + 4 * x * (1 - x / n))
    bottom = 2 * (n + z2)
    low, high = (2 * x + z2 - spread) / bottom, (2 * x + z2 + spread) / bottom
    return Interval(100 * max(0.0, low), 100 * min(1.0, high))


def published(value: float, margin: float) -> Interval:
    """The figure give or take its published margin of error."""
    middle, either_side = exact(value), exact(margin)
    return Interval(float(middle - either_side), float(middle + either_side))


def interval(
    *, value=None, margin=None, numerator=None, denominator=None, is_survey=False
) -> Interval | None:
    """The published margin where there is one; Wilson for counts, never for a survey."""
    if value is not None and margin is not None:
        return published(value, margin)
    if is_survey or numerator is None or denominator is None:
        return None
    return wilson(numerator, denominator)


class Counted(Protocol):
    """What an interval is worked out from, beside the figure itself."""

    @property
    def margin(self) -> float | None: ...
    @property
    def numerator(self) -> float | None: ...
    @property
    def denominator(self) -> float | None: ...


class Measured(Protocol):
    @property
    def unit(self) -> str: ...
    @property
    def is_survey(self) -> bool: ...


def interval_of(measure: Measured, value: float | None, counted: Counted) -> Interval | None:
    """Of a figure as it is held; Wilson's only of a percentage."""
    if value is None:
        return None
    return interval(
        value=value,
        margin=counted.margin,
        numerator=counted.numerator,
        denominator=counted.denominator,
        is_survey=measure.is_survey or measure.unit != "percent",
    )


def beside_england(ours: Interval | None, england: Interval | None, polarity: str) -> str:
    """``similar to England``, ``better than England`` and so on; nothing where it is unknown."""
    if ours is None or england is None:
        return ""
    if ours.overlaps(england):
        return "similar to England"
    is_higher = ours.low > england.high
    if polarity in {"higher", "lower"}:
        is_better = is_higher == (polarity == "higher")
        return "better than England" if is_better else "worse than England"
    return "higher than England" if is_higher else "lower than England"


def few_people(denominator) -> str:
    """A warning where a percentage rests on fewer than 20 people."""
    if denominator is None or denominator >= FEW_PEOPLE:
        return ""
    return "based on few people"
