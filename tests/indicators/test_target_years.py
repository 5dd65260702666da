"""A year of targets: its periods, and how a year's target spreads over them."""

from datetime import date

import pytest

from indicators import periods
from indicators.target_years import kind_of_parts, parts_of, spread, year_of, years_to_offer


def named(specs):
    return [periods.label(*spec) for spec in specs]


def test_a_year_has_four_quarters():
    assert named(parts_of(2025, "quarter")) == [
        "2025-26", "Quarter 1 2025-26", "Quarter 2 2025-26", "Quarter 3 2025-26",
        "Quarter 4 2025-26",
    ]  # fmt: skip


def test_or_twelve_months_from_april_to_march():
    found = named(parts_of(2025, "month"))
    assert (len(found), found[1], found[9], found[10], found[-1]) == (
        13, "April 2025", "December 2025", "January 2026", "March 2026",
    )  # fmt: skip


def test_months_where_figures_are_monthly():
    assert kind_of_parts("monthly", []) == "month"
    assert kind_of_parts("quarterly", ["month"]) == "month"
    assert kind_of_parts("annual", ["financial_year"]) == "quarter"


@pytest.mark.parametrize(("day", "year"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026)])
def test_the_financial_year_turns_in_april(day, year):
    assert year_of(day) == year


def test_next_year_this_one_and_those_in_use_are_offered_newest_first():
    assert years_to_offer([2019, 2025], on=date(2026, 11, 22)) == [2027, 2026, 2025, 2019]


@pytest.mark.parametrize(
    ("value", "build_up", "unit", "expected"),
    [
        (80, "cumulative", "number", [20, 40, 60, 80]),
        (30, "cumulative", "number", [8, 15, 23, 30]),
        (30, "period", "number", [8, 7, 8, 7]),
        (66.5, "period", "percent", [66.5] * 4),
        (66.5, "cumulative", "percent", [66.5] * 4),
        (30, "snapshot", "number", [30] * 4),
    ],
)
def test_a_years_target_spreads_as_its_figures_build_up(value, build_up, unit, expected):
    assert spread(value, 4, build_up=build_up, unit=unit, decimals=0) == expected
    if build_up == "period" and unit == "number":
        assert sum(expected) == value
