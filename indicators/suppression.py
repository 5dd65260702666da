"""Which figures may not be shown, so that nobody can be found behind a small number. Pure.

A count of 1 to 4 is withheld. So is what would give it away: with a total and all parts but one,
the last part is known. Further figures are therefore withheld until, from everything still shown,
each small count could be any of at least five numbers. What is worked out from a withheld figure
(a percentage, rank, rating, change) is withheld with it: ``may_show``.

What is written is not taken back: what readers were shown before is known to them, and what was
withheld from them stays withheld, so that nothing can be told from the two together.

Nothing is removed where figures are kept; this is asked when something is written for an audience.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from enum import Enum
from typing import NamedTuple

from indicators.possible_values import Equation, possible_range

SMALLEST_SHOWN = 5
"""Counts below this, other than 0, are small."""


class Why(Enum):
    SMALL = "It is from 1 to 4."
    PROTECTS = "A small number could be worked out from it."


class Sum(NamedTuple):
    """``whole`` is what ``parts`` add up to; a reader who has all but one of them has that one."""

    whole: Hashable
    parts: tuple[Hashable, ...]

    @property
    def members(self) -> tuple[Hashable, ...]:
        return (self.whole, *self.parts)


class Before(NamedTuple):
    """Counts that readers have been shown, and those withheld from them, at any time before."""

    shown: frozenset
    withheld: frozenset


def is_small(count: int) -> bool:
    return 0 < count < SMALLEST_SHOWN


def may_show(withheld: Collection[Hashable], *rests_on: Hashable) -> bool:
    """Whether something worked out from these figures may be shown."""
    return not any(figure in withheld for figure in rests_on)


def withheld(
    counts: Mapping[Hashable, int],
    sums: Iterable[Sum] = (),
    *,
    never_shown: Collection[Hashable] = (),
    before: "Before | None" = None,
) -> dict[Hashable, Why]:
    """Which of the counts are not to be shown, and why.

    ``never_shown`` are counts that no reader sees but could work out: those not in a numerator,
    what a running total grew by. ``before`` is what readers were shown and not shown earlier, with
    its counts and sums among those given. Raises ``ValueError`` where a sum does not add up.
    """
    sums, before = list(sums), before or Before(frozenset(), frozenset())
    _refuse_what_does_not_add_up(counts, sums)
    found: dict[Hashable, Why] = {}
    for group in apart(counts, sums):
        found |= _Group(counts, group, frozenset(never_shown), before).decide()
    return {key: why for key, why in found.items() if key not in never_shown}


def _refuse_what_does_not_add_up(counts, sums: Iterable[Sum]) -> None:
    for each in sums:
        if counts[each.whole] != sum(counts[part] for part in each.parts):
            raise ValueError(f"The parts of {each.whole} do not add up to it.")


class Members(NamedTuple):
    keys: tuple[Hashable, ...]
    sums: tuple[Sum, ...]


def apart(counts: Mapping[Hashable, int], sums: Iterable[Sum]) -> list[Members]:
    """Counts that some chain of sums ties together, in the order given."""
    sums = list(sums)
    group_of: dict[Hashable, Hashable] = {key: key for key in counts}

    def first_of(key):
        while group_of[key] != key:
            key = group_of[key]
        return key

    for each in sums:
        for part in each.parts:
            group_of[first_of(part)] = first_of(each.whole)
    keys: dict[Hashable, list] = {}
    for key in counts:
        keys.setdefault(first_of(key), []).append(key)
    tied: dict[Hashable, list[Sum]] = {}
    for each in sums:
        tied.setdefault(first_of(each.whole), []).append(each)
    return [Members(tuple(found), tuple(tied.get(key, ()))) for key, found in keys.items()]


class _Group:
    """Counts tied together by sums: what is decided for one depends on the others."""

    def __init__(self, counts, members: Members, never_shown: frozenset, before: Before):
        self.counts = {key: counts[key] for key in members.keys}
        self.sums = members.sums
        self.never_shown = never_shown & self.counts.keys()
        self.known = before.shown & self.counts.keys()
        self.kept_back = before.withheld & self.counts.keys()
        self.small = [key for key, count in self.counts.items() if is_small(count)]
        self.given_away: set[Hashable] = set(self.known)

    def decide(self) -> dict[Hashable, Why]:
        hidden = set(self.never_shown).union(self.small, self.kept_back)
        while (exposed := self._exposed(hidden)) is not None:
            beside = self._cheapest_beside(exposed, hidden)
            if beside is None:  # what was shown before gives it away; no choice made now mends it
                self.given_away.add(exposed)
            else:
                hidden.add(beside)
        hidden = self._without_needless(hidden)
        return {
            key: Why.SMALL if key in self.small else Why.PROTECTS
            for key in self.counts
            if key in hidden
        }

    def _exposed(self, hidden: set) -> Hashable | None:
        """The first small count that too few numbers are possible for."""
        equations = [self._equation(each, hidden - self.known) for each in self.sums]
        asked = (key for key in self.small if key not in self.given_away)
        return next((key for key in asked if self._is_exposed(key, equations)), None)

    def _is_exposed(self, key: Hashable, equations: list[Equation]) -> bool:
        lowest, highest = possible_range(key, equations)
        return highest is not None and highest - lowest < SMALLEST_SHOWN - 1

    def _equation(self, each: Sum, hidden: set) -> Equation:
        """What a reader knows: the unknown counts with their signs, and what they come to."""
        signs = {each.whole: -1, **dict.fromkeys(each.parts, 1)}
        known = sum(sign * self.counts[key] for key, sign in signs.items() if key not in hidden)
        return Equation({key: sign for key, sign in signs.items() if key in hidden}, -known)

    def _cheapest_beside(self, exposed: Hashable, hidden: set) -> Hashable | None:
        """What to withhold next: a part before a total, a smaller count before a larger one, and
        0, which says that there is nobody, last of the parts. None where readers know the rest."""
        unknowable = hidden | self.known
        beside = [each for each in self.sums if exposed in each.members]
        wholes = {each.whole for each in self.sums}
        for near in (beside, self.sums):
            shown = {key for each in near for key in each.members if key not in unknowable}
            if shown:
                order = {key: place for place, key in enumerate(self.counts)}
                return min(
                    shown,
                    key=lambda key: (
                        key in wholes,
                        not self.counts[key],
                        self.counts[key],
                        order[key],
                    ),
                )
        return None

    def _without_needless(self, hidden: set) -> set:
        """Withheld on the way, and not needed in the end."""
        may_stay = hidden.difference(self.small, self.never_shown, self.kept_back)
        for key in sorted(may_stay, key=lambda key: (-self.counts[key], str(key))):
            if self._exposed(hidden - {key}) is None:
                hidden = hidden - {key}
        return hidden
