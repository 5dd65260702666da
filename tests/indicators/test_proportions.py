"""Intervals, and whether two figures can be told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.proportions import beside_england, few_people, interval, published, wilson


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [
        (0, 12, 0.0, 24.3),
        (3, 12, 8.9, 53.2),
        (65, 100, 55.3, 73.6),
        (12, 12, 75.8, 100.0),
        (8200, 10000, 81.2, 82.7),
    ],
)
def test_wilson_gives_the_published_vectors(numerator, denominator, low, high):
    """To a digit: 12 of 12 begins at 75.7499, which its publisher rounded twice."""
    found = wilson(numerator, denominator)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.051)


@pytest.mark.parametrize(("numerator", "denominator"), [(1, 0), (5, 4), (-1, 4), (1, None)])
def test_counts_that_make_no_proportion_have_no_interval(numerator, denominator):
    assert wilson(numerator, denominator) is None


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_always_holds_the_proportion_and_stays_within_0_and_100(counts):
    numerator, denominator = counts
    found = wilson(numerator, denominator)
    assert 0 <= found.low <= 100 * numerator / denominator + 1e-9
    assert 100 * numerator / denominator - 1e-9 <= found.high <= 100


def test_a_survey_uses_its_published_margin_and_never_wilson():
    assert interval(value=66.2, margin=4.1, numerator=1, denominator=2, is_survey=True) == (
        published(66.2, 4.1)
    )
    assert interval(value=66.2, numerator=65, denominator=100, is_survey=True) is None
    assert interval(value=65, numerator=65, denominator=100) == wilson(65, 100)


def test_overlapping_intervals_are_similar_to_england():
    assert beside_england(published(66.2, 4.1), published(70.0, 0.4), "higher") == (
        "similar to England"
    )


def test_touching_intervals_overlap():
    assert beside_england(published(66.2, 0.1), published(66.3, 0), "higher") == (
        "similar to England"
    )


@pytest.mark.parametrize(
    ("polarity", "words"),
    [
        ("higher", "worse than England"),
        ("lower", "better than England"),
        ("none", "lower than England"),
    ],
)
def test_clear_of_england_is_better_or_worse_by_polarity(polarity, words):
    assert beside_england(published(60, 1), published(70, 1), polarity) == words


def test_without_an_interval_nothing_is_claimed():
    assert beside_england(None, published(70, 1), "higher") == ""


def test_fewer_than_twenty_people_is_said():
    assert few_people(19) == "based on few people"
    assert few_people(20) == few_people(None) == ""
