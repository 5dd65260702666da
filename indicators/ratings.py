"""A figure against its target. Pure; the rule in force is printed beside the figure.

gap = value - target where higher is better, target - value where lower is. Met from a gap of 0
(equality is met), within tolerance down to minus the tolerance, not met below that. A target may
bring a tolerance or a floor of its own, or another range; ``Rule.with_target`` takes them in.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from indicators.figures import HAS_FIGURE, exact, with_unit
from indicators.rating_words import STANDARD, in_force


class Rating(StrEnum):
    MET = "met"
    WITHIN_TOLERANCE = "within_tolerance"
    NOT_MET = "not_met"
    NO_TARGET = "no_target"
    NO_DATA = "no_data"
    SUPPRESSED = "suppressed"
    FOR_INFORMATION = "for_information"

    @property
    def word(self) -> str:
        """In the council's own words where it has chosen some."""
        chosen: str | None = getattr(in_force(), self.value, None)
        return chosen or RATING_WORDS[self]

    @property
    def colour(self) -> str:
        return RATING_COLOURS.get(self, "grey")

    @property
    def is_judged(self) -> bool:
        return self in RATING_COLOURS


JUDGED = (Rating.MET, Rating.WITHIN_TOLERANCE, Rating.NOT_MET)
RATING_WORDS = {
    Rating.MET: STANDARD.met,
    Rating.WITHIN_TOLERANCE: STANDARD.within_tolerance,
    Rating.NOT_MET: STANDARD.not_met,
    Rating.NO_TARGET: "No target",
    Rating.NO_DATA: "No figure",
    Rating.SUPPRESSED: "Suppressed",
    Rating.FOR_INFORMATION: "For information",
}
RATING_COLOURS = {
    Rating.MET: "green",
    Rating.WITHIN_TOLERANCE: "yellow",
    Rating.NOT_MET: "red",
}


class Aim(Protocol):
    """What a target says, whatever row it is read from."""

    @property
    def value(self) -> float: ...
    @property
    def floor(self) -> float | None: ...
    @property
    def range_to(self) -> float | None: ...
    @property
    def tolerance(self) -> float | None: ...
    @property
    def tolerance_kind(self) -> str: ...


@dataclass(frozen=True)
class Rule:
    """How an indicator is rated: which way is better and how near is near enough.

    A floor (where lower is better: a ceiling) takes the place of the tolerance.
    """

    polarity: str
    unit: str
    decimals: int
    tolerance: float = 5
    tolerance_kind: str = "percent"
    range_from: float | None = None
    range_to: float | None = None
    floor: float | None = None
    build_up: str = "period"

    def with_target(self, target: Aim | None) -> "Rule":
        """The rule for one period: what its target says goes before what the indicator says."""
        if target is None:
            return self
        rule = self if target.floor is None else replace(self, floor=target.floor)
        if target.tolerance is not None:
            rule = replace(rule, tolerance=target.tolerance, tolerance_kind=target.tolerance_kind)
        if self.polarity == "range" and target.range_to is not None:
            rule = replace(rule, range_from=target.value, range_to=target.range_to)
        return rule

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The range aimed for, where there is one."""
        if self.range_from is None or self.range_to is None:
            return None
        return self.range_from, self.range_to

    def allowance(self, target: Decimal) -> Decimal:
        """The tolerance in the figure's own unit. A percentage of 0 is 0: it needs points. A floor
        on the wrong side of the target allows nothing."""
        if self.floor is not None and self.polarity != "range":
            gap = exact(self.floor) - target
            return max(-gap if self.polarity == "higher" else gap, Decimal(0))
        if self.tolerance_kind == "points":
            return exact(self.tolerance)
        return abs(target) * exact(self.tolerance) / 100

    def gap(self, value: Decimal, target: Decimal) -> tuple[Decimal, Decimal]:
        """How far on the right side (negative: wrong side), and the tolerance that applies."""
        gap = value - target if self.polarity == "higher" else target - value
        return gap, self.allowance(target)

    def gap_to_range(self, value: Decimal) -> tuple[Decimal, Decimal]:
        """As ``gap``, for the nearer end of the range; 0 inside it."""
        low, high = exact(self.range_from), exact(self.range_to)
        if value < low:
            return value - low, self.allowance(low)
        return min(high - value, Decimal(0)), self.allowance(high)


INDICATOR_FIELDS = (
    *("polarity", "unit", "decimals", "tolerance", "tolerance_kind", "range_from", "range_to"),
    "build_up",
)


def rule_of(indicator) -> Rule:
    """The rule of anything that has an indicator's fields."""
    return Rule(**{name: getattr(indicator, name) for name in INDICATOR_FIELDS})


