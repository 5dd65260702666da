"""What a report for a period shows: its columns, and which figures are recent enough."""

from datetime import date

import pytest

from indicators import periods
from indicators.periods import PeriodSpec
from indicators.reporting_periods import columns_of, earliest, in_code, months_before, place_in
from indicators.travel import Point

Q2 = periods.quarter(2, 2023)


def nothing_held():
    raise AssertionError("not asked for where periods follow one another by themselves")


def point(written):
    spec = periods.parse(written)
    return Point(*spec, periods.label(*spec), "ok", 1.0)


@pytest.mark.parametrize(
    ("period", "written"),
    [
        ("Quarter 2 2023-24", "2023-24 Q2"),
        ("2023-24", "2023-24"),
        ("Sep-23", "September 2023"),
        ("12 months to March 2024", "12 months to March 2024"),
        ("30 September 2023", "As at 30 September 2023"),
    ],
)
def test_a_period_in_code_can_be_typed_again(period, written):
    spec = periods.parse(period)
    assert in_code(*spec) == written
    assert periods.parse(written) == spec


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2023, 9, 30), 3, date(2023, 6, 30)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 12, date(2022, 1, 31)),
        (date(2023, 12, 31), 36, date(2020, 12, 31)),
    ],
)
def test_months_before_end_on_the_last_day_of_the_month(day, months, earlier):
    assert months_before(day, months) == earlier


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("2023-24 Q2", "2022-23 Q1", "2023-24 Q2"),
        ("Feb 2024", "September 2023", "February 2024"),
        ("2023-24", "2018-19", "2023-24"),
        ("2023", "2018", "2023"),
    ],
)
def test_six_columns_lead_up_to_the_period(asked, first, last):
    columns = columns_of(periods.parse(asked), nothing_held)
    labels = [in_code(*column) for column in columns]
    assert (len(labels), labels[0], labels[-1]) == (6, first, last)


def test_columns_of_days_are_those_that_are_held():
    held = [periods.snapshot(date(2023, month, 15)) for month in range(1, 10)]
    columns = columns_of(periods.snapshot(date(2023, 8, 15)), lambda: held)
    assert [column.ends_on.month for column in columns] == [3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    ("kind", "lag", "frequency", "day"),
    [
        ("quarter", 0, "quarterly", "2023-06-30"),
        ("quarter", 1, "quarterly", "2023-03-31"),
        ("month", 0, "monthly", "2023-07-01"),
        ("financial_year", 0, "annual", "2021-09-30"),
        ("financial_year", 0, "biennial", "2020-09-30"),
    ],
)
def test_a_figure_may_stand_where_its_period_ends_after(kind, lag, frequency, day):
    assert earliest(kind, Q2, lag, frequency) == day


def test_a_column_shows_its_own_period_before_another_that_ends_in_it():
    columns = (periods.quarter(1, 2023), Q2)
    points = [point(text) for text in ("Jul 2023", "2023-24 Q2", "Sep 2023")]
    assert place_in(columns, points) == (None, 1)


def test_a_column_shows_the_newest_of_those_that_end_in_it():
    points = [point("Jul 2023"), point("Aug 2023")]
    assert place_in((Q2,), points) == (1,)


def test_a_figure_of_another_time_is_in_no_column():
    assert place_in((Q2,), [point("2021-22"), point("Oct 2023")]) == (None,)


def test_a_day_stands_in_its_own_column():
    day = PeriodSpec("snapshot", date(2023, 9, 30), date(2023, 9, 30))
    assert place_in((day,), [Point(*day, "", "ok", 1.0)]) == (0,)
