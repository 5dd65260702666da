"""Actions as bars along the years they take. Pure: days in, places of a hundred out."""

from dataclasses import dataclass
from datetime import date

from config.wording import month_in_words
from readiness.quarters import quarter_of

WIDTH = 100
NARROWEST = 0.8


@dataclass(frozen=True)
class Span:
    """From the first day of a year to the last, so that bars of several pages line up."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Where a day stands, from 0 to 100."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(min(max(share, 0), 1) * WIDTH, 2)

    @property
    def words(self) -> str:
        return f"{month_in_words(self.first)} to {month_in_words(self.last)}"

    @property
    def years(self) -> list[tuple[str, float]]:
        """Each 1 April within, as the year in which it falls and its place."""
        firsts = (date(year, 4, 1) for year in range(self.first.year, self.last.year + 1))
        return [
            (str(day.year), self.place(day)) for day in firsts if self.first <= day <= self.last
        ]


@dataclass(frozen=True)
class Bar:
    left: float
    width: float


def span_of(first: date | None, last: date | None) -> Span | None:
    """Whole financial years around two days; None where no action has any."""
    first, last = first or last, last or first
    if first is None or last is None:
        return None
    begins, ends = quarter_of(first).year_starts, quarter_of(last).year_starts + 1
    return Span(date(begins, 4, 1), date(ends, 3, 31))


def bar_of(starts_on: date | None, due_on: date | None, span: Span) -> Bar | None:
    """An action with one date is a mark on that day; one with none has no bar."""
    first, last = starts_on or due_on, due_on or starts_on
    if first is None or last is None:
        return None
    left = span.place(first)
    width = max(span.place(last) - left, NARROWEST)
    return Bar(round(min(left, WIDTH - NARROWEST), 2), round(width, 2))
