"""Cells of council tables: figures with their counts, marks and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.layouts import cells
from indicators.layouts.cells import read
from indicators.value_states import Markers


def said(content):
    cell = read(content)
    return cell.state, cell.value, cell.numerator, cell.denominator


@pytest.mark.parametrize(
    ("content", "value", "numerator", "denominator"),
    [
        ("99.7% (3,682/3,694)", 99.7, 3682, 3694),
        ("98.7% (3763/3812)", 98.7, 3763, 3812),
        ("2.4% (19.5/820)", 2.4, 19.5, 820),
        ("85.8% (200 of 233)", 85.8, 200, 233),
        ("36/40 (90%)", 90, 36, 40),
        ("36 (90%)", 90, 36, None),
        ("302.0 (124 admissions)", 302, 124, None),
        ("16.3* (36 admissions)", 16.3, 36, None),
        ("3.0% (939 in reablement)", 3, 939, None),
        ("7.3 (7.2)", 7.3, None, None),
        ("51,230 (35,415)", 51230, None, None),
        ("+0.21", 0.21, None, None),
        ("(3.1)", -3.1, None, None),
        ("£3.6m", 3_600_000, None, None),
        ("41 days", 41, None, None),
        (27.5, 27.5, None, None),
        (27, 27, None, None),
    ],
)
def test_a_figure_brings_what_it_was_worked_out_from(content, value, numerator, denominator):
    assert said(content) == ("ok", value, numerator, denominator)


@pytest.mark.parametrize(
    ("content", "state"),
    [
        ("N/A", "missing"),
        ("No carers survey", "missing"),
        ("No carer survey", "missing"),
        ("No national data published", "missing"),
        ("Did not respond", "missing"),
        ("-", "missing"),
        ("", "missing"),
        (None, "missing"),
        ("[c]", "suppressed"),
        ("<5", "suppressed"),
        ("fewer than 5", "suppressed"),
        ("[z]", "not_applicable"),
    ],
)
def test_a_word_in_the_place_of_a_figure_is_a_reason(content, state):
    assert (read(content).state, read(content).value) == (state, None)


def test_low_is_nought_after_rounding():
    assert (read("[low]").state, read("[low]").value) == ("low", 0)


@pytest.mark.parametrize(
    ("content", "flags"),
    [("5.0 [p]", (True, False)), ("5.0 (r)", (False, True)), ("5.0p", (True, False))],
)
def test_provisional_and_revised_are_remembered(content, flags):
    assert (read(content).is_provisional, read(content).is_revised) == flags


@pytest.mark.parametrize("content", ["16.3*", "1.2 [note 3]", "302.0 (124 admissions)"])
def test_what_was_printed_is_kept_as_a_note(content):
    assert read(content).note == f"Published as {content}"


def test_a_fraction_alone_is_worked_out_and_says_so():
    cell = read("3/4")

    assert (cell.value, cell.note) == (75, "Worked out from 3/4")


@pytest.mark.parametrize(
    "content", ["60 to 70", "about 25%", "12,5", "1e5", "1_000", "28/152 (=)", "five", True]
)
def test_what_cannot_be_read_is_never_guessed(content):
    with pytest.raises(ValueError, match=r"neither a number nor a marker|not a figure"):
        read(content)


@pytest.mark.parametrize("content", ["#N/A", "#DIV/0!", "#REF!"])
def test_an_error_of_a_formula_is_no_blank(content):
    with pytest.raises(ValueError, match="an error of the spreadsheet"):
        read(content)


def test_what_a_marker_means_belongs_to_the_layout():
    ours = Markers({**cells.MARKERS, "away": "not_applicable", "-": "suppressed"})

    assert read("Away", ours).state == "not_applicable"
    assert (read("-", ours).state, read("-").state) == ("suppressed", "missing")


numbers = st.decimals(-999_999, 999_999, places=2, allow_nan=False, allow_infinity=False)


@given(numbers, st.booleans(), st.booleans())
def test_any_number_is_read_as_it_is_written(number, has_commas, is_percent):
    text = f"{number:,}" if has_commas else f"{number}"

    cell = read(f" {text}{'%' if is_percent else ''} ")

    assert (cell.state, cell.value) == ("ok", pytest.approx(float(number)))
    assert cell.is_percent == is_percent


@given(numbers, st.integers(0, 10**6), st.integers(1, 10**6))
def test_any_counts_in_brackets_are_its_numerator_and_denominator(number, top, bottom):
    cell = read(f"{number}% ({top:,}/{bottom:,})")

    assert (cell.value, cell.numerator, cell.denominator) == (float(number), top, bottom)


@given(st.text(max_size=40))
def test_any_text_is_a_figure_a_reason_or_refused_with_a_sentence(text):
    try:
        cell = read(text)
    except ValueError:
        with pytest.raises(ValueError, match=r"\.$"):
            read(text)
    else:
        assert (cell.value is None) == (cell.state not in ("ok", "low"))
