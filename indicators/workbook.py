"""Opening a file of figures: xlsx, xlsb, xls, ods and text tables, as rows of plain cells.

What is wrong with a file is said in one sentence (``UnreadableFileError``). Nothing is unpacked
before its size is known, and a sheet with one cell at its far end is refused before the reader
makes room for all the cells between.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from indicators.binary_details import xls_details, xlsb_details
from indicators.workbook_details import (
    MOST_CELLS,
    WIDEST,
    Details,
    read_details,
    without_far_cells,
)

MEGABYTE = 1024 * 1024
MAX_FILE = 50 * MEGABYTE
MAX_UNPACKED = 256 * MEGABYTE
HEAD = 65_536  # characters of a text table that its first lines are looked for in
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
OTHER_KINDS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "a text document",
    b"Rar!": "an archive",
    b"7z\xbc\xaf": "an archive",
    b"\x1f\x8b": "an archive",
    b"From ": "an e-mail",
}
REMEDY = "Save it again as an Excel workbook (.xlsx) or CSV and upload that."


class UnreadableFileError(ValueError):
    """A sentence that says what is wrong with the file and what to do."""


@dataclass(frozen=True)
class Sheet:
    """``rows[0][0]`` is cell A1; numbers are floats, empty cells are ''."""

    name: str
    rows: list[list] = field(repr=False)
    is_hidden: bool = False
    # (row, column) of a cell merged with those to its right, to the last of them; from 0
    merged_across: dict[tuple[int, int], int] = field(default_factory=dict, repr=False)
    details: Details = field(default_factory=Details, repr=False)


@dataclass(frozen=True)
class Workbook:
    name: str
    sheets: list[Sheet]

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def open_workbook(content: bytes, name: str) -> Workbook:
    """The file by what is in it, whatever it is called."""
    if not content.strip():
        raise UnreadableFileError(f"{name} is empty.")
    if len(content) > MAX_FILE:
        raise UnreadableFileError(
            f"{name} is {len(content) // MEGABYTE} MB; a file of figures can be "
            f"{MAX_FILE // MEGABYTE} MB. Split it and upload the parts."
        )
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return open_package(content, name)
    if content.startswith(OLE):
        inspect_ole(content, name)
        return open_spreadsheet(content, name, xls_details(content))
    refuse_other_kinds(content, name)
    return open_text(content, name)


def refuse_other_kinds(content: bytes, name: str) -> None:
    for start, kind in OTHER_KINDS.items():
        if content.startswith(start):
            raise UnreadableFileError(f"{name} is {kind}, not a spreadsheet. Add it as evidence.")
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFileError(f"{name} is damaged or not a spreadsheet. {REMEDY}")


# --- packages (xlsx, xlsb, ods are zip files) -------------------------------------------------


def open_package(content: bytes, name: str) -> Workbook:
    """A cell far out is taken from the package before the reader makes room for all between."""
    details = inspect_package(content, name)
    far = [found.part for found in details.values() if found.furthest > WIDEST]
    if far:
        content = without_far_cells(content, far)
    return open_spreadsheet(content, name, details)


def inspect_package(content: bytes, name: str) -> dict[str, Details]:
    """Refuse what is not a workbook, or would take too much room, before it is unpacked."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableFileError(f"{name} is damaged and cannot be opened. {REMEDY}") from None
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFileError(f"{name} is locked with a password. Remove it and upload again.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED:
        raise UnreadableFileError(
            f"{name} would unpack to {unpacked // MEGABYTE} MB, more than the "
            f"{MAX_UNPACKED // MEGABYTE} MB we open. {REMEDY}"
        )
    refuse_other_packages(package, {part.filename for part in parts}, name)
    return details_of(package, name)


def refuse_other_packages(package: zipfile.ZipFile, names: set[str], name: str) -> None:
    if {"xl/workbook.xml", "xl/workbook.bin"} & names:
        return
    if "content.xml" in names:
        manifest = (
            package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
        )
        if b"encryption-data" in manifest:
            raise UnreadableFileError(
                f"{name} is locked with a password. Remove it and upload again."
            )
        if "mimetype" in names and b"spreadsheet" not in package.read("mimetype"):
            raise UnreadableFileError(
                f"{name} is a document, not a spreadsheet. Add it as evidence."
            )
        return
    if any(part.startswith(("word/", "ppt/")) for part in names):
        raise UnreadableFileError(f"{name} is a document, not a spreadsheet. Add it as evidence.")
    if any(part.startswith("xl/") for part in names):
        raise UnreadableFileError(f"{name} is damaged: parts of the workbook are missing. {REMEDY}")
    if any(part.endswith(".iwa") for part in names):
        raise UnreadableFileError(
            f"{name} is an Apple Numbers, Pages or Keynote file. Export it to Excel (.xlsx) first."
        )
    raise UnreadableFileError(
        f"{name} is an archive, not a workbook. Unpack it and upload the files."
    )


def details_of(package: zipfile.ZipFile, name: str) -> dict[str, Details]:
    try:
        details = read_details(package) or xlsb_details(package)
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, zlib.error, ValueError):
        raise UnreadableFileError(f"{name} is damaged and cannot be opened. {REMEDY}") from None
    for found in details.values():
        if found.spans > MOST_CELLS:
            raise UnreadableFileError(
                f"{name} has a cell so far down that its sheet spans {found.spans:,} cells. "
                "Delete the empty rows after your table and save it again."
            )
    return details


