"""How much of an action's time is gone, and the day from which its impact is asked for."""

from datetime import date

import pytest

from readiness.plan_clock import (
    impact_is_wanted_of_those_implemented_by,
    months_before,
    progress,
    time_gone,
)

APRIL, MARCH = date(2026, 4, 1), date(2027, 3, 31)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 22), 6, date(2026, 5, 22)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 3, 15), 6, date(2025, 9, 15)),
        (date(2026, 6, 30), 6, date(2025, 12, 30)),
    ],
)
def test_months_are_those_of_the_calendar(day, months, before):
    assert months_before(day, months) == before


def test_impact_is_wanted_of_what_has_been_in_use_for_six_months():
    assert impact_is_wanted_of_those_implemented_by(date(2026, 11, 22)) == date(2026, 5, 22)


@pytest.mark.parametrize(
    ("starts_on", "due_on", "on", "gone"),
    [
        (APRIL, MARCH, date(2026, 3, 31), 0),
        (APRIL, MARCH, APRIL, 0),
        (APRIL, MARCH, date(2026, 9, 30), 50),
        (APRIL, MARCH, date(2027, 3, 30), 99),
        (APRIL, MARCH, MARCH, 100),
        (APRIL, MARCH, date(2030, 1, 1), 100),
        (APRIL, APRIL, date(2026, 3, 31), 0),
        (APRIL, APRIL, APRIL, 100),
        (None, MARCH, APRIL, None),
        (APRIL, None, APRIL, None),
    ],
)
def test_time_gone_is_a_part_of_a_hundred(starts_on, due_on, on, gone):
    assert time_gone(starts_on, due_on, on=on) == gone


@pytest.mark.parametrize(
    ("percent", "due_on", "words"),
    [
        (60, MARCH, "60% done with 50% of its time gone."),
        (0, date(2026, 9, 30), "0% done with all of its time gone."),
        (60, None, "60% done."),
        (None, MARCH, "50% of its time gone."),
        (None, date(2026, 9, 30), "All of its time gone."),
        (None, None, ""),
    ],
)
def test_progress_is_said_beside_the_time(percent, due_on, words):
    assert progress(percent, APRIL, due_on, on=date(2026, 9, 30)) == words
