"""A made-up information return in the middle of its work: items ready, begun and not begun."""

import tomllib
from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from evidence.models import Document
from readiness import information_returns, return_import
from readiness.models import Assessment, InformationReturn
from readiness.working_days import add_working_days

HERE = Path(__file__).resolve().parent
ITEMS = HERE / "information_return.csv"
ANSWERS = HERE / "information_return.toml"
LARGEST_MB = 25


@transaction.atomic
def load_return(assessment: Assessment | None, *, by, people: dict, on: date) -> None:
    """Due when the assessment says. Safe to repeat: where there is a return, nothing is added."""
    if assessment is None or InformationReturn.objects.exists():
        return
    said = tomllib.loads(ANSWERS.read_text(encoding="utf-8"))
    opened = information_returns.open_return(
        title=said["title"], assessment=assessment, largest_mb=LARGEST_MB, by=by
    )
    file = SimpleUploadedFile(ITEMS.name, ITEMS.read_bytes())
    return_import.confirm(return_import.receive(opened, file=file, by=by), by=by)
    items = {item.code: item for item in opened.items.all()}
    for entry in said["answer"]:
        answer(items[entry["code"]], entry, people=people, on=on)


def answer(item, entry: dict, *, people: dict, on: date) -> None:
    """As its owner would: given to them, documents with pages, a note, and ready where it is."""
    owner = people[entry["owner"]]
    due_on = add_working_days(on, entry["working_days"])
    item = information_returns.edit_item(
        item, seen_revision=item.revision, by=owner, owner=owner, due_on=due_on
    )
    for title, pointer in entry.get("documents", ()):
        document = Document.objects.get(title=title)
        information_returns.add_document(item, document=document, pointer=pointer, by=owner)
    if note := entry.get("note"):
        item.refresh_from_db()
        item = information_returns.write_note(
            item, seen_revision=item.revision, note=note, by=owner
        )
    if entry.get("ready"):
        information_returns.mark_ready(item, by=owner, on=on)
