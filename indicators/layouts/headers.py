"""Where the header of a table is: one to three rows, under titles and above figures. Pure."""

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from indicators import periods
from indicators.layouts.headings import (
    Heading,
    find_period,
    is_year,
    parsed,
    plain,
    read_heading,
    text_of,
)
from indicators.periods import PeriodSpec
from indicators.workbook import Sheet

HEADER_WITHIN = 40  # rows
WIDEST = 1000  # columns
DEEPEST = 3  # rows of a header
ENOUGH = 2  # recognised headings
LONGEST_HEADING = 200  # characters: longer text is a sentence
NAMING = {"code", "title", "council_code", "council_name", "period", "year"}


class Header(NamedTuple):
    """Indexes of its first and last rows, and each column's texts from top to bottom."""

    first: int
    last: int
    texts: tuple[tuple[str, ...], ...]


def find_header(sheet: Sheet) -> Header | None:
    """The row with most headings, the bands above it, and what is under it of the same header."""
    best, most = -1, 0.0
    for index, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        score = sum(worth(cell) for cell in row[:WIDEST])
        if score > most and any(rows_with_more(sheet, index)):
            best, most = index, score
    if most < ENOUGH:
        return None
    return whole_header(sheet, best)


def header_at(sheet: Sheet, rows: tuple[int, ...]) -> Header | None:
    """The header where a person says it is; None where the sheet has no such rows."""
    first, last = min(rows) - 1, max(rows) - 1
    if first < 0 or last >= len(sheet.rows):
        return None
    return Header(first, last, tuple(column_texts(sheet, first, last)))


def worth(cell: object) -> float:
    """How much a cell looks like a heading. Numbers are years, perhaps, and count for less."""
    if isinstance(cell, (int, float)):
        return 0.4 if read_heading((text_of(cell),)).period else 0
    if not cell or (isinstance(cell, str) and len(cell) > LONGEST_HEADING):
        return 0
    found = read_heading((text_of(cell),))
    if found.role in NAMING:
        return 1.2
    if found.role:
        return 1
    return 0.6 if found.period else 0.2 if found.problem else 0


def rows_with_more(sheet: Sheet, index: int) -> Iterator[bool]:
    return (any(cell != "" for cell in row) for row in sheet.rows[index + 1 : index + 12])


def whole_header(sheet: Sheet, best: int) -> Header:
    first = last = best
    while last - first + 1 < DEEPEST and continues(sheet, first, last):
        last += 1
    while last - first + 1 < DEEPEST and first and is_band(sheet, first):
        first -= 1
    return Header(first, last, tuple(column_texts(sheet, first, last)))


def continues(sheet: Sheet, first: int, last: int) -> bool:
    """Whether the next row is more of the header: nothing where names are, headings elsewhere."""
    if last + 1 >= len(sheet.rows):
        return False
    below = sheet.rows[last + 1]
    names = [
        index
        for index, cell in enumerate(sheet.rows[first][:WIDEST])
        if read_heading((text_of(cell),)).role in NAMING
    ]
    if any(index < len(below) and below[index] != "" for index in names):
        return False
    texts = list(column_texts(sheet, first, last + 1))
    found = [texts[index] for index, cell in enumerate(below[:WIDEST]) if cell != ""]
    if len(found) < ENOUGH or any(isinstance(cell, float) for cell in below):
        return False
    return sum(1 for one in found if is_read(one)) * 2 >= len(found)


def is_read(texts: tuple[str, ...]) -> bool:
    return bool(read_heading(texts).role) or bool(periods.within(ANY_YEAR, texts[-1]))


ANY_YEAR = periods.financial_year(2000)


def is_band(sheet: Sheet, first: int) -> bool:
    """Whether the row above says more of the columns: merged cells, or periods and places."""
    above, header = sheet.rows[first - 1], sheet.rows[first]
    cells = [(index, cell) for index, cell in enumerate(above[:WIDEST]) if cell != ""]
    if not cells or len(cells) > sum(1 for cell in header if cell != ""):
        return False
    if cells[0][0] == 0 and (len(cells) == 1 or is_label(cells)):
        return False
    return any(index and says_something(sheet, first - 1, index, cell) for index, cell in cells)


def is_label(cells: list[tuple[int, object]]) -> bool:
    """“Date produced: 12/03/2024” is about the file, not a band."""
    return str(cells[0][1]).rstrip().endswith(":") or [index for index, _ in cells] == [0, 1]


def says_something(sheet: Sheet, row: int, index: int, cell: object) -> bool:
    text = text_of(cell)
    if len(text) > LONGEST_HEADING:
        return False
    found = read_heading((text,))
    part = periods.within(ANY_YEAR, text)
    return bool(found.role or found.period or part) or (row, index) in sheet.merged_across


def column_texts(sheet: Sheet, first: int, last: int) -> Iterator[tuple[str, ...]]:
    """The cells of each column's heading. A band stands over the columns to its right until the
    next one, or as far as it is merged."""
    rows = [bands(sheet, number, last) for number in range(first, last + 1)]
    for texts in zip_longest(*rows, fillvalue=""):
        yield tuple(text for text in texts if text)


def bands(sheet: Sheet, number: int, last: int) -> list[str]:
    row = [text_of(cell) for cell in sheet.rows[number][:WIDEST]]
    if number == last:
        return row
    under = sheet.rows[number + 1]
    filled, band, until = [], "", 0
    for index, text in enumerate(row):
        if text:
            band = text
            until = sheet.merged_across.get((number, index), len(row))
        has_more = index < len(under) and under[index] != ""
        filled.append(band if text or (index <= until and has_more) else "")
        if text and not has_more:
            band = ""  # one heading, merged downwards
    return filled


# --- what stands around a table ---------------------------------------------------------------


def period_around(sheet: Sheet, header_first: int, file_name: str) -> tuple[PeriodSpec | None, str]:
    """A period said above the table, in the sheet's name or the file's; and where."""
    above = [text_of(cell) for row in sheet.rows[:header_first] for cell in row if cell != ""]
    stem = file_name.rpartition(".")[0] or file_name
    for where, texts in (
        ("above the table", above),
        ("in the name of the sheet", [sheet.name]),
        ("in the name of the file", [stem]),
    ):
        for text in texts:
            if period := find_period((text.replace("_", " "),))[0]:
                return period, where
    return None, ""


def title_above(sheet: Sheet, header_first: int) -> str:
    """The words above a table, where they name what it holds."""
    for row in sheet.rows[:header_first]:
        for cell in row:
            if isinstance(cell, str) and len(plain(cell).split()) > 1 and not parsed(cell):
                return " ".join(cell.split())
    return ""


def with_year(texts: tuple[str, ...], around: PeriodSpec | None) -> Heading:
    """A heading; "Q1" and "Apr" are of the year said around the table."""
    found = read_heading(texts)
    if found.period or not around or not any(periods.within(ANY_YEAR, text) for text in texts):
        return found
    return read_heading((periods.financial_year_label(day_of(around)), *texts))


def day_of(period: PeriodSpec) -> date:
    return period.starts_on if is_year(period) else period.ends_on
