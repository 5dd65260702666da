"""The trend over a window of figures: whether the line through them rises or falls. Pure.

Ordinary least squares over the last 8 comparable figures, at least 5. Where the slope cannot be
told from none at 95% (two-sided t-test), there is no clear trend, and that is said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from typing import NamedTuple

from indicators.figures import change, exact
from indicators.travel import Point, Trend, judged

WINDOW, LEAST = 8, 5
# t(0.975) by degrees of freedom: the number of figures less two.
CRITICAL_T = {3: 3.182446, 4: 2.776445, 5: 2.570582, 6: 2.446912}
DAYS_IN_A_YEAR = 365.2425


class Line(NamedTuple):
    """Least squares: the slope for each unit of x, and how many standard errors it is from 0."""

    slope: float
    t: float


@dataclass(frozen=True)
class Window:
    """The trend of an indicator, and what it was read from. ``trend`` is None where there are too
    few figures."""

    trend: Trend | None
    words: str
    rule: str

    @property
    def is_clear(self) -> bool:
        return self.trend not in (None, Trend.SAME)


def least_squares(xs: Sequence[float], ys: Sequence[float]) -> Line:
    """At least three points, not all at the same x."""
    n = len(xs)
    middle_x, middle_y = sum(xs) / n, sum(ys) / n
    spread = sum((x - middle_x) ** 2 for x in xs)
    slope = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True)) / spread
    residuals = ((y - middle_y - slope * (x - middle_x)) ** 2 for x, y in zip(xs, ys, strict=True))
    error = sqrt(sum(residuals) / (n - 2) / spread)
    scale = max(1.0, *(abs(y) for y in ys)) * 1e-12
    if error <= scale:  # as good as on the line: only rounding is left
        return Line(slope, 0.0 if abs(slope) <= scale else inf if slope > 0 else -inf)
    return Line(slope, slope / error)


def comparable(points: Iterable[Point], latest: Point, *, build_up: str) -> list[Point]:
    """Oldest first: figures of the latest one's kind and series; of a figure that builds up over
    the year, those of the same point in each year."""
    found = [
        point
        for point in points
        if (point.kind, point.series) == (latest.kind, latest.series)
        and point.number is not None
        and point.ends_on <= latest.ends_on
    ]
    if build_up == "cumulative":
        found = [point for point in found if point.ends_on.month == latest.ends_on.month]
    return found[-WINDOW:]


def over_window(
    points: Iterable[Point],
    latest: Point | None,
    *,
    build_up: str,
    polarity: str,
    unit: str,
    decimals: int,
    bounds: tuple[float, float] | None = None,
) -> Window:
    rule = (
        f"A straight line through the last {WINDOW} comparable figures, at least {LEAST}; "
        "clear where chance alone would give such a slope less than 5 times in 100."
    )
    window = comparable(points, latest, build_up=build_up) if latest else []
    if latest is None or not latest.has_figure or len(window) < LEAST:
        return Window(None, f"Not enough figures for a trend: {len(window)} of {LEAST}", rule)
    line = least_squares(
        [point.ends_on.toordinal() / DAYS_IN_A_YEAR for point in window],
        [float(point.number or 0) for point in window],
    )
    first, last = window[0], window[-1]
    between = f"over {len(window)} figures from {first.label} to {last.label}"
    if abs(line.t) < CRITICAL_T[len(window) - 2] or not line.t:
        return Window(Trend.SAME, f"No clear trend {between}", rule)
    # What the line says of both ends, so that a range is judged by where it leads.
    years = (last.ends_on - first.ends_on).days / DAYS_IN_A_YEAR
    now = exact(round(float(last.number or 0), 9))
    then = exact(round(float(last.number or 0) - line.slope * years, 9))
    trend = judged(now, then, polarity, bounds)
    way = "up" if line.slope > 0 else "down"
    size = change(line.slope, unit, max(decimals, 1))
    return Window(trend, f"{trend.word.capitalize()}: {way} about {size} a year, {between}", rule)
