"""The tables of a report as an Excel workbook: a sheet each, figures as numbers."""

import base64
import io

import xlsxwriter

from readiness.reports.look import size_of
from readiness.reports.report import Cell, Report, Table

LONGEST_NAME = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
LOGO = 60
"""How high it is shown, in pixels."""
NARROWEST, WIDEST = 12, 60


def write(report: Report) -> bytes:
    """The first sheet says what it is and by which rules it was made."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": f"{report.title}, {report.subtitle}", "author": report.council})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    about = book.add_worksheet("About")
    about.set_column(0, 0, 100, wrapped)
    lines = [report.title, report.subtitle, report.council, report.state, *report.rules]
    for number, line in enumerate(lines):
        about.write_string(number, 0, line, bold if not number else wrapped)
    if report.logo:
        png = base64.b64decode(report.logo)
        scale = LOGO / size_of(png)[1]
        looks = {"x_scale": scale, "y_scale": scale, "description": report.council}
        about.insert_image(0, 2, "logo.png", {"image_data": io.BytesIO(png), **looks})
    names: set[str] = {"about"}
    for section, table in report.tables:
        sheet = book.add_worksheet(sheet_name(table.about or section.title, names))
        fill(sheet, table, bold, wrapped)
    book.close()
    return written.getvalue()


def sheet_name(title: str, taken: set[str]) -> str:
    """Short enough for Excel, and its own."""
    plain = " ".join(title.translate(FORBIDDEN).split())[:LONGEST_NAME] or "Table"
    name, number = plain, 2
    while name.casefold() in taken:
        ending = f" {number}"
        name, number = plain[: LONGEST_NAME - len(ending)] + ending, number + 1
    taken.add(name.casefold())
    return name


def fill(sheet, table: Table, bold, wrapped) -> None:
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.words, bold)
        longest = max((len(row[place].words) for row in table.rows), default=0)
        sheet.set_column(place, place, min(max(NARROWEST, longest), WIDEST), wrapped)
    for line, row in enumerate(table.rows, 1):
        for place, cell in enumerate(row):
            write_cell(sheet, line, place, cell)


def write_cell(sheet, line: int, place: int, cell: Cell) -> None:
    if cell.number is None:
        sheet.write_string(line, place, cell.words)
    else:
        sheet.write_number(line, place, cell.number)
