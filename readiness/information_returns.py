"""Working on an information return: opening it, its items, and what each is answered with."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from config.second_editor import MOVED_ON
from config.wording import day_in_words, name_of
from evidence import intake
from evidence.models import Document
from evidence.words_about import Said, look_through
from readiness.assessments import record
from readiness.changes import changes_in_words
from readiness.models import (
    Assessment,
    InformationReturn,
    ReturnDocument,
    ReturnItem,
    ReturnItemChange,
    ReturnState,
    ReturnSubmission,
    Statement,
)
from readiness.return_items import not_met

ASKED = ("code", "title", "theme", "guidance", "links_allowed")
"""What CQC's list says of an item, beside its statements."""
OURS = ("owner", "due_on")


@transaction.atomic
def open_return(
    *,
    title: str,
    due_on: date | None = None,
    largest_mb: int | None = None,
    assessment: Assessment | None = None,
    by,
) -> InformationReturn:
    """Due on the clock's day where it belongs to an assessment, else on ``due_on``."""
    row = InformationReturn(title=title.strip(), largest_mb=largest_mb, opened_by=by)
    return _set_up(row, assessment, due_on, by=by)


@transaction.atomic
def change_return(
    row,
    *,
    seen_revision: int,
    by,
    title: str,
    due_on: date | None,
    largest_mb: int | None,
    assessment: Assessment | None = None,
) -> InformationReturn:
    row = locked_return(row)
    refuse_moved_on(row, seen_revision)
    row.title, row.largest_mb = title.strip(), largest_mb
    row.revision += 1
    return _set_up(row, assessment, due_on, by=by)


def _set_up(row, assessment: Assessment | None, due_on: date | None, *, by) -> InformationReturn:
    """Save it with its day; an assessment it comes to or leaves says so in its own record."""
    if InformationReturn.objects.filter(title=row.title).exclude(pk=row.pk).exists():
        raise ValidationError({"title": f"There is a return called “{row.title}” already."})
    _refuse_day(assessment, due_on)
    before = row.assessment
    row.assessment, row.own_due_on = assessment, None if assessment else due_on
    row.full_clean()
    row.save()
    if before != assessment:
        for one, said in ((before, "No longer its return"), (assessment, "Its return")):
            if one:
                record(one, f"{said}: “{row}”.", by=by)
    return row


def _refuse_day(assessment: Assessment | None, due_on: date | None) -> None:
    """The day has one home."""
    if assessment is None and due_on is None:
        raise ValidationError(
            {"due_on": "Give the day CQC wants it, or choose the assessment it belongs to."}
        )
    if assessment and due_on and due_on != assessment.return_due_on:
        raise ValidationError(
            {
                "due_on": f"The clock of the assessment says "
                f"{day_in_words(assessment.return_due_on)}. Leave this empty, and change the day "
                "there if CQC has given another."
            }
        )


def locked_return(row) -> InformationReturn:
    """Held until the change is saved; refused once it is submitted."""
    row = InformationReturn.objects.select_for_update().get(pk=row.pk)
    submission = ReturnSubmission.objects.filter(information_return=row).first()
    if submission:
        raise ValidationError(
            f"{name_of(submission.submitted_by)} submitted this return on "
            f"{day_in_words(submission.submitted_at)}, so it stays as it is."
        )
    return row


def refuse_moved_on(row, seen_revision: int) -> None:
    if row.revision != seen_revision:
        raise ValidationError(
            "Somebody else changed this while you were writing. Look at what it says now, then "
            "save again.",
            code=MOVED_ON,
        )


# --- items ---------------------------------------------------------------------------------


@transaction.atomic
def add_item(
    information_return,
    *,
    code: str,
    title: str,
    by,
    statements: Sequence[Statement] = (),
    **about,
) -> ReturnItem:
    """``about``: theme, guidance, links_allowed, owner, due_on."""
    row = locked_return(information_return)
    refuse_late(about.get("due_on"), row)
    last = row.items.aggregate(last=Max("position"))["last"] or 0
    item = ReturnItem(
        information_return=row,
        code=code.strip(),
        title=title.strip(),
        position=last + 1,
        added_by=by,
        **about,
    )
    refuse_unfit(item)
    item.save()
    item.statements.set(statements)
    return item


