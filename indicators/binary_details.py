"""What ``workbook_details`` says, of the two binary kinds of workbook: xls and xlsb. Pure.

Both are a row of records: a number for what it is, a length, and that many bytes.
"""

import io
import struct
import zipfile
from collections.abc import Iterator

import olefile

from indicators.workbook_details import BUILT_IN_PERCENT, Details, is_percent_format, related_parts

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
Record = tuple[int, bytes]


def error_text(code: int) -> str:
    return ERRORS.get(code, "#ERROR!")


class Percentages:
    """Which styles are shown as percentages: formats first, then the styles that use them."""

    def __init__(self) -> None:
        self.formats = set(BUILT_IN_PERCENT)
        self.styles: list[bool] = []

    def add_format(self, number: int, code: str) -> None:
        if is_percent_format(code):
            self.formats.add(number)

    def add_style(self, number: int) -> None:
        self.styles.append(number in self.formats)

    def __contains__(self, style: int) -> bool:
        return style < len(self.styles) and self.styles[style]


# --- xls --------------------------------------------------------------------------------------

BOUND_SHEET, FORMAT, STYLE, BEGIN, END = 0x85, 0x41E, 0xE0, 0x809, 0x0A
NUMBER, SHORT_NUMBER, SHORT_NUMBERS, FORMULA, ERROR, ROW = 0x203, 0x27E, 0xBD, 0x06, 0x205, 0x208
ROW_IS_HIDDEN = 0x20


def xls_details(content: bytes) -> dict[str, Details]:
    """Nothing where the file is not as it should be: reading its values then says so."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as package:
            name = "Workbook" if package.exists("Workbook") else "Book"
            stream = package.openstream(name).read()
        return read_xls(stream)
    except (OSError, struct.error, IndexError, ValueError):
        return {}


def read_xls(stream: bytes) -> dict[str, Details]:
    percent = Percentages()
    places: dict[str, int] = {}
    for kind, data in xls_records(stream, 0):
        if kind == BOUND_SHEET:
            places[xls_text(data[6:], wide_at=1)] = struct.unpack_from("<I", data)[0]
        elif kind == FORMAT:
            percent.add_format(struct.unpack_from("<H", data)[0], xls_text(data[2:], wide_at=2))
        elif kind == STYLE:
            percent.add_style(struct.unpack_from("<H", data, 2)[0])
    return {name: xls_sheet(stream, place, percent) for name, place in places.items()}


def xls_records(stream: bytes, place: int) -> Iterator[Record]:
    """Until the end of this part; charts inside it have beginnings and ends of their own."""
    depth = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        depth += (kind == BEGIN) - (kind == END)
        if kind == END and depth <= 0:
            return
        if depth == 1:
            yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def xls_text(data: bytes, *, wide_at: int) -> str:
    length = data[0] if wide_at == 1 else struct.unpack_from("<H", data)[0]
    is_wide, text = data[wide_at] & 1, data[wide_at + 1 :]
    return text[: length * 2].decode("utf-16-le") if is_wide else text[:length].decode("latin-1")


def xls_sheet(stream: bytes, place: int, percent: Percentages) -> Details:
    found = Details()
    for kind, data in xls_records(stream, place):
        if kind in (NUMBER, SHORT_NUMBER, FORMULA, ERROR):
            row, column, style = struct.unpack_from("<HHH", data)
            if kind == ERROR and data[7]:
                found.errors[row, column] = error_text(data[6])
            elif kind == FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:  # noqa: PLR2004
                found.errors[row, column] = error_text(data[8])
            elif style in percent:
                found.percentages.add((row, column))
        elif kind == SHORT_NUMBERS:
            row, column = struct.unpack_from("<HH", data)
            for number in range((len(data) - 6) // 6):
                if struct.unpack_from("<H", data, 4 + 6 * number)[0] in percent:
                    found.percentages.add((row, column + number))
        elif kind == ROW and data[12] & ROW_IS_HIDDEN:
            found.hidden_rows.append(struct.unpack_from("<H", data)[0])
    return found


# --- xlsb -------------------------------------------------------------------------------------

B_ROW, B_SHORT, B_ERROR, B_REAL, B_FORMULA_NUMBER, B_FORMULA_ERROR = 0, 2, 3, 5, 9, 11
B_FORMAT, B_XF, B_SHEET, B_BEGIN_CELL_STYLES, B_END_CELL_STYLES = 44, 47, 156, 617, 618
B_ROW_IS_HIDDEN = 0x10


def xlsb_details(package: zipfile.ZipFile) -> dict[str, Details]:
    names = set(package.namelist())
    if "xl/workbook.bin" not in names:
        return {}
    try:
        relations = related_parts(package.read("xl/_rels/workbook.bin.rels"))
        styles = package.read("xl/styles.bin") if "xl/styles.bin" in names else b""
        percent = xlsb_percentages(styles)
        return {
            name: xlsb_sheet(package.read(relations[key]), percent)
            for key, name in xlsb_sheets(package.read("xl/workbook.bin"))
            if relations.get(key) in names
        }
    except (KeyError, struct.error, IndexError, UnicodeDecodeError):
        return {}


def xlsb_records(part: bytes) -> Iterator[Record]:
    place = 0
    while place < len(part):
        kind, place = variable(part, place, 2)
        length, place = variable(part, place, 4)
        yield kind, part[place : place + length]
        place += length


def variable(part: bytes, place: int, longest: int) -> tuple[int, int]:
    """A number in as many bytes as it needs, seven bits in each; the kind keeps its high bit."""
    number = 0
    for step in range(longest):
        byte = part[place + step]
        number |= (byte & 0x7F) << (7 * step)
        if not byte & 0x80:
            return number, place + step + 1
    return number, place + longest


def xlsb_text(data: bytes) -> tuple[str, bytes]:
    length = struct.unpack_from("<I", data)[0]
    end = 4 + 2 * length
    return data[4:end].decode("utf-16-le"), data[end:]


def xlsb_sheets(workbook: bytes) -> Iterator[tuple[str, str]]:
    for kind, data in xlsb_records(workbook):
        if kind == B_SHEET:
            key, rest = xlsb_text(data[8:])
            yield key, xlsb_text(rest)[0]


def xlsb_percentages(styles: bytes) -> Percentages:
    percent, in_cells = Percentages(), False
    for kind, data in xlsb_records(styles):
        in_cells = kind == B_BEGIN_CELL_STYLES or (in_cells and kind != B_END_CELL_STYLES)
        if kind == B_FORMAT:
            percent.add_format(struct.unpack_from("<H", data)[0], xlsb_text(data[2:])[0])
        elif kind == B_XF and in_cells:
            percent.add_style(struct.unpack_from("<H", data, 2)[0])
    return percent


def xlsb_sheet(part: bytes, percent: Percentages) -> Details:
    found, row = Details(), 0
    for kind, data in xlsb_records(part):
        if kind == B_ROW:
            row = struct.unpack_from("<I", data)[0]
            if data[11] & B_ROW_IS_HIDDEN:
                found.hidden_rows.append(row)
        elif kind in (B_ERROR, B_FORMULA_ERROR, B_SHORT, B_REAL, B_FORMULA_NUMBER):
            column, style = struct.unpack_from("<II", data)
            if kind in (B_ERROR, B_FORMULA_ERROR):
                found.errors[row, column] = error_text(data[8])
            elif style & 0xFFFFFF in percent:
                found.percentages.add((row, column))
    return found
