"""Made-up documents: real small files and links, of varied age, linked to statements."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction

from evidence import checking, clearing, extraction, intake, reading
from evidence.models import Document
from readiness.demo import files
from readiness.demo.dating import dated
from readiness.linking import link_evidence
from readiness.models import EvidenceCategory, Framework

ADDED_AFTER = timedelta(days=2)
DOCUMENTS = Path(__file__).resolve().parent / "documents.toml"


@transaction.atomic
def load_documents(framework: Framework, *, owners, on: date, older_than: int = 0) -> None:
    """Those that were there ``older_than`` days ago. Safe to repeat: documents that are there
    already are left as they are."""
    known = set(Document.objects.values_list("title", flat=True))
    statements = {statement.slug: statement for statement in framework.statements.all()}
    categories = {category.slug: category for category in framework.categories.all()}
    entries = tomllib.loads(DOCUMENTS.read_text(encoding="utf-8"))["document"]
    for place, entry in enumerate(entries):
        if entry["title"] in known or entry["age"] <= older_than:
            continue
        by = owners[place % len(owners)]
        with dated(on - timedelta(days=entry["age"]) + ADDED_AFTER):
            document = add_document(entry, by=by, on=on)
            check(document, entry, by=by)
            link(document, entry["at"], statements, categories, by=by)


def add_document(entry: dict, *, by, on: date) -> Document:
    evidence_date = on - timedelta(days=entry["age"])
    review = entry.get("review")
    about = {
        "title": entry["title"],
        "description": files.MADE_UP,
        "evidence_date": evidence_date,
        "review_by": evidence_date + timedelta(days=review) if review else None,
        "by": by,
    }
    if "address" in entry:
        return intake.add_link(address=entry["address"], **about)
    extension = entry["file"].rpartition(".")[2]
    content = files.make(extension, entry["title"], entry.get("text", []), entry.get("table", []))
    return intake.add_file(
        received=intake.receive(ContentFile(content, name=entry["file"])), **about
    )


def check(document: Document, entry: dict, *, by) -> None:
    """Read and look for personal data at once, in the words each file was made of: in a
    demonstration that has only just been loaded words are found, reviewers find documents, and
    what was cleared is not read anew and held again."""
    version = document.latest_version
    if version is None:
        return
    pages = pages_of(entry)
    page_count = len(pages) if is_paged(entry) else None
    reading.record_text(version, extraction.Extracted(pages, page_count), "")
    checking.check_version(version)
    version.refresh_from_db()
    if version.needs_a_person and "cleared" in entry:
        clearing.clear(version, reason=entry["cleared"], by=by)


def is_paged(entry: dict) -> bool:
    return entry["file"].endswith(".pdf")


def pages_of(entry: dict) -> tuple[str, ...]:
    """As ``files.pdf`` lays them out; whatever has no pages is one."""
    text = entry.get("text", [])
    if is_paged(entry):
        return ("\n".join([entry["title"], files.MADE_UP, *text[:1]]), *text[1:])
    rows = ["  ".join(row) for row in entry.get("table", [])]
    return ("\n".join([*text, *rows]),)


def link(document, uses, statements, categories: dict[str, EvidenceCategory], *, by) -> None:
    for statement, category, shows, location in uses:
        link_evidence(
            document,
            statement=statements[statement],
            category=categories[category],
            shows=shows,
            location=location,
            by=by,
        )
