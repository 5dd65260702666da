"""What a layout makes of a workbook. Pure: no database, no clock."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from indicators.layouts.column_mapping import Mapping
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
    """What the file itself says of a measure; used for those the catalogue does not know.

    ``polarity`` and ``frequency`` are empty where the file does not say. Where it has no codes,
    ``is_known_by_title``: the code is made of the title, and the title is what to look for.
    """

    code: str
    title: str
    source: str = ""
    unit: str = "number"
    decimals: int = 1
    group: str = ""
    polarity: str = ""
    frequency: str = ""
    build_up: str = ""
    reporting_lag: int = 0
    heading: str = ""
    definition: str = ""
    parent: str = ""  # code of the measure this is a breakdown of
    is_known_by_title: bool = False


class TargetFigure(NamedTuple):
    """What the council aims for in a period, as the file prints it."""

    measure: str
    period: PeriodSpec
    value: float
    place: Place = Place()  # whose, where rows say; else the council's the file is
    sheet: str = ""
    cell: str = ""
    note: str = ""


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
    """All that was read. ``problems`` stop the import; ``warnings`` are for a person to see.

    ``comparators`` are England's and the region's figures in a council's own table: rounded, and
    as they were then, so they fill gaps and never replace what the publisher says.
    """

    layout: str
    title: str
    tables: int = 0
    mapping: Mapping | None = None  # what each column was taken for; None for the ASCOF workbook
    figures: list[Figure] = field(default_factory=list)
    comparators: list[Figure] = field(default_factory=list)  # others', printed beside the own
    targets: list[TargetFigure] = field(default_factory=list)
    measures: dict[str, Measure] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    breaks: list[SeriesBreak] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    keeps_words: bool = False  # a cell that is no figure is kept as its words, with no figure
    not_figures: int = 0  # such cells, where they are problems
