"""The adult social care outcomes framework workbook, as the Department publishes it.

One sheet per measure. Under a title ("Table 2d(1): … [note 9]") and some sentences comes a
header of its own row: three columns that say the place, then "2024 to 2025 - numerator" and so
on; a measure may have several outcomes a year ("2024 to 2025 - good outcome"). Notes,
comparability and the list of measures have sheets of their own.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from indicators import periods, value_states
from indicators.layouts.reading import (
    Figure,
    Measure,
    Note,
    Place,
    Problem,
    Reading,
    SeriesBreak,
)
from indicators.periods import PeriodSpec
from indicators.value_states import OK, SUPPRESSED, Cell, Markers
from indicators.workbook import Sheet, Workbook, column_letters

NAME = "ascof_workbook"
TITLE = "the ASCOF workbook as published by the Department of Health and Social Care"
GROUP = "ASCOF"

MARKERS = Markers({**value_states.MARKERS, ":": SUPPRESSED})
TABLE_TITLE = re.compile(r"table\s+(\d+[a-z](?:\s?\(\d+[a-z]?\))*)\s*[:.–-]?\s*(.*)", re.IGNORECASE)
NOTE_MARK = re.compile(r"\[\s*note\s+(\d+)\s*\]", re.IGNORECASE)
HEADING = re.compile(
    r"(?P<period>.+?)\s*[-–:]\s*(?P<part>.*?)\s*"
    r"(?P<field>outcome|numerator|denominator|margin of error|number of respondents)",
    re.IGNORECASE,
)
FIELDS = {
    "outcome": "outcome",
    "numerator": "numerator",
    "denominator": "denominator",
    "number of respondents": "base",
    "margin of error": "margin",
}
NUMBERS = frozenset({float, type(None)})
PLACE_HEADINGS = {
    "code": ("local authority code", "la code", "cassr code"),
    "name": ("local authority", "local authority name", "council", "area name"),
    "ons_code": ("ons area code", "ons code", "area code", "gss code"),
}
ONS_CODE = re.compile(r"[ENSWK]\d{8}")
NO_COMPARISON = re.compile(
    r"(?:cannot|can not|should not) be compared (?:with|to) (?:figures for )?previous years"
    r"|break in (?:the )?(?:time )?series",
    re.IGNORECASE,
)
NO_BREAK = re.compile(r"not being treated as a break", re.IGNORECASE)
HEADER_WITHIN = 20  # rows


@dataclass(frozen=True)
class Series:
    """One measure in one period, and the columns of outcome, numerator, denominator,
    respondents and margin; -1 where there is none."""

    measure: str
    period: PeriodSpec
    columns: tuple[int, ...]
    cells: Callable[[list], tuple]
    letters: str


@dataclass
class Table:
    sheet: Sheet
    header: int  # index of its row
    code: str
    title: str
    places: dict[str, int]
    series: list[Series] = field(default_factory=list)

    @property
    def width(self) -> int:
        return len(self.sheet.rows[self.header])

    def rows(self) -> Iterator[tuple[int, list]]:
        """Rows under the header, with the number a person sees."""
        return enumerate(self.sheet.rows[self.header + 1 :], self.header + 2)


def recognises(workbook: Workbook) -> bool:
    return any(find_table(sheet) for sheet in workbook.sheets)


def read(workbook: Workbook) -> Reading:
    tables = [table for sheet in workbook.sheets if (table := find_table(sheet))]
    reading = Reading(layout=NAME, title=release_title(tables), tables=len(tables))
    contents = read_contents(workbook)
    notes = read_notes(workbook)
    for table in tables:
        read_table(table, contents, reading)
        for measure in measures_of(table, reading):
            reading.notes += (Note(measure, *note) for note in notes_named(table.title, notes))
    read_comparability(workbook, reading)
    return reading


# --- finding things ---------------------------------------------------------------------------


def find_table(sheet: Sheet) -> Table | None:
    """The sheet's table, if its header is there: places on the left, outcomes on the right."""
    for index, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        places = place_columns(row)
        if "name" in places and any(is_outcome(cell) for cell in row):
            code, title = table_title(sheet, index)
            return Table(sheet, index, code, title, places) if code else None
    return None


def place_columns(row: list) -> dict[str, int]:
    words = [str(cell).strip().lower() for cell in row[:6]]
    return {
        part: words.index(heading)
        for part, headings in PLACE_HEADINGS.items()
        for heading in headings
        if heading in words
    }


def is_outcome(cell: object) -> bool:
    return isinstance(cell, str) and cell.strip().lower().endswith("outcome")


def table_title(sheet: Sheet, header: int) -> tuple[str, str]:
    """The code as the framework writes it, 2D(1), and the words of the title with its notes."""
    for text in [*(str(row[0]) for row in sheet.rows[:header] if row), sheet.name]:
        if found := TABLE_TITLE.match(text.replace("_", " ").strip()):
            return measure_code(found[1]), found[2]
    return "", ""


