"""Figures for periods, in as few words as a test needs."""

from datetime import date

from indicators import periods
from indicators.travel import Point


def point(spec: periods.PeriodSpec, value, state="ok", series=0) -> Point:
    return Point(*spec, periods.label(*spec), state, value, series)


def at(period: str, value, **rest) -> Point:
    """``at("Q2 2023-24", 13)``."""
    return point(periods.parse(period), value, **rest)


def months(values, *, year=2022, **rest) -> list[Point]:
    """A figure for each month from April ``year``."""
    found = []
    for place, value in enumerate(values):
        month = date(year + (place + 3) // 12, (place + 3) % 12 + 1, 1)
        found.append(point(periods.month(month.year, month.month), value, **rest))
    return found


def years(values, *, first=2016, **rest) -> list[Point]:
    return [
        point(periods.financial_year(first + n), value, **rest) for n, value in enumerate(values)
    ]
