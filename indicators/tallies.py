"""How many indicators meet their targets or lie in the lowest quarter, without their history.

``summaries_for`` says everything of an indicator; this says two things of hundreds, in three
queries, for pages that only count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F

from indicators.comparisons import rank_from_counts
from indicators.models import Area, Outturn, Target
from indicators.ratings import Rating, Rule, rate
from indicators.standings import Standing, standings_of


@dataclass(frozen=True)
class Tally:
    rating: Rating
    is_lowest_quarter: bool


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
    )


def tallies_for(rules: Mapping[int, Rule], *, council: Area) -> dict[int, Tally]:
    """By indicator id, for indicators given with their rules; always the latest figure."""
    latest = _latest(rules, council)
    targets = _targets(rules)
    standings = standings_of([row.pk for row in latest.values()], council)
    return {
        indicator_id: _tally(
            rule,
            latest.get(indicator_id),
            targets.get(indicator_id, ()),
            standings.get(latest[indicator_id].pk) if indicator_id in latest else None,
        )
        for indicator_id, rule in rules.items()
    }


def _latest(indicator_ids, council) -> dict:
    """The newest figure or reason of each; "not applicable" only where there is nothing else."""
    rows = (
        Outturn.objects.current()
        .filter(area=council, indicator__in=indicator_ids)
        .annotate(starts_on=F("period__starts_on"), ends_on=F("period__ends_on"))
        .order_by("ends_on", "starts_on")
        .values_list("pk", "indicator_id", "state", "value", "starts_on", "ends_on", named=True)
    )
    latest: dict = {}
    for row in rows:
        is_due = row.state != Outturn.State.NOT_APPLICABLE
        held = latest.get(row.indicator_id)
        if is_due or held is None or held.state == Outturn.State.NOT_APPLICABLE:
            latest[row.indicator_id] = row
    return latest


def _targets(indicator_ids) -> dict[int, list]:
    targets: dict[int, list] = {}
    rows = Target.objects.filter(is_current=True, indicator__in=indicator_ids).values_list(
        "indicator_id", "value", "period__starts_on", "period__ends_on"
    )
    for indicator_id, value, starts_on, ends_on in rows:
        targets.setdefault(indicator_id, []).append(
            (ends_on - starts_on, starts_on, ends_on, value)
        )
    return targets


def _tally(rule: Rule, latest, targets, standing: Standing | None) -> Tally:
    if latest is None:
        return Tally(
            rate(None, state=Outturn.State.MISSING, target=None, rule=rule), is_lowest_quarter=False
        )
    rating = rate(latest.value, state=latest.state, target=_target_for(latest, targets), rule=rule)
    return Tally(rating, _is_lowest(rule, standing))


def _target_for(latest, targets) -> float | None:
    """The target of the shortest period that the figure's own lies in."""
    around = [
        (length, value)
        for length, starts_on, ends_on, value in targets
        if starts_on <= latest.starts_on and ends_on >= latest.ends_on
    ]
    return min(around, default=(None, None))[1]


def _is_lowest(rule: Rule, standing: Standing | None) -> bool:
    if standing is None:
        return False
    rank = rank_from_counts(
        above=standing.above, below=standing.below, equal=standing.equal, polarity=rule.polarity
    )
    return rank is not None and rank.of > 1 and rank.is_lowest_quarter
