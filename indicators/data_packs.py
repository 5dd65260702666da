"""Figures from a file: receive, preview, confirm, undo. All or nothing.

A pack's row is its own job: state and progress are read from it, and ``run`` names the piece of
work that holds it. Work that was cut off is started again under a new run; whatever is left of
the old one notices at its next batch and stops.
"""

import hashlib
import logging
import uuid
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from config.wording import name_of
from indicators import layouts, outturn_rows, standings
from indicators.data_pack_plan import Plan, plan
from indicators.layouts.reading import Measure, Reading
from indicators.models import (
    Area,
    DataPack,
    Indicator,
    Period,
    ReleaseNote,
    SeriesBreak,
)
from indicators.outturn_rows import FiguresMovedError, no_garbage_collection
from indicators.periods import PeriodSpec
from indicators.reference_data import load_reference_once
from indicators.workbook import MAX_FILE, MEGABYTE, UnreadableFileError, open_workbook

log = logging.getLogger(__name__)
State = DataPack.State

NOT_HELD = [State.REFUSED, State.FAILED, State.DISCARDED, State.UNDONE]
MOVED = (
    "Other figures were changed since you checked this file. Look at it again before you confirm."
)
LONGEST_REASON = 400  # characters of a break in a series
STOPPED = "Something went wrong while the figures were written. Nothing was changed. Try again."


class TakenOverError(Exception):
    """Another run of the same work holds the pack now."""


@dataclass(frozen=True)
class Outcome:
    """What came of loading a file at once: the pack where something was written."""

    summary: dict
    pack: DataPack | None = None


# --- receive ----------------------------------------------------------------------------------


@transaction.atomic
def receive(*, file, by, council: Area | None = None, layout: str = "") -> tuple[DataPack, bool]:
    """Keep a file to be read. The same content again is the pack we have; then False."""
    if file.size > MAX_FILE:
        raise ValidationError(
            f"{file.name} is larger than {MAX_FILE // MEGABYTE} MB. Split it into smaller files."
        )
    content = file.read()
    if not content:
        raise ValidationError(f"{file.name} is empty. Choose the file again.")
    held = held_pack(content)
    if held:
        return held, False
    return keep(content, file.name, by=by, council=council, layout=layout), True


def held_pack(content: bytes) -> DataPack | None:
    packs = DataPack.objects.filter(sha256=hashlib.sha256(content).hexdigest())
    return packs.exclude(state__in=NOT_HELD).select_related("received_by").first()


def keep(content: bytes, name: str, *, by, **fields) -> DataPack:
    name = PurePath(name).name
    return DataPack.objects.create(
        title=PurePath(name).stem[:200],
        file=ContentFile(content, name=name),
        original_name=name[:255],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        received_by=by,
        **fields,
    )


@transaction.atomic
def receive_again(pack: DataPack, *, by) -> DataPack:
    """The same file as a new pack, compared with what is current now."""
    with pack.file.open("rb") as file:
        content = file.read()
    return keep(content, pack.original_name, by=by, council=pack.council, layout=pack.layout)


# --- preview ----------------------------------------------------------------------------------


def preview(pack: DataPack) -> DataPack:
    """Read the file and say what confirming it would do. Background work; safe to run twice."""
    run = take(pack, [State.RECEIVED, State.READING], State.READING)
    if run is None:
        return pack
    try:
        found = read_pack(pack)
    except UnreadableFileError as error:
        return settle(pack, run, state=State.REFUSED, problem=str(error))
    return settle(
        pack,
        run,
        state=State.PREVIEWED,
        preview=found.preview(),
        title=found.reading.title or pack.title,
        layout=found.reading.layout,
        problem="",
    )


def read_pack(pack: DataPack) -> Plan:
    with pack.file.open("rb") as file:
        content = file.read()
    return read_content(content, pack.original_name, pack.council, pack.layout)


def read_content(content: bytes, name: str, council: Area | None, layout: str) -> Plan:
    load_reference_once()
    with no_garbage_collection():
        reading = layouts.read(open_workbook(content, name), layout)
        return plan(reading, council=council, on=timezone.localdate())


def take(pack: DataPack, states: list[str], state: str) -> str | None:
    """Hold the pack for one run of work; None where it is not in a state to."""
    run = uuid.uuid4().hex
    taken = DataPack.objects.filter(pk=pack.pk, state__in=states)
    if not taken.update(state=state, run=run, progress=0, progress_of=0):
        return None
    pack.refresh_from_db()
    return run


