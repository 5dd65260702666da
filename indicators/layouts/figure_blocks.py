"""Columns that make one figure together, and the figure they make. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from indicators import periods
from indicators.layouts import cells
from indicators.layouts.cells import FigureCell
from indicators.layouts.column_mapping import ENGLAND, OWN_REGION, Column, TableMapping
from indicators.layouts.reading import Place, Problem, Reading
from indicators.periods import PeriodSpec
from indicators.value_states import MISSING, OK, Markers
from indicators.workbook import column_letters

LONGEST_NOTE = 300
ENGLISH = Place(ENGLAND, "England")
REGIONAL = Place("", OWN_REGION)
PARTS = ("numerator", "denominator", "base", "margin", "lower", "upper")
PER_CENT = 100
COUNCIL_CODES = ("E06", "E08", "E09", "E10")
MOST_KNOWN = 50_000  # cells remembered


class Block(NamedTuple):
    """Columns of one figure. Empty ``measure``, ``place`` or ``period``: the row says it."""

    measure: str
    place: Place
    period: PeriodSpec | None
    value: int
    letters: str
    parts: tuple[tuple[str, int], ...] = ()


class Said(NamedTuple):
    """A figure's state to its note, in the order of ``Figure``."""

    state: str
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    base: float | None = None
    margin: float | None = None
    is_provisional: bool = False
    is_revised: bool = False
    note: str = ""


def place_of(words: str) -> Place:
    if words == ENGLAND:
        return ENGLISH
    if words == OWN_REGION:
        return REGIONAL
    return Place(words) if words[1:].isdigit() else Place("", words)


def blocks_of(table: TableMapping) -> list[Block]:
    """In the order of the sheet. Parts without a value of their own stand in ``loose_parts``."""
    return [
        Block(
            measure,
            place_of(place) if place else Place(),
            periods.parse_text(period) if period else None,
            columns["value"].index,
            columns["value"].letters,
            tuple((role, columns[role].index) for role in PARTS if role in columns),
        )
        for (measure, place, period), columns in grouped(table).items()
        if "value" in columns
    ]


def own_and_others(blocks: Iterable[Block]) -> tuple[list[Block], list[Block]]:
    """A table's own figures, and those of England, the region or other councils beside them. A
    column headed by a council is the table's own where no column is without a place."""
    blocks = list(blocks)
    own = [block for block in blocks if block.place == Place()]
    if not own:
        own = [block for block in blocks if block.place.code.startswith(COUNCIL_CODES)]
    return own, [block for block in blocks if block not in own]


def loose_parts(table: TableMapping) -> tuple[tuple[str, int], ...]:
    """A numerator and denominator that do not say of which period: of the row's latest figure."""
    found = grouped(table)
    if "value" in found.get(("", "", ""), {}):
        return ()
    loose = found.get(("", "", ""), {})
    return tuple((role, loose[role].index) for role in PARTS if role in loose)


def grouped(table: TableMapping) -> dict[tuple[str, str, str], dict[str, Column]]:
    found: dict[tuple[str, str, str], dict[str, Column]] = defaultdict(dict)
    for column in table.of("value", *PARTS):
        found[column.measure, column.place, column.period].setdefault(column.role, column)
    return found


class Known(dict):
    """Cells by what is in them, each read once; ``ValueError`` where one cannot be read."""

    def __init__(self, markers: Markers):
        super().__init__()
        self.markers = markers

    def __missing__(self, content: object) -> FigureCell:
        if len(self) > MOST_KNOWN:
            self.clear()
        self[content] = found = cells.read(content, self.markers)
        return found


