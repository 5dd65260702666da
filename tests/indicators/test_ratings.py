"""Met, within tolerance, not met: at, and one step either side of, every boundary."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.ratings import Rating, Rule, rate, rule_words

DATA = Path(__file__).resolve().parents[1] / "data"
HIGHER = Rule(polarity="higher", unit="percent", decimals=1)
LOWER = Rule(polarity="lower", unit="number", decimals=0)
RANGE = Rule(polarity="range", unit="percent", decimals=0, range_from=80, range_to=90)


def rated(value, target, rule):
    return rate(value, state="ok", target=target, rule=rule)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (60.1, Rating.MET),
        (60, Rating.MET),
        (59.9, Rating.WITHIN_TOLERANCE),
        (57, Rating.WITHIN_TOLERANCE),
        (56.9, Rating.NOT_MET),
    ],
)
def test_higher_is_better_with_a_tolerance_of_five_percent_of_sixty(value, expected):
    assert rated(value, 60, HIGHER) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(100, Rating.MET), (101, Rating.WITHIN_TOLERANCE), (105, Rating.WITHIN_TOLERANCE),
     (106, Rating.NOT_MET)],
)  # fmt: skip
def test_lower_is_better_counts_the_other_way(value, expected):
    assert rated(value, 100, LOWER) is expected


def test_the_limit_is_reckoned_in_decimals_as_written():
    """5% of 98.2 is 4.91; in binary fractions 98.2 - 4.91 lies a hair above 93.29."""
    assert rated(93.29, 98.2, HIGHER) is Rating.WITHIN_TOLERANCE


def test_a_tolerance_in_points():
    rule = Rule("higher", "percent", 1, tolerance=0.5, tolerance_kind="points")
    assert rated(59.5, 60, rule) is Rating.WITHIN_TOLERANCE
    assert rated(59.4, 60, rule) is Rating.NOT_MET


def test_a_target_of_zero_has_no_percentage_and_needs_points():
    assert rated(0, 0, LOWER) is Rating.MET
    assert rated(1, 0, LOWER) is Rating.NOT_MET
    assert "would have to be in points" in rule_words(LOWER, 0)
    in_points = Rule("lower", "number", 0, tolerance=2, tolerance_kind="points")
    assert rated(2, 0, in_points) is Rating.WITHIN_TOLERANCE


@pytest.mark.parametrize(
    ("value", "expected"),
    [(75, Rating.NOT_MET), (76, Rating.WITHIN_TOLERANCE), (80, Rating.MET), (90, Rating.MET),
     (94.5, Rating.WITHIN_TOLERANCE), (94.6, Rating.NOT_MET)],
)  # fmt: skip
def test_a_range_is_met_inside_and_tolerant_near_its_nearer_end(value, expected):
    assert rated(value, None, RANGE) is expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [("missing", Rating.NO_DATA), ("not_applicable", Rating.NO_DATA),
     ("suppressed", Rating.SUPPRESSED)],
)  # fmt: skip
def test_without_a_figure_there_is_a_reason_and_no_rating(state, expected):
    assert rate(None, state=state, target=60, rule=HIGHER) is expected


def test_a_low_figure_is_nought_after_rounding():
    assert rate(None, state="low", target=0, rule=LOWER) is Rating.MET


def test_without_a_target_there_is_no_rating():
    assert rated(50, None, HIGHER) is Rating.NO_TARGET


def test_an_indicator_for_information_is_never_rated():
    rule = Rule("none", "number", 0)
    assert rated(50, 10, rule) is Rating.FOR_INFORMATION
    assert rule_words(rule, 10) == "For information: this indicator is not rated."


def test_the_rule_is_a_sentence_with_its_limits():
    assert rule_words(HIGHER, 60) == (
        "Higher is better. Met at 60.0% or more; within tolerance (5% of target) to 57.0%; "
        "not met below 57.0%."
    )
    assert rule_words(LOWER, 100) == (
        "Lower is better. Met at 100 or less; within tolerance (5% of target) to 105; "
        "not met above 105."
    )
    assert rule_words(RANGE, None) == (
        "Met from 80% to 90%; within tolerance (5% of the nearer end of the range) from 76% "
        "to 94.5%; not met outside that."
    )
    assert rule_words(HIGHER, None) == "Higher is better. Not rated: no target has been set."


def test_no_tolerance_is_said():
    rule = Rule("higher", "percent", 0, tolerance=0)
    assert (
        rule_words(rule, 60)
        == "Higher is better. Met at 60% or more, not met below that. No tolerance."
    )


def test_every_rating_has_a_word_and_only_judgements_a_colour():
    assert all(rating.word for rating in Rating)
    assert {rating for rating in Rating if rating.is_judged} == {
        Rating.MET,
        Rating.WITHIN_TOLERANCE,
        Rating.NOT_MET,
    }


@given(st.integers(0, 2000), st.integers(1, 2000), st.integers(0, 200))
def test_a_better_figure_is_never_rated_worse(tenths, target, step):
    order = [Rating.NOT_MET, Rating.WITHIN_TOLERANCE, Rating.MET]
    worse = rated(tenths / 10, target / 10, HIGHER)
    better = rated((tenths + step) / 10, target / 10, HIGHER)
    assert order.index(better) >= order.index(worse)


def test_the_scores_a_council_published_come_out_as_published():
    with (DATA / "dudley-2023-24-q2.csv").open() as file:
        measures = list(csv.DictReader(file))
    expected = json.loads((DATA / "dudley-2023-24-q2.expected.json").read_text())["score"]
    found = Counter(published_score(measure) for measure in measures)
    assert found == {word: count for word, count in expected.items() if count}
    assert [published_score(measure) for measure in measures] == [
        measure["published_score"] for measure in measures
    ]


PUBLISHED = {
    Rating.MET: "on_or_exceeding",
    Rating.WITHIN_TOLERANCE: "within_tolerance",
    Rating.NOT_MET: "below_target",
    Rating.NO_TARGET: "no_target",
}


def published_score(measure) -> str:
    """A measure in arrears shows its latest figure, which is the quarter before's."""
    value = measure["2023-24 Q2"] or measure["2023-24 Q1"]
    rule = Rule(measure["polarity"], measure["unit"], 0)
    target = percent_free(measure["target"])
    return PUBLISHED[rated(percent_free(value), target, rule)]


def percent_free(text):
    return float(text.rstrip("%")) if text else None
