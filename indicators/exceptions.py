"""What in a scorecard to look at first, and why. Pure.

Not met and getting worse comes before not met, then what is near its target and falling away, then
figures that are due and not given, then what worsens or stands in the lowest quarter of councils.
"""

from dataclasses import dataclass

from indicators.ratings import Rating
from indicators.travel import Trend

NO_COMMENTARY = "No commentary"
NOT_GIVEN = "Figure not given"
LOWEST = "Lowest 25%"


@dataclass(frozen=True)
class Facts:
    """``has_commentary`` is None where commentary is not asked for."""

    rating: Rating
    trend: Trend
    is_lowest_quarter: bool = False
    has_commentary: bool | None = None


def reasons(facts: Facts) -> tuple[str, ...]:
    """Why it is looked at first, in words; none for what is not an exception."""
    is_worse = facts.trend == Trend.WORSENED
    is_not_met = facts.rating == Rating.NOT_MET
    found = (
        (is_not_met, Rating.NOT_MET.word),
        (is_not_met and facts.has_commentary is False, NO_COMMENTARY),
        (facts.rating == Rating.NO_DATA, NOT_GIVEN),
        (is_worse, Trend.WORSENED.word.capitalize()),
        (facts.is_lowest_quarter, LOWEST),
    )
    return tuple(words for applies, words in found if applies)


def unsaid(facts: Facts) -> tuple[str, ...]:
    """Reasons that neither the rating nor the direction beside it says."""
    return tuple(word for word in reasons(facts) if word in {NO_COMMENTARY, LOWEST})


def place(facts: Facts) -> int:
    """Where it comes in the list: 0 first, ``LAST`` for what is no exception."""
    is_worse = facts.trend == Trend.WORSENED
    in_order = (
        facts.rating == Rating.NOT_MET and is_worse,
        facts.rating == Rating.NOT_MET,
        facts.rating == Rating.WITHIN_TOLERANCE and is_worse,
        facts.rating == Rating.NO_DATA,
        is_worse,
        facts.is_lowest_quarter,
    )
    return in_order.index(True) if True in in_order else LAST


LAST = 6
