"""Documents that wait for something before they may be downloaded or shared, and what for."""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.models import Document
from readiness.document_safety import Scan, personal_words, safety_of, scan_words

SHOWN = 100


@dataclass(frozen=True)
class Held:
    document: Document
    waits_for: str
    words: str


def held_documents() -> Sequence[Held]:
    """In one query, those that need a person first, the newest of them at the top."""
    files = Document.objects.filter(kind=Document.Kind.FILE).exclude(
        pk__in=Document.objects.shareable().order_by().values("pk")
    )
    files = files.with_latest_version()
    rows = [row_of(document) for document in files.order_by("-added_at", "-pk")[:SHOWN]]
    return sorted(rows, key=lambda row: row.waits_for == "Nobody: it is being checked")


def row_of(document: Document) -> Held:
    version = document.latest_version
    if version is None:
        return Held(document, "A file", "It has no file yet.")
    if version.scan_state == Scan.WAITING and not version.is_downloadable:
        return Held(document, "The virus scanner", scan_words(version))
    if not version.is_downloadable:
        return Held(document, "A clean copy", scan_words(version))
    if safety_of(version).needs_a_person:
        return Held(document, "Somebody to look at it", personal_words(version))
    return Held(document, "Nobody: it is being checked", personal_words(version))
