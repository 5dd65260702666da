"""Reading a table by its mapping: long, wide or one row for each council, by the same rules.

Columns that are of the same measure, place and period make one figure. What a column does not
say, the row does; what neither says, the table does.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from indicators.layouts import cells, header_checks
from indicators.layouts.beside import At, Beside, Made
from indicators.layouts.column_mapping import Column, Mapping, TableMapping, sheets_of
from indicators.layouts.figure_blocks import (
    CellReader,
    blocks_of,
    columns_with_figures,
    from_cell,
    own_and_others,
    with_parts,
)
from indicators.layouts.headings import is_place
from indicators.layouts.measure_names import MeasureNames, breakdowns_that_differ, text_at
from indicators.layouts.measure_settling import settle_measures
from indicators.layouts.measure_words import unit_of
from indicators.layouts.reading import Figure, Place, Problem, Reading
from indicators.layouts.row_sources import NOWHERE, RowSources
from indicators.layouts.types_of_figure import have_parts, part_of, values_by_measure
from indicators.periods import PeriodSpec
from indicators.value_states import MISSING, Markers
from indicators.workbook import Sheet, Workbook

LONGEST_SECTION = 120  # characters of a row that heads those under it
BLANK = ""


def read(workbook: Workbook, mapping: Mapping, *, keeps_words: bool = False) -> Reading:
    """All the tables of a file. The mapping must have no faults."""
    stem = workbook.name.rpartition(".")[0] or workbook.name
    reading = Reading(layout=mapping.layout, title=stem, tables=len(mapping.tables))
    reading.mapping, reading.keeps_words = mapping, keeps_words
    for table, sheet in sheets_of(mapping, workbook):
        TableReader(table, sheet, reading).read()
    header_checks.report_sheets_left_out(workbook, mapping, reading)
    settle_measures(reading)
    return reading


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
        self.own, self.others = own_and_others(blocks)
        self.beside = Beside(table, self.others, self.cells, reading)
        self.measures: dict[object, str] = {}
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
        header_checks.check(self.table, self.sheet, self.reading)
        self.leave_out_columns_of_no_period()
        if not self.own:
            message = "The columns of figures are empty. Nothing is read from this sheet."
            self.reading.warnings.append(Problem(self.sheet.name, None, "", "", message))
        elif self.kind and have_parts(self.rows, self.kind):
            self.read_parts(self.kind)
        elif self.is_plain:
            self.read_plain_rows()
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

    def leave_out_columns_of_no_period(self) -> None:
        if self.sources.period_key or self.sources.fixed_period:
            return
        for block in [block for block in self.own if block.period is None]:
            column = next(one for one in self.table.columns if one.index == block.value)
            message = "This column does not say which period it is of. It is left out."
            self.reading.warnings.append(header_checks.heading_problem(self.table, column, message))
            self.own.remove(block)

    @property
    def is_plain(self) -> bool:
        """A long table of councils and nothing beside their figures."""
        sources, block = self.sources, self.own[0]
        says_all = sources.place_key and sources.period_key and sources.measure_key
        only_one = len(self.own) == 1 and block[:3] == ("", NOWHERE, None)
        return bool(says_all) and only_one and not self.beside

    def read_plain_rows(self) -> None:
        """There may be a great many; what a row is of is looked up, and else found out."""
        sources, block, sheet = self.sources, self.own[0], self.sheet.name
        of, whose, when = sources.measure_key, sources.place_key, sources.period_key
        if not (of and whose and when):
            return
        measures, places, known_periods = self.measures, sources.places, sources.periods
        said_of, add, letters = self.cells.said, self.reading.figures.append, block.letters
        at, simply = block.value, {} if block.parts else self.cells.simple
        for number, row in self.numbered_rows():
            measure, place = measures.get(of(row)), places.get(whose(row))
            period = known_periods.get(when(row))
            if not measure or not period or place is None or place == NOWHERE:
                self.read_row(number, row)
            elif said := simply.get(row[at]) or said_of(row, number, block, measure):
                add(Figure(measure, place, period, *said, sheet, f"{letters}{number}"))

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
        made = self.figures(at)
        if self.beside:
            made = self.beside.add(at, made)
        sheet, add = self.sheet.name, self.reading.figures.append
        for of, when, said, block in made:
            whose = place if block.place == NOWHERE else block.place
            add(Figure(of, whose, when, *said, sheet, f"{block.letters}{number}"))

    @cached_property
    def needs_period(self) -> bool:
        return any(block.period is None for block in self.own)

    def figures(self, at: At) -> list[Made]:
        made = []
        for block in self.own:
            when = block.period or at.period
            if when is None:
                continue
            of = self.columns_measures[block.measure] if block.measure else at.measure
            said = self.cells.said(at.row, at.number, block, of)
            if said is not None:
                made.append(Made(of, when, said, block))
        return made

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
            (one.index for one in self.table.of("target", "numerator")),
            (one.index for one in self.table.of("period", "council_code")),
        )
        if any(row[index] != BLANK and str(row[index]).strip() for index in columns):
            return True
        name = self.table.first("council_name")
        return name is not None and is_place(text_at(row, name.index))

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

    def mark_percentages(self) -> None:
        """A percent sign in the cells says the unit where nothing else does."""
        for code in self.cells.percentages:
            measure = self.reading.measures[code]
            if not measure.unit:
                self.reading.measures[code] = measure._replace(unit="percent")
