"""What stands beside a row's figures in a scorecard: targets, England, ranks, comments. Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from indicators import periods
from indicators.layouts import cells
from indicators.layouts.column_mapping import Column, TableMapping
from indicators.layouts.figure_blocks import (
    Block,
    CellReader,
    Said,
    joined,
    loose_parts,
    with_parts,
)
from indicators.layouts.headings import read_heading
from indicators.layouts.measure_names import text_at
from indicators.layouts.reading import Figure, Place, Problem, Reading, TargetFigure
from indicators.periods import PeriodSpec
from indicators.value_states import MISSING, OK


class At(NamedTuple):
    """A row, and what it is of. ``period`` is None where only columns say it."""

    number: int
    row: list
    measure: str
    place: Place
    period: PeriodSpec | None


class Made(NamedTuple):
    """A figure of a row, before it is one of the file."""

    measure: str
    period: PeriodSpec
    said: Said
    block: Block


class Beside:
    def __init__(
        self, table: TableMapping, others: list[Block], reader: CellReader, reading: Reading
    ):
        self.sheet, self.cells, self.reading = table.sheet, reader, reading
        self.others, self.loose = others, loose_parts(table)
        self.targets, self.notes = table.of("target"), table.of("note")
        self.ranks = table.of("rank", "comparator")
        self.seen: set[tuple] = set()

    def __bool__(self) -> bool:
        return bool(self.others or self.loose or self.targets or self.ranks or self.notes)

    def add(self, at: At, made: list[Made]) -> list[Made]:
        """Loose parts, ranks and notes go to the row's latest figure; targets and the figures of
        England and the region to lists of their own."""
        latest = latest_of(made)
        if made:
            at = at._replace(period=made[latest].period)
            made[latest] = self.with_loose_parts(at, made[latest])
            for note, index in self.notes_of(at.row, made, latest):
                said = made[index].said
                said = said._replace(note=joined([said.note, note]))
                made[index] = made[index]._replace(said=said)
        for column in self.targets:
            self.read_target(at, column)
        for block in self.others:
            self.read_beside(at, block)
        return made

    def with_loose_parts(self, at: At, made: Made) -> Made:
        parts = self.cells.parts(at.row, at.number, self.loose) if self.loose else None
        if not parts or made.said.state != OK:
            return made
        said = with_parts(made.said, parts)
        if said.numerator is not None and said.denominator:
            cell = cells.read(at.row[made.block.value], self.cells.markers)
            said = self.cells.with_disagreement(said, cell, made.measure)
        return made._replace(said=said)

    def notes_of(self, row: list, made: list[Made], latest: int) -> Iterator[tuple[str, int]]:
        """Published ranks, averages of others and comments, each with the figure it belongs to."""
        for column in self.ranks:
            text = text_at(row, column.index)
            if text and cells.MARKERS.get(text.lower()) is None:
                yield note_words(column, text), whose(column, made, latest)
        for column in self.notes:
            if text := text_at(row, column.index):
                yield text, latest

    def read_target(self, at: At, column: Column) -> None:
        """A target in words is not lost: it is said, and left out."""
        content = at.row[column.index]
        period = periods.parse_text(column.period) if column.period else at.period
        if period is None or not str(content).strip():
            return
        try:
            cell = cells.read(content, self.cells.markers)
        except ValueError:
            message = "This target is not a number. It is left out."
            text = str(content)[:80]
            where = Problem(self.sheet, at.number, column.letters, text, message)
            self.reading.warnings.append(where)
            return
        if cell.state == OK and cell.value is not None:
            where_ = f"{column.letters}{at.number}"
            self.reading.targets.append(
                TargetFigure(
                    at.measure, period, cell.value, at.place, self.sheet, where_, cell.note
                )
            )

    def read_beside(self, at: At, block: Block) -> None:
        """England's or the region's figure, once for each measure and period."""
        period = block.period or at.period
        key = (at.measure, block.place, period)
        if period is None or not str(at.row[block.value]).strip() or key in self.seen:
            return
        said = self.cells.said(at.row, at.number, block, at.measure)
        if said is not None and said.state != MISSING:
            self.seen.add(key)
            cell = f"{block.letters}{at.number}"
            self.reading.comparators.append(
                Figure(at.measure, block.place, period, *said, self.sheet, cell)
            )


def whose(column: Column, made: list[Made], latest: int) -> int:
    """Which figure a rank or an average belongs to: its column's measure and period, else the
    latest."""
    when = periods.parse_text(column.period) if column.period else None
    fits = [
        index
        for index, one in enumerate(made)
        if when in (None, one.period) and column.measure == one.block.measure
    ]
    return fits[-1] if fits and (when or column.measure) else latest


def latest_of(made: list[Made]) -> int:
    """Which figure of a row is of the latest period that has one."""
    ranked = [(one.said.state == OK, one.period.ends_on, index) for index, one in enumerate(made)]
    return max(ranked)[2] if ranked else 0


def note_words(column: Column, text: str) -> str:
    """“Published rank 8 (CIPFA 16)”; “CIPFA average: 61.2”."""
    words = " ".join(column.heading.replace("_", " ").split())
    if column.role != "rank":
        return f"{words[:1].upper()}{words[1:]}: {text}"
    among = read_heading((words,)).words
    among = " ".join(word for word in among.split() if word not in RANK_WORDS)
    among = " ".join(word.upper() if word in INITIALS else word.title() for word in among.split())
    return f"Published rank {text}{f' ({among})' if among else ''}"


RANK_WORDS = {"rank", "ranking", "position", "in", "of", "published", "national", "the", "league"}
INITIALS = {"cipfa", "nn", "adass", "la"}
