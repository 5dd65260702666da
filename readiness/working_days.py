"""England's working days: Monday to Friday, but for bank holidays. Pure.

Bank holidays come from the `holidays` library, which brings them with it and asks no network.
A day that is proclaimed later than the release, as for a coronation, comes with the next one.
"""

from datetime import date, timedelta
from functools import cache

import holidays

SATURDAY = 5
DAY = timedelta(days=1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Built whole for each year, so that no thread meets a year that is half filled in."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def add_working_days(day: date, n: int) -> date:
    """The nth working day after the day, or before it where n is negative.

    None counted: the day itself where it is a working day, else the next one that is. An answer
    within ten working days of a letter is due on ``add_working_days(letter, 10)``.
    """
    if n == 0:
        return day if is_working_day(day) else add_working_days(day, 1)
    step = DAY if n > 0 else -DAY
    for _ in range(abs(n)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def working_days_between(a: date, b: date) -> int:
    """How many working days come after ``a``, up to and with ``b``; negative where b is before a.

    From a Monday to the Friday of its week: 4. For a working day and n > 0,
    ``working_days_between(day, add_working_days(day, n))`` is n.
    """
    if b < a:
        return -working_days_between(b, a)
    return sum(is_working_day(a + n * DAY) for n in range(1, (b - a).days + 1))


def countdown(due_on: date, *, on: date) -> str:
    """ "12 working days left": the one way in which everything says it. The last day counts."""
    if on == due_on:
        return "due today"
    days = working_days_between(on, due_on)
    if due_on < on:
        late = "" if days == 0 else f" by {in_days(-days)}"
        return f"overdue{late}"
    return f"{in_days(days)} left" if days else "no working day left"


def in_days(days: int) -> str:
    return f"{days} working day{'' if days == 1 else 's'}"
