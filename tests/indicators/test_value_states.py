"""Cells of published tables."""

from datetime import date

import pytest

from indicators import value_states
from indicators.models import Outturn
from indicators.value_states import Markers, parse


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (19.1, 19.1),
        (0, 0.0),
        (91.10000000000001, 91.1),
        (20.599999999999998, 20.6),
        (0.404, 0.404),
        ("51,230", 51230.0),
        ("1,234,567.5", 1234567.5),
        (" 66.2 ", 66.2),
        ("66.2%", 66.2),
        ("£1,200", 1200.0),
        ("-3.1", -3.1),
        ("−3.1", -3.1),
    ],
)
def test_a_number_is_read_however_it_is_stored(content, value):
    assert parse(content) == (value, "ok", False, False, "")


@pytest.mark.parametrize(
    ("content", "state"),
    [
        ("[x]", "missing"),
        ("..", "missing"),
        ("", "missing"),
        (None, "missing"),
        ("N/A", "missing"),
        ("TBC", "missing"),
        ("No carers survey", "missing"),
        ("[c]", "suppressed"),
        ("*", "suppressed"),
        ("<5", "suppressed"),
        ("[z]", "not_applicable"),
    ],
)
def test_a_marker_is_a_reason_and_never_a_zero(content, state):
    cell = parse(content)

    assert (cell.value, cell.state) == (None, state)


def test_low_was_published_as_nought_after_rounding():
    assert parse("[low]")[:2] == (0.0, "low")


@pytest.mark.parametrize(
    ("content", "value"),
    [("7.3 (7.2)", 7.3), ("51,230 (35,415)", 51230.0), ("99 (:)", 99.0), ("9 (9.9)", 9.0)],
)
def test_the_first_of_two_figures_counts_and_the_second_is_kept(content, value):
    cell = parse(content)

    assert (cell.value, cell.state, cell.note) == (value, "ok", content)


def test_provisional_and_revised_are_said_beside_the_figure():
    assert parse("12.5 [p]") == (12.5, "ok", True, False, "")
    assert parse("12.5 [r]") == (12.5, "ok", False, True, "")
    assert parse("[c] [p]")[:3] == (None, "suppressed", True)


def test_a_layout_says_what_a_marker_means():
    assert parse(":").state == "missing"
    assert parse(":", Markers({":": "suppressed"})).state == "suppressed"


@pytest.mark.parametrize(
    "content", ["abc", "12 or 13", "1,23", "#N/A", "Refused", True, date(2024, 1, 1)]
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content):
    with pytest.raises(ValueError, match=r"not a figure|neither a number"):
        parse(content)


def test_the_states_are_the_databases():
    assert set(value_states.MARKERS.values()) | {"ok"} == set(Outturn.State.values)
