"""Loading the list of items from a file: looked at first, then all of it or nothing.

An item is known by its code, so the same file again changes nothing, and a newer list shows what
it changes. What an item is answered with stays; an item that the file does not name stays as it is.
"""

from functools import partial
from pathlib import PurePath

from django.core.exceptions import ValidationError

from indicators.workbook import MAX_FILE, open_workbook
from readiness.changes import changes_in_a_sentence
from readiness.deciding_imports import bring_in, look
from readiness.import_rows import (
    ADD,
    CHANGE,
    NOTHING,
    REFUSED,
    Taken,
    differs,
    people_by_name,
    read_rows,
    report_of,
    taken,
)
from readiness.information_returns import add_item, edit_item, locked_return
from readiness.models import InformationReturn, ReturnImport, ReturnItem, Statement
from readiness.register_file import Problem, known_by
from readiness.return_file import ReturnRow, read_items
from readiness.score_reads import frameworks_in_use_first

MOST_ROWS = 1_000


def receive(information_return, *, file, by) -> ReturnImport:
    """Keeps the file with what it would do."""
    if file.size > MAX_FILE:
        raise ValidationError({"file": f"{file.name} is too large for a list of items."})
    content = file.read()
    file.seek(0)
    report = look(lambda: run(information_return, content, file.name, by=by))
    name = PurePath(file.name).name[:255]
    return ReturnImport.objects.create(
        information_return=information_return, file=file, name=name, report=report, received_by=by
    )


def confirm(found: ReturnImport, *, by) -> ReturnImport:
    return bring_in(found, partial(run, found.information_return, by=by), what="the items", by=by)


# --- the file itself -----------------------------------------------------------------------


def run(information_return, content: bytes, name: str, *, by) -> dict:
    """Every row in turn, within the caller's transaction."""
    into = locked_return(information_return)
    held = {item.code.casefold(): item for item in into.items.prefetch_related("statements")}
    rows = rows_in(content, name)
    named = {row.code.casefold() for row in rows}
    return report_of(rows, lambda row: take(row, into, held, by=by), place=place_of) | {
        "not_named": sorted(str(item) for code, item in held.items() if code not in named)
    }


def rows_in(content: bytes, name: str) -> list[ReturnRow]:
    return read_rows(
        lambda: read_items(open_workbook(content, name), **known_names()),
        no_headings="No sheet has a row of headings with “Code” and “Title”.",
        most=MOST_ROWS,
    )


def place_of(row: ReturnRow) -> dict:
    return {"sheet": row.sheet, "row": row.number, "title": f"{row.code} {row.title}"}


def known_names() -> dict:
    framework = frameworks_in_use_first().values("pk")[:1]
    statements = Statement.objects.filter(framework__in=framework)
    return {
        "statements": known_by((row, (row.title, row.slug, *row.aliases)) for row in statements),
        "people": people_by_name("readiness.gather_information_return"),
    }


def take(row: ReturnRow, into: InformationReturn, held: dict[str, ReturnItem], *, by) -> Taken:
    if row.problems:
        return REFUSED, "", row.problems
    item = held.get(row.code.casefold())

    def settle() -> tuple[str, str]:
        if item:
            return change(item, row, by=by)
        add_item(into, code=row.code, title=row.title, by=by, **row.fields)
        return ADD, ""

    return taken(settle, partial(Problem, row.sheet, row.number, "", row.code))


def change(item: ReturnItem, row: ReturnRow, *, by) -> tuple[str, str]:
    """An empty owner or day leaves the one we have: CQC's list knows neither."""
    said = dict(row.fields) | {"title": row.title}
    linked = said.pop("statements", None)
    fields = {
        name: value
        for name, value in said.items()
        if differs(value, getattr(item, name)) and not (name in ("owner", "due_on") and not value)
    }
    saved = edit_item(item, seen_revision=None, by=by, statements=linked, **fields)
    if saved.revision == item.revision:
        return NOTHING, ""
    latest = saved.changes.first()
    return CHANGE, changes_in_a_sentence(latest.changes) if latest else ""
