"""What a document's page shows: what it is, what it is used for, and how it came to be so."""

from dataclasses import dataclass
from datetime import date

from evidence.models import Document, DocumentChange, DocumentVersion
from evidence.reading import UNFINISHED
from readiness.models import EvidenceLink

State = DocumentVersion.TextState
STATE_WORDS = {
    State.WAITING: "Waiting to be read. Its words can be searched in a minute or two.",
    State.READING: "Being read now. Its words can be searched in a minute or two.",
    State.READ: "Its words can be searched.",
}


@dataclass(frozen=True)
class DocumentPage:
    """``ended`` and ``changes`` are empty for people who may not see the document's history."""

    document: Document
    versions: tuple[DocumentVersion, ...]
    uses: tuple[EvidenceLink, ...]
    ended: tuple[EvidenceLink, ...]
    changes: tuple[DocumentChange, ...]
    text_words: str
    is_out_of_date: bool

    @property
    def latest(self) -> DocumentVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def is_being_read(self) -> bool:
        return self.latest is not None and self.latest.text_state in UNFINISHED


def build(document: Document, *, on: date, with_history: bool) -> DocumentPage:
    """The page of a document read with its owner and who added it; three more queries."""
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
        text_words=text_words(versions[0]) if versions else "",
        is_out_of_date=document.is_out_of_date(on=on),
    )


def links_of(document: Document, *, with_ended: bool):
    links = document.evidence_links.select_related(
        "statement__theme", "category", "linked_by", "ended_by"
    ).order_by("statement__position", "category__position", "-id")
    return links.with_appraisal() if with_ended else links.live()


def text_words(version: DocumentVersion) -> str:
    """The state of a version's text, in plain words."""
    if version.text_problem:
        return version.text_problem
    words = STATE_WORDS.get(State(version.text_state), version.get_text_state_display())
    if version.text_state == State.READ and version.page_count:
        return f"{words} {pages_in_words(version)}."
    return words


def unit_of(version: DocumentVersion) -> str:
    """What the pages of a file are called."""
    return {
        "Excel": "Sheet",
        "OpenDocument spreadsheet": "Sheet",
        "PowerPoint": "Slide",
        "OpenDocument presentation": "Slide",
    }.get(version.kind_of_file, "Page")


def pages_in_words(version: DocumentVersion) -> str:
    return (
        f"{version.page_count} {unit_of(version).lower()}{'' if version.page_count == 1 else 's'}"
    )
