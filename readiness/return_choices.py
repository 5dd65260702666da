"""Which documents of the library are offered for an item: what was searched for, else what is
evidence for its statements."""

from datetime import date

from django.db.models import Q

from config.wording import day_in_words
from evidence.models import Document
from readiness.library import documents_for, results
from readiness.models import EvidenceLink, ReturnItem

OFFERED = 20


def documents_to_choose(
    item: ReturnItem, typed: str, *, user, on: date
) -> list[tuple[Document, str]]:
    """(document, what is said of it), at most ``OFFERED``; those it has already are left out."""
    held = item.documents.live().order_by().values("document")
    documents = documents_for(user).exclude(pk__in=held)
    if not item.links_allowed:
        documents = documents.filter(kind=Document.Kind.FILE)
    if not typed.strip():
        near = EvidenceLink.objects.live().filter(statement__in=item.statements.all())
        near = Q(pk__in=near.order_by().values("document")) | Q(owner=user)
        documents = documents.filter(near)
    found = results(documents, typed=typed, order="", on=on)
    return [(row.document, about(row.document)) for row in found[:OFFERED]]


def about(document: Document) -> str:
    """ "Carers survey (PDF, dated 3 March 2026)" """
    version = document.latest_version
    kind = version.kind_of_file if version else "web page"
    dated = f", dated {day_in_words(document.evidence_date)}" if document.evidence_date else ""
    return f"{document.title} ({kind}{dated})"
