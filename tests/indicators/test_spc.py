"""Limits, signals and assurance of an XmR chart, by the vectors that were agreed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.spc import (
    LEAST,
    Assurance,
    Finding,
    Signal,
    Variation,
    assurance,
    control,
    limits,
    variation,
)

VECTOR = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
STEADY = [10, 12] * 6


def signals(values):
    return [(f.signal, f.first, f.last, f.way) for f in control(values).findings]


def test_mean_and_limits_of_the_vector():
    found = limits(VECTOR)
    assert [round(x, 2) for x in (found.mean, found.lower, found.upper)] == [1.94, -3.06, 6.95]


def test_limits_of_the_vector_with_moving_ranges_screened():
    found = limits(VECTOR, screened=True)
    assert [round(x, 2) for x in (found.lower, found.upper)] == [-0.72, 4.60]


def test_near_limits_are_two_thirds_of_the_way():
    found = limits([10, 12] * 6)
    assert found.near_upper == pytest.approx(11 + 1.773 * 2)
    assert found.near_lower == pytest.approx(11 - 1.773 * 2)


def test_fewer_than_twelve_points_are_not_enough():
    assert control(STEADY[:-1]) is None
    assert control(STEADY) is not None
    assert len(STEADY) == LEAST


def test_a_point_outside_the_limits_is_a_signal():
    assert signals(VECTOR) == [(Signal.OUTSIDE, 4, 4, 1)]


def test_ordinary_variation_has_no_signal():
    assert signals(STEADY) == []
    assert control(STEADY).latest is None


def test_seven_in_a_row_on_one_side_are_a_signal_and_six_are_not():
    high = [20, 21, 20, 21, 20, 21, 20]
    low = [10, 11, 10, 11, 10, 11, 10]
    assert (Signal.RUN, 0, 6, -1) in signals(low + high)
    assert (Signal.RUN, 7, 13, 1) in signals(low + high)
    six = [22, 10] * 3 + [17, 18] * 3 + [10]
    assert Signal.RUN not in {signal for signal, *_ in signals(six)}


def test_a_point_on_the_mean_belongs_to_neither_side():
    assert signals([5] * 12) == []


def test_seven_rising_are_a_signal_and_six_are_not():
    base = [50, 10, 50, 10, 50, 10]
    assert (Signal.TREND, 5, 11, 1) in signals([*base, 20, 22, 24, 26, 28, 30])
    assert Signal.TREND not in {s for s, *_ in signals([*base, 20, 22, 24, 26, 28, 15])}


def test_seven_falling_are_a_signal_too():
    base = [10, 50, 10, 50, 10, 50]
    assert (Signal.TREND, 5, 11, -1) in signals([*base, 40, 38, 36, 34, 32, 30])


def test_two_of_three_near_the_same_limit_are_a_signal():
    values = [10, 11] * 10 + [10.5, 12.9, 10.5, 12.9]
    found = limits(values)
    assert found.near(12.9) == 1
    assert (Signal.NEAR_LIMIT, 21, 23, 1) in signals(values)


def test_one_near_each_limit_is_no_signal():
    values = [10, 11] * 10 + [12.9, 8.1, 10.5]
    assert Signal.NEAR_LIMIT not in {signal for signal, *_ in signals(values)}


def test_a_finding_is_asked_for_by_its_points_and_the_latest_by_itself():
    found = control([10, 11, 10, 11, 10, 11, 10, 20, 21, 20, 21, 20, 21, 20])
    assert found.at(8).way == 1
    assert found.latest == Finding(Signal.RUN, 7, 13, 1)


@pytest.mark.parametrize(
    ("polarity", "way", "expected"),
    [
        ("higher", 1, Variation.IMPROVEMENT),
        ("higher", -1, Variation.CONCERN),
        ("lower", 1, Variation.CONCERN),
        ("lower", -1, Variation.IMPROVEMENT),
        ("none", 1, Variation.CHANGE),
        ("range", -1, Variation.CHANGE),
    ],
)
def test_polarity_says_whether_a_signal_is_good_news(polarity, way, expected):
    assert variation(Finding(Signal.RUN, 0, 6, way), polarity) is expected


# The limits of STEADY: 11 - 2.66 x 2 = 5.68 and 11 + 5.32 = 16.32.
@pytest.mark.parametrize(
    ("polarity", "target", "expected"),
    [
        ("higher", 5.6, Assurance.MET),
        ("higher", 5.7, Assurance.HIT_AND_MISS),
        ("higher", 16.3, Assurance.HIT_AND_MISS),
        ("higher", 16.4, Assurance.NOT_MET),
        ("lower", 16.4, Assurance.MET),
        ("lower", 16.3, Assurance.HIT_AND_MISS),
        ("lower", 5.7, Assurance.HIT_AND_MISS),
        ("lower", 5.6, Assurance.NOT_MET),
        ("higher", None, None),
        ("none", 5, None),
    ],
)
def test_the_target_beside_the_limits_says_whether_it_can_be_relied_on(polarity, target, expected):
    assert assurance(limits(STEADY), target, polarity) is expected


@given(st.lists(st.integers(0, 100), min_size=12, max_size=40))
def test_turned_upside_down_every_signal_turns_with_it(values):
    turned = [-value for value in values]
    ways = {(s, first, last, -way) for s, first, last, way in signals(turned)}
    assert set(signals(values)) == ways
