"""What is typed as a figure: read, refused in words, or asked about."""

from datetime import date

import pytest

from indicators import periods
from indicators.collection_checks import (
    Measured,
    NotAFigureError,
    as_typed,
    check,
    compared_with,
    pasted,
)

PERCENT = Measured("percent", 1)
PEOPLE = Measured("number", 0)


def read(figure, above="", below="", measured=PERCENT):
    found = check(figure, above, below, measured=measured)
    return found.state, found.value


def problems(figure, above="", below="", measured=PERCENT):
    with pytest.raises(NotAFigureError) as refused:
        check(figure, above, below, measured=measured)
    return refused.value.problems


@pytest.mark.parametrize(
    ("typed", "measured", "value"),
    [
        ("45.2", PERCENT, 45.2),
        ("45.2%", PERCENT, 45.2),
        (" 1,204 ", PEOPLE, 1204),
        ("£1,200.50", Measured("pounds", 2), 1200.5),
        ("41 days", Measured("days", 0), 41),
        ("12.8 per 100,000", Measured("per_100000", 1), 12.8),
        ("0", PERCENT, 0),
        ("100", PERCENT, 100),
        ("−2.5", Measured("score", 1), -2.5),
    ],
)
def test_figures_are_read_as_people_write_them(typed, measured, value):
    assert read(typed, measured=measured) == ("ok", value)


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("Not available", "missing"),
        ("n/a", "missing"),
        ("Suppressed", "suppressed"),
        ("<5", "suppressed"),
        ("[c]", "suppressed"),
        ("not applicable", "not_applicable"),
        ("Low", "low"),
    ],
)
def test_why_there_is_none_is_said_in_words(typed, state):
    assert read(typed)[0] == state


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        (("100.1",), "figure", "100 at most"),
        (("-1",), "figure", "below 0"),
        (("lots",), "figure", "neither a number nor a word"),
        (("",), "figure", "Enter the figure"),
        (("50", "x", "10"), "numerator", "not a number, 0 or more"),
        (("50", "-1", "10"), "numerator", "not a number, 0 or more"),
        (("50", "5", ""), "denominator", "Give the denominator as well"),
        (("50", "", "5"), "numerator", "Give the numerator as well"),
        (("100", "11", "10"), "numerator", "above the denominator"),
        (("45.3", "19", "42"), "figure", "19 of 42 is 45.2%, not 45.3%"),
    ],
)
def test_what_cannot_be_is_named_by_its_cell(typed, field, words):
    found = problems(*typed)
    assert list(found) == [field]
    assert words in found[field]


@pytest.mark.parametrize(
    ("typed", "measured", "words"),
    [("45%", PEOPLE, "not a percentage"), ("£45", PEOPLE, "not an amount of money")],
)
def test_the_wrong_unit_is_refused(typed, measured, words):
    assert words in problems(typed, measured=measured)["figure"]


def test_a_percentage_is_worked_out_from_its_counts():
    assert read("", "19", "42") == ("ok", 45.2)
    assert "Enter the figure" in problems("", "0", "0")["figure"]


def test_a_percentage_that_agrees_after_rounding_agrees():
    assert read("45.2", "19", "42") == ("ok", 45.2)
    assert read("45.24", "19", "42") == ("ok", 45.24)


def test_several_problems_are_told_together():
    assert set(problems("lots", "x", "10")) == {"figure", "numerator"}


@pytest.mark.parametrize(
    ("unit", "last", "typed", "asked"),
    [
        ("percent", 60.0, "69.9", False),
        ("percent", 60.0, "70", True),
        ("percent", 60.0, "49", True),
        ("number", 62.0, "41", True),
        ("number", 62.0, "77", False),
        ("number", 2.0, "4", False),
        ("number", 0.0, "6", True),
        ("number", None, "900", False),
    ],
)
def test_a_big_move_is_asked_about(unit, last, typed, asked):
    measured = Measured(unit, 0, last, "Quarter 1 2026-27")
    question = check(typed, "", "", measured=measured).question
    assert bool(question) is asked


def test_the_question_says_what_it_was_and_how_far_it_moved():
    measured = Measured("number", 0, 62.0, "Quarter 1 2026-27")
    assert check("41", "", "", measured=measured).question == (
        "It was 62 in Quarter 1 2026-27: down 21. Is this right?"
    )


@pytest.mark.parametrize(
    ("period", "build_up", "words"),
    [
        ("Q2 2026-27", "period", "Quarter 1 2026-27"),
        ("Q1 2026-27", "period", "Quarter 4 2025-26"),
        ("Q2 2026-27", "cumulative", "Quarter 2 2025-26"),
        ("Mar 2026", "period", "February 2026"),
        ("2025-26", "period", "2024-25"),
        ("2025-26", "cumulative", "2024-25"),
    ],
)
def test_a_figure_is_compared_with_the_right_one_before(period, build_up, words):
    spec = compared_with(periods.parse(period), build_up)
    assert periods.label(*spec) == words
    assert spec == periods.parse(words)


def test_the_last_day_of_a_month_stays_the_last():
    leap = periods.PeriodSpec("month", date(2028, 2, 1), date(2028, 2, 29))
    assert compared_with(leap, "cumulative").ends_on == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("state", "value", "text"),
    [("ok", 45.0, "45"), ("ok", 45.25, "45.25"), ("ok", 1e7, "10000000"), ("low", 0.0, "Low")],
)
def test_a_figure_stands_in_its_cell_so_that_it_can_be_read_again(state, value, text):
    assert as_typed(state, value) == text
    assert read(text, measured=PEOPLE) == (state, value)


def test_pasted_rows_are_cut_into_cells():
    assert pasted("45\t19\t42\r\n\r\n50\t\t\tA note\r\n") == [
        ["45", "19", "42"],
        ["50", "", "", "A note"],
    ]
