"""How a figure is written: a number with its unit, or the word for why there is none."""

import pytest

from indicators.figures import change, number, ordinal, rounded, write


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (66.2, "percent", 1, "66.2%"),
        (62, "number", 0, "62"),
        (16821.0, "number", 0, "16,821"),
        (692.4, "per_100000", 1, "692.4 per 100,000"),
        (18.5, "score", 1, "18.5"),
        (1, "days", 0, "1 day"),
        (41, "days", 0, "41 days"),
        (1234.5, "pounds", 2, "£1,234.50"),
        (-20, "pounds", 0, "−£20"),
        (0, "percent", 0, "0%"),
    ],
)
def test_a_figure_carries_its_unit_and_thousands_commas(value, unit, decimals, text):
    assert write(value, unit=unit, decimals=decimals) == text


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("missing", "Not available"),
        ("suppressed", "Suppressed"),
        ("not_applicable", "Not applicable"),
        ("low", "Low (0 after rounding)"),
        ("ok", "Not available"),
    ],
)
def test_no_number_is_a_word_and_never_a_blank_or_a_zero(state, word):
    assert write(None, state=state, unit="percent", decimals=1) == word


def test_halves_round_away_from_zero_as_a_reader_expects():
    assert [number(value, 1) for value in (0.25, 2.45, -0.25)] == ["0.3", "2.5", "−0.3"]


def test_a_number_that_rounds_to_nothing_has_no_minus_sign():
    assert number(-0.04, 1) == "0.0"


def test_figures_are_read_as_written_and_not_as_binary_fractions():
    assert rounded(1.005, 2) == rounded(1.01, 2)


def test_a_difference_says_points_for_percentages_and_the_unit_otherwise():
    assert change(-3.1, "percent", 1) == "3.1 points"
    assert change(1, "score", 0) == "1 point"
    assert change(-13, "number", 0) == "13"
    assert change(4, "days", 0) == "4 days"


@pytest.mark.parametrize(
    ("n", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
     (21, "21st"), (101, "101st"), (111, "111th"), (126, "126th")],
)  # fmt: skip
def test_places_are_written_as_people_say_them(n, text):
    assert ordinal(n) == text
