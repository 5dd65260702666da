"""What was found in a document that may be personal data, page by page, and what was decided."""

from dataclasses import dataclass
from itertools import groupby

from evidence import personal_data
from evidence.checking import MOST_KEPT
from evidence.models import (
    Document,
    DocumentVersion,
    PersonalDataDecision,
    PersonalDataFinding,
)
from readiness.document_safety import COLOURS, personal_words, unit_of


@dataclass(frozen=True)
class FoundOnPage:
    where: str
    number: int
    has_picture: bool
    findings: tuple[PersonalDataFinding, ...]


@dataclass(frozen=True)
class PersonalDataPage:
    document: Document
    version: DocumentVersion
    state: str
    words: str
    colour: str
    pages: tuple[FoundOnPage, ...]
    decisions: tuple[PersonalDataDecision, ...]

    @property
    def not_listed(self) -> int:
        return max(self.version.personal_count - MOST_KEPT, 0)

    @property
    def is_cleared(self) -> bool:
        return self.version.personal_state == DocumentVersion.PersonalState.CLEARED

    @property
    def cannot_find(self) -> tuple[str, ...]:
        return personal_data.CANNOT_FIND


def build(document: Document) -> PersonalDataPage | None:
    """Three queries; nothing for a link."""
    version = document.latest_version
    if version is None:
        return None
    pictures = set(version.pictures.values_list("number", flat=True))
    found = groupby(version.findings.order_by("page", "kind", "pk"), key=lambda each: each.page)
    return PersonalDataPage(
        document=document,
        version=version,
        state=version.get_personal_state_display(),
        words=personal_words(version),
        colour=COLOURS[DocumentVersion.PersonalState(version.personal_state)],
        pages=tuple(
            FoundOnPage(place_of(version, page), page, page in pictures, tuple(findings))
            for page, findings in found
        ),
        decisions=tuple(version.decisions.select_related("decided_by")),
    )


def place_of(version: DocumentVersion, page: int) -> str:
    if page == personal_data.ABOUT:
        return "File name, title or description"
    return f"{unit_of(version)} {page}" if version.page_count or page > 1 else "In the text"
