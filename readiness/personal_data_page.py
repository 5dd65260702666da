"""What was found in a document that may be personal data, page by page, and what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from evidence import personal_data
from evidence.checking import MOST_KEPT
from evidence.models import (
    Document,
    DocumentVersion,
    PersonalDataDecision,
    PersonalDataFinding,
    WordsDecision,
    WordsFinding,
    WordsState,
)
from readiness.document_safety import (
    COLOURS,
    COLOURS_OF_WORDS,
    personal_words,
    said_words,
    unit_of,
)

Finding = PersonalDataFinding | WordsFinding
Decision = PersonalDataDecision | WordsDecision


@dataclass(frozen=True)
class FoundOnPage:
    """``number`` is the page's; None where it is in what is said about the document."""

    where: str
    number: int | None
    has_picture: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class PersonalDataPage:
    """``seen_words`` is what its reader saw of the findings in what is said."""

    document: Document
    version: DocumentVersion | None
    state: str
    words: tuple[str, ...]
    colour: str
    pages: tuple[FoundOnPage, ...]
    decisions: tuple[Decision, ...]
    seen_words: int

    @property
    def not_listed(self) -> int:
        return max(self.version.personal_count - MOST_KEPT, 0) if self.version else 0

    @property
    def needs_a_person(self) -> bool:
        return needs_a_person(self.document)

    @property
    def is_cleared(self) -> bool:
        if self.needs_a_person:
            return False
        in_file = DocumentVersion.PersonalState.CLEARED
        is_file_cleared = self.version is not None and self.version.personal_state == in_file
        return is_file_cleared or self.document.words_state == WordsState.CLEARED

    @property
    def cannot_find(self) -> tuple[str, ...]:
        return personal_data.CANNOT_FIND


def build(document: Document) -> PersonalDataPage:
    """Five queries; fewer for a link."""
    version = document.latest_version
    said = list(document.word_findings.all())
    decisions: list[Decision] = list(document.words_decisions.select_related("decided_by"))
    pages = in_what_is_said(said)
    if version is not None:
        pages += in_file(version)
        decisions += version.decisions.select_related("decided_by")
    state, colour = state_of(document)
    return PersonalDataPage(
        document=document,
        version=version,
        state=state,
        words=tuple(words_of(document, said)),
        colour=colour,
        pages=tuple(pages),
        decisions=tuple(sorted(decisions, key=lambda each: each.decided_at, reverse=True)),
        seen_words=max((each.pk for each in said), default=0),
    )


def needs_a_person(document: Document) -> bool:
    version = document.latest_version
    return document.words_state == WordsState.FOUND or (
        version is not None and version.needs_a_person
    )


def state_of(document: Document) -> tuple[str, str]:
    """What is worst of the two, and its colour: the file, or what is said about it."""
    version = document.latest_version
    words_state = WordsState(document.words_state)
    if version is None or (words_state == WordsState.FOUND and not version.needs_a_person):
        return words_state.label, COLOURS_OF_WORDS[words_state]
    colour = COLOURS[DocumentVersion.PersonalState(version.personal_state)]
    return version.get_personal_state_display(), colour


def words_of(document: Document, said: list[WordsFinding]) -> Iterator[str]:
    """Of what is said about it, where that holds it, and of its file."""
    is_held = document.words_state == WordsState.FOUND
    version = document.latest_version
    if is_held:
        yield said_words(document)
    if version is not None:
        nothing = is_held and version.personal_state == DocumentVersion.PersonalState.NOTHING
        yield "Nothing was found in its file." if nothing else personal_words(version)
    elif not is_held:
        yield f"{WordsState(document.words_state).label}."


def in_what_is_said(said: list[WordsFinding]) -> list[FoundOnPage]:
    found = groupby(said, key=lambda each: each.where)
    return [FoundOnPage(where, None, has_picture=False, findings=tuple(f)) for where, f in found]


def in_file(version: DocumentVersion) -> list[FoundOnPage]:
    pictures = set(version.pictures.values_list("number", flat=True))
    found = groupby(version.findings.order_by("page", "kind", "pk"), key=lambda each: each.page)
    return [
        FoundOnPage(place_of(version, page), page, page in pictures, tuple(findings))
        for page, findings in found
    ]


def place_of(version: DocumentVersion, page: int) -> str:
    if page == personal_data.ABOUT:
        return "File name, and photos in the file"
    return f"{unit_of(version)} {page}" if version.page_count or page > 1 else "In the text"