@transaction.atomic
def edit_item(item, *, seen_revision: int | None, by, statements=None, **fields) -> ReturnItem:
    """Change what is asked or whose it is. ``seen_revision`` None compares nothing, as when a
    list is loaded again. What does not change is not recorded."""
    row = locked_return(item.information_return)
    item = ReturnItem.objects.select_for_update().get(pk=item.pk)
    refuse_dropped(item)
    if seen_revision is not None:
        refuse_moved_on(item, seen_revision)
    refuse_late(fields.get("due_on"), row)
    linked = {} if statements is None else {"statements": list(statements)}
    changes = changes_in_words(item, fields, linked)
    if not changes:
        return item
    for name, value in fields.items():
        setattr(item, name, value)
    refuse_unfit(item)
    if statements is not None:
        item.statements.set(statements)
    return changed(item, changes, by=by)


@transaction.atomic
def write_note(item, *, seen_revision: int, note: str, by) -> ReturnItem:
    """What the council says with the documents. Work on an item that was ready begins anew."""
    locked_return(item.information_return)
    item = ReturnItem.objects.select_for_update().get(pk=item.pk)
    refuse_dropped(item)
    refuse_moved_on(item, seen_revision)
    changes = changes_in_words(item, {"note": note.strip()}, {})
    if not changes:
        return item
    item.note = note.strip()
    return begun(item, changes, by=by)


@transaction.atomic
def mark_ready(item, *, by, on: date) -> ReturnItem:
    row = locked_return(item.information_return)
    item = ReturnItem.objects.select_for_update().get(pk=item.pk)
    refuse_dropped(item)
    if item.state == ReturnState.READY:
        return item
    if wrong := not_met(item, largest_mb=row.largest_mb, on=on):
        raise ValidationError(["It is not ready yet.", *wrong])
    return moved(item, ReturnState.READY, by=by)


@transaction.atomic
def take_up_again(item, *, by) -> ReturnItem:
    """There is more to do on what was called ready."""
    locked_return(item.information_return)
    item = ReturnItem.objects.select_for_update().get(pk=item.pk)
    refuse_dropped(item)
    if item.state != ReturnState.READY:
        return item
    return moved(item, ReturnState.IN_PROGRESS, by=by)


@transaction.atomic
def drop_item(item, *, reason: str, by) -> ReturnItem:
    """CQC does not ask for it any more. It stays, with who took it off and why."""
    locked_return(item.information_return)
    item = ReturnItem.objects.select_for_update().get(pk=item.pk)
    refuse_dropped(item)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is taken off the list."})
    item.ended_at, item.ended_by, item.ended_reason = timezone.now(), by, reason.strip()
    return changed(item, {"On the list": ["yes", f"no: {item.ended_reason}"]}, by=by)


@transaction.atomic
def put_back(item, *, by) -> ReturnItem:
    locked_return(item.information_return)
    item = ReturnItem.objects.select_for_update().get(pk=item.pk)
    if item.ended_at is None:
        return item
    item.ended_at, item.ended_by, item.ended_reason = None, None, ""
    return changed(item, {"On the list": ["no", "yes"]}, by=by)


def refuse_unfit(item: ReturnItem) -> None:
    """What the form's fields and the database would say, as sentences."""
    if not item.code or not item.title:
        raise ValidationError("An item needs its code and its title.")
    item.clean_fields(exclude=["information_return", "added_by", "owner"])
    others = ReturnItem.objects.filter(information_return=item.information_return, code=item.code)
    if others.exclude(pk=item.pk).exists():
        raise ValidationError({"code": f"The return has an item {item.code} already."})


def refuse_late(due_on: date | None, row: InformationReturn) -> None:
    if due_on and due_on > row.due_on:
        raise ValidationError(
            {"due_on": f"The return is due {day_in_words(row.due_on)}: choose a day before."}
        )


