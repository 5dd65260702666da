"""What stands in a pack beside its documents: an index as a web page and as an Excel workbook."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter
from django.template.loader import render_to_string

from indicators.list_files import LONGEST_CELL, widths

if TYPE_CHECKING:
    from readiness.packs import Pack, Placed, PlacedGroup, PlacedSection

LINK_AT = 2
SHEET, LEFT_OUT = "Documents", "Left out"


def as_page(pack: "Pack") -> bytes:
    """Opens without a network, from wherever the pack is unpacked."""
    context = {"pack": pack, "contents": pack.contents, "left_out": pack.left_out}
    return render_to_string("readiness/packs/index.html", context).encode()


def left_out_of(pack: "Pack") -> list[tuple[str, str, str, str]]:
    """(section, group, title, reason)."""
    return [
        (section.title, placed.group.title, each.title, each.reason)
        for section in pack.sections
        for placed in section.groups
        for each in placed.group.left_out
    ]


def as_workbook(pack: "Pack") -> bytes:
    """A row for each document put forward; its title opens the file beside the workbook."""
    written = BytesIO()
    book = xlsxwriter.Workbook(written, {"constant_memory": True})
    made = pack.contents.made_at.replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": pack.contents.title, "created": made})
    group = pack.contents.group_word
    headings = ["Theme", group, "Document", "Page or section", "What it shows", "Kind"]
    headings += ["Date of the evidence", "Where it is", "Bytes", "SHA-256"]
    rows = [
        cells_of(section, placed, each)
        for section in pack.sections
        for placed in section.groups
        for each in placed.entries
    ]
    links = [
        each.entry.address or f"external:{each.path}"
        for section in pack.sections
        for placed in section.groups
        for each in placed.entries
    ]
    write_sheet(book, SHEET, headings, rows, links)
    if pack.left_out:
        write_sheet(book, LEFT_OUT, ["Theme", group, "Document", "Why"], pack.left_out)
    book.close()
    return written.getvalue()


def cells_of(section: "PlacedSection", placed: "PlacedGroup", each: "Placed") -> tuple:
    entry, file = each.entry, each.entry.file
    about = (entry.title, entry.pointer, entry.says, entry.kind, entry.dated)
    where = (each.path, file.size, file.sha256) if file else (entry.address, None, None)
    return (section.title, placed.group.title, *about, *where)


def write_sheet(
    book,
    name: str,
    headings: Sequence[str],
    rows: Sequence[tuple],
    links: Iterable[str] = (),
) -> None:
    sheet = book.add_worksheet(name)
    day = book.add_format({"num_format": "d mmmm yyyy", "align": "left"})
    for place, width in enumerate(widths([headings, *rows[:200]])):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, headings, book.add_format({"bold": True}))
    addresses = list(links)
    for line, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if place == LINK_AT and addresses:
                sheet.write_url(line, place, addresses[line - 1], string=str(cell)[:255])
            elif isinstance(cell, date):
                sheet.write_datetime(line, place, cell, day)
            elif isinstance(cell, int):
                sheet.write_number(line, place, cell)
            elif cell:
                sheet.write_string(line, place, str(cell)[:LONGEST_CELL])
    sheet.autofilter(0, 0, len(rows), len(headings) - 1)
