from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.quarters import (
    Quarter,
    owes_update,
    quarter_of,
    quarter_to_report,
    quarters_back,
    reported_quarter,
)

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))
Q2 = Quarter(date(2026, 7, 1))
Q3 = Quarter(date(2026, 10, 1))
IN_Q3 = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 4, 1), "Quarter 1 2024-25"),
        (date(2024, 6, 30), "Quarter 1 2024-25"),
        (date(2024, 7, 1), "Quarter 2 2024-25"),
        (date(2024, 12, 31), "Quarter 3 2024-25"),
        (date(2025, 1, 1), "Quarter 4 2024-25"),
        (date(2025, 3, 31), "Quarter 4 2024-25"),
        (date(2099, 12, 1), "Quarter 3 2099-00"),
    ],
)
def test_a_day_falls_in_a_quarter_of_the_financial_year(day, words):
    assert str(quarter_of(day)) == words


@given(DAYS)
def test_every_day_is_inside_its_quarter(day):
    assert quarter_of(day).starts_on <= day <= quarter_of(day).ends_on


@given(DAYS)
def test_quarters_follow_one_another_without_a_gap(day):
    quarter = quarter_of(day)
    assert quarter.next.starts_on - quarter.ends_on == timedelta(days=1)
    assert quarter.next.previous == quarter
    assert quarter < quarter.next


@pytest.mark.parametrize("day", [date(2024, 4, 2), date(2024, 5, 1)])
def test_a_quarter_cannot_start_on_another_day(day):
    with pytest.raises(ValueError, match="starts on 1 April"):
        Quarter(day)


def test_the_quarter_being_reported_is_the_last_that_ended():
    assert reported_quarter(date(2026, 10, 1)) == Q2
    assert reported_quarter(date(2026, 9, 30)) == Q2.previous


def test_quarters_are_offered_newest_first():
    assert [str(quarter) for quarter in quarters_back(IN_Q3, 3)] == [
        "Quarter 3 2026-27",
        "Quarter 2 2026-27",
        "Quarter 1 2026-27",
    ]


def test_an_update_is_owed_for_the_quarter_that_ended():
    began = date(2026, 4, 1)
    assert owes_update(None, began, is_finished=False, on=IN_Q3)
    assert owes_update(Q2.previous, began, is_finished=False, on=IN_Q3)
    assert not owes_update(Q2, began, is_finished=False, on=IN_Q3)
    assert not owes_update(Q3, began, is_finished=False, on=IN_Q3)


def test_nothing_is_owed_for_an_action_that_is_finished_or_began_since():
    assert not owes_update(None, date(2026, 4, 1), is_finished=True, on=IN_Q3)
    assert not owes_update(None, date(2026, 10, 1), is_finished=False, on=IN_Q3)
    assert owes_update(None, date(2026, 9, 30), is_finished=False, on=IN_Q3)


def test_the_form_offers_the_quarter_owed_then_the_present_one():
    began = date(2026, 4, 1)
    assert quarter_to_report(None, began, on=IN_Q3) == Q2
    assert quarter_to_report(Q2, began, on=IN_Q3) == Q3
    assert quarter_to_report(None, IN_Q3, on=IN_Q3) == Q3
