"""Quarters of the financial year (April to March), which action updates speak of.

Pure: days in, quarters out. Quarter 1 is April to June, so Quarter 4 2024-25 is January to
March 2025.
"""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_IN_A_QUARTER = 3
FIRST_MONTH = 4
DAYS_TO_SPEAK_OF_IT = 21


@dataclass(frozen=True, order=True)
class Quarter:
    starts_on: date

    def __post_init__(self):
        if self.starts_on.day != 1 or self.starts_on.month % MONTHS_IN_A_QUARTER != 1:
            raise ValueError("A quarter starts on 1 April, 1 July, 1 October or 1 January.")

    @property
    def ends_on(self) -> date:
        return self.next.starts_on - timedelta(days=1)

    @property
    def number(self) -> int:
        return (self.starts_on.month - FIRST_MONTH) % 12 // MONTHS_IN_A_QUARTER + 1

    @property
    def year_starts(self) -> int:
        """The calendar year in which its financial year begins."""
        return self.starts_on.year - (self.starts_on.month < FIRST_MONTH)

    @property
    def next(self) -> "Quarter":
        return quarter_of(self.starts_on + timedelta(days=31 * MONTHS_IN_A_QUARTER))

    @property
    def previous(self) -> "Quarter":
        return quarter_of(self.starts_on - timedelta(days=1))

    def __str__(self):
        return f"Quarter {self.number} {self.year_starts}-{(self.year_starts + 1) % 100:02d}"


def quarter_of(day: date) -> Quarter:
    """The quarter a day falls in."""
    month = day.month - (day.month - 1) % MONTHS_IN_A_QUARTER
    return Quarter(date(day.year, month, 1))


def reported_quarter(on: date) -> Quarter:
    """The quarter whose updates are being collected: the last one that has ended."""
    return quarter_of(on).previous


def usual_deadline(quarter: Quarter) -> date:
    """By when a quarter's updates are wanted where the council has set no other day."""
    return quarter.ends_on + timedelta(days=DAYS_TO_SPEAK_OF_IT)


def quarter_named(asked: str) -> Quarter | None:
    """What an address says, where it is the first day of a quarter."""
    try:
        return Quarter(date.fromisoformat(asked))
    except ValueError:
        return None


def quarters_back(on: date, count: int) -> list[Quarter]:
    """The quarter of a day and those before it, newest first."""
    quarters = [quarter_of(on)]
    while len(quarters) < count:
        quarters.append(quarters[-1].previous)
    return quarters


def owes_update(last: Quarter | None, began_on: date, *, is_finished: bool, on: date) -> bool:
    """Whether an action's owner has yet to say how the last ended quarter went.

    ``last`` is the quarter of the latest update; ``began_on`` is when the action started, or was
    added. Nothing is owed for an action that began after the quarter ended and has not been
    spoken of.
    """
    reported = reported_quarter(on)
    if is_finished:
        return False
    return began_on <= reported.ends_on if last is None else last < reported


def quarter_to_report(last: Quarter | None, began_on: date, *, on: date) -> Quarter:
    """The quarter to offer first on the update form."""
    if owes_update(last, began_on, is_finished=False, on=on):
        return reported_quarter(on)
    return quarter_of(on)