def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def inspect_ole(content: bytes, name: str) -> None:
    if ENCRYPTED_PACKAGE in content:
        raise UnreadableFileError(f"{name} is locked with a password. Remove it and upload again.")
    if not any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        raise UnreadableFileError(f"{name} is not a spreadsheet. Add it as evidence.")


def open_spreadsheet(
    content: bytes, name: str, details: dict[str, Details] | None = None
) -> Workbook:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = list(read_sheets(workbook, details or {}))
    except PasswordError:
        raise UnreadableFileError(
            f"{name} is locked with a password. Remove it and upload again."
        ) from None
    except (CalamineError, ValueError, OSError):  # also an ods of more than 100 million cells
        raise UnreadableFileError(f"{name} is damaged and cannot be read. {REMEDY}") from None
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableFileError(f"{name} has no figures: every sheet in it is empty.")
    return Workbook(name, sheets)


def read_sheets(workbook: CalamineWorkbook, details: dict[str, Details]) -> Iterator[Sheet]:
    for sheet in workbook.sheets_metadata:
        if "WorkSheet" not in str(sheet.typ):
            continue  # charts and macros hold no table
        content = workbook.get_sheet_by_name(sheet.name)
        rows = content.to_python(skip_empty_area=False)
        found = details.get(sheet.name, Details())
        found.apply(rows)
        yield Sheet(
            sheet.name,
            rows,
            sheet.visible != SheetVisibleEnum.Visible,
            merged_across(content) or found.merged_across,
            found,
        )


def merged_across(content: CalamineSheet) -> dict[tuple[int, int], int]:
    return {
        top: bottom[1] for top, bottom in content.merged_cell_ranges or () if bottom[1] > top[1]
    }


# --- text tables ------------------------------------------------------------------------------


def open_text(content: bytes, name: str) -> Workbook:
    text = decode(content, name)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)))
    if not any(cell.strip() for row in rows for cell in row):
        raise UnreadableFileError(f"{name} is empty.")
    return Workbook(name, [Sheet(name.rpartition(".")[0][:31] or name[:31], rows)])


def decode(content: bytes, name: str) -> str:
    """UTF-8, what Excel writes as "Unicode text", or what older Windows programs write."""
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(f"{name} is damaged or not a spreadsheet. {REMEDY}")


def delimiter_of(text: str) -> str:
    """The separator that divides the first lines most evenly."""
    lines = [line for line in text[:HEAD].splitlines()[:20] if line.strip()]

    def evenness(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines]
        common = max(counts, key=counts.count, default=0)
        return (counts.count(common) if common else 0, common)

    return max(",\t;|", key=evenness)
