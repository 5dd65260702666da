"""Figures from a file: receive, preview, confirm, undo. All or nothing.

A pack's row is its own job: state and progress are read from it (``data_pack_runs``). What was
confirmed is written by ``data_pack_writing``.
"""

import hashlib
import logging
import uuid
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from config.wording import name_of
from indicators import (
    collected_packs,
    data_pack_writing,
    outturn_rows,
    pack_indicators,
    pack_targets,
    preview_lines,
    standings,
)
from indicators.data_pack_plan import Plan, rows_to_write
from indicators.data_pack_runs import FiguresMovedError, settle, take
from indicators.data_pack_writing import MOVED, STOPPED
from indicators.layouts import UnrecognisedLayoutError
from indicators.models import Area, DataPack
from indicators.pack_reading import look_at, open_pack, read_content, read_pack, saved_for
from indicators.workbook import MAX_FILE, MEGABYTE, UnreadableFileError

log = logging.getLogger(__name__)
State = DataPack.State

NOT_UNDERSTOOD = (
    "This file is put together in a way we cannot follow. Copy its table alone into a new workbook "
    "and upload that."
)
OPEN_IN_BROWSER = (
    "This file has been uploaded in the browser and waits there. Confirm or discard it there first."
)
NOT_HELD = [State.REFUSED, State.FAILED, State.DISCARDED, State.UNDONE]


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
    if held := held_pack(content):
        return held, False
    try:
        return keep(content, file.name, by=by, council=council, layout=layout), True
    except IntegrityError:  # it came at the same moment, from somebody else or a second click
        return held_meanwhile(content), False


def held_pack(content: bytes) -> DataPack | None:
    packs = DataPack.objects.filter(sha256=hashlib.sha256(content).hexdigest())
    return packs.exclude(state__in=NOT_HELD).select_related("received_by").first()


def held_meanwhile(content: bytes) -> DataPack:
    if held := held_pack(content):
        return held
    raise ValidationError("Somebody sent this file at the same moment. Send it again.")


def keep(content: bytes, name: str, *, by, **fields) -> DataPack:
    """Raises IntegrityError, leaving no file, where the same content is being looked at."""
    name = PurePath(name).name
    pack = DataPack(
        title=PurePath(name).stem[:200],
        file=ContentFile(content, name=name),
        original_name=name[:255],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        received_by=by,
        **fields,
    )
    try:
        with transaction.atomic():
            pack.save()
    except IntegrityError:
        pack.file.delete(save=False)
        raise
    return pack


@transaction.atomic
def receive_again(pack: DataPack, *, by) -> DataPack:
    """The same file as a new pack, compared with what is current now, read as it was read."""
    pack = DataPack.objects.select_for_update().get(pk=pack.pk)
    if not pack.can_be_read_again:
        raise ValidationError("This file is still being looked at. Go on with it as it is.")
    with pack.file.open("rb") as file:
        content = file.read()
    if (held := held_pack(content)) and held.pk != pack.pk:
        raise ValidationError(
            f"This file has been read again already, as “{held.title}”. "
            "You find it in the list of data packs."
        )
    kept = ("council", "mapping", "decisions", "words_kept_by", "words_kept_at")
    said = {name: getattr(pack, name) for name in kept}
    try:
        return keep(content, pack.original_name, by=by, **said)
    except IntegrityError:
        raise ValidationError("Somebody is reading this file again already.") from None


# --- preview ----------------------------------------------------------------------------------


def preview(pack: DataPack) -> DataPack:
    """Read the file and say what confirming it would do. Background work; safe to run twice."""
    run = take(pack, [State.RECEIVED, State.READING], State.READING)
    if run is None:
        return pack
    try:
        return preview_as_held(pack, run)
    except UnreadableFileError as error:
        return settle(pack, run, state=State.REFUSED, problem=str(error))
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        log.exception("Data pack %s could not be read", pack.pk)
        return settle(pack, run, state=State.REFUSED, problem=NOT_UNDERSTOOD)


def preview_as_held(pack: DataPack, run: str) -> DataPack:
    """By what a person said of its columns, now or of an earlier file with the same headings."""
    workbook = open_pack(pack)
    saved = None if pack.mapping or pack.layout else saved_for(workbook)
    if saved:
        pack.mapping = saved.mapping.as_json()
    try:
        found = read_pack(pack, workbook, keep_lines=True)
    except UnrecognisedLayoutError as error:
        look = look_at(workbook)
        return settle(pack, run, state=State.UNMAPPED, problem=str(error), first_look=look)
    used = found.reading.mapping
    return settle(
        pack,
        run,
        state=State.PREVIEWED,
        preview=shown(found) | {"saved_mapping": saved.name if saved else ""},
        preview_file=keep_lines(pack, found),
        first_look=look_at(workbook, used) if used else None,
        mapping=pack.mapping,
        title=found.reading.title or pack.title,
        layout=found.reading.layout,
        problem="",
    )


def shown(found: Plan) -> dict:
    """A preview as the page shows it, with the names of the packs whose figures it revises."""
    revised = DataPack.objects.in_bulk([pk for pk in found.revises if pk])
    return found.preview() | {
        "revises": [
            {"pack": pk, "title": revised[pk].title, "figures": figures}
            for pk, figures in found.revises.most_common()
            if pk in revised
        ]
    }


