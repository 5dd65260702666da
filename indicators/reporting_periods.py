"""What a report for one period shows: its columns, and which figures are recent enough. Pure."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache

from indicators import periods
from indicators.periods import PeriodSpec
from indicators.travel import Point

COLUMNS = 6
MONTHS_OF = {"month": 1, "quarter": 3, "financial_year": 12, "calendar_year": 12}
# How old a figure may be at the end of the period reported, in months; years are published late.
OLDEST = {"month": 1, "quarter": 3, "rolling_years": 36}
OLDEST_OF_A_YEAR = 24
OLDEST_OF_TWO_YEARS = 36
QUARTER = 3


def in_code(kind: str, starts_on: date, ends_on: date) -> str:
    """As people type it: ``2023-24 Q2``; otherwise the words of the period."""
    words = periods.label(kind, starts_on, ends_on)
    if kind == "quarter":
        _, number, year = words.split()
        return f"{year} Q{number}"
    return words


def months_before(day: date, months: int) -> date:
    """The last day of the month so many months earlier."""
    number = day.year * 12 + day.month - 1 - months
    return periods.last_day(number // 12, number % 12 + 1)


def columns_of(
    asked: PeriodSpec, held: Callable[[], Iterable[PeriodSpec]]
) -> tuple[PeriodSpec, ...]:
    """The periods side by side, oldest first, the one asked for last. Kinds that do not follow
    one another by themselves (days, rolling years) are those that are ``held``."""
    if asked.kind not in MONTHS_OF:
        earlier = sorted({one for one in held() if one.ends_on < asked.ends_on}, key=_ends)
        return (*earlier[1 - COLUMNS :], asked)
    months = MONTHS_OF[asked.kind]
    return tuple(_earlier(asked, months * steps) for steps in reversed(range(COLUMNS)))


def months_until(day: date, count: int) -> tuple[PeriodSpec, ...]:
    """So many months side by side, oldest first; the last is that in which the day lies."""
    newest = PeriodSpec("month", day.replace(day=1), months_before(day, 0))
    return tuple(_earlier(newest, steps) for steps in reversed(range(count)))


def _ends(spec: PeriodSpec) -> tuple[date, date]:
    return spec.ends_on, spec.starts_on


def _earlier(spec: PeriodSpec, months: int) -> PeriodSpec:
    number = spec.starts_on.year * 12 + spec.starts_on.month - 1 - months
    starts_on = date(number // 12, number % 12 + 1, 1)
    return PeriodSpec(spec.kind, starts_on, months_before(spec.ends_on, months))


@lru_cache(maxsize=512)
def earliest(kind: str, asked: PeriodSpec, lag: int, frequency: str) -> str:
    """A figure may stand in a report for ``asked`` where its period ends after this day: a
    quarterly one for that quarter, or as many quarters earlier as it is reported in arrears; a
    yearly one for the last years out. Whatever ends within the period may stand for it. As text,
    as days are compared by the hundred."""
    usual = OLDEST_OF_TWO_YEARS if frequency == "biennial" else OLDEST_OF_A_YEAR
    months = OLDEST.get(kind, usual) + lag * QUARTER
    return min(months_before(asked.ends_on, months), asked.starts_on).isoformat()


def place_in(columns: Sequence[PeriodSpec], points: Sequence[Point]) -> tuple[int | None, ...]:
    """For each column, which of ``points`` (oldest first) it shows: its own period's, else the
    newest whose period ends in it."""
    found: list[int | None] = [None] * len(columns)
    for which, point in enumerate(points):
        for place, column in enumerate(columns):
            if column.starts_on <= point.ends_on <= column.ends_on:
                held = found[place]
                own = point.kind == column.kind
                if held is None or own or points[held].kind != column.kind:
                    found[place] = which
    return tuple(found)
