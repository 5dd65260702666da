"""Items of a return with what they are answered with, and what of it is not right yet."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Prefetch

from evidence import personal_data
from evidence.models import Document, DocumentVersion
from evidence.reading import UNFINISHED
from readiness.document_safety import personal_words, said_words, scan_words, text_words
from readiness.models import InformationReturn, ReturnDocument, ReturnItem, ReturnState
from readiness.pack_contents import versions_not_intact
from readiness.return_checks import Asked, Check, DocumentFacts, checks_of, of_item

Text = DocumentVersion.TextState
CLEAR_IT = "On its page, clear it or supply a redacted copy."


@dataclass(frozen=True)
class Use:
    """A document with an item, and its check list."""

    use: ReturnDocument
    checks: tuple[Check, ...]

    @property
    def is_right(self) -> bool:
        return all(check.is_met for check in self.checks)


@dataclass(frozen=True)
class ItemRow:
    """``since`` came after the return was submitted and is no part of it."""

    item: ReturnItem
    uses: tuple[Use, ...]
    since: tuple[ReturnDocument, ...]
    own_checks: tuple[Check, ...]
    state: str
    due_on: date
    on: date

    @property
    def state_words(self) -> str:
        return ReturnState(self.state).label

    @property
    def wrong(self) -> list[str]:
        """What does not hold, as sentences that say how to mend it."""
        own = [check.mend for check in self.own_checks if not check.is_met]
        return own + [
            f"{each.use.document}: {check.mend}"
            for each in self.uses
            for check in each.checks
            if not check.is_met
        ]

    @property
    def is_overdue(self) -> bool:
        return self.due_on < self.on and self.state not in (
            ReturnState.READY,
            ReturnState.SUBMITTED,
        )

    @property
    def needs_mending(self) -> bool:
        """It was called ready, and something is not right any more."""
        return self.state == ReturnState.READY and bool(self.wrong)


def rows_of(
    items: Iterable[ReturnItem], row: InformationReturn, *, on: date, is_submitted: bool
) -> list[ItemRow]:
    """For items read by ``with_documents``; one query more."""
    not_intact = versions_not_intact()
    return [
        row_of(item, row, not_intact=not_intact, on=on, is_submitted=is_submitted) for item in items
    ]


def with_documents(items):
    """Three queries for however many."""
    uses = ReturnDocument.objects.live().select_related("document__latest_version", "added_by")
    return items.select_related("owner").prefetch_related(
        "statements", Prefetch("documents", uses, to_attr="live_uses")
    )


def row_of(
    item: ReturnItem,
    row: InformationReturn,
    *,
    not_intact: Collection[int],
    on: date,
    is_submitted: bool,
) -> ItemRow:
    live: list[ReturnDocument] = item.live_uses  # type: ignore[attr-defined]
    asked = Asked(item.links_allowed, row.largest_mb, on)
    uses = tuple(
        Use(use, checks_of(facts_of(use.document, not_intact), asked))
        for use in live
        if not use.is_since_submission
    )
    found = len(found_in(item.note)) if item.note else 0
    return ItemRow(
        item=item,
        uses=uses,
        since=tuple(use for use in live if use.is_since_submission),
        own_checks=of_item(has_documents=bool(uses), note=item.note, found_in_note=found),
        state=ReturnState.SUBMITTED if is_submitted else item.state,
        due_on=min(item.due_on or row.due_on, row.due_on),
        on=on,
    )


def found_in(note: str) -> list:
    about = [(personal_data.ABOUT, note)]
    return personal_data.find(about, public=settings.PUBLIC_CONTACTS)


def facts_of(document: Document, not_intact: Collection[int]) -> DocumentFacts:
    version = document.latest_version
    said = said_words(document)
    if not document.is_file or version is None:
        lost = document.is_deleted or document.is_file
        return DocumentFacts(not document.is_file, document.review_by, lost, personal=said)
    return DocumentFacts(
        is_link=False,
        review_by=document.review_by,
        is_lost=document.is_deleted or version.pk in not_intact,
        unsafe="" if version.is_downloadable else scan_words(version),
        unread=why_unread(version),
        personal=said or why_not_cleared(version),
        size=version.size,
    )


def why_unread(version: DocumentVersion) -> str:
    if version.text_state in UNFINISHED:
        return text_words(version)
    if version.text_state == Text.FAILED:
        problem = version.text_problem or "Its text could not be read."
        return f"{problem} Open it yourself, save it again, and replace it."
    return ""


def why_not_cleared(version: DocumentVersion) -> str:
    """Whatever has to be done for it is done on the document's page."""
    if version.personal_state in version.MAY_BE_SHARED:
        return ""
    words = personal_words(version)
    return f"{words} {CLEAR_IT}" if version.needs_a_person else words


def not_met(item: ReturnItem, *, largest_mb: int | None, on: date) -> list[str]:
    """What keeps an item from being ready."""
    row = InformationReturn(largest_mb=largest_mb, own_due_on=on)
    items = with_documents(ReturnItem.objects.filter(pk=item.pk))
    return rows_of(items, row, on=on, is_submitted=False)[0].wrong