def rate(value, *, state: str, target, rule: Rule) -> Rating:
    """The rating of one figure. Why there is no figure comes before why there is no target."""
    if state == "suppressed":
        return Rating.SUPPRESSED
    if state not in HAS_FIGURE:
        return Rating.NO_DATA
    if rule.polarity == "none":
        return Rating.FOR_INFORMATION
    if rule.polarity == "range":
        gap, allowance = rule.gap_to_range(exact(value or 0))
    elif target is None:
        return Rating.NO_TARGET
    else:
        gap, allowance = rule.gap(exact(value or 0), exact(target))
    if gap >= 0:
        return Rating.MET
    return Rating.WITHIN_TOLERANCE if gap >= -allowance else Rating.NOT_MET


def rule_words(rule: Rule, target) -> str:
    """The rule as a sentence, to print beside the figure."""
    if rule.polarity == "none":
        return "For information: this indicator is not rated."
    if rule.polarity == "range":
        return _range_words(rule)
    better = "Higher" if rule.polarity == "higher" else "Lower"
    if target is None:
        return f"{better} is better. Not rated: no target has been set."
    return f"{better} is better. {_target_words(rule, exact(target))}"


def _target_words(rule: Rule, target: Decimal) -> str:
    allowance = rule.allowance(target)
    is_higher = rule.polarity == "higher"
    limit = target - allowance if is_higher else target + allowance
    met, beyond = ("or more", "below") if is_higher else ("or less", "above")
    at_target, at_limit = _shown(rule, target), _shown(rule, limit)
    if not allowance:
        words = f"{_met()} at {at_target} {met}, {_not_met()} {beyond} that. "
        return f"{words}No tolerance.{_why_none(rule, target)}"
    return (
        f"{_met()} at {at_target} {met}; {_within()} ({tolerance_words(rule)}) to {at_limit}; "
        f"{_not_met()} {beyond} {at_limit}."
    )


def _why_none(rule: Rule, target: Decimal) -> str:
    """Why a tolerance that was set allows nothing."""
    if rule.floor is not None or rule.tolerance_kind != "percent" or not rule.tolerance or target:
        return ""
    return " A target of 0 has no percentage: a tolerance for it would have to be in points."


def _range_words(rule: Rule) -> str:
    low, high = exact(rule.range_from), exact(rule.range_to)
    words = f"{_met()} from {_shown(rule, low)} to {_shown(rule, high)}; "
    if not rule.tolerance:
        return f"{words}{_not_met()} outside it. No tolerance."
    below, above = low - rule.allowance(low), high + rule.allowance(high)
    return (
        f"{words}{_within()} ({tolerance_words(rule)}) from {_shown(rule, below)} "
        f"to {_shown(rule, above)}; {_not_met()} outside that."
    )


def _met() -> str:
    return Rating.MET.word


def _within() -> str:
    return mid_sentence(Rating.WITHIN_TOLERANCE.word)


def _not_met() -> str:
    return mid_sentence(Rating.NOT_MET.word)


def mid_sentence(word: str) -> str:
    """``Not met`` as it stands inside a sentence; ``RAG red`` and ``A`` stay as they are."""
    return word[:1].lower() + word[1:] if word[1:2].islower() or word[1:2] == " " else word


def tolerance_words(rule: Rule) -> str:
    """``5% of target``, ``0.5 points``, ``the floor``."""
    if rule.floor is not None and rule.polarity != "range":
        return "the floor" if rule.polarity == "higher" else "the ceiling"
    amount = f"{exact(rule.tolerance).normalize():f}"
    if rule.tolerance_kind == "points":
        return f"{amount} {'point' if amount == '1' else 'points'}"
    whole = "the nearer end of the range" if rule.polarity == "range" else "target"
    return f"{amount}% of {whole}"


def _shown(rule: Rule, value: Decimal) -> str:
    """A limit with as many decimals as it needs, so that no rounding moves it."""
    needed = -int(value.normalize().as_tuple().exponent)
    return with_unit(value, rule.unit, max(rule.decimals, min(needed, 3)))
