"""How many indicators meet their targets or lie in the lowest quarter, without their history.

``summaries_for`` says everything of an indicator; this says two things of hundreds, in three
queries, for pages that only count.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from indicators.comparisons import rank_from_counts
from indicators.judging import judge, target_for
from indicators.models import Area
from indicators.ratings import Rating, Rule
from indicators.standings import Held, Standing, held_for
from indicators.summaries import TargetInForce, targets_of

NOTHING = Held()


@dataclass(frozen=True)
class Tally:
    rating: Rating
    is_lowest_quarter: bool
    is_unexplained: bool = False
    """Not met, and without commentary."""


@dataclass(frozen=True)
class Counts:
    """Of a set of indicators: how many, how many with a figure, how many with each outcome.
    Lowest overlaps the rest."""

    total: int = 0
    held: int = 0
    met: int = 0
    within_tolerance: int = 0
    not_met: int = 0
    lowest: int = 0
    unexplained: int = 0

    @property
    def not_rated(self) -> int:
        """Without a target or a figure, or for information."""
        return self.total - self.met - self.within_tolerance - self.not_met


def counts_of(tallies: Iterable[Tally]) -> Counts:
    tallies = list(tallies)
    ratings = [tally.rating for tally in tallies]
    return Counts(
        total=len(tallies),
        held=sum(rating != Rating.NO_DATA for rating in ratings),
        met=ratings.count(Rating.MET),
        within_tolerance=ratings.count(Rating.WITHIN_TOLERANCE),
        not_met=ratings.count(Rating.NOT_MET),
        lowest=sum(tally.is_lowest_quarter for tally in tallies),
        unexplained=sum(tally.is_unexplained for tally in tallies),
    )


def tallies_for(
    rules: Mapping[int, Rule], *, council: Area, said: Mapping[int, int | None] | None = None
) -> dict[int, Tally]:
    """By indicator id, for indicators given with their rules; always the latest figure. ``said``
    is the latest period of each that has commentary; without it nothing counts as unexplained."""
    held = held_for(rules.keys(), council=council, history=False)
    targets = targets_of(rules.keys(), council=council)
    return {
        indicator_id: _tally(
            rule,
            held.get(indicator_id, NOTHING),
            targets.get(indicator_id, ()),
            None if said is None else [said.get(indicator_id)],
        )
        for indicator_id, rule in rules.items()
    }


def _tally(
    rule: Rule, held: Held, targets: Sequence[TargetInForce], said: Collection | None
) -> Tally:
    rating = judge(held.point, target_for(held.point, targets), rule=rule).rating
    is_unexplained = (
        rating == Rating.NOT_MET
        and said is not None
        and held.latest is not None
        and held.latest.period_id not in said
    )
    return Tally(rating, _is_lowest(rule, held.standing), is_unexplained)


def _is_lowest(rule: Rule, standing: Standing) -> bool:
    rank = rank_from_counts(
        above=standing.above, below=standing.below, equal=standing.equal, polarity=rule.polarity
    )
    return rank is not None and rank.of > 1 and rank.is_lowest_quarter
