"""What a document's page shows: what it is, what it is used for, and how it came to be so."""

from dataclasses import dataclass
from datetime import date

from evidence.models import Document, DocumentChange, DocumentVersion
from readiness.document_safety import Safety, safety_of, said_words
from readiness.freshness import Renewal, renewal
from readiness.keeping import Keeping, keeping_of
from readiness.models import EvidenceLink, LinkTopic


@dataclass(frozen=True)
class DocumentPage:
    """``ended`` and ``changes`` are empty for people who may not see the document's history."""

    document: Document
    versions: tuple[DocumentVersion, ...]
    uses: tuple[EvidenceLink, ...]
    ended: tuple[EvidenceLink, ...]
    changes: tuple[DocumentChange, ...]
    safety: Safety | None
    is_out_of_date: bool
    renewal: Renewal
    subjects: tuple[str, ...]
    keeping: Keeping | None
    """For the council's own people only."""
    said: str
    """Why what is said about it holds it; empty where it does not."""

    @property
    def latest(self) -> DocumentVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def is_being_read(self) -> bool:
        return self.safety is not None and self.safety.is_going_on


def build(document: Document, *, on: date, with_history: bool) -> DocumentPage:
    """The page of a document read with its owner and who added it; six more queries."""
    every = document.versions.select_related("added_by").order_by("-number")
    links = tuple(links_of(document, with_ended=with_history))
    changes = document.changes.select_related("changed_by") if with_history else ()
    versions = tuple(every if with_history else every[:1])
    return DocumentPage(
        document=document,
        versions=versions,
        uses=tuple(link for link in links if link.ended_at is None),
        ended=tuple(link for link in links if link.ended_at is not None),
        changes=tuple(changes),
        safety=safety_of(versions[0]) if versions else None,
        is_out_of_date=document.is_out_of_date(on=on),
        keeping=keeping_of(document, links) if with_history else None,
        renewal=renewal(shortest_period(links), on=on),
        subjects=subjects_of(document),
        said=said_words(document) if with_history else "",
    )


def subjects_of(document: Document) -> tuple[str, ...]:
    """Lenses of the document and topics of its uses, each once, in one query."""
    lenses = document.lens_links.live().order_by().values_list("lens__title")
    topics = LinkTopic.objects.live().filter(link__document=document, link__ended_at__isnull=True)
    both = lenses.union(topics.order_by().values_list("topic__title"))
    return tuple(title for (title,) in both.order_by("lens__title"))


def shortest_period(links) -> int | None:
    """Months that the kinds of evidence it is in use as hold, of the one that holds least."""
    return min(
        (link.category.review_months for link in links if link.ended_at is None), default=None
    )


def links_of(document: Document, *, with_ended: bool):
    links = document.evidence_links.select_related(
        "statement__theme", "category", "linked_by", "ended_by"
    ).order_by("statement__position", "category__position", "-id")
    return links.with_appraisal() if with_ended else links.live()
