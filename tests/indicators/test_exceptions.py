"""What to look at first in a scorecard, and why."""

from itertools import pairwise

import pytest

from indicators.exceptions import LAST, Facts, place, reasons, unsaid
from indicators.ratings import Rating
from indicators.travel import Trend

IN_ORDER = [
    Facts(Rating.NOT_MET, Trend.WORSENED),
    Facts(Rating.NOT_MET, Trend.IMPROVED),
    Facts(Rating.WITHIN_TOLERANCE, Trend.WORSENED),
    Facts(Rating.NO_DATA, Trend.NOT_COMPARABLE),
    Facts(Rating.MET, Trend.WORSENED),
    Facts(Rating.MET, Trend.SAME, is_lowest_quarter=True),
    Facts(Rating.MET, Trend.IMPROVED),
]


@pytest.mark.parametrize(("first", "second"), list(pairwise(IN_ORDER)))
def test_the_worst_comes_first(first, second):
    assert place(first) < place(second)


@pytest.mark.parametrize(
    "rating",
    [Rating.MET, Rating.WITHIN_TOLERANCE, Rating.NO_TARGET, Rating.SUPPRESSED,
     Rating.FOR_INFORMATION],
)  # fmt: skip
def test_what_does_not_worsen_and_is_given_is_no_exception(rating):
    facts = Facts(rating, Trend.SAME)
    assert (place(facts), reasons(facts)) == (LAST, ())


def test_every_reason_is_said():
    facts = Facts(Rating.NOT_MET, Trend.WORSENED, is_lowest_quarter=True, has_commentary=False)
    assert reasons(facts) == ("Not met", "No commentary", "Worsening", "Lowest 25%")
    assert unsaid(facts) == ("No commentary", "Lowest 25%")


def test_a_figure_that_is_met_needs_no_commentary():
    assert reasons(Facts(Rating.MET, Trend.SAME, has_commentary=False)) == ()


def test_a_figure_not_given_is_said():
    assert reasons(Facts(Rating.NO_DATA, Trend.NOT_COMPARABLE)) == ("Figure not given",)
