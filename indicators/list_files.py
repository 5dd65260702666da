"""Lists as files: CSV that Excel reads as UTF-8, and Excel workbooks.

What django-import-export asks of a format, without openpyxl: workbooks are read by calamine and
written by xlsxwriter. Rows come with numbers and dates as such (``force_native_type``).
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from functools import cached_property
from itertools import chain, islice
from tempfile import SpooledTemporaryFile
from typing import IO

import tablib
import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse
from django.utils import timezone
from django_tables2 import RequestConfig, Table
from import_export.fields import Field
from import_export.formats import base_formats
from import_export.resources import Resource
from import_export.widgets import Widget
from python_calamine import CalamineError, CalamineWorkbook

from indicators.figures_file import FORMULA_STARTS, safe

LONGEST_CELL = 32_767  # characters in a cell of Excel
NARROWEST, WIDEST, ROWS_TO_MEASURE = 10, 60, 200
KEPT_IN_MEMORY = 1024 * 1024
ROWS_AT_ONCE = 5_000


class CsvFile(base_formats.CSV):
    """UTF-8 with a byte order mark; read as UTF-8, else as Excel on Windows saves it."""

    def is_binary(self):
        return True

    def get_read_mode(self):
        return "rb"

    def get_title(self):
        return "CSV"

    def get_content_type(self):
        return "text/csv; charset=utf-8"

    def create_dataset(self, in_stream, **kwargs):
        """Raises ValueError."""
        try:
            text = in_stream.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = in_stream.decode("cp1252", errors="replace")
        return dataset_of(csv.reader(io.StringIO(text, newline=""), strict=True))

    def export_data(self, dataset, **kwargs):
        written = io.BytesIO()
        self.write(written, dataset.headers, dataset)
        return written.getvalue()

    def write(self, file: IO[bytes], headings: Sequence[str], rows: Iterable) -> None:
        """A row at a time, so that a long list takes no more memory than a short one."""
        written = io.TextIOWrapper(file, "utf-8", newline="")
        written.write("\ufeff")
        writer = csv.writer(written)
        writer.writerow(headings)
        writer.writerows([safe(as_text(cell)) for cell in row] for row in rows)
        written.detach()


class ExcelFile(base_formats.XLSX):
    """Text stays text, whatever it begins with; the row of headings stays in sight."""

    @classmethod
    def is_available(cls):
        return True

    def get_title(self):
        return "Excel"

    def get_extension(self):
        return "xlsx"

    def can_import(self):
        return True

    def can_export(self):
        return True

    def create_dataset(self, in_stream, **kwargs):
        """The first sheet. Raises ValueError."""
        try:
            rows = CalamineWorkbook.from_filelike(io.BytesIO(in_stream)).get_sheet_by_index(0)
        except (CalamineError, OSError, IndexError) as error:
            raise ValueError("The workbook could not be read.") from error
        return dataset_of(rows.iter_rows())

    def export_data(self, dataset, **kwargs):
        written = io.BytesIO()
        self.write(written, dataset.headers or [], dataset)
        return written.getvalue()

    def write(self, file: IO[bytes], headings: Sequence[str], rows: Iterable) -> None:
        """As for CSV; the first rows say how wide the columns are."""
        rows = iter(rows)
        first = list(islice(rows, ROWS_TO_MEASURE))
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        sheet = book.add_worksheet("List")
        formats = {
            date: book.add_format({"num_format": "d mmmm yyyy", "align": "left"}),
            datetime: book.add_format({"num_format": "d mmmm yyyy hh:mm", "align": "left"}),
        }
        for place, width in enumerate(widths([headings, *first])):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, headings, book.add_format({"bold": True}))
        line = 0
        for line, row in enumerate(chain(first, rows), 1):
            for place, cell in enumerate(row):
                write_cell(sheet, line, place, cell, formats)
        if headings:
            sheet.autofilter(0, 0, line, len(headings) - 1)
        book.close()


KINDS: dict[str, type[CsvFile] | type[ExcelFile]] = {"csv": CsvFile, "xlsx": ExcelFile}


def write_cell(sheet, line: int, place: int, cell, formats) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool) or not isinstance(cell, int | float | date):
        sheet.write_string(line, place, as_text(cell)[:LONGEST_CELL])
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, cell, formats[type(cell)])
    else:
        sheet.write_number(line, place, cell)


def as_text(cell):
    """Yes and no in words; numbers stay numbers, and dates are written year first."""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if cell is None or isinstance(cell, int | float | str):
        return cell
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def widths(rows: Sequence) -> list[int]:
    """Wide enough for the headings and the first rows, within reason."""
    longest = (max(len(str(cell or "")) for cell in column) for column in zip(*rows, strict=True))
    return [min(max(NARROWEST, length + 2), WIDEST) for length in longest]


def dataset_of(rows: Iterable) -> tablib.Dataset:
    """The first row that is not empty names the columns; empty rows and columns are left out.
    Cells are text or dates: 5.0 from a workbook is 5, and no text begins with our own quote."""
    try:
        lines = [[plain(cell) for cell in row] for row in rows]
    except csv.Error as error:
        raise ValueError("The file could not be read as CSV.") from error
    headings = next((line for line in lines if any(line)), [])
    places = [place for place, heading in enumerate(headings) if heading]
    dataset = tablib.Dataset(headers=[headings[place] for place in places] + [ROW])
    begun = False
    for number, line in enumerate(lines, 1):
        if begun and any(line):
            cells = [line[place] if place < len(line) else "" for place in places]
            dataset.append([*cells, number])
        begun = begun or line is headings
    return dataset


ROW = "Row of the file"
"""A column of our own: where the row stands in the file, as its reader would count."""


def plain(cell) -> str | date:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time.min else cell
    if isinstance(cell, date):
        return cell
    text = "" if cell is None else str(cell).strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


class AsItIs(Widget):
    """Numbers and dates reach the file as such."""

    def render(self, value, obj=None, **kwargs):
        return value


class WorkedOut(Field):
    """What a function makes of the row."""

    def __init__(self, heading: str, work: Callable):
        super().__init__(None, heading, widget=AsItIs())
        self.work = work

    def get_value(self, instance, **kwargs):
        return self.work(instance)


def column(heading: str, source: str | Callable | None = None, *, widget=None, **options) -> Field:
    """``source``: the path to an attribute, or a function of the row."""
    if callable(source):
        return WorkedOut(heading, source)
    return Field(source, heading, widget=widget or AsItIs(), **options)


def moment(at: datetime | None) -> datetime | str:
    """As the clock on the wall says it: spreadsheets know no time zones."""
    return timezone.localtime(at).replace(tzinfo=None, microsecond=0) if at else ""


class ListResource(Resource):
    """A list to take out. Which method or attribute fills a column is found once, not per row:
    the library's own way takes most of the time of a long list."""

    @cached_property
    def cells(self) -> list[Callable]:
        return [
            getattr(self, f"dehydrate_{name}", field.get_value)
            for name, field in self.fields.items()
        ]

    def iter_queryset(self, queryset):
        """In the list's own order and with what was read along, so many rows at a time: the
        library's own way reads a hundred, and by number where the order is the model's."""
        if isinstance(queryset, QuerySet):
            return queryset.iterator(chunk_size=ROWS_AT_ONCE)
        return iter(queryset)

    def export_resource(self, instance, selected_fields=None, **kwargs):
        return [cell(instance) for cell in self.cells]


def download(resource: ListResource, rows: Iterable, *, kind: str, name: str) -> FileResponse:
    """Raises KeyError where ``kind`` is not one of ``KINDS``.

    Rows are written as they are read, to a file on disk where they are many: what breaks half-way
    is then an error, and never half a file that looks like a whole one.
    """
    file = KINDS[kind]()
    written = SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 - the response closes it
    lines = map(resource.export_resource, resource.iter_queryset(rows))
    file.write(written, resource.get_export_headers(), lines)
    written.seek(0)
    return FileResponse(
        written,
        as_attachment=True,
        filename=f"{name}.{kind}",
        content_type=file.get_content_type(),
    )


def download_table(
    request, table: Table, resource: ListResource, *, kind: str, name: str
) -> FileResponse:
    """All rows of a table, in the order that the address asks for."""
    RequestConfig(request, paginate=False).configure(table)
    return download(resource, table.data.data, kind=kind, name=name)