def measure_code(text: str) -> str:
    """2d(1), 3D(1A): a capital outside the brackets, small letters in them."""
    head, bracket, rest = text.strip().replace(" ", "").partition("(")
    return head.upper() + bracket + rest.lower()


def release_title(tables: list[Table]) -> str:
    """ASCOF with the last year found in any header."""
    years = [
        period.ends_on
        for table in tables
        for cell in table.sheet.rows[table.header]
        if (period := period_of(str(cell)))
    ]
    return f"ASCOF {periods.financial_year_label(max(years))} workbook" if years else "ASCOF"


def period_of(heading: str) -> PeriodSpec | None:
    found = HEADING.fullmatch(heading.strip())
    try:
        return periods.parse_text(found["period"]) if found else None
    except ValueError:
        return None


# --- a table ----------------------------------------------------------------------------------


def read_table(table: Table, contents: dict[str, tuple[str, str]], reading: Reading) -> None:
    table.series = read_header(table, reading)
    described, source = contents.get(table.code, ("", ""))
    title = described or NOTE_MARK.sub("", table.title).strip()
    for measure in dict.fromkeys(one.measure for one in table.series):
        part = measure.removeprefix(table.code).strip("-").replace("-", " ")
        named = f"{title}: {part}" if part else title
        reading.measures[measure] = Measure(measure, named, source, unit_of(title), group=GROUP)
    for number, row in table.rows():
        if place := read_place(table, row):
            read_row(table, number, row, place, reading)
        else:
            refuse_figures_of_nobody(table, number, row, reading)


def unit_of(title: str) -> str:
    lowered = title.lower()
    if "per 100,000" in lowered:
        return "per_100000"
    return "percent" if "proportion" in lowered or "percentage" in lowered else "score"


def read_header(table: Table, reading: Reading) -> list[Series]:
    """The columns of each measure and period, in the order of the sheet."""
    columns: dict[tuple[str, PeriodSpec], dict[str, int]] = defaultdict(dict)
    header = table.sheet.rows[table.header]
    for index, cell in enumerate(header):
        if index in table.places.values() or not str(cell).strip():
            continue
        found = HEADING.fullmatch(str(cell).strip())
        if not found:
            report_column(table, index, "We do not know what this column is.", reading)
            continue
        try:
            period = periods.parse_text(found["period"])
        except ValueError as error:
            report_period(table, index, str(error), reading)
            continue
        measure = part_code(table.code, found["part"])
        columns[measure, period][FIELDS[found["field"].lower()]] = index
    return [
        make_series(*key, tuple(found.get(name, -1) for name in FIELDS.values()))
        for key, found in columns.items()
        if "outcome" in found
    ]


def make_series(measure: str, period: PeriodSpec, columns: tuple[int, ...]) -> Series:
    return Series(measure, period, columns, itemgetter(*columns), column_letters(columns[0] + 1))


def part_code(code: str, part: str) -> str:
    """6B's own outcome is 6B; its "not yet rated" outcome is 6B-not-yet-rated."""
    if not part or measure_code(part) == code:
        return code
    return f"{code}-{'-'.join(part.lower().split())}"


def report_column(table: Table, index: int, message: str, reading: Reading) -> None:
    """A column nothing recognises is left out, and said."""
    reading.warnings.append(heading_problem(table, index, f"{message} It is left out."))


def report_period(table: Table, index: int, message: str, reading: Reading) -> None:
    """A period that cannot be read matters only where there are figures under it."""
    cells = [row[index] for _, row in table.rows() if index < len(row)]
    if any(has_value(cell) for cell in cells):
        reading.problems.append(heading_problem(table, index, message))
    else:
        report_column(table, index, f"{message} The column is empty.", reading)


def has_value(cell: object) -> bool:
    try:
        return value_states.parse(cell, MARKERS).state == OK
    except ValueError:
        return True


def heading_problem(table: Table, index: int, message: str) -> Problem:
    value = str(table.sheet.rows[table.header][index])
    return Problem(table.sheet.name, table.header + 1, column_letters(index + 1), value, message)


def read_place(table: Table, row: list) -> Place | None:
    """The ONS code where there is one, else the name alone."""
    name = text_at(row, table.places.get("name", -1))
    code = text_at(row, table.places.get("ons_code", -1))
    if not ONS_CODE.fullmatch(code):
        code = ""
    return Place(code, name) if code or name else None


def text_at(row: list, index: int) -> str:
    return str(row[index]).strip() if 0 <= index < len(row) else ""


def refuse_figures_of_nobody(table: Table, number: int, row: list, reading: Reading) -> None:
    """Footnotes and blank rows are fine; figures without a place are not."""
    columns = [one.columns[0] for one in table.series if one.columns[0] < len(row)]
    if any(has_value(row[column]) for column in columns):
        message = "There are figures in this row but no place. Say whose they are."
        reading.problems.append(Problem(table.sheet.name, number, "A", "", message))


