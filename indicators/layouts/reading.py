"""What a layout makes of a workbook. Pure: no database, no clock."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from indicators.periods import PeriodSpec


class Place(NamedTuple):
    """A place as the file writes it. Both empty: the council the file belongs to."""

    code: str = ""
    name: str = ""


class Figure(NamedTuple):
    """One figure, or the reason there is none, and where it stands.

    ``state`` to ``note`` are what two releases of the same figure are compared by.
    """

    measure: str
    place: Place
    period: PeriodSpec
    state: str
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    base: float | None = None
    margin: float | None = None
    is_provisional: bool = False
    is_revised: bool = False
    note: str = ""
    sheet: str = ""
    cell: str = ""


COMPARED = slice(Figure._fields.index("state"), Figure._fields.index("sheet"))


class Problem(NamedTuple):
    """Something to look at: where it is, the text there, and a sentence."""

    sheet: str
    row: int | None
    column: str
    value: str
    message: str


class Measure(NamedTuple):
    """What the file itself says of a measure; used for those the catalogue does not know."""

    code: str
    title: str
    source: str = ""
    unit: str = "number"
    decimals: int = 1
    group: str = ""


class SeriesBreak(NamedTuple):
    measure: str
    begins_on: date
    reason: str


class Note(NamedTuple):
    measure: str
    label: str
    text: str


@dataclass
class Reading:
    """All that was read. ``problems`` stop the import; ``warnings`` are for a person to see."""

    layout: str
    title: str
    tables: int = 0
    figures: list[Figure] = field(default_factory=list)
    measures: dict[str, Measure] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    breaks: list[SeriesBreak] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
