"""Charts as inline SVG from plain values. Pure: the same values always give the same picture.

Lines differ in dash and marker as well as colour, are named at their end, and every chart has a
title that states the finding and a description that reads its figures out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html
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
from indicators.chart_shapes import Frame, Level, LineChart, Series
from indicators.figures import with_unit

WIDE, NARROW = 720, 340
LABEL_GAP = 16


def line_chart(chart: LineChart, *, width: int = WIDE) -> SafeString:
    """The picture, ``width`` units wide; nothing to draw gives an empty text."""
    if not any(value is not None for line in chart.series for value in line.values):
        return SafeString("")
    frame = _frame(chart, width)
    content = together(
        [
            _axis(chart, frame),
            _breaks(chart, frame),
            *_levels(chart, frame),
            _target(chart, frame),
            *(_shade(chart, line, frame) for line in chart.series),
            *(_line(chart, line, frame) for line in reversed(chart.series)),
            *_marks(chart, frame),
            _names(chart, frame),
        ]
    )
    return drawing(
        f"{chart.ident}-{width}",
        chart.title,
        chart.description,
        frame.width,
        frame.height,
        content,
        "wide" if width == WIDE else "narrow",
    )


def both_widths(chart: LineChart) -> SafeString:
    """One picture for wide screens and paper, one for phones; the style sheet shows one."""
    return together([line_chart(chart, width=WIDE), line_chart(chart, width=NARROW)])


def _figures(chart: LineChart) -> Iterator[float]:
    if chart.target is not None:
        yield chart.target
    yield from (target for target in chart.targets if target is not None)
    yield from (level.value for level in chart.levels)
    for line in chart.series:
        yield from (value for value in line.values if value is not None)
        yield from (end for span in line.spans if span for end in span)


def _frame(chart: LineChart, width: int) -> Frame:
    height = 300 if width == WIDE else 260
    low, high = bounds(_figures(chart), unit=chart.unit)
    ticks = tick_values(low, high)
    widest_tick = max(text_width(_tick(chart, ticks, tick), 12) for tick in ticks)
    widest_name = max(text_width(name) for name, _, _ in _ends(chart))
    x = Scale(chart.at[0], chart.at[-1], widest_tick + 14, width - widest_name - 18)
    return Frame(x, Scale(ticks[0], ticks[-1], height - 34.0, 22.0), tuple(ticks), width, height)


def _tick(chart: LineChart, ticks: Sequence[float], tick: float) -> str:
    unit = "number" if chart.unit in {"per_100000", "days"} else chart.unit
    return with_unit(tick, unit, decimals_of(ticks))


def _axis(chart: LineChart, frame: Frame) -> SafeString:
    parts = []
    for tick in frame.ticks:
        y = frame.y.at(tick)
        parts.append(
            element("line", x1=frame.left, x2=frame.right, y1=y, y2=y, class_="gt-chart__grid")
        )
        words = _tick(chart, frame.ticks, tick)
        parts.append(element("text", words, x=frame.left - 8, y=y + 4, class_="gt-chart__tick--y"))
    return together([*parts, *_period_names(chart, frame)])


def _period_names(chart: LineChart, frame: Frame) -> Iterator[SafeString]:
    """As many as fit, counted back from the latest, which is always named."""
    room = max(text_width(name, 12) for name in chart.periods) + 8
    free_until = frame.width + room
    for i in reversed(range(len(chart.periods))):
        x = frame.x.at(chart.at[i])
        if i in chart.skipped or free_until - x < room:
            continue
        free_until = x
        yield element("line", x1=x, x2=x, y1=frame.y.start, y2=frame.y.start + 5,
                      class_="gt-chart__grid")  # fmt: skip
        yield element("text", chart.periods[i], x=x, y=frame.y.start + 20,
                      class_="gt-chart__tick--x")  # fmt: skip


def _breaks(chart: LineChart, frame: Frame) -> SafeString:
    parts = []
    for i in chart.breaks:
        x = (frame.x.at(chart.at[i - 1]) + frame.x.at(chart.at[i])) / 2 if i else frame.left
        is_near_right = x > (frame.left + frame.right) / 2
        parts.append(element("line", x1=x, x2=x, y1=frame.y.end - 6, y2=frame.y.start,
                             class_="gt-chart__break"))  # fmt: skip
        parts.append(element("text", "Break in series", x=x + (-5 if is_near_right else 5),
                             y=frame.y.end - 8, class_="gt-chart__note",
                             text_anchor="end" if is_near_right else "start"))  # fmt: skip
    return together(parts)


def _target(chart: LineChart, frame: Frame) -> SafeString:
    if chart.targets:
        path = _steps(chart, frame)
        return element("path", d=path, class_="gt-chart__target") if path else SafeString("")
    if chart.target is None:
        return SafeString("")
    y = frame.y.at(chart.target)
    return element("line", x1=frame.left, x2=frame.right, y1=y, y2=y, class_="gt-chart__target")


def _steps(chart: LineChart, frame: Frame) -> str:
    """Level from halfway to the period before to halfway to the next; broken where there is
    no target."""
    xs = [frame.x.at(at) for at in chart.at]
    edges = [frame.left, *((a + b) / 2 for a, b in pairwise(xs)), frame.right]
    path, before = [], None
    for i, target in enumerate(chart.targets):
        if target is not None:
            y = frame.y.at(target)
            path.append(f"{'M' if before is None else 'L'}{edges[i]:.1f},{y:.1f}")
            path.append(f"L{edges[i + 1]:.1f},{y:.1f}")
        before = target
    return "".join(path)


def _levels(chart: LineChart, frame: Frame) -> Iterator[SafeString]:
    for level in chart.levels:
        y = frame.y.at(level.value)
        look = f"gt-chart__level gt-chart--{level.role}"
        yield element("line", x1=frame.left, x2=frame.right, y1=y, y2=y, class_=look)


def _marks(chart: LineChart, frame: Frame) -> Iterator[SafeString]:
    """Figures that say something are larger, and their shape says what: up for an improvement,
    down for a concern, a diamond for a change of which neither is better."""
    shapes = {"improvement": "m0,-7l7,12h-14Z", "concern": "m0,7l7,-12h-14Z"}
    for place, role in chart.marks:
        x, y = frame.x.at(chart.at[place]), frame.y.at(chart.series[0].at(place))
        path = f"M{x:.1f},{y:.1f}{shapes.get(role, 'm0,-7l7,7l-7,7l-7,-7Z')}"
        yield element("path", d=path, class_=f"gt-chart__mark-point gt-chart--{role}")


def _runs(chart: LineChart, line: Series) -> Iterator[list[int]]:
    """The stretches of a line without a gap or a break in series."""
    run: list[int] = []
    for i, value in enumerate(line.values):
        is_gap = value is None and i not in chart.skipped
        if run and (i in chart.breaks or i in chart.restarts or is_gap):
            yield run
            run = []
        if value is not None:
            run.append(i)
    if run:
        yield run


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _shade(chart: LineChart, line: Series, frame: Frame) -> SafeString:
    """The margin of error: a band, or an upright bar where a figure stands alone."""
    if not line.spans:
        return SafeString("")
    parts = []
    for run in _runs(chart, line):
        ends = [
            (frame.x.at(chart.at[i]), frame.y.at(span[1]), frame.y.at(span[0]))
            for i in run
            if (span := line.spans[i]) is not None
        ]
        upper, lower = [(x, top) for x, top, _ in ends], [(x, low) for x, _, low in ends]
        if len(ends) > 1:
            parts.append(element("path", d=f"{_path(upper + lower[::-1])}Z",
                                 class_="gt-chart__margin"))  # fmt: skip
        elif ends:
            parts.append(element("path", d=_path(upper + lower), class_="gt-chart__whisker"))
    return together(parts)


def _line(chart: LineChart, line: Series, frame: Frame) -> SafeString:
    parts = []
    for run in _runs(chart, line):
        points = [(frame.x.at(chart.at[i]), frame.y.at(line.at(i))) for i in run]
        if len(points) > 1:
            parts.append(
                element("path", d=_path(points), class_=f"gt-chart__line gt-chart--{line.role}")
            )
        parts += [marker(line.role, x, y) for x, y in points]
    return together(parts)


def marker(role: str, x: float, y: float) -> SafeString:
    """A shape of its own for each line: circle, square, triangle, diamond."""
    look = f"gt-chart__marker gt-chart--{role}"
    if role == "home":
        return element("circle", cx=x, cy=y, r=4, class_=look)
    if role == "england":
        return element("rect", x=x - 3, y=y - 3, width=6, height=6, class_=look)
    if role == "region":
        return element("path", d=f"M{x:.1f},{y - 4:.1f}l4,7h-8Z", class_=look)
    return element("path", d=f"M{x:.1f},{y - 4:.1f}l4,4l-4,4l-4,-4Z", class_=look)


def _ends(chart: LineChart) -> list[tuple[str, str, float]]:
    """Each line's name with its last figure, its role, and that figure."""
    ends = []
    for line in chart.series:
        last = next((value for value in reversed(line.values) if value is not None), None)
        if last is not None:
            words = with_unit(last, _short_unit(chart.unit), chart.decimals)
            ends.append((f"{line.name} {words}", line.role, last))
    last_target = chart.targets[-1] if chart.targets else chart.target
    levels = list(chart.levels)
    if last_target is not None:
        levels.append(Level("Target", "target", last_target))
    for level in levels:
        words = with_unit(level.value, _short_unit(chart.unit), chart.decimals)
        ends.append((f"{level.name} {words}", level.role, level.value))
    return ends


