"""England's working days, against the bank holidays that GOV.UK has published."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.working_days import add_working_days, is_working_day, working_days_between

BANK_HOLIDAYS_OF_ENGLAND = {
    2022: "0103 0415 0418 0502 0602 0603 0829 0919 1226 1227",
    2023: "0102 0407 0410 0501 0508 0529 0828 1225 1226",
    2024: "0101 0329 0401 0506 0527 0826 1225 1226",
    2025: "0101 0418 0421 0505 0526 0825 1225 1226",
    2026: "0101 0403 0406 0504 0525 0831 1225 1228",
    2027: "0101 0326 0329 0503 0531 0830 1227 1228",
}
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize("year", BANK_HOLIDAYS_OF_ENGLAND)
def test_of_the_weekdays_of_a_year_only_its_bank_holidays_are_off(year):
    days = [
        date.fromordinal(n)
        for n in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    ]
    off = [f"{day:%m%d}" for day in days if day.weekday() < 5 and not is_working_day(day)]
    assert off == BANK_HOLIDAYS_OF_ENGLAND[year].split()


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2026, 11, 22), date(2026, 12, 26)])
def test_a_weekend_is_never_worked(day):
    assert not is_working_day(day)


@pytest.mark.parametrize(
    ("day", "n", "falls_on"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 22), 1, date(2026, 11, 23)),
        (date(2026, 12, 14), 10, date(2026, 12, 30)),  # over Christmas and Boxing Day, kept on 28th
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Easter
        (date(2026, 11, 23), -1, date(2026, 11, 20)),
        (date(2026, 11, 22), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_days_are_counted_from_the_one_after(day, n, falls_on):
    assert add_working_days(day, n) == falls_on


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        (date(2026, 11, 23), date(2026, 11, 27), 4),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        (date(2026, 11, 21), date(2026, 11, 22), 0),
        (date(2026, 11, 27), date(2026, 11, 23), -4),
        (date(2026, 12, 24), date(2026, 12, 29), 1),
    ],
)
def test_days_left_count_the_last_and_not_the_first(a, b, days):
    assert working_days_between(a, b) == days


@given(day=DAYS, n=st.integers(1, 60))
def test_counting_out_and_counting_back_agree(day, n):
    assert working_days_between(day, add_working_days(day, n)) == n


@given(a=DAYS, b=DAYS, c=DAYS)
def test_two_stretches_make_one(a, b, c):
    a, b, c = sorted((a, b, c))
    assert working_days_between(a, b) + working_days_between(b, c) == working_days_between(a, c)
