"""When evidence should be looked at again. Pure: days in, days out."""

import calendar
from datetime import date

MONTHS = 12
"""Where nobody has said how long a kind of evidence holds."""


def after_months(day: date, months: int) -> date:
    """So many months later: 31 August and six months is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_in_words(months: int) -> str:
    if months % 12 == 0:
        years = months // 12
        return "12 months" if years == 1 else f"{years} years"
    return f"{months} month{'' if months == 1 else 's'}"