def read_row(table: Table, number: int, row: list, place: Place, reading: Reading) -> None:
    """The figures of one place. This loop runs for every figure of a file, so plain numbers take
    the short way, and cells of text (nearly all markers) are read once for each wording."""
    add, sheet = reading.figures.append, table.sheet.name
    row = [*row, *[""] * (table.width - len(row)), None]  # an absent column, -1, is None
    for one in table.series:
        cells = one.cells(row)
        where = f"{one.letters}{number}"
        if NUMBERS.issuperset(map(type, cells)):
            value, numerator, denominator, base, margin = map(tidy, cells)
            said = (OK, value, numerator, denominator, base, margin, False, False, "")
        else:
            said = read_text(cells)
        if said[0] is None:
            report_cells(sheet, number, one, cells, reading)
        else:
            add(Figure(one.measure, place, one.period, *said, sheet, where))


@lru_cache(maxsize=8192)
def tidy(number: float | None) -> float | None:
    return None if number is None else value_states.tidy(number)


@lru_cache(maxsize=8192)
def read_text(cells: tuple) -> tuple:
    """A figure's state to note, from cells of which some hold text; (None,) if one is unclear."""
    try:
        parsed = [value_states.parse(cell, MARKERS) for cell in cells]
    except ValueError:
        return (None,)
    outcome = parsed[0]
    values = (cell.value for cell in parsed)
    flags = outcome.is_provisional, outcome.is_revised
    return (outcome.state, *values, *flags, note_of(*parsed))


def report_cells(sheet: str, number: int, one: "Series", cells: tuple, reading: Reading) -> None:
    for column, content in zip(one.columns, cells, strict=True):
        try:
            value_states.parse(content, MARKERS)
        except ValueError as error:
            where = column_letters(column + 1)
            reading.problems.append(Problem(sheet, number, where, str(content)[:80], str(error)))


def note_of(outcome: Cell, *others: Cell) -> str:
    """The second of two figures in a cell, kept beside the first."""
    if not outcome.note:
        return ""
    words = ("numerator", "denominator", "respondents", "margin of error")
    more = [f"{word} {cell.note}" for word, cell in zip(words, others, strict=True) if cell.note]
    return "; ".join([f"Published as {outcome.note}", *more])


def measures_of(table: Table, reading: Reading) -> list[str]:
    """The table's own measure and its parts."""
    return [
        measure
        for measure in reading.measures
        if measure == table.code or measure.startswith(f"{table.code}-")
    ]


# --- the other sheets -------------------------------------------------------------------------


def rows_under(workbook: Workbook, first: str, second: str) -> Iterator[tuple[list[str], int]]:
    """Rows below the header whose first cells start like this, wherever it is; with its length."""
    for sheet in workbook.sheets:
        for index, row in enumerate(sheet.rows[:HEADER_WITHIN]):
            words = [str(cell).strip().lower() for cell in row]
            if words[0].startswith(first) and len(words) > 1 and words[1].startswith(second):
                for below in sheet.rows[index + 1 :]:
                    yield [str(cell).strip() for cell in below], len(words)
                return


def read_contents(workbook: Workbook) -> dict[str, tuple[str, str]]:
    """Code to description and source."""
    return {
        measure_code(row[0]): (row[1], row[2] if length > 2 else "")  # noqa: PLR2004 (columns)
        for row, length in rows_under(workbook, "metric", "description")
        if row[0] and row[1]
    }


def read_notes(workbook: Workbook) -> dict[str, str]:
    """Number of the note to its text."""
    return {
        found[1]: row[1]
        for row, _ in rows_under(workbook, "note number", "note text")
        if (found := NOTE_MARK.search(row[0])) and row[1]
    }


def notes_named(title: str, notes: dict[str, str]) -> Iterator[tuple[str, str]]:
    for number in dict.fromkeys(NOTE_MARK.findall(title)):
        if number in notes:
            yield f"note {number}", notes[number]


def read_comparability(workbook: Workbook, reading: Reading) -> None:
    """Each change as a note beside the figures; where it forbids comparison, a break."""
    for row, _ in rows_under(workbook, "2024 to 2025 metric code", "2022 to 2023 metric code"):
        code, year, text = row[0], row[2], row[3]
        period = period_of(f"{year} - outcome")
        if not period or not text:
            continue
        for measure in (one for one in reading.measures if belongs_to(one, code)):
            reading.notes.append(Note(measure, periods.label(*period), text))
            if NO_COMPARISON.search(text) and not NO_BREAK.search(text):
                reading.breaks.append(SeriesBreak(measure, period.starts_on, text))


def belongs_to(measure: str, code: str) -> bool:
    """The log speaks of 2E for 2E(1), 2E(2a) and 2E(2b)."""
    whole = measure_code(code)
    return measure == whole or measure.startswith((f"{whole}(", f"{whole}-"))
