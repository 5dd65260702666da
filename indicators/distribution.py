"""All councils' figures as dots along a line, ours marked. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

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
    unit = "number" if chart.unit in {"per_100000", "days"} else chart.unit
    marks = [(chart.name, chart.ours, "home"), *chart.marks]
    rows = keep_apart([14.0 * (i + 1) for i in range(len(marks))], 14, 12, MARKS_ROOM - 4)
    for (_, value, role), row in zip(marks, rows, strict=True):
        at = x.at(value)
        yield element("line", x1=at, x2=at, y1=row - 9, y2=base,
                      class_=f"gt-chart__mark gt-chart--{role}")  # fmt: skip
    for (name, value, role), row in zip(marks, rows, strict=True):
        words = f"{name} {with_unit(value, unit, chart.decimals)}"
        at, wide = x.at(value), text_width(words)
        is_near_right = at + wide + 6 > x.end + 20
        yield element("text", words, x=at + (-5 if is_near_right else 5), y=row,
                      class_=f"gt-chart__name gt-chart--{role}",
                      text_anchor="end" if is_near_right else "start")  # fmt: skip
