"""CQC's arithmetic from statement scores to the overall rating. Pure: no database, no clock.

Equal weights; percentage of the highest possible total, rounded up; bands applied to the rounded
figure. Nothing caps a rating: a low score raises a flag beside it, never in the sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ROUNDINGS = {
    "up": lambda total, maximum: -(-100 * total // maximum),
    "nearest": lambda total, maximum: (200 * total + maximum) // (2 * maximum),
    "down": lambda total, maximum: 100 * total // maximum,
}


@dataclass(frozen=True)
class Level:
    """One of the scores a statement can be given, in the framework's words."""

    value: int
    title: str
    words: str


@dataclass(frozen=True)
class Band:
    """A rating and the whole percentages it covers, both ends included."""

    rating: str
    lowest: int
    highest: int


@dataclass(frozen=True)
class ScoringRules:
    levels: tuple[Level, ...]  # lowest first, values 1, 2, 3 ...
    bands: tuple[Band, ...]  # lowest first, no gaps
    rounding: str = "up"
    flag_level: int | None = None
    flag_text: str = ""

    @classmethod
    def from_json(cls, rules: dict | None) -> ScoringRules | None:
        """From ``Framework.rules``; None for a framework that is not scored."""
        if not rules:
            return None
        return cls(
            levels=tuple(Level(**level) for level in rules["levels"]),
            bands=tuple(Band(**band) for band in rules["bands"]),
            rounding=rules["rounding"],
            flag_level=rules.get("flag_level"),
            flag_text=rules.get("flag_text", ""),
        )

    @property
    def lowest(self) -> int:
        return self.levels[0].value

    @property
    def highest(self) -> int:
        return self.levels[-1].value

    def level(self, value: int) -> Level | None:
        return next((level for level in self.levels if level.value == value), None)

    def percent(self, total: int, maximum: int) -> int:
        return ROUNDINGS[self.rounding](total, maximum)

    def band(self, percent: int) -> int:
        """The place of the band a whole percentage falls in, 0 the lowest."""
        return next(
            (place for place, band in enumerate(self.bands) if percent <= band.highest),
            len(self.bands) - 1,
        )


@dataclass(frozen=True)
class Step:
    """Raise the score in this place of the list from one level to another."""

    place: int
    before: int
    after: int


@dataclass(frozen=True)
class OverallRating:
    """What a list of scores comes to. ``percent``, ``rating`` and what follows from them are None
    while a score is missing (``provisional``); the range is always there."""

    total: int
    maximum: int
    scored: int
    of: int
    percent: int | None
    rating: str | None
    provisional: bool
    lowest_percent: int
    highest_percent: int
    lowest_rating: str
    highest_rating: str
    next_rating: str | None
    points_to_next: int | None
    cheapest: tuple[Step, ...]
    flagged: tuple[int, ...]


def overall_rating(scores: Sequence[int | None], rules: ScoringRules) -> OverallRating:
    """``scores`` in the framework's order, None where not scored. ValueError on a bad score."""
    check(scores, rules)
    given = [score for score in scores if score is not None]
    missing, maximum = len(scores) - len(given), len(scores) * rules.highest
    total, provisional = sum(given), missing > 0
    low = rules.percent(total + missing * rules.lowest, maximum)
    high = rules.percent(total + missing * rules.highest, maximum)
    points = None if provisional else points_to_next(total, maximum, rules)
    return OverallRating(
        total=total,
        maximum=maximum,
        scored=len(given),
        of=len(scores),
        percent=None if provisional else low,
        rating=None if provisional else rules.bands[rules.band(low)].rating,
        provisional=provisional,
        lowest_percent=low,
        highest_percent=high,
        lowest_rating=rules.bands[rules.band(low)].rating,
        highest_rating=rules.bands[rules.band(high)].rating,
        next_rating=rules.bands[rules.band(low) + 1].rating if points else None,
        points_to_next=points,
        cheapest=cheapest_steps(scores, points, rules) if points else (),
        flagged=tuple(
            place for place, score in enumerate(scores) if score and score == rules.flag_level
        ),
    )


def check(scores: Sequence[int | None], rules: ScoringRules) -> None:
    """ValueError with a sentence where there is no score to count or one is not a level."""
    if not scores:
        raise ValueError("There are no statements to score.")
    for place, score in enumerate(scores, start=1):
        if score is not None and rules.level(score) is None:
            raise ValueError(
                f"Score {place} is {score}: a score is a whole number from "
                f"{rules.lowest} to {rules.highest}."
            )


def points_to_next(total: int, maximum: int, rules: ScoringRules) -> int | None:
    """The fewest points that lift a complete total into a higher band; None at the top."""
    now = rules.band(rules.percent(total, maximum))
    for more in range(1, maximum - total + 1):
        if rules.band(rules.percent(total + more, maximum)) > now:
            return more
    return None


def cheapest_steps(
    scores: Sequence[int | None], points: int, rules: ScoringRules
) -> tuple[Step, ...]:
    """Which scores to raise to gain ``points``: always the lowest first, in the list's order.

    Points weigh the same wherever they come from, so this names where there is most room.
    """
    after = [score or rules.highest for score in scores]
    for _ in range(points):
        place = min(range(len(after)), key=lambda place: after[place])
        after[place] += 1
    return tuple(
        Step(place, before, now)
        for place, (before, now) in enumerate(zip(scores, after, strict=True))
        if before is not None and now > before
    )


def rule_in_words(rules: ScoringRules, of: int) -> str:
    """The rule in force, for printing beside the figure."""
    rounded = {"up": "rounded up", "nearest": "rounded to the nearest", "down": "rounded down"}
    bands = "; ".join(
        f"{band.rating} {band.lowest}% to {band.highest}%" for band in reversed(rules.bands)
    )
    return (
        f"The scores of all {of} quality statements are added with equal weight and divided by "
        f"{of * rules.highest}, the highest possible total. The percentage is "
        f"{rounded[rules.rounding]} to a whole number. {bands}."
    )