def settle(pack: DataPack, run: str, **fields) -> DataPack:
    """The end of a run, unless another has taken over."""
    DataPack.objects.filter(pk=pack.pk, run=run).update(**fields, run="")
    pack.refresh_from_db()
    return pack


# --- confirm ----------------------------------------------------------------------------------


@transaction.atomic
def confirm(pack: DataPack, *, by) -> DataPack:
    """Ask for the figures to be written. Raises when somebody already has, or nothing can be."""
    pack = DataPack.objects.select_for_update().get(pk=pack.pk)
    if pack.state in (State.CONFIRMED, State.WRITING, State.IN_USE):
        who = name_of(pack.confirmed_by) if pack.confirmed_by else "Somebody else"
        raise ValidationError(f"{who} has already confirmed this data pack.")
    if pack.state != State.PREVIEWED:
        raise ValidationError("This data pack is not ready to confirm. Look at what it says now.")
    preview = pack.preview or {}
    if preview["problems"]:
        raise ValidationError("The file has problems. Put them right in the file and upload it.")
    if not preview["new"] + preview["changed"]:
        raise ValidationError("There is nothing to write: every figure is already here.")
    pack.state = State.CONFIRMED
    pack.confirmed_by, pack.confirmed_at = by, timezone.now()
    pack.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    return pack


def write(pack: DataPack) -> DataPack:
    """Write what was confirmed. Background work; safe to run twice, and after being cut off."""
    run = take(pack, [State.CONFIRMED, State.WRITING], State.WRITING)
    if run is None:
        return pack
    outturn_rows.remove_unfinished(pack)
    try:
        found = read_pack(pack)
        if found.fingerprint != (pack.preview or {})["fingerprint"]:
            fields = {"preview": found.preview(), "confirmed_by": None, "confirmed_at": None}
            return settle(pack, run, state=State.PREVIEWED, problem=MOVED, **fields)
        write_figures(pack, found, run)
    except TakenOverError:
        pack.refresh_from_db()
        return pack
    except (FiguresMovedError, IntegrityError):
        return fail(pack, run, MOVED)
    except (DatabaseError, OSError, ValueError):
        log.exception("Data pack %s could not be written", pack.pk)
        return fail(pack, run, STOPPED)
    pack.refresh_from_db()
    return pack


def write_figures(pack: DataPack, found: Plan, run: str) -> None:
    """Rows first, invisible; then all of them at once."""
    ids = make_measures(found, pack) | make_periods(found.reading)
    pack_row = DataPack.objects.filter(pk=pack.pk, run=run)
    pack_row.update(progress=0, progress_of=len(found.rows))
    report = partial(report_progress, pack_row)
    outturn_rows.write_rows(found.rows, pack=pack, ids=ids, report=report)
    replaced = [row.replaces for row in found.rows if row.replaces]
    with transaction.atomic():
        report_progress(pack_row, len(found.rows), state=State.IN_USE, run="", problem="")
        outturn_rows.make_current(pack, replaced)
        write_notes(pack, found.reading)
    standings.keep_for_home()


def report_progress(pack_row, written: int, **fields) -> None:
    if not pack_row.update(progress=written, **fields):
        raise TakenOverError


@transaction.atomic
def fail(pack: DataPack, run: str, problem: str) -> DataPack:
    """Nothing of a run that failed stays. The rows of another run that has taken over do."""
    if DataPack.objects.select_for_update().filter(pk=pack.pk, run=run).first():
        outturn_rows.remove_unfinished(pack)
    return settle(pack, run, state=State.FAILED, problem=problem)


def make_measures(found: Plan, pack: DataPack) -> dict[str, int]:
    """Indicators the file has and we do not: for information until somebody says more."""
    return {code: make_measure(measure, pack).pk for code, measure in found.new_measures.items()}


def make_measure(measure: Measure, pack: DataPack) -> Indicator:
    defaults = {
        "title": measure.title[:300],
        "source": measure.source[:200],
        "unit": measure.unit,
        "decimals": measure.decimals,
        "group": measure.group,
        "position": Indicator.objects.count() + 1,
        "first_named_by": pack,
    }
    return Indicator.objects.get_or_create(code=measure.code, defaults=defaults)[0]


