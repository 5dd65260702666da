"""Reading a table by its mapping: long, wide or one row for each council, by the same rules.

Columns that are of the same measure, place and period make one figure. What a column does not
say, the row does; what neither says, the table does.
"""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from indicators import periods
from indicators.layouts import cells, header_checks
from indicators.layouts.column_mapping import Column, Mapping, TableMapping, sheets_of
from indicators.layouts.figure_blocks import (
    Block,
    CellReader,
    Said,
    blocks_of,
    columns_with_figures,
    from_cell,
    joined,
    loose_parts,
    with_parts,
)
from indicators.layouts.measure_names import MeasureNames, breakdowns_that_differ, text_at
from indicators.layouts.measure_settling import settle_measures
from indicators.layouts.measure_words import unit_of
from indicators.layouts.reading import Figure, Place, Problem, Reading, TargetFigure
from indicators.layouts.row_sources import NOWHERE, RowSources
from indicators.layouts.types_of_figure import have_parts, part_of, values_by_measure
from indicators.periods import PeriodSpec
from indicators.value_states import MISSING, OK, Markers
from indicators.workbook import Sheet, Workbook

LONGEST_SECTION = 120  # characters of a row that heads those under it
BLANK = ""


def read(workbook: Workbook, mapping: Mapping) -> Reading:
    """All the tables of a file. The mapping must have no faults."""
    stem = workbook.name.rpartition(".")[0] or workbook.name
    reading = Reading(layout=mapping.layout, title=stem, tables=len(mapping.tables))
    reading.mapping = mapping
    for table, sheet in sheets_of(mapping, workbook):
        TableReader(table, sheet, reading).read()
    header_checks.report_sheets_left_out(workbook, mapping, reading)
    settle_measures(reading)
    return reading


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


