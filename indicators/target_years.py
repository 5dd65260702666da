"""A year of targets: the periods filled in together, how a year's target spreads. Pure."""

import itertools
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from indicators.figures import exact, rounded
from indicators.forecasts import ADDS_UP
from indicators.periods import APRIL, PeriodSpec, financial_year, month, quarter

PARTS = {"quarter": 4, "month": 12}


def year_of(day: date) -> int:
    """The financial year a day falls in, by the year it starts in."""
    return day.year if day.month >= APRIL else day.year - 1


def parts_of(year: int, kind: str) -> list[PeriodSpec]:
    """The year, and its quarters or months."""
    if kind == "month":
        parts = [month(year + (n > 9), (n + 2) % 12 + 1) for n in range(1, 13)]  # noqa: PLR2004
    else:
        parts = [quarter(n, year) for n in range(1, 5)]
    return [financial_year(year), *parts]


def kind_of_parts(frequency: str, kinds_held: Iterable[str]) -> str:
    """Months where figures are monthly, else quarters."""
    return "month" if frequency == "monthly" or "month" in set(kinds_held) else "quarter"


def years_to_offer(years: Iterable[int], *, on: date) -> list[int]:
    """Newest first: next year, this one, and those that have figures or targets."""
    now = year_of(on)
    return sorted({now, now + 1, *years}, reverse=True)


def spread(value: float, parts: int, *, build_up: str, unit: str, decimals: int) -> list[float]:
    """The year's target for each part: equal steps for what builds up, equal shares of what adds
    up, and the same throughout for a percentage or a score."""
    whole = exact(value)
    if unit not in ADDS_UP or build_up in {"rolling", "snapshot"}:
        return [value] * parts
    each = [whole * n / parts for n in range(parts + 1)]
    to_date = [rounded(one, decimals) for one in each]
    if build_up == "cumulative":
        return [float(one) for one in to_date[1:]]
    shares: list[Decimal] = [b - a for a, b in itertools.pairwise(to_date)]
    return [float(one) for one in shares]
