"""What every chart is made of: elements, scales, ticks, labels that keep out of each other's way.

Pure. No style attributes, which the pages' security policy refuses: looks come from classes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

STEPS = (1, 2, 2.5, 5, 10)


def element(name: str, content: str = "", **attributes) -> SafeString:
    """One SVG element; ``class_`` is class and underscores are hyphens."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_written(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return mark_safe(f"<{name}{written}>{conditional_escape(content)}</{name}>")  # noqa: S308


def together(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(conditional_escape(part) for part in parts))  # noqa: S308


def _written(value) -> str:
    """Text is escaped; two decimals of a number are a hundredth of a pixel."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value) if isinstance(value, int) else conditional_escape(value)


def drawing(  # noqa: PLR0917
    ident: str, title: str, description: str, width: int, height: int, content: str, kind: str
) -> SafeString:
    """The picture with its title and text alternative."""
    return format_html(
        '<svg class="gt-chart gt-chart--{}" viewBox="0 0 {} {}" role="img" '
        'aria-labelledby="{}-title {}-description" focusable="false">'
        '<title id="{}-title">{}</title><desc id="{}-description">{}</desc>{}</svg>',
        kind, width, height, ident, ident, ident, title, ident, description, content,
    )  # fmt: skip


@dataclass(frozen=True)
class Scale:
    """Values of ``low`` to ``high`` laid on pixels ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        span = self.high - self.low
        share = (value - self.low) / span if span else 0.5
        return self.start + share * (self.end - self.start)


def tick_values(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round numbers that cover ``low`` to ``high``: steps of 1, 2, 2.5 or 5 times ten."""
    if high <= low:
        low, high = low - 1, high + 1
    rough = (high - low) / max(wanted - 1, 1)
    power = 10 ** floor(log10(rough))
    step = next(factor * power for factor in STEPS if factor * power >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


def decimals_of(ticks: Sequence[float]) -> int:
    """As few decimals as tell the ticks apart."""
    return next(
        (n for n in range(4) if all(abs(round(tick, n) - tick) < 1e-9 for tick in ticks)),  # noqa: PLR2004
        3,
    )


def bounds(values: Iterable[float], *, unit: str) -> tuple[float, float]:
    """The ends of an axis: a little air, never beyond 0 to 100 for percentages nor below 0 for
    figures that cannot be."""
    figures = list(values)
    low, high = min(figures), max(figures)
    air = (high - low) * 0.1 or abs(high) * 0.1 or 1
    low, high = (max(low - air, 0) if low >= 0 else low - air), high + air
    if unit == "percent" and high > 100 >= max(figures):  # noqa: PLR2004
        high = 100
    return low, high


def keep_apart(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Heights for labels, as near as can be to those wanted and at least ``gap`` apart."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed: dict[int, float] = {}
    lowest = top
    for i in order:
        placed[i] = max(wanted[i], lowest)
        lowest = placed[i] + gap
    highest = bottom
    for i in reversed(order):
        placed[i] = min(placed[i], highest)
        highest = placed[i] - gap
    return [placed[i] for i in range(len(wanted))]


def text_width(text: str, size: float = 13) -> float:
    """About how many pixels a text takes: enough to leave room for it."""
    return len(text) * size * 0.54