def keep_lines(pack: DataPack, found: Plan) -> str:
    """Where every line of the preview is kept; those of an earlier look at the file go."""
    earlier = pack.preview_file
    if earlier.name:
        earlier.storage.delete(earlier.name)
    field = DataPack._meta.get_field("preview_file")
    name = field.generate_filename(pack, f"preview-{pack.pk}.csv.gz")
    return field.storage.save(name, ContentFile(preview_lines.as_file(found)))


@transaction.atomic
def say_whose(pack: DataPack, *, council: Area, by) -> DataPack:
    """Whose figures they are, where the file does not say. It is read again with that."""
    return ask_to_read(pack, council=council)


@transaction.atomic
def keep_words(pack: DataPack, *, by) -> DataPack:
    """Cells that are no exact figure, such as “60 to 70”, do not hold up the rest: their words are
    kept, and there is no figure. The file is read again with that."""
    return ask_to_read(pack, words_kept_by=by, words_kept_at=timezone.now())


def ask_to_read(pack: DataPack, **fields) -> DataPack:
    """Read the file once more, knowing more about it. Call inside a transaction."""
    pack = DataPack.objects.select_for_update().get(pk=pack.pk)
    if not pack.can_be_answered:
        raise ValidationError(
            "This data pack has moved on, so nothing was changed. Look at what it says now."
        )
    for name, value in fields.items():
        setattr(pack, name, value)
    pack.state, pack.problem = State.RECEIVED, ""
    pack.save(update_fields=["state", "problem", *fields])
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
    if preview.get("needs_council"):
        raise ValidationError("Say first whose figures these are.")
    if preview["problems"]:
        raise ValidationError("The file has problems. Put them right in the file and upload it.")
    if not rows_to_write(preview):
        raise ValidationError("There is nothing to write: every figure is already here.")
    pack.state = State.CONFIRMED
    pack.confirmed_by, pack.confirmed_at = by, timezone.now()
    pack.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    return pack


# --- stop, discard and undo -------------------------------------------------------------------


@transaction.atomic
def discard(pack: DataPack, *, by) -> None:
    if not DataPack.objects.filter(pk=pack.pk, state__in=DataPack.DISCARDABLE).update(
        state=State.DISCARDED, run="", discarded_by=by, discarded_at=timezone.now()
    ):
        raise ValidationError("This data pack can no longer be discarded.")


@transaction.atomic
def stop(pack: DataPack, *, by) -> DataPack:
    """Work under way ends at its next batch and leaves nothing. What was being written can be
    confirmed again; what was being read is discarded."""
    pack = DataPack.objects.select_for_update().get(pk=pack.pk)
    if not pack.is_working:
        raise ValidationError("There is nothing to stop: the work has ended.")
    if pack.state in (State.RECEIVED, State.READING):
        pack.state, pack.discarded_by, pack.discarded_at = State.DISCARDED, by, timezone.now()
    else:
        outturn_rows.remove_unfinished(pack)
        pack.state, pack.confirmed_by, pack.confirmed_at = State.PREVIEWED, None, None
        pack.problem = f"{name_of(by)} stopped the writing. Nothing was changed."
    pack.run = ""
    stamps = ["confirmed_by", "confirmed_at", "discarded_by", "discarded_at"]
    pack.save(update_fields=["state", "run", "problem", *stamps])
    return pack


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
    pack_targets.put_back(pack, by=by)
    collected_packs.open_again(pack, by=by)
    pack.state, pack.undone_by, pack.undone_at = State.UNDONE, by, timezone.now()
    pack_indicators.withdraw(pack, by=by, on=timezone.localdate(pack.undone_at))
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
    content: bytes,
    name: str,
    *,
    by=None,
    council: Area | None = None,
    layout="",
    keeps_words=False,
    write=False,
) -> Outcome:
    """Preview a file in one go and, asked to, write it. Raises UnreadableFileError.

    For the command line: without ``write`` nothing is kept, not even the file.
    """
    found = read_content(content, name, council, layout, keeps_words=keeps_words)
    summary = found.summary()
    if not write or found.problems or found.is_empty:
        return Outcome(summary)
    run = uuid.uuid4().hex
    try:
        pack = keep(
            content,
            name,
            by=by,
            council=council,
            layout=found.reading.layout,
            state=State.WRITING,
            run=run,
            preview=shown(found),
            words_kept_at=timezone.now() if keeps_words else None,
            confirmed_by=by,
            confirmed_at=timezone.now(),
        )
    except IntegrityError:
        raise UnreadableFileError(OPEN_IN_BROWSER) from None
    DataPack.objects.filter(pk=pack.pk).update(title=found.reading.title)
    try:
        data_pack_writing.write_figures(pack, found, run)
    except (FiguresMovedError, IntegrityError):
        data_pack_writing.fail(pack, run, MOVED)
        raise UnreadableFileError("Other figures were changed meanwhile. Try again.") from None
    except BaseException:
        data_pack_writing.fail(pack, run, STOPPED)
        raise
    pack.refresh_from_db()
    return Outcome(summary | {"written": True}, pack)
