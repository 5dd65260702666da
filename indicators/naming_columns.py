"""Saying what the columns of a file are, where nobody could tell: a draft, then used and saved.

The draft is kept beside the first rows of the file (``DataPack.first_look``), so that the figures
waiting to be confirmed stay as they were shown until the draft is used.
"""

import json
import zlib
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.second_editor import MOVED_ON
from config.wording import name_of
from indicators import first_look, layouts
from indicators.data_packs import ask_to_read
from indicators.first_look import ROWS
from indicators.layouts.column_mapping import (
    UNKNOWN,
    Column,
    Mapping,
    TableMapping,
    faults,
    header_key,
)
from indicators.models import DataPack, SavedMapping, SavedMappingChange
from indicators.outturn_rows import no_garbage_collection
from indicators.pack_reading import as_headed, open_pack
from indicators.workbook import UnreadableFileError

COUNTED_UP_TO = 10 * 1024 * 1024  # bytes of a file that is read while its reader waits
SHOWN = 5  # of the first figures, as they would be read


def draft_of(pack: DataPack) -> Mapping:
    look = pack.first_look or {}
    return Mapping.from_json(look.get("draft") or look["guess"])


def table_of(mapping: Mapping, sheet: str) -> TableMapping | None:
    return next((table for table in mapping.tables if table.sheet == sheet), None)


def revision_of(pack: DataPack) -> int:
    """Differs as soon as anything has been said of the columns."""
    said = json.dumps(draft_of(pack).as_json(), sort_keys=True)
    return zlib.crc32(said.encode())


def as_seen(pack: DataPack, seen: int | None) -> DataPack:
    """The pack, held for one writer. Raises ValidationError where somebody else has named its
    columns since ``seen``."""
    pack = DataPack.objects.select_for_update().get(pk=pack.pk)
    if not pack.can_be_answered:
        raise ValidationError(
            "This data pack has moved on, so nothing was changed. Look at what it says now."
        )
    if seen is not None and seen != revision_of(pack):
        who = (pack.first_look or {}).get("named_by") or "Somebody else"
        raise ValidationError(
            f"{who} has said what columns of this file are while you were working. Check what it "
            "says now, then save yours again if it should still be so.",
            code=MOVED_ON,
        )
    return pack


@transaction.atomic
def choose_sheets(
    pack: DataPack, *, sheets: list[str], by, seen_revision: int | None = None
) -> DataPack:
    """Which sheets hold figures; one that was not looked at yet is guessed at now."""
    if not sheets:
        raise ValidationError("Choose the sheets that hold the figures.")
    pack = as_seen(pack, seen_revision)
    draft = draft_of(pack)
    missing = [sheet for sheet in sheets if not table_of(draft, sheet)]
    guessed = {sheet: guess(pack, sheet) for sheet in missing}
    tables = tuple(table_of(draft, sheet) or guessed[sheet] for sheet in sheets)
    return keep_draft(pack, replace(draft, tables=tables), by=by)


@transaction.atomic
def choose_header(
    pack: DataPack, *, sheet: str, rows: tuple[int, ...], by, seen_revision: int | None = None
) -> DataPack:
    """Where the headings stand, as people number rows. The columns are guessed anew from them."""
    pack = as_seen(pack, seen_revision)
    draft = draft_of(pack)
    held = table_of(draft, sheet)
    if held and held.header_rows == rows:
        return pack
    return keep_draft(pack, with_table(draft, guess(pack, sheet, rows)), by=by)


@transaction.atomic
def choose_columns(
    pack: DataPack,
    *,
    sheet: str,
    columns: dict[int, dict],
    period: str,
    measure: str,
    by,
    seen_revision: int | None = None,
) -> DataPack:
    """``columns`` is the role, period and place of each, by its number."""
    pack = as_seen(pack, seen_revision)
    draft = draft_of(pack)
    table = table_of(draft, sheet)
    if table is None:
        raise ValidationError("Choose the sheets that hold the figures first.")
    chosen = tuple(
        replace(column, **columns[column.index]) if column.index in columns else column
        for column in table.columns
    )
    changed = replace(table, columns=chosen, period=period.strip(), measure=measure.strip())
    return keep_draft(pack, with_table(draft, changed), by=by)


def with_table(mapping: Mapping, table: TableMapping) -> Mapping:
    tables = [table if one.sheet == table.sheet else one for one in mapping.tables]
    if table.sheet not in {one.sheet for one in mapping.tables}:
        tables.append(table)
    return replace(mapping, tables=tuple(tables), layout=tables[0].kind)


def guess(pack: DataPack, sheet: str, rows: tuple[int, ...] | None = None) -> TableMapping:
    """What can be told of a sheet; where that is nothing, its fullest row names its columns."""
    found = open_pack(pack).sheet(sheet)
    if found is None:
        raise ValidationError(f"There is no sheet “{sheet}” in this file.")
    table = layouts.guess_table(found, pack.original_name, rows)
    return table or nothing_told(found.name, found.rows, rows)