def make_periods(reading: Reading) -> dict[PeriodSpec, int]:
    made = {}
    for spec in dict.fromkeys(figure.period for figure in reading.figures):
        period, _ = Period.objects.get_or_create(**spec._asdict())
        made[spec] = period.pk
    return made


def write_notes(pack: DataPack, reading: Reading) -> None:
    """What the publisher printed with the figures, and the breaks it tells of."""
    ids = dict(Indicator.objects.values_list("code", "pk"))
    ReleaseNote.objects.bulk_create(
        ReleaseNote(data_pack=pack, indicator_id=ids[measure], label=label, text=text)
        for measure, label, text in reading.notes
        if measure in ids
    )
    SeriesBreak.objects.bulk_create(
        (
            SeriesBreak(
                indicator_id=ids[measure],
                begins_on=begins_on,
                reason=in_whole_sentences(reason),
                data_pack=pack,
            )
            for measure, begins_on, reason in reading.breaks
            if measure in ids
        ),
        ignore_conflicts=True,  # a break its sheets tell of twice
    )


# --- discard and undo -------------------------------------------------------------------------


@transaction.atomic
def discard(pack: DataPack, *, by) -> None:
    open_states = [State.RECEIVED, State.PREVIEWED, State.REFUSED, State.FAILED]
    if not DataPack.objects.filter(pk=pack.pk, state__in=open_states).update(
        state=State.DISCARDED, run="", discarded_by=by, discarded_at=timezone.now()
    ):
        raise ValidationError("This data pack can no longer be discarded.")


@transaction.atomic
def undo(pack: DataPack, *, by) -> None:
    """Put back what the pack replaced; its notes and breaks count no longer, as it is not in use.
    Refused where a later pack builds on it."""
    pack = DataPack.objects.select_for_update().get(pk=pack.pk)
    if pack.state != State.IN_USE:
        raise ValidationError("Only a data pack that is in use can be undone.")
    later = DataPack.objects.filter(outturns__replaces__data_pack=pack, state=State.IN_USE).first()
    if later:
        raise ValidationError(f"“{later.title}” has replaced some of these figures. Undo it first.")
    outturn_rows.restore(pack)
    pack.state, pack.undone_by, pack.undone_at = State.UNDONE, by, timezone.now()
    pack.save(update_fields=["state", "undone_by", "undone_at"])
    standings.keep_for_home()


def unfinished() -> tuple[list[int], list[int]]:
    """Ids of packs whose reading, and whose writing, did not end."""
    rows = DataPack.objects.order_by("id")
    reading = rows.filter(state__in=[State.RECEIVED, State.READING])
    writing = rows.filter(state__in=[State.CONFIRMED, State.WRITING])
    return list(reading.values_list("pk", flat=True)), list(writing.values_list("pk", flat=True))


# --- at once ----------------------------------------------------------------------------------


def load(
    content: bytes, name: str, *, by=None, council: Area | None = None, layout="", write=False
) -> Outcome:
    """Preview a file in one go and, asked to, write it. Raises UnreadableFileError.

    For the command line: without ``write`` nothing is kept, not even the file.
    """
    found = read_content(content, name, council, layout)
    summary = found.summary()
    if not write or found.problems or not found.rows:
        return Outcome(summary)
    run = uuid.uuid4().hex
    pack = keep(
        content,
        name,
        by=by,
        council=council,
        layout=found.reading.layout,
        state=State.WRITING,
        run=run,
        preview=found.preview(),
        confirmed_by=by,
        confirmed_at=timezone.now(),
    )
    DataPack.objects.filter(pk=pack.pk).update(title=found.reading.title)
    try:
        write_figures(pack, found, run)
    except (FiguresMovedError, IntegrityError):
        fail(pack, run, MOVED)
        raise UnreadableFileError("Other figures were changed meanwhile. Try again.") from None
    except BaseException:
        fail(pack, run, STOPPED)
        raise
    pack.refresh_from_db()
    return Outcome(summary | {"written": True}, pack)


def in_whole_sentences(text: str, longest: int = LONGEST_REASON) -> str:
    """As much of a publisher's note as there is room for, not ending in the middle of a word."""
    if len(text) <= longest:
        return text
    sentences = text[:longest].rpartition(". ")[0]
    return f"{sentences}." if sentences else f"{text[: longest - 1].rpartition(' ')[0]}…"
