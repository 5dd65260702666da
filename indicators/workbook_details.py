"""What a workbook's own parts say that its values do not: which cells are errors of a formula,
which are percentages, which rows and columns are hidden, what stands far out. Pure.

A spreadsheet holds 28% as 0.28 and shows the reader of its values no difference; an error reads
as nothing at all. Text is searched rather than parsed: no part of a package is trusted.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

CELL = rb"<(?:\w+:)?c\b"
FAR_COLUMN = re.compile(
    CELL + rb'[^>]*?\br="[A-Z]{3}\d{1,7}"[^>]*?(?:/>|>.*?</(?:\w+:)?c>)', re.DOTALL
)
ERROR_CELL = re.compile(
    CELL + rb'(?=[^>]*\bt="e")[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<', re.DOTALL
)
FILLED_ROW = re.compile(CELL + rb'[^>]*?\br="[A-Z]{1,2}(\d{1,7})"[^>]*(?<!/)>(?!</)')
ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,7})"')
MOST_CELLS = 20_000_000  # from A1 to the furthest
WIDEST = 702  # columns, to ZZ
MOST_REPEATED = 1000  # rows or columns that OpenDocument writes as one
BUILT_IN_PERCENT = {9, 10}
ODS_WORTH_READING = re.compile(
    rb'value-type="(?:percentage|error)"|:visibility="(?!visible)|columns-spanned="(?!1")'
)


@dataclass
class Details:
    """Rows and columns count from 0."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    percentages: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    # (row, column) of a cell merged with those to its right, to the last of them
    merged_across: dict[tuple[int, int], int] = field(default_factory=dict)
    furthest: int = 0  # column with something in it, from 1
    spans: int = 0  # cells from A1, as far as any table goes
    part: str = ""

    def apply(self, rows: list[list]) -> None:
        """Errors as the text they show, percentages as they are shown."""
        for (row, column), text in self.errors.items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text
        for row, column in self.percentages:
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = as_percentage(rows[row][column])


def as_percentage(content: object) -> object:
    return f"{content * 100:.12g}%" if isinstance(content, float) else content


def read_details(package: zipfile.ZipFile) -> dict[str, Details]:
    """By the name of the sheet; nothing for kinds of workbook that are not read here."""
    names = set(package.namelist())
    if "xl/workbook.xml" in names:
        return dict(xlsx_details(package, names))
    return ods_details(package.read("content.xml")) if "content.xml" in names else {}


# --- xlsx -------------------------------------------------------------------------------------


def xlsx_details(package: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, Details]]:
    styles = package.read("xl/styles.xml") if "xl/styles.xml" in names else b""
    percent = percent_styles(styles)
    for name, part in sheet_parts(package, names):
        found = sheet_details(package.read(part), percent)
        found.part = part
        yield name, found


def sheet_parts(package: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, str]]:
    """Name of each sheet and its part of the package."""
    relations = "xl/_rels/workbook.xml.rels"
    parts = related_parts(package.read(relations) if relations in names else b"")
    for tag in tags(package.read("xl/workbook.xml"), "sheet"):
        part = parts.get(attribute(tag, "id"), "")
        if part in names:
            yield attribute(tag, "name"), part


def related_parts(relations: bytes) -> dict[str, str]:
    """Id of each relation of the workbook, to the part of the package it names."""
    targets = {
        attribute(tag, "Id"): attribute(tag, "Target") for tag in tags(relations, "Relationship")
    }
    return {
        key: target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        for key, target in targets.items()
    }


def tags(text: bytes, name: str) -> list[bytes]:
    return re.findall(rb"<(?:\w+:)?%s\s[^>]*>" % name.encode(), text)


def attribute(tag: bytes, name: str) -> str:
    found = re.search(rb'[\s:]%s="([^"]*)"' % name.encode(), tag)
    return html.unescape(found[1].decode("utf-8", "replace")) if found else ""


def percent_styles(styles: bytes) -> set[bytes]:
    """The style numbers whose cells are shown as percentages."""
    formats = {
        int(attribute(tag, "numFmtId") or -1)
        for tag in tags(styles, "numFmt")
        if is_percent_format(attribute(tag, "formatCode"))
    } | BUILT_IN_PERCENT
    section = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    cells = tags(section[0], "xf") if section else []
    return {
        str(number).encode()
        for number, tag in enumerate(cells)
        if (attribute(tag, "numFmtId") or "0").isdigit()
        and int(attribute(tag, "numFmtId") or 0) in formats
    }


def is_percent_format(code: str) -> bool:
    """A percent sign that multiplies: not one in quotes or after a backslash."""
    return "%" in re.sub(r'"[^"]*"|\\.', "", code)


