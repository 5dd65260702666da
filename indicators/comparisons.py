"""Where a figure stands among others: rank, quarter, mean and median. Pure.

Standard competition ranking (1, 2, 2, 4) where 1 is best; without a better direction, 1 is
highest. Only figures are ranked: missing and suppressed ones are left out, and that is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean, median

from indicators.figures import exact, ordinal

HAS_A_BETTER_END = frozenset({"higher", "lower"})
QUARTERS = 4
QUARTER_WORDS = {
    1: "top 25%",
    2: "upper middle 25%",
    3: "lower middle 25%",
    4: "lowest 25%",
}


def quartile(position: int, of: int) -> int:
    """1 to 4: the quarter of ``of`` places that ``position`` falls in."""
    return -(-QUARTERS * position // of)


@dataclass(frozen=True)
class Rank:
    """A place among others that have a figure for the same period."""

    position: int
    of: int
    tied: bool
    polarity: str
    missing: int = 0
    suppressed: int = 0

    @property
    def has_best(self) -> bool:
        return self.polarity in HAS_A_BETTER_END

    @property
    def quartile(self) -> int | None:
        return quartile(self.position, self.of) if self.has_best else None

    @property
    def is_lowest_quarter(self) -> bool:
        """Fewer than four councils cannot be cut in quarters."""
        return self.of >= QUARTERS and self.quartile == QUARTERS

    @property
    def place(self) -> str:
        """``126th``; ``28th=`` where others share it."""
        return f"{ordinal(self.position)}{'=' if self.tied else ''}"

    @property
    def short(self) -> str:
        """``126th of 151``; ``12th highest of 151`` where no direction is better."""
        return f"{self.place}{'' if self.has_best else ' highest'} of {self.of}"

    def words(self, among: str = "England") -> str:
        """``126th of 151 in England (1st is best), lowest 25%``."""
        if not self.has_best:
            return f"{self.short} in {among}"
        text = f"{self.short} in {among} (1st is best)"
        if self.of < QUARTERS:
            return text
        return f"{text}, {QUARTER_WORDS[quartile(self.position, self.of)]}"

    @property
    def left_out(self) -> str:
        """Who is not ranked and why, or nothing."""
        parts = [
            f"{count} {word}"
            for count, word in ((self.suppressed, "suppressed"), (self.missing, "not available"))
            if count
        ]
        return f"Not ranked: {' and '.join(parts)}." if parts else ""


def rank_from_counts(
    *, above: int, below: int, equal: int, polarity: str, missing: int = 0, suppressed: int = 0
) -> Rank | None:
    """From how many figures lie above, below and level with ours; ``equal`` counts ours too."""
    if not equal:
        return None
    better = below if polarity == "lower" else above
    return Rank(
        position=better + 1,
        of=above + below + equal,
        tied=equal > 1,
        polarity=polarity,
        missing=missing,
        suppressed=suppressed,
    )


def rank(value, values: Sequence, polarity: str, **left_out: int) -> Rank | None:
    """Our place among ``values``, ours included; None without a figure of ours."""
    if value is None:
        return None
    ours = exact(value)
    all_values = [exact(other) for other in values]
    return rank_from_counts(
        above=sum(other > ours for other in all_values),
        below=sum(other < ours for other in all_values),
        equal=sum(other == ours for other in all_values),
        polarity=polarity,
        **left_out,
    )


@dataclass(frozen=True)
class Group:
    """What a set of councils' figures come to."""

    n: int
    mean: Decimal
    median: Decimal


def group(values: Sequence) -> Group | None:
    """Mean and median of the figures there are; None where there are none."""
    figures = [exact(value) for value in values if value is not None]
    if not figures:
        return None
    return Group(n=len(figures), mean=mean(figures), median=median(figures))


def difference(value, other) -> Decimal | None:
    """How far ``value`` is above ``other`` (negative: below); None unless there are both."""
    if value is None or other is None:
        return None
    return exact(value) - exact(other)
