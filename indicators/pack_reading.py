"""From a kept file to what confirming it would do."""

from dataclasses import dataclass

from django.utils import timezone

from indicators import first_look, layouts
from indicators.data_pack_plan import Plan, plan
from indicators.layouts import ascof_workbook
from indicators.layouts.column_mapping import Mapping, faults, fit, header_key
from indicators.models import Area, DataPack, SavedMapping
from indicators.outturn_rows import no_garbage_collection
from indicators.reference_data import load_reference_once
from indicators.workbook import Workbook, open_workbook


@dataclass(frozen=True)
class Saved:
    """A mapping that a person saved, put on this file."""

    name: str
    mapping: Mapping


def open_pack(pack: DataPack) -> Workbook:
    with pack.file.open("rb") as file:
        return open_workbook(file.read(), pack.original_name)


def read_pack(pack: DataPack, workbook: Workbook | None = None, *, keep_lines=False) -> Plan:
    """By what a person said of its columns, else as it is recognised.

    Raises ``UnreadableFileError``.
    """
    load_reference_once()
    with no_garbage_collection():
        workbook = workbook or open_pack(pack)
        mapping = Mapping.from_json(pack.mapping) if pack.mapping else None
        return plan(
            layouts.read(workbook, pack.layout, mapping, keeps_words=pack.keeps_words),
            council=pack.council,
            on=timezone.localdate(),
            decisions=pack.decisions,
            keep_lines=keep_lines,
        )


def read_content(
    content: bytes, name: str, council: Area | None, layout: str, *, keeps_words: bool = False
) -> Plan:
    load_reference_once()
    with no_garbage_collection():
        workbook = open_workbook(content, name)
        saved = saved_for(workbook) if not layout else None
        mapping = saved.mapping if saved else None
        reading = layouts.read(workbook, layout, mapping, keeps_words=keeps_words)
        return plan(reading, council=council, on=timezone.localdate())


def saved_for(workbook: Workbook) -> Saved | None:
    """The newest mapping in use for a file with these headings, where it can be read by it."""
    kept = list(SavedMapping.objects.in_use().order_by("-id"))
    if not kept or ascof_workbook.recognises(workbook):
        return None
    guessed = layouts.guess(workbook)
    for one in kept:
        mapping = Mapping.from_json(one.mapping)
        for headed in (guessed, as_headed(workbook, mapping)):
            if headed and headed.tables and header_key(headed) == one.header_key:
                fitted = fit(mapping, headed, workbook)
                if not faults(fitted):
                    return Saved(one.name, fitted)
    return None


def as_headed(workbook: Workbook, mapping: Mapping) -> Mapping | None:
    """What can be told of a file whose headings are in the same rows; of a single sheet whatever
    it is called, for that of a text table is the file's own name."""
    tables = []
    for table in mapping.tables:
        sheet = workbook.sheet(table.sheet) or workbook.sheets[0]
        guessed = layouts.guess_table(sheet, workbook.name, table.header_rows)
        if guessed is None:
            return None
        tables.append(guessed)
    return Mapping(tuple(tables), mapping.layout)


def look_at(workbook: Workbook, used: Mapping | None = None) -> dict:
    """What the pages that name its columns show, so that they need not open the file."""
    return {
        "sheets": first_look.of_workbook(workbook),
        "guess": (used or layouts.guess(workbook)).as_json(),
    }
