"""Putting a slip of the pen right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.spelling import distance, is_worth_guessing, nearest, skeleton, sounds_alike


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [
        ("carers", "carers", 0),
        ("carer", "carers", 1),
        ("cares", "carers", 1),
        ("cerars", "carers", 2),
        ("safegaurding", "safeguarding", 1),
        ("", "abc", 3),
    ],
)
def test_distance_counts_letters_put_in_taken_out_changed_or_swapped(one, other, letters):
    assert distance(one, other) == distance(other, one) == letters


@settings(deadline=None)
@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance_is_no_more_than_the_longer_word(one, other):
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) <= max(len(one), len(other))


@pytest.mark.parametrize("name", ["mohammed", "mohamed", "muhammad", "mohammad"])
def test_names_that_sound_alike_share_a_skeleton(name):
    assert skeleton(name) == "md"
    assert sounds_alike("mohamed", name)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("safegaurding", ["safeguarding"]),
        ("assesment", ["assessment"]),
        ("comissioning", ["commissioning"]),
        ("reablment", ["reablement"]),
        ("mohammed", ["mohamed", "muhammad"]),
        ("carer", []),
        ("care", []),
    ],
)
def test_the_nearest_known_words_come_first(typed, meant):
    known = ["safeguarding", "assessment", "commissioning", "reablement", "mohamed", "muhammad"]
    assert nearest(typed, known) == meant


@pytest.mark.parametrize("word", ["abc", "2024", "q3fy", "x" * 41, ""])
def test_short_words_and_figures_are_not_guessed_at(word):
    assert not is_worth_guessing(word)