class TableReader:
    def __init__(self, table: TableMapping, sheet: Sheet, reading: Reading):
        self.table, self.sheet, self.reading = table, sheet, reading
        markers = cells.MARKERS
        if table.markers:
            markers = Markers({**markers, **{k.lower(): v for k, v in table.markers.items()}})
        self.cells = CellReader(sheet.name, markers, reading)
        self.names = MeasureNames(table, reading, breakdowns_that_differ(sheet, table))
        self.sources = RowSources(table, self.names, reading)
        self.width = max((column.index for column in table.columns), default=0) + 1
        self.rows = self.body()
        blocks = list(columns_with_figures(self.rows, blocks_of(table)))
        named = [block for block in blocks if block.measure]
        self.columns_measures = {
            block.measure: self.names.of_column(block.measure) for block in named
        }
        self.own = [block for block in blocks if block.place == NOWHERE]
        self.others = [block for block in blocks if block.place != NOWHERE]
        self.loose = loose_parts(table)
        self.targets, self.ranks = table.of("target"), table.of("rank", "comparator")
        self.notes = table.of("note")
        self.has_extras = bool(
            self.others or self.loose or self.targets or self.ranks or self.notes
        )
        self.measures: dict[object, str] = {}
        self.seen_beside: set[tuple] = set()
        self.kind = table.first("measure_type")
        self.values = values_by_measure(self.rows, self.kind, self.sources) if self.kind else {}

    def body(self) -> list[list]:
        """Rows under the header, all as wide as the table."""
        rows = self.sheet.rows[self.table.first_row - 1 :]
        return [
            row if len(row) >= self.width else [*row, *[BLANK] * (self.width - len(row))]
            for row in rows
        ]

    def read(self) -> None:
        header_checks.check(self.table, self.sheet, self.own, self.reading)
        if self.kind and have_parts(self.rows, self.kind):
            self.read_parts(self.kind)
        else:
            for number, row in self.numbered_rows():
                self.read_row(number, row)
        self.sources.report_left_out()
        self.mark_percentages()

    def numbered_rows(self) -> Iterator[tuple[int, list]]:
        """With the number a person sees; a header that is repeated further down is passed over."""
        header = [str(cell).strip() for cell in self.sheet.rows[self.table.first_row - 2]]
        first = next((text for text in header if text), None)
        at = header.index(first) if first else 0
        for number, row in enumerate(self.rows, self.table.first_row):
            if row[at] == first and [str(cell).strip() for cell in row[: len(header)]] == header:
                continue
            yield number, row

    # --- a row ---

    def read_row(self, number: int, row: list) -> None:
        measure = self.measure(row, number)
        place = None if measure is None else self.sources.place(row, number)
        if measure is None or place is None:
            return
        if place == NOWHERE and self.sources.place_key:
            self.refuse_figures_of_nobody(row, number)
            return
        period = self.sources.period(row, number) if self.needs_period else None
        at = At(number, row, measure, place, period)
        made = list(self.figures(at))
        if self.has_extras:
            made = self.add_extras(at, made)
        sheet, add = self.sheet.name, self.reading.figures.append
        for of, when, said, block in made:
            add(Figure(of, place, when, *said, sheet, f"{block.letters}{number}"))

    @property
    def needs_period(self) -> bool:
        return any(block.period is None for block in self.own)

    def figures(self, at: At) -> Iterator[Made]:
        for block in self.own:
            when = block.period or at.period
            if when is None:
                continue
            of = self.columns_measures[block.measure] if block.measure else at.measure
            said = self.cells.said(at.row, at.number, block, of)
            if said is not None:
                yield Made(of, when, said, block)

    def measure(self, row: list, number: int) -> str | None:
        """None where the row is no row of figures: blank, a section's heading, a footnote."""
        key = self.sources.measure_key
        if key is None:
            if not self.holds_figures(row):
                return None
            return self.names.find(row, number) if self.table.measure else BLANK
        found = self.measures.get(key(row))
        if found is None:
            if not self.holds_figures(row):
                self.section(row)
                return None
            found = self.names.find(row, number, self.type_of(row))
            if not found and not self.columns_measures:
                message = "There are figures in this row but no indicator. Say what they are of."
                self.cells.report(number, self.own[0].value, row[self.own[0].value], message)
                return None
            self.measures[key(row)] = found
        return found

    def type_of(self, row: list) -> str:
        """What kind of figure it is, where one measure has several kinds."""
        words = text_at(row, self.kind.index) if self.kind else ""
        values = self.values_of(row)
        return words if len(values) > 1 and words in values else ""

    def values_of(self, row: list) -> set[str]:
        code, title = self.table.first("code"), self.table.first("title")
        column = code or title
        return self.values.get(text_at(row, column.index), set()) if column else set()

    def holds_figures(self, row: list) -> bool:
        """A row of a long table has a place or period of its own, whatever its figure."""
        columns = chain(
            (block.value for block in (*self.own, *self.others)),
            (one.index for one in (*self.targets, *self.table.of("numerator"))),
            (one.index for one in self.table.of("period", "council_code")),
        )
        return any(row[index] != BLANK and str(row[index]).strip() for index in columns)

    def section(self, row: list) -> None:
        """A few words alone in a row of a scorecard head the rows under it."""
        words = [str(cell).strip() for cell in row if str(cell).strip()]
        if len(words) == 1 and len(words[0]) <= LONGEST_SECTION:
            self.names.section = words[0]

    def refuse_figures_of_nobody(self, row: list, number: int) -> None:
        """Footnotes and blank rows are fine; figures without a place are not."""
        if any(row[block.value] != BLANK for block in self.own):
            message = "There are figures in this row but no place. Say whose they are."
            column = self.table.of("council_code", "council_name", "country")[0]
            self.cells.report(number, column.index, "", message)

    # --- rows that are parts of one figure ---

    def read_parts(self, kind: Column) -> None:
        """Outcome, numerator, denominator and margin in rows of their own."""
        found: dict[tuple, dict[str, tuple[int, list]]] = {}
        for number, row in self.numbered_rows():
            measure = self.measure(row, number)
            place = self.sources.place(row, number) if measure else None
            when = self.sources.period(row, number) if place is not None else None
            if measure is None or place is None or when is None:
                continue
            part = part_of(text_at(row, kind.index), self.values_of(row))
            key = (measure, place, when)
            parts = found.setdefault(key, {})
            if part in parts:
                self.report_second(number, row, parts[part][0])
            parts.setdefault(part, (number, row))
        for key, parts in found.items():
            self.add_figure_of_parts(*key, parts)

    def report_second(self, number: int, row: list, earlier: int) -> None:
        index = self.own[0].value
        message = f"Row {earlier} already has this part of the same figure. This one is left out."
        text = str(row[index])[:80]
        letters = self.own[0].letters
        self.reading.warnings.append(Problem(self.sheet.name, number, letters, text, message))

    def add_figure_of_parts(
        self, measure: str, place: Place, when: PeriodSpec, parts: dict[str, tuple[int, list]]
    ) -> None:
        block = self.own[0]
        read = {
            part: self.cells.cell(row, number, block.value) for part, (number, row) in parts.items()
        }
        if None in read.values():
            return
        cell = read.get("value") or cells.FigureCell(MISSING)
        said = with_parts(
            from_cell(cell),
            {part: one.value for part, one in read.items() if one and part != "value"},
        )
        if said.numerator is not None and said.denominator:
            said = self.cells.with_disagreement(said, cell, measure)
        number = parts.get("value", next(iter(parts.values())))[0]
        where = f"{block.letters}{number}"
        self.reading.figures.append(Figure(measure, place, when, *said, self.sheet.name, where))
        self.name_unit(measure, parts)

    def name_unit(self, measure: str, parts: dict[str, tuple[int, list]]) -> None:
        known = self.reading.measures[measure]
        if not known.unit and self.kind and "value" in parts:
            unit = unit_of(text_at(parts["value"][1], self.kind.index))
            self.reading.measures[measure] = known._replace(unit=unit)

    # --- what stands beside the figures ---

    def add_extras(self, at: At, made: list[Made]) -> list[Made]:
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
        by_period: dict[PeriodSpec | None, int] = {
            one.period: index for index, one in enumerate(made)
        }
        for column in self.ranks:
            text = text_at(row, column.index)
            if text and cells.MARKERS.get(text.lower()) is None:
                when = periods.parse_text(column.period) if column.period else None
                yield f"{column_words(column)}: {text}", by_period.get(when, latest)
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
            where = Problem(self.sheet.name, at.number, column.letters, text, message)
            self.reading.warnings.append(where)
            return
        if cell.state == OK and cell.value is not None:
            where_ = f"{column.letters}{at.number}"
            self.reading.targets.append(
                TargetFigure(
                    at.measure, period, cell.value, at.place, self.sheet.name, where_, cell.note
                )
            )

    def read_beside(self, at: At, block: Block) -> None:
        """England's or the region's figure, once for each measure and period."""
        period = block.period or at.period
        key = (at.measure, block.place, period)
        if period is None or not str(at.row[block.value]).strip() or key in self.seen_beside:
            return
        said = self.cells.said(at.row, at.number, block, at.measure)
        if said is not None and said.state != MISSING:
            self.seen_beside.add(key)
            cell = f"{block.letters}{at.number}"
            self.reading.comparators.append(
                Figure(at.measure, block.place, period, *said, self.sheet.name, cell)
            )

    def mark_percentages(self) -> None:
        """A percent sign in the cells says the unit where nothing else does."""
        for code in self.cells.percentages:
            measure = self.reading.measures[code]
            if not measure.unit:
                self.reading.measures[code] = measure._replace(unit="percent")


def latest_of(made: list[Made]) -> int:
    """Which figure of a row is of the latest period that has one."""
    ranked = [(one.said.state == OK, one.period.ends_on, index) for index, one in enumerate(made)]
    return max(ranked)[2] if ranked else 0


def column_words(column: Column) -> str:
    words = " ".join(column.heading.replace("_", " ").split())
    return words[:1].upper() + words[1:]