def _short_unit(unit: str) -> str:
    """Names at lines leave out the words of the unit, which the caption says."""
    return "number" if unit in {"per_100000", "days"} else unit


def _names(chart: LineChart, frame: Frame) -> SafeString:
    ends = _ends(chart)
    wanted = [frame.y.at(value) for _, _, value in ends]
    placed = keep_apart(wanted, LABEL_GAP, frame.y.end, frame.y.start + 6)
    parts = []
    for (words, role, _), y, meant in zip(ends, placed, wanted, strict=True):
        if abs(y - meant) > 3:  # noqa: PLR2004  a name pushed aside is tied to its line
            tie = [(frame.right + 5, meant), (frame.right + 11, y)]
            parts.append(element("path", d=_path(tie), class_="gt-chart__tie"))
        look = f"gt-chart__name gt-chart--{role}"
        parts.append(element("text", words, x=frame.right + 13, y=y + 4, class_=look))
    return together(parts)


def sparkline(
    values: Sequence[float | None], *, words: str, skipped: frozenset[int] = frozenset()
) -> SafeString:
    """A line the size of a word; ``words`` says what it shows."""
    figures = [value for value in values if value is not None]
    if not figures:
        return SafeString("")
    x = Scale(0, max(len(values) - 1, 1), 4, 96)
    low, high = (min(figures), max(figures)) if len(set(figures)) > 1 else (0, 2 * figures[0])
    y = Scale(low, high, 24, 4)
    line = Series("", "home", tuple(values))
    chart = LineChart("", "", "", (), (), (line,), "", 0, skipped=skipped)
    parts = []
    for run in _runs(chart, line):
        points = [(x.at(i), y.at(line.at(i))) for i in run]
        if len(points) > 1:
            parts.append(element("path", d=_path(points), class_="gt-chart__line gt-chart--home"))
        else:
            parts.append(element("circle", cx=points[0][0], cy=points[0][1], r=1.5,
                                 class_="gt-chart__marker gt-chart--home"))  # fmt: skip
    last = max(i for i, value in enumerate(values) if value is not None)
    parts.append(element("circle", cx=x.at(last), cy=y.at(line.at(last)), r=3,
                         class_="gt-chart__marker gt-chart--home"))  # fmt: skip
    return format_html(
        '<svg class="gt-spark" viewBox="0 0 100 28" role="img" aria-label="{}" '
        'focusable="false">{}</svg>',
        words,
        together(parts),
    )


