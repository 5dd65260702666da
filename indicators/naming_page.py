"""What the pages that name a file's columns show. Everything is on the pack's own row."""

from dataclasses import dataclass
from datetime import date

from indicators import periods
from indicators.data_pack_page import STATE_WORDS, count
from indicators.layouts.column_mapping import TableMapping
from indicators.models import DataPack
from indicators.naming_columns import draft_of, table_of

EXAMPLES = 3  # cells below a heading


@dataclass(frozen=True)
class Counted:
    """What would be read as the columns are named now."""

    faults: tuple[str, ...]
    sentence: str
    first: tuple[dict, ...] = ()
    problems: tuple[dict, ...] = ()
    problem_count: int = 0


@dataclass(frozen=True)
class NamingPage:
    pack: DataPack
    number: int = 1
    sheet: dict | None = None
    table: TableMapping | None = None
    rows: tuple[dict, ...] = ()
    counted: Counted | None = None
    tables: tuple[tuple[int, TableMapping], ...] = ()

    @property
    def has_several_sheets(self) -> bool:
        return len((self.pack.first_look or {})["sheets"]) > 1

    @property
    def header_words(self) -> str:
        rows = self.table.header_rows if self.table else ()
        return f"row{'s' * (len(rows) > 1)} {' and '.join(map(str, rows))}"


def sheet(pack: DataPack, number: int) -> dict:
    """Raises ``IndexError``. ``number`` is its place among the sheets, from 1."""
    sheets = (pack.first_look or {})["sheets"]
    if not 0 < number <= len(sheets):
        raise IndexError(number)
    return sheets[number - 1]


def number_of(pack: DataPack, name: str) -> int:
    names = [one["name"] for one in (pack.first_look or {})["sheets"]]
    return names.index(name) + 1


def next_sheet(pack: DataPack, number: int) -> int | None:
    """The chosen sheet after this one."""
    chosen = sorted(number_of(pack, table.sheet) for table in draft_of(pack).tables)
    return next((one for one in chosen if one > number), None)


def headings(pack: DataPack, number: int, form) -> NamingPage:
    """Each row with the box that says the headings are there."""
    shown = sheet(pack, number)
    boxes = list(form["rows"])
    rows = ({"box": box, "cells": cells} for box, cells in zip(boxes, shown["rows"], strict=True))
    return NamingPage(pack, number, shown, rows=tuple(rows))


def columns(pack: DataPack, number: int, form) -> NamingPage:
    """Each column with its heading and the first cells below it."""
    shown = sheet(pack, number)
    table = table_of(draft_of(pack), shown["name"])
    below = shown["rows"][table.first_row - 1 :] if table else []
    rows = []
    for row in form.rows:
        cells = [cells[row["column"].index] for cells in below if row["column"].index < len(cells)]
        rows.append(row | {"examples": [cell for cell in cells if cell][:EXAMPLES]})
    return NamingPage(pack, number, shown, table, tuple(rows), counted(pack))


def check(pack: DataPack) -> NamingPage:
    tables = tuple((number_of(pack, table.sheet), table) for table in draft_of(pack).tables)
    return NamingPage(pack, counted=counted(pack), tables=tables)


def counted(pack: DataPack) -> Counted | None:
    read = (pack.first_look or {}).get("would_read")
    if read is None:
        return None
    if read["faults"]:
        return Counted(tuple(read["faults"]), "")
    if read.get("is_large"):
        return Counted((), "This is a large file. It is counted when you go on to its preview.")
    parts = [count(read["figures"], "figure"), count(read["indicators"], "indicator")]
    parts.append(count(read["periods"], "period"))
    targets = f", and {count(read['targets'], 'target')}" if read["targets"] else ""
    return Counted(
        (),
        f"{parts[0]} of {parts[1]} in {parts[2]} would be read{targets}.",
        tuple(first(one) for one in read["first"]),
        tuple(read["problems"]),
        read["problem_count"],
    )


def first(one: dict) -> dict:
    """A figure as it would be read."""
    kind, starts_on, ends_on = one["period"]
    label = periods.label(kind, date.fromisoformat(starts_on), date.fromisoformat(ends_on))
    value = one["value"]
    said = STATE_WORDS.get(one["state"], "") if value is None else f"{value:,.12g}"
    return one | {"period": label, "said": said}
