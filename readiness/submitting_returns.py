"""Submitting an information return: its items, words and exact versions are written down once."""

import hashlib
import json
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from config.wording import name_of
from readiness import return_page
from readiness.information_returns import locked_return
from readiness.models import ReturnSubmission, SubmittedDocument, SubmittedItem
from readiness.return_items import ItemRow

NAMED = 3


@transaction.atomic
def submit(information_return, *, by, on: date, note: str = "") -> ReturnSubmission:
    """All of it, as it stands; refused while an item is not ready."""
    row = locked_return(information_return)
    page = return_page.build(row, on=on)
    refuse_unready(page)
    submission = ReturnSubmission.objects.create(
        information_return=row, note=note.strip(), due_on=row.due_on, submitted_by=by
    )
    for place, each in enumerate(page.rows, 1):
        keep(submission, each, place)
    return submission


def refuse_unready(page: return_page.ReturnPage) -> None:
    if not page.rows:
        raise ValidationError("There is nothing to submit: the return has no items.")
    if unready := page.unready:
        named = ", ".join(row.item.code for row in unready[:NAMED])
        more = f" and {len(unready) - NAMED} more" if len(unready) > NAMED else ""
        are = "item is" if len(unready) == 1 else "items are"
        raise ValidationError(f"{len(unready)} {are} not ready: {named}{more}.")


def keep(submission: ReturnSubmission, row: ItemRow, place: int) -> None:
    item = row.item
    documents = [frozen(each.use, number) for number, each in enumerate(row.uses, 1)]
    kept = SubmittedItem(
        submission=submission,
        item=item,
        position=place,
        code=item.code,
        title=item.title,
        theme=item.theme,
        statements=[statement.title for statement in item.statements.all()],
        guidance=item.guidance,
        links_allowed=item.links_allowed,
        owner_name=name_of(item.owner) if item.owner else "",
        note=item.note,
    )
    kept.sha256 = fingerprint(kept, documents)
    kept.save()
    for document in documents:
        document.submitted_item = kept
    SubmittedDocument.objects.bulk_create(documents)


def frozen(use, number: int) -> SubmittedDocument:
    document = use.document
    version = document.latest_version if document.is_file else None
    return SubmittedDocument(
        position=number,
        document=document,
        version=version,
        title=document.title,
        address=document.address,
        pointer=use.pointer,
        note=use.note,
        evidence_date=document.evidence_date,
        original_name=version.original_name if version else "",
        size=version.size if version else None,
        sha256=version.sha256 if version else "",
    )


def fingerprint(item: SubmittedItem, documents: list[SubmittedDocument]) -> str:
    """SHA-256 of the item's words and its documents, written in one way only."""
    words = ("code", "title", "theme", "statements", "guidance", "links_allowed", "note")
    files = ("title", "address", "pointer", "note", "original_name", "size", "sha256")
    content = {name: getattr(item, name) for name in (*words, "owner_name")}
    content["documents"] = [{name: getattr(each, name) for name in files} for each in documents]
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
