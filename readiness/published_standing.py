"""How councils were scored, statement by statement, and where we would stand. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.comparisons import Rank, rank
from readiness.overall_rating import ScoringRules, overall_rating
from readiness.score_words import counted


@dataclass(frozen=True)
class Distribution:
    """Of one statement: how many councils were given each level, lowest first."""

    counts: tuple[tuple[int, int], ...]
    ours: int | None

    @property
    def councils(self) -> int:
        return sum(number for _, number in self.counts)

    @property
    def lower(self) -> int:
        return sum(number for level, number in self.counts if self.ours and level < self.ours)

    @property
    def higher(self) -> int:
        return sum(number for level, number in self.counts if self.ours and level > self.ours)

    @property
    def same(self) -> int:
        return sum(number for level, number in self.counts if level == self.ours)

    @property
    def sentence(self) -> str:
        if not self.councils:
            return "No council’s score is known."
        most = max(number for _, number in self.counts)
        usual = [str(level) for level, number in self.counts if number == most]
        is_one = len(usual) == 1
        said = (
            f"Of {counted(self.councils, 'council')}, {' and '.join(usual)} "
            f"{'is' if is_one else 'are'} the most common score{'' if is_one else 's'}"
            f"{f' ({most})' if is_one else ''}."
        )
        if self.ours is None:
            return said
        return (
            f"{said} Ours is {self.ours}: {self.lower} scored lower, {self.same} the same, "
            f"{self.higher} higher."
        )


def distribution(
    scores: Sequence[int | None], ours: int | None, rules: ScoringRules
) -> Distribution:
    return Distribution(
        tuple((level.value, scores.count(level.value)) for level in rules.levels), ours
    )


@dataclass(frozen=True)
class Overall:
    """Our percentage among those of councils with all scores; None while ours is provisional."""

    ratings: tuple[tuple[str, int], ...]
    councils: int
    ours: Rank | None
    percent: int | None

    @property
    def sentence(self) -> str:
        if not self.councils:
            return "No council’s scores are complete."
        if self.ours is None:
            return (
                f"{counted(self.councils, 'council')} with all scores. Where we would stand is "
                "shown once every statement is scored."
            )
        return (
            f"With {self.percent}% we would be {self.ours.place} of {self.ours.of}, our council "
            "counted among them (1st is best)."
        )


def overall(
    results: Sequence[Mapping[str, int | None]], ours: Sequence[int | None], rules: ScoringRules
) -> Overall:
    """``results``: the scores of each council. Ratings and percentages are worked out from them."""
    complete = [
        overall_rating(list(scores.values()), rules)
        for scores in results
        if scores and None not in scores.values()
    ]
    mine = overall_rating(ours, rules)
    percents = [one.percent for one in complete]
    ratings = [one.rating for one in complete]
    return Overall(
        ratings=tuple((band.rating, ratings.count(band.rating)) for band in rules.bands),
        councils=len(complete),
        ours=rank(mine.percent, [*percents, mine.percent], "higher")
        if mine.percent is not None
        else None,
        percent=mine.percent,
    )
