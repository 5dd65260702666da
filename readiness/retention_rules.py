"""Until when a document is kept. Pure: days and years in, a day out."""

from collections.abc import Iterable
from datetime import date


def kept_until(
    *, set_by_hand: date | None, dated: date | None, added: date, years: Iterable[int | None]
) -> date | None:
    """The day set by hand; else the longest rule of the kinds of evidence it is, from its date.

    Nothing where neither says so: then it is kept until somebody sets a day.
    """
    if set_by_hand:
        return set_by_hand
    rules = [number for number in years if number is not None]
    return years_after(dated or added, max(rules)) if rules else None


def years_after(day: date, years: int) -> date:
    """The same day that many years on; 28 February for the 29th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
