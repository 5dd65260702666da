"""What a figure that builds up over the year is on course for. Pure.

value x periods in the year / periods gone: 13 at quarter 2 is on course for 26. A percentage, a
score or an average to date is not added to, so it has no forecast but itself.
"""

from dataclasses import dataclass
from decimal import Decimal

from indicators.figures import exact
from indicators.periods import APRIL, financial_year_label
from indicators.travel import Point

MONTHS_IN = {"month": 1, "quarter": 3}
ADDS_UP = frozenset({"number", "per_100000", "pounds"})
YEAR = 12


@dataclass(frozen=True)
class Forecast:
    """``elapsed`` of ``periods`` of the financial year ``year`` are in the figure."""

    value: Decimal
    year: str
    elapsed: int
    periods: int
    kind: str

    @property
    def is_year_end(self) -> bool:
        """Nothing is left to forecast: the figure is the year's."""
        return self.elapsed == self.periods

    @property
    def rule(self) -> str:
        """``The figure to date × 4 quarters ÷ 2 quarters gone.``"""
        return f"The figure to date × {self.periods} {self.kind}s ÷ {self._gone} gone."

    @property
    def _gone(self) -> str:
        return f"{self.elapsed} {self.kind}{'' if self.elapsed == 1 else 's'}"


def forecast(point: Point | None, *, build_up: str, unit: str) -> Forecast | None:
    """None where the figure does not build up, or there is none."""
    if point is None or point.number is None or not point.has_figure:
        return None
    length = MONTHS_IN.get(point.kind)
    if build_up != "cumulative" or unit not in ADDS_UP or length is None:
        return None
    months = (point.ends_on.month - APRIL) % YEAR + 1
    value = exact(point.number) * YEAR / months
    year = financial_year_label(point.ends_on)
    return Forecast(value, year, months // length, YEAR // length, point.kind)