class CellReader:
    """Reads the cells of one sheet; what cannot be read is a problem with its cell."""

    def __init__(self, sheet: str, markers: Markers, reading: Reading):
        self.sheet, self.markers, self.reading = sheet, markers, reading
        self.known = Known(markers)
        self.simple: dict[str, Said] = {}  # what a cell's text alone makes, whatever it is of
        self.percentages: set[str] = set()  # measures with a percent sign in their cells

    def cell(self, row: list, number: int, index: int) -> FigureCell | None:
        content = row[index]
        try:
            return self.known[content] if type(content) is not bool else cells.read(content)
        except ValueError as error:
            if self.reading.keeps_words:
                return self.keep_words(number, index, content)
            self.report(number, index, content, str(error))
            self.reading.not_figures += 1
            return None

    def keep_words(self, number: int, index: int, content: object) -> FigureCell:
        """“60 to 70” is no figure, and no reason why there is none: its words are kept."""
        words = " ".join(str(content).split())[:80]
        where = column_letters(index + 1)
        message = "This is no exact figure. Its words are kept, and there is no figure."
        self.reading.warnings.append(Problem(self.sheet, number, where, words, message))
        return FigureCell(MISSING, note=f"Not an exact figure: “{words}”")

    def report(self, number: int, index: int, content: object, message: str) -> None:
        where = column_letters(index + 1)
        text = str(content)[:80]
        self.reading.problems.append(Problem(self.sheet, number, where, text, message))

    def said(self, row: list, number: int, block: Block, measure: str) -> Said | None:
        cell = self.cell(row, number, block.value)
        if cell is None:
            return None
        if cell.is_percent:
            self.percentages.add(measure)
        found = from_cell(cell)
        if block.parts:
            parts = self.parts(row, number, block.parts)
            if parts is None:
                return None
            found = with_parts(found, parts)
        if found.denominator and found.numerator is not None:
            return self.with_disagreement(found, cell, measure)
        if not (block.parts or cell.is_percent) and len(self.simple) < MOST_KNOWN:
            self.keep_simple(row[block.value], found)
        return found

    def keep_simple(self, content: object, said: Said) -> None:
        if isinstance(content, str):
            self.simple[content] = said

    def parts(
        self, row: list, number: int, columns: Iterable[tuple[str, int]]
    ) -> dict[str, float | None] | None:
        """Numbers beside the figure; a marker there means none. None where one is unreadable."""
        found: dict[str, float | None] = {}
        for role, index in columns:
            cell = self.cell(row, number, index)
            if cell is None:
                return None
            found[role] = cell.value if cell.state == OK else None
        return found

    def with_disagreement(self, said: Said, cell: FigureCell, measure: str) -> Said:
        """What is published stays; that its own counts say otherwise is noted."""
        if said.state != OK or not (
            cell.is_percent or self.reading.measures[measure].unit == "percent"
        ):
            return said
        note = disagreement(said, cell.decimals)
        return said._replace(note=joined([said.note, note])) if note else said


def from_cell(cell: FigureCell) -> Said:
    state, value, numerator, denominator, is_provisional, is_revised, note, _, _ = cell
    return Said(state, value, numerator, denominator, None, None, is_provisional, is_revised, note)


def with_parts(said: Said, parts: dict[str, float | None]) -> Said:
    """What the figure's own cell said of its counts stands where columns say nothing."""
    state, value, numerator, denominator, _, _, is_provisional, is_revised, note = said
    said_of = parts.get
    if (margin := said_of("margin")) is None and "lower" in parts:
        margin, interval = margin_of(said_of("lower"), said_of("upper"))
        note = joined([note, interval])
    return Said(
        state,
        value,
        numerator if (found := said_of("numerator")) is None else found,
        denominator if (found := said_of("denominator")) is None else found,
        said_of("base"),
        margin,
        is_provisional,
        is_revised,
        note,
    )


def margin_of(lower: float | None, upper: float | None) -> tuple[float | None, str]:
    """Half an interval, and the interval itself, which need not be even."""
    if lower is None or upper is None:
        return None, ""
    return float(f"{(upper - lower) / 2:.6g}"), f"Published interval {lower:g} to {upper:g}"


def disagreement(said: Said, decimals: int | None) -> str:
    """Empty where the percentage is what its counts make, as far as it is rounded."""
    if said.value is None or said.numerator is None or not said.denominator:
        return ""
    share = PER_CENT * said.numerator / said.denominator
    if abs(share - said.value) < 1e-9:  # noqa: PLR2004 (nothing, for a float)
        return ""
    places = decimals_of(said.value) if decimals is None else decimals
    if abs(share - said.value) <= 0.5 * 10**-places + 1e-9:
        return ""
    counts = f"{said.numerator:,.10g} of {said.denominator:,.10g}"
    return f"Its own counts say otherwise: {counts} is {share:.{places + 1}f}%"


@lru_cache(maxsize=8192)
def decimals_of(number: float) -> int:
    return len(f"{number:.10f}".rstrip("0").partition(".")[2])


def joined(notes: Iterable[str]) -> str:
    """Notes as one, each once, as long as there is room for."""
    text = "; ".join(dict.fromkeys(note for note in notes if note))
    return text if len(text) <= LONGEST_NOTE else text[: LONGEST_NOTE - 1] + "…"


def columns_with_figures(rows: list[list], blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks whose value has something in any row: an empty column says nothing yet."""
    for block in blocks:
        index = block.value
        if any(index < len(row) and row[index] != "" and str(row[index]).strip() for row in rows):
            yield block
