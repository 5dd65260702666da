"""Which score the ticked rating characteristics speak for. Pure: ticks in, a level with its reason
out; the person decides.

The levels of the upper half build on one another: the highest whose characteristics, and those of
the upper levels below it, are all met. Short of that, the lower level of which the larger share is
met, the upper of them where they tie.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from readiness.overall_rating import Level, ScoringRules

RULE = (
    "The levels of the upper half build on one another: the highest is suggested whose "
    "characteristics, and those of the upper levels below it, are all met. Short of that, the "
    "lower level of which the larger share is met, the higher of them where they tie. A tick "
    "counts only while evidence that shows it is linked."
)


@dataclass(frozen=True)
class Mark:
    """One characteristic, and whether it is shown to be met."""

    level: int
    is_met: bool


@dataclass(frozen=True)
class LevelMarks:
    level: Level
    met: int
    of: int

    @property
    def is_whole(self) -> bool:
        return self.met == self.of

    @property
    def words(self) -> str:
        """ "2 of 3 characteristics met"; nothing where the level has none."""
        if not self.of:
            return ""
        return f"{self.met} of {self.of} characteristic{'' if self.of == 1 else 's'} met"


@dataclass(frozen=True)
class Suggestion:
    level: Level
    reason: str


def by_level(marks: Iterable[Mark], rules: ScoringRules) -> tuple[LevelMarks, ...]:
    """Lowest first; every level of the framework, with or without characteristics."""
    marks = list(marks)
    return tuple(
        LevelMarks(
            level,
            sum(mark.is_met for mark in marks if mark.level == level.value),
            sum(mark.level == level.value for mark in marks),
        )
        for level in rules.levels
    )


def suggestion(marks: Iterable[Mark], rules: ScoringRules) -> Suggestion | None:
    """None while nothing is ticked."""
    levels = by_level(marks, rules)
    if not any(one.met for one in levels):
        return None
    middle = (rules.lowest + rules.highest) / 2
    upper = [one for one in levels if one.level.value > middle and one.of]
    reached = built(upper)
    if reached:
        return Suggestion(reached[-1].level, reason_above(reached, upper))
    lower = [one for one in levels if one.level.value <= middle]
    best = max(lower, key=lambda one: (one.met / one.of if one.of else 0, one.level.value))
    return Suggestion(best.level, reason_below(best, upper))


def built(upper: list[LevelMarks]) -> list[LevelMarks]:
    """The upper levels that are met from the bottom of them without a gap."""
    reached: list[LevelMarks] = []
    for one in upper:
        if not one.is_whole:
            break
        reached.append(one)
    return reached


def reason_above(reached: list[LevelMarks], upper: list[LevelMarks]) -> str:
    *below, top = reached
    said = f"All {top.of} characteristics of {top.level.value} are met"
    if top.of == 1:
        said = f"The one characteristic of {top.level.value} is met"
    if below:
        said += f", as are those of {' and '.join(str(one.level.value) for one in below)}"
    if len(reached) < len(upper):
        missed = upper[len(reached)]
        said += f"; of {missed.level.value}, {missed.met} of {missed.of}"
    return f"{said}."


def reason_below(best: LevelMarks, upper: list[LevelMarks]) -> str:
    said = f"of {best.level.value}, {best.met} of {best.of}" if best.of else ""
    if not upper:
        return f"No higher level has characteristics; {said}."
    first = upper[0]
    short = f"Of {first.level.value}, {first.met} of {first.of} characteristics are met"
    return f"{short}; {said}." if said else f"{short}."
