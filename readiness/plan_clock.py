"""Time and the plan: how much of it is gone, and when to ask what came of an action. Pure."""

import calendar
from datetime import date

IMPACT_IS_WANTED_AFTER = 6
"""Months in use after which something should show what an action changed."""
HUNDRED = 100


def months_before(day: date, months: int) -> date:
    """31 August less six months is the last day of February."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def impact_is_wanted_of_those_implemented_by(on: date) -> date:
    """What has been in use since this day or before is asked about."""
    return months_before(on, IMPACT_IS_WANTED_AFTER)


def time_gone(starts_on: date | None, due_on: date | None, *, on: date) -> int | None:
    """Of a hundred, from 0 to 100; None where a date is missing. The last day is all of it."""
    if starts_on is None or due_on is None:
        return None
    if on >= due_on:
        return HUNDRED
    if on <= starts_on:
        return 0
    return HUNDRED * (on - starts_on).days // (due_on - starts_on).days


def progress(percent: int | None, starts_on: date | None, due_on: date | None, *, on: date) -> str:
    """ "60% done with 80% of its time gone." Empty where neither is known."""
    gone = time_gone(starts_on, due_on, on=on)
    time = "all" if gone == HUNDRED else f"{gone}%"
    if percent is None:
        return "" if gone is None else f"{time.capitalize()} of its time gone."
    if gone is None:
        return f"{percent}% done."
    return f"{percent}% done with {time} of its time gone."