@dataclass(frozen=True)
class Part:
    """A part of a whole: its word, how many, and the tag colour that goes with the word."""

    word: str
    count: int
    colour: str


def status_words(parts: Sequence[Part]) -> str:
    """``3 behind, 6 on target, 2 completed``."""
    return ", ".join(f"{part.count} {part.word.lower()}" for part in parts if part.count) or "None"


def status_bar(parts: Sequence[Part], *, label: str) -> SafeString:
    """A whole in its parts, each with its number inside where it fits; text stands beside it."""
    total = sum(part.count for part in parts)
    if not total:
        return SafeString("")
    width, x, drawn = 240, 0.0, []
    for part in parts:
        if not part.count:
            continue
        wide = width * part.count / total
        drawn.append(element("rect", x=x, y=0, width=max(wide - 2, 1.0), height=22,
                             class_=f"gt-status gt-status--{part.colour}"))  # fmt: skip
        if wide > text_width(str(part.count)) + 6:
            look = f"gt-status__count gt-status__count--{part.colour}"
            drawn.append(element("text", str(part.count), x=x + wide / 2 - 1, y=16, class_=look))
        x += wide
    return format_html(
        '<svg class="gt-status-bar" viewBox="0 0 240 22" role="img" aria-label="{}: {}" '
        'focusable="false">{}</svg>',
        label,
        status_words(parts),
        together(drawn),
    )
