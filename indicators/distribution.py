"""All councils' figures as dots along a line, ours marked. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.safestring import SafeString

from indicators.chart_parts import (
    Scale,
    bounds,
    decimals_of,
    drawing,
    element,
    keep_apart,
    text_width,
    tick_values,
    together,
)
from indicators.charts import NARROW, WIDE
from indicators.figures import with_unit

TALLEST = 110
AXIS_ROOM = 30
MARKS_ROOM = 60


@dataclass(frozen=True)
class Distribution:
    """Figures of the ranked councils, ours among them, and others to mark (England, the mean)."""

    ident: str
    title: str
    description: str
    values: tuple[float, ...]
    ours: float
    name: str
    marks: tuple[tuple[str, float, str], ...]
    """Name, figure and role (england, region, group) of each."""
    unit: str
    decimals: int


def distribution(chart: Distribution, *, width: int = WIDE) -> SafeString:
    """Councils with about the same figure are stacked."""
    if not chart.values:
        return SafeString("")
    figures = [*chart.values, chart.ours, *(value for _, value, _ in chart.marks)]
    ticks = tick_values(*bounds(figures, unit=chart.unit), wanted=6 if width == WIDE else 4)
    x = Scale(ticks[0], ticks[-1], 24, width - 24)
    stacks, size, height = _stacks(chart.values, x)
    base = MARKS_ROOM + height + 6
    content = together(
        [
            _axis(chart, ticks, x, base),
            *_dots(stacks, size, base, x, chart.ours),
            *_marks(chart, x, base),
        ]
    )
    return drawing(
        f"{chart.ident}-{width}", chart.title, chart.description, width, int(base + AXIS_ROOM),
        content, "wide" if width == WIDE else "narrow",
    )  # fmt: skip


def both_widths(chart: Distribution) -> SafeString:
    return together([distribution(chart, width=WIDE), distribution(chart, width=NARROW)])


def _stacks(values: Sequence[float], x: Scale) -> tuple[dict[int, list[float]], float, float]:
    """Councils by column, the size of a dot, and how tall the tallest stack is."""
    size = 9.0
    while True:
        stacks: dict[int, list[float]] = defaultdict(list)
        for value in sorted(values):
            stacks[int((x.at(value) - x.start) // size)].append(value)
        height = max(len(stack) for stack in stacks.values()) * size
        if height <= TALLEST or size <= 3:  # noqa: PLR2004  smaller than this nobody sees
            return stacks, size, height
        size -= 1


def _dots(stacks, size: float, base: float, x: Scale, ours: float):
    is_marked = False
    for column, stack in sorted(stacks.items()):
        middle = x.start + (column + 0.5) * size
        for row, value in enumerate(stack):
            is_ours = value == ours and not is_marked
            is_marked = is_marked or is_ours
            yield element(
                "circle",
                cx=middle,
                cy=base - 6 - (row + 0.5) * size,
                r=size / 2 if is_ours else size / 2 - 0.7,
                class_="gt-chart__dot gt-chart--home" if is_ours else "gt-chart__dot",
            )


def _axis(chart: Distribution, ticks, x: Scale, base: float) -> SafeString:
    unit = "number" if chart.unit in {"per_100000", "days"} else chart.unit
    parts = [element("line", x1=x.start, x2=x.end, y1=base, y2=base, class_="gt-chart__axis")]
    for tick in ticks:
        at = x.at(tick)
        parts.append(element("line", x1=at, x2=at, y1=base, y2=base + 5, class_="gt-chart__axis"))
        words = with_unit(tick, unit, decimals_of(ticks))
        parts.append(element("text", words, x=at, y=base + 20, class_="gt-chart__tick--x"))
    return together(parts)


def _marks(chart: Distribution, x: Scale, base: float):
    """A named upright line for ours and for each comparator, names on rows of their own."""
    names = sorted(_mark_names(chart, x), key=_row_order)
    rows = keep_apart([14.0 * (i + 1) for i in range(len(names))], 14, 12, MARKS_ROOM - 4)
    for mark, row in zip(names, rows, strict=True):
        yield element("line", x1=mark.at, x2=mark.at, y1=row - 9, y2=base,
                      class_=f"gt-chart__mark gt-chart--{mark.role}")  # fmt: skip
    for mark, row in zip(names, rows, strict=True):
        yield element("text", mark.words, x=mark.at + (-5 if mark.reads_left else 5), y=row,
                      class_=f"gt-chart__name gt-chart--{mark.role}",
                      text_anchor="end" if mark.reads_left else "start")  # fmt: skip


class MarkName(NamedTuple):
    words: str
    role: str
    at: float
    reads_left: bool
    """It stands left of its line, as there is no room to the right."""


def _mark_names(chart: Distribution, x: Scale) -> Iterator[MarkName]:
    unit = "number" if chart.unit in {"per_100000", "days"} else chart.unit
    for name, value, role in [(chart.name, chart.ours, "home"), *chart.marks]:
        words = f"{name} {with_unit(value, unit, chart.decimals)}"
        at = x.at(value)
        yield MarkName(words, role, at, at + text_width(words) + 6 > x.end + 20)


def _row_order(mark: MarkName) -> tuple[bool, float]:
    """Each name above the lines it reaches over, which begin lower down: none is struck through."""
    return (not mark.reads_left, -mark.at if mark.reads_left else mark.at)