def nothing_told(sheet: str, cells: list[list], rows: tuple[int, ...] | None) -> TableMapping:
    fullest = max(range(len(cells[:ROWS])), key=lambda at: sum(map(bool, cells[at])), default=0)
    rows = rows or (fullest + 1,)
    headings = cells[rows[-1] - 1] if rows[-1] <= len(cells) else []
    columns = (Column(at, first_look.in_words(text), UNKNOWN) for at, text in enumerate(headings))
    return TableMapping(sheet, rows, tuple(columns))


def keep_draft(pack: DataPack, draft: Mapping, *, by) -> DataPack:
    """``pack`` is held by ``as_seen``."""
    named_by = name_of(by) if by else ""
    look = (pack.first_look or {}) | {"draft": draft.as_json(), "named_by": named_by}
    pack.first_look = look | {"would_read": what_would_be_read(pack, draft)}
    pack.save(update_fields=["first_look"])
    return pack


def what_would_be_read(pack: DataPack, draft: Mapping) -> dict:
    """How much, and the first of it; or why nothing can be."""
    if missing := faults(draft):
        return {"faults": missing}
    if pack.size > COUNTED_UP_TO:
        return {"faults": [], "is_large": True}
    try:
        with no_garbage_collection():
            reading = layouts.read(open_pack(pack), mapping=draft)
    except UnreadableFileError as error:
        return {"faults": [str(error)]}
    return {
        "faults": [],
        "figures": len(reading.figures),
        "indicators": len({figure.measure for figure in reading.figures}),
        "periods": len({figure.period for figure in reading.figures}),
        "targets": len(reading.targets),
        "problems": [problem._asdict() for problem in reading.problems[:SHOWN]],
        "problem_count": len(reading.problems),
        "first": [
            {
                "title": reading.measures[figure.measure].title,
                "place": figure.place.name or figure.place.code,
                "period": [figure.period.kind, *map(str, figure.period[1:])],
                "state": figure.state,
                "value": figure.value,
                "cell": figure.cell,
            }
            for figure in reading.figures[:SHOWN]
        ],
    }


@transaction.atomic
def use(pack: DataPack, *, name: str, by, seen_revision: int | None = None) -> DataPack:
    """Read the file by what was said of its columns, kept by name for the next of its kind."""
    pack = as_seen(pack, seen_revision)
    draft = draft_of(pack)
    if missing := faults(draft):
        raise ValidationError(missing)
    if name.strip():
        headings = as_headed(open_pack(pack), draft)
        save(draft, name=name, headings=headings, source=pack.original_name, by=by)
    return ask_to_read(pack, mapping=draft.as_json())


# --- saved by name ----------------------------------------------------------------------------


def save(mapping: Mapping, *, name: str, headings: Mapping | None, source: str, by) -> SavedMapping:
    """A name that is in use is changed to this mapping; its history says by whom. ``headings`` is
    what could be told without it, which is all there is of the next file."""
    name = " ".join(name.split())
    saved = SavedMapping.objects.in_use().filter(name__iexact=name).first()
    what = "Changed" if saved else "Saved"
    saved = saved or SavedMapping(name=name, saved_by=by)
    saved.mapping, saved.header_key = mapping.as_json(), header_key(headings or mapping)
    saved.save()
    record(saved, f"{what} while reading {source}", by=by)
    return saved


def record(saved: SavedMapping, what: str, *, by) -> None:
    SavedMappingChange.objects.create(saved_mapping=saved, what=what[:400], by=by)


@transaction.atomic
def rename(saved: SavedMapping, *, name: str, by) -> SavedMapping:
    name = " ".join(name.split())
    saved = SavedMapping.objects.select_for_update().get(pk=saved.pk)
    refuse_retired(saved)
    other = SavedMapping.objects.in_use().filter(name__iexact=name).exclude(pk=saved.pk).first()
    if other:
        raise ValidationError({"name": "There is already a saved mapping with this name."})
    if name != saved.name:
        record(saved, f"Renamed from “{saved.name}” to “{name}”", by=by)
        saved.name = name
        saved.save(update_fields=["name"])
    return saved


@transaction.atomic
def retire(saved: SavedMapping, *, by) -> None:
    """It is no longer used for new files. What was read by it stays."""
    saved = SavedMapping.objects.select_for_update().get(pk=saved.pk)
    refuse_retired(saved)
    saved.retired_at = timezone.now()
    saved.save(update_fields=["retired_at"])
    record(saved, "Retired: no longer used for new files", by=by)


def refuse_retired(saved: SavedMapping) -> None:
    if saved.retired_at:
        last = saved.changes.select_related("by").last()
        who = name_of(last.by) if last and last.by else "Somebody"
        raise ValidationError(f"{who} has retired this mapping. Nothing was changed.")