def sheet_details(sheet: bytes, percent: set[bytes]) -> Details:
    found = Details()
    found.furthest, columns, rows = size_of(sheet)
    found.spans = columns * rows
    if b't="e"' in sheet:
        for match in ERROR_CELL.finditer(sheet):
            if where := cell_of(match[0]):
                found.errors[where] = match[1].decode("utf-8", "replace")
    if percent:
        pattern = CELL + rb'(?=[^>]*\bs="(?:%s)")[^>]*(?<!/)>' % b"|".join(sorted(percent))
        cells = (cell_of(match[0]) for match in re.finditer(pattern, sheet))
        found.percentages.update(where for where in cells if where)
    found.hidden_rows = [
        int(attribute(tag, "r") or 0) - 1 for tag in tags(sheet, "row") if is_hidden(tag)
    ] if b"hidden=" in sheet else []  # fmt: skip
    found.hidden_columns = [
        column
        for tag in tags(sheet, "col")
        if is_hidden(tag)
        for column in range(int(attribute(tag, "min")) - 1, min(int(attribute(tag, "max")), WIDEST))
    ]
    return found


def is_hidden(tag: bytes) -> bool:
    return attribute(tag, "hidden") in ("1", "true")


def cell_of(tag: bytes) -> tuple[int, int] | None:
    found = re.search(rb'\br="([A-Z]{1,3})(\d{1,7})"', tag)
    return (int(found[2]) - 1, column_number(found[1].decode()) - 1) if found else None


def column_number(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


# --- ods --------------------------------------------------------------------------------------


def ods_details(content: bytes) -> dict[str, Details]:
    if not ODS_WORTH_READING.search(content):
        return {}
    walk = OdsWalk()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler = walk.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        return {}
    return walk.sheets


class OdsWalk:
    """Counts rows and cells, which OpenDocument writes once and says how often."""

    def __init__(self) -> None:
        self.sheets: dict[str, Details] = {}
        self.found = Details()
        self.row = self.column = 0
        self.repeat = 1  # times this row
        self.error: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.found = self.sheets.setdefault(attributes.get("table:name", ""), Details())
            self.row = 0
        elif name == "table:table-row":
            self.column = 0
            self.repeat = int(attributes.get("table:number-rows-repeated", "1"))
            if attributes.get("table:visibility") in ("collapse", "filter"):
                times = min(self.repeat, MOST_REPEATED)
                self.found.hidden_rows += range(self.row, self.row + times)
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.cell(attributes)

    def cell(self, attributes: dict[str, str]) -> None:
        times = int(attributes.get("table:number-columns-repeated", "1"))
        if attributes.get("office:value-type") == "percentage":
            self.found.percentages.update(
                (row, column)
                for row in range(self.row, self.row + min(self.repeat, MOST_REPEATED))
                for column in range(self.column, self.column + min(times, MOST_REPEATED))
            )
        spanned = int(attributes.get("table:number-columns-spanned", "1"))
        if spanned > 1:
            self.found.merged_across[self.row, self.column] = self.column + spanned - 1
        if attributes.get("calcext:value-type") == "error":
            self.error = []
        self.column += times

    def text(self, words: str) -> None:
        if self.error is not None:
            self.error.append(words)

    def end(self, name: str) -> None:
        if name == "table:table-row":
            self.row += self.repeat
        elif name == "table:table-cell" and self.error is not None:
            self.found.errors[self.row, self.column - 1] = "".join(self.error).strip()
            self.error = None


# --- far cells --------------------------------------------------------------------------------


def size_of(sheet: bytes) -> tuple[int, int, int]:
    """Columns to the furthest cell with something in it; columns and rows of what is no further
    than any table. Cells are many: they are counted one by one only where there is a doubt."""
    far = widest(sheet, 3)
    columns = widest(sheet, 2) or widest(sheet, 1)
    rows = max(map(int, ROW.findall(sheet)), default=0)
    if rows * columns > MOST_CELLS:
        rows = max((int(match[1]) for match in FILLED_ROW.finditer(sheet)), default=0)
    return max(far, columns), columns, rows


def widest(sheet: bytes, letters: int) -> int:
    """Of the columns with so many letters."""
    pattern = CELL + rb'[^>]*?\br="([A-Z]{%d})\d{1,7}"[^>]*(?<!/)>(?!</)' % letters
    found = {match[1] for match in re.finditer(pattern, sheet)}
    return max((column_number(one.decode()) for one in found), default=0)


def without_far_cells(content: bytes, parts: list[str]) -> bytes:
    """The package without cells beyond column ZZ in these sheets: no table is that wide, and one
    of them makes the reader hold every empty cell up to it."""
    trimmed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as package,
        zipfile.ZipFile(trimmed, "w", zipfile.ZIP_STORED) as to,
    ):
        for part in package.infolist():
            text = package.read(part)
            if part.filename in parts:
                text = FAR_COLUMN.sub(b"", text)
            to.writestr(part.filename, text)
    return trimmed.getvalue()