def refuse_dropped(item: ReturnItem) -> None:
    if item.ended_at:
        raise ValidationError(f"{name_of(item.ended_by)} took it off the list: {item.ended_reason}")


def moved(item: ReturnItem, state: str, *, by) -> ReturnItem:
    before, item.state = item.get_state_display(), state
    return changed(item, {"State": [before, item.get_state_display()]}, by=by)


def begun(item: ReturnItem, changes: dict, *, by) -> ReturnItem:
    if item.state != ReturnState.IN_PROGRESS:
        before, item.state = item.get_state_display(), ReturnState.IN_PROGRESS
        changes |= {"State": [before, item.get_state_display()]}
    return changed(item, changes, by=by)


def changed(item: ReturnItem, changes: dict, *, by) -> ReturnItem:
    item.revision += 1
    item.save()
    ReturnItemChange.objects.create(item=item, changes=changes, changed_by=by)
    return item


# --- what an item is answered with ---------------------------------------------------------


@transaction.atomic
def add_document(
    item, *, document: Document, by, pointer: str = "", note: str = ""
) -> ReturnDocument:
    """Also after the return was submitted: it then stands apart from what was."""
    row = InformationReturn.objects.select_for_update().get(pk=item.information_return_id)
    is_since = ReturnSubmission.objects.filter(information_return=row).exists()
    item = ReturnItem.objects.select_for_update().get(pk=item.pk)
    refuse_dropped(item)
    document = Document.objects.select_for_update().get(pk=document.pk)
    refuse_document(item, document)
    use = ReturnDocument(
        item=item,
        document=document,
        pointer=" ".join(pointer.split()),
        note=" ".join(note.split()),
        is_since_submission=is_since,
        added_by=by,
    )
    use.clean_fields()
    use.save()
    look_through(document, [said_by(use)])
    changes = {"Documents": ["", f"{document} added"]}
    if is_since:
        ReturnItemChange.objects.create(item=item, changes=changes, changed_by=by)
    else:
        begun(item, changes, by=by)
    return use


def refuse_document(item: ReturnItem, document: Document) -> None:
    if document.is_deleted:
        raise ValidationError("This document has been deleted. Choose another.")
    if item.documents.live().filter(document=document).exists():
        raise ValidationError(f"“{document}” is with this item already.")
    if not document.is_file and not item.links_allowed:
        raise ValidationError(
            "CQC wants the document itself for this item, not a link. Add the file."
        )


def add_public_link(item, *, address: str, title: str, by, pointer="", note="") -> ReturnDocument:
    """The page joins the evidence library, unless the library has it."""
    if not item.links_allowed:
        raise ValidationError(
            "CQC wants the document itself for this item, not a link. Add the file."
        )
    with transaction.atomic():
        try:
            with transaction.atomic():
                document = intake.add_link(address=address, title=title, by=by)
        except intake.AlreadyHereError as known:
            document = known.document
        return add_document(item, document=document, pointer=pointer, note=note, by=by)


@transaction.atomic
def take_off(use: ReturnDocument, *, reason: str, by) -> ReturnDocument:
    """What was submitted stays submitted: its own rows are not touched."""
    use = ReturnDocument.objects.select_for_update().get(pk=use.pk)
    item = ReturnItem.objects.select_for_update().get(pk=use.item_id)
    if not use.is_since_submission:
        locked_return(item.information_return)
    if use.ended_at:
        raise ValidationError(f"{name_of(use.ended_by)} took it off already.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is taken off."})
    use.ended_at, use.ended_by, use.ended_reason = timezone.now(), by, reason.strip()
    use.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    look_through(use.document, [said_by(use)])
    changes = {"Documents": [str(use.document), f"taken off: {use.ended_reason}"]}
    if use.is_since_submission:
        ReturnItemChange.objects.create(item=item, changes=changes, changed_by=by)
    else:
        begun(item, changes, by=by)
    return use


def said_by(use: ReturnDocument) -> Said:
    """What it is put forward with, for as long as it is."""
    text = "" if use.ended_at else f"{use.note}\n{use.pointer}"
    return Said(f"return-{use.pk}", f"What to look for, item {use.item.code}", text)
