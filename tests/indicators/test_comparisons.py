"""Rank with ties, quarters, and the words for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.comparisons import Rank, difference, group, quartile, rank

FIGURES = st.lists(st.integers(0, 50).map(lambda n: n / 10), min_size=1, max_size=60)


def test_equal_figures_share_a_place_and_the_next_place_is_skipped():
    values = [90, 80, 80, 70]
    assert [rank(value, values, "higher").position for value in values] == [1, 2, 2, 4]


def test_where_lower_is_better_the_lowest_is_first():
    assert rank(3, [3, 5, 9], "lower").position == 1


def test_the_rank_says_the_place_the_set_what_first_means_and_the_quarter():
    place = Rank(position=126, of=151, tied=False, polarity="higher")
    assert place.words() == "126th of 151 in England (1st is best), lowest 25%"
    assert place.is_lowest_quarter


def test_a_shared_place_is_marked():
    assert rank(80, [90, 80, 80, 70], "higher").short == "2nd= of 4"


def test_without_a_better_direction_there_is_highest_and_no_quarter():
    place = rank(9, [9, 5, 3, 1], "none")
    assert place.words("the North West") == "1st highest of 4 in the North West"
    assert place.quartile is None
    assert not place.is_lowest_quarter


def test_an_aim_for_a_range_has_no_best_end_either():
    assert rank(9, [9, 5, 3, 1], "range").quartile is None


def test_fewer_than_four_councils_are_not_cut_in_quarters():
    place = rank(1, [3, 2, 1], "higher")
    assert not place.is_lowest_quarter
    assert "25%" not in place.words()


def test_a_council_without_a_figure_has_no_rank():
    assert rank(None, [3, 2, 1], "higher") is None


def test_who_is_left_out_is_said():
    assert rank(1, [1, 2], "higher", missing=3, suppressed=1).left_out == (
        "Not ranked: 1 suppressed and 3 not available."
    )
    assert rank(1, [1, 2], "higher").left_out == ""


@pytest.mark.parametrize(
    ("position", "of", "expected"),
    [(1, 151, 1), (37, 151, 1), (38, 151, 2), (75, 151, 2), (76, 151, 3), (113, 151, 3),
     (114, 151, 4), (151, 151, 4), (38, 152, 1), (39, 152, 2)],
)  # fmt: skip
def test_the_quarter_is_four_times_the_place_over_the_number_rounded_up(position, of, expected):
    assert quartile(position, of) == expected


@given(FIGURES, st.sampled_from(["higher", "lower"]))
def test_ranks_do_not_depend_on_the_order_of_councils_and_somebody_is_first(values, polarity):
    places = sorted(rank(value, values, polarity).position for value in values)
    assert places[0] == 1
    assert places == sorted(rank(v, values[::-1], polarity).position for v in reversed(values))
    assert all(1 <= place <= len(values) for place in places)


@given(FIGURES)
def test_a_place_counts_exactly_those_that_are_better(values):
    for value in values:
        assert rank(value, values, "higher").position == 1 + sum(v > value for v in values)
        assert rank(value, values, "lower").position == 1 + sum(v < value for v in values)


def test_a_group_gives_mean_and_median_of_the_figures_there_are():
    councils = group([66.2, None, 70.1, 61.0])
    assert (councils.n, round(float(councils.mean), 2), float(councils.median)) == (3, 65.77, 66.2)
    assert group([None]) is None


def test_a_difference_needs_both_figures():
    assert str(difference(66.2, 70.1)) == "-3.9"
    assert difference(None, 70.1) is None
