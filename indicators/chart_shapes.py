"""What a line chart is given: lines, levels, marks, and the frame they are drawn in. Pure."""

from dataclasses import dataclass
from typing import NamedTuple

from indicators.chart_parts import Scale


@dataclass(frozen=True)
class Series:
    """One line: ``role`` is home, england, region or group. A None is a gap in the line.
    ``spans`` are the ends of each figure's interval, where it has one."""

    name: str
    role: str
    values: tuple[float | None, ...]
    spans: tuple[tuple[float, float] | None, ...] = ()

    def at(self, i: int) -> float:
        """The figure at a place that has one."""
        value = self.values[i]
        if value is None:
            raise ValueError(f"{self.name} has no figure at place {i}")
        return value


class Level(NamedTuple):
    """A named line across the whole picture: a mean, a limit, the end of a range."""

    name: str
    role: str
    value: float


class Mark(NamedTuple):
    """A figure of the first line that says something: improvement, concern or change."""

    place: int
    role: str


@dataclass(frozen=True)
class LineChart:
    """``at`` places each period in time (any number that grows); ``skipped`` are places where
    nothing was due, which a line crosses; ``breaks`` are the places a new series begins.
    ``restarts`` are places where a line begins again from nothing, as figures to date do in April.
    ``target`` is one for all periods; ``targets`` one for each, drawn as steps."""

    ident: str
    title: str
    description: str
    periods: tuple[str, ...]
    at: tuple[float, ...]
    series: tuple[Series, ...]
    unit: str
    decimals: int
    target: float | None = None
    targets: tuple[float | None, ...] = ()
    levels: tuple[Level, ...] = ()
    marks: tuple[Mark, ...] = ()
    breaks: tuple[int, ...] = ()
    skipped: frozenset[int] = frozenset()
    restarts: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Frame:
    """Where the plot lies in the picture, and its two scales."""

    x: Scale
    y: Scale
    ticks: tuple[float, ...]
    width: int
    height: int

    @property
    def left(self) -> float:
        return self.x.start

    @property
    def right(self) -> float:
        return self.x.end
