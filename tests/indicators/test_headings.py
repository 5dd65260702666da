"""What the heading of a column says: a role, a period, a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import periods
from indicators.layouts.headings import read_heading


def said(*texts):
    found = read_heading(texts)
    period = periods.label(*found.period) if found.period else ""
    return found.role, period, found.place


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Indicator", "title"),
        ("PI Ref", "code"),
        ("Area_Code", "council_code"),
        ("AreaName", "council_name"),
        ("Local authority", "council_name"),
        ("Time period", "period"),
        ("Value", "value"),
        ("Lower CI 95.0 limit", "lower"),
        ("Count", "numerator"),
        ("Denominator", "denominator"),
        ("Margin of error", "margin"),
        ("Measure Type", "measure_type"),
        ("Success is", "polarity"),
        ("Priority", "heading"),
        ("Commentary", "note"),
        ("Nearest neighbour average", "comparator"),
        ("rank_cipfa_16", "rank"),
        ("RAG", "derived"),
        ("England rank DoT", "derived"),
        ("published_short_term_trend", "derived"),
        ("Parent Code", "ignored"),
        ("Ward", ""),
        ("", ""),
    ],
)
def test_a_heading_is_known_by_its_words(heading, role):
    assert read_heading((heading,)).role == role


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("2016/17", ("value", "2016-17", "")),
        ("2017/18 Q1", ("value", "Quarter 1 2017-18", "")),
        ("Q2 2023/24 (Jul-Sep)", ("value", "Quarter 2 2023-24", "")),
        ("Sep-22", ("value", "September 2022", "")),
        ("Sept 2023 actual", ("value", "September 2023", "")),
        ("2016/17 England average", ("value", "2016-17", "E92000001")),
        ("2016/17 England ranking", ("rank", "2016-17", "E92000001")),
        ("Target (2023-24)", ("target", "2023-24", "")),
        ("2023-24 numerator", ("numerator", "2023-24", "")),
        ("comparator_national", ("value", "", "E92000001")),
        ("Regional average", ("value", "", "own region")),
        ("North West average", ("value", "", "E12000002")),
        ("Bury 2023-24", ("value", "2023-24", "E08000002")),
    ],
)
def test_a_heading_may_say_a_period_and_a_place(heading, expected):
    assert said(heading) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("2023-24", "Q1"), ("value", "Quarter 1 2023-24", "")),
        (("2023-24", "Apr"), ("value", "April 2023", "")),
        (("2023-24", "Feb"), ("value", "February 2024", "")),
        (("2023-24", "Numerator"), ("numerator", "2023-24", "")),
        (("England", "2022-23"), ("value", "2022-23", "E92000001")),
        (("2023-24 Q1", "Target"), ("target", "Quarter 1 2023-24", "")),
        (("Outturn", "2023-24"), ("value", "2023-24", "")),
    ],
)
def test_a_band_above_says_more_of_the_columns_under_it(texts, expected):
    assert said(*texts) == expected


@pytest.mark.parametrize(
    ("heading", "why"),
    [
        ("Mar-232", "The year “232” should have two or four digits"),
        ("Sptember 2023", "“Sptember” is not a month"),
        ("2023-2", "2023-2"),
    ],
)
def test_a_misspelt_period_is_never_taken_for_something_else(heading, why):
    found = read_heading((heading,))

    assert (found.role, found.period) == ("", None)
    assert why in found.problem


@pytest.mark.parametrize("heading", ["Aged 18-64", "Number of wards", "2B"])
def test_numbers_in_a_name_are_no_misspelt_period(heading):
    assert read_heading((heading,)).problem == ""


@given(st.integers(2000, 2040), st.integers(1, 12), st.sampled_from(["-", " ", "/"]))
def test_any_month_of_any_year_heads_its_column(year, number, between):
    name = periods.MONTHS[number - 1]

    assert said(f"{name[:3]}{between}{year}") == ("value", f"{name} {year}", "")


@given(st.integers(2000, 2040), st.integers(1, 4))
def test_a_quarter_is_read_from_its_own_label(year, number):
    label = periods.label(*periods.quarter(number, year))

    assert said(label) == ("value", label, "")


@given(st.text(max_size=60))
def test_any_heading_is_read_without_a_fault(text):
    read_heading((text,))
