"""Which documents may go, which must stay, and which have gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from evidence.models import Document, LegalHold
from readiness.models import EvidenceCategory, EvidenceLink, EvidenceRequest
from readiness.retention_rules import kept_until

SHOWN = 100


@dataclass(frozen=True)
class Due:
    """A document past the day until which it was to be kept, which nothing rests on."""

    document: Document
    kept_until: date


@dataclass(frozen=True)
class Kept:
    """A line of any of the three lists, for a file."""

    state: str
    document: Document
    kept_until: date | None = None
    at: datetime | None = None
    by: User | None = None
    reason: str = ""


@dataclass(frozen=True)
class RetentionPage:
    """Lists are cut at ``SHOWN``, the counts are of all."""

    due: tuple[Due, ...]
    due_count: int
    linked_count: int
    holds: tuple[LegalHold, ...]
    deleted: tuple[Document, ...]
    rules: tuple[EvidenceCategory, ...]


def build(*, on: date, shown: int | None = SHOWN) -> RetentionPage:
    """Five queries, however many documents. ``shown``: how many of each list, or all."""
    past = past_their_day(on=on)
    free = [(pk, day) for pk, day, is_linked in past if not is_linked]
    return RetentionPage(
        due=due(free[:shown]),
        due_count=len(free),
        linked_count=len(past) - len(free),
        holds=tuple(
            LegalHold.objects.live()
            .select_related("document__owner", "placed_by")
            .order_by("-pk")[:shown]
        ),
        deleted=tuple(
            Document.objects.filter(deleted_at__isnull=False)
            .select_related("deleted_by", "owner")
            .order_by("-deleted_at")[:shown]
        ),
        rules=tuple(EvidenceCategory.objects.select_related("framework")),
    )


def lines(*, on: date) -> Iterator[Kept]:
    """All of the three lists, one after the other."""
    page = build(on=on, shown=None)
    for one in page.due:
        yield Kept("May be deleted", one.document, kept_until=one.kept_until)
    for hold in page.holds:
        yield Kept(
            "On hold", hold.document, at=hold.placed_at, by=hold.placed_by, reason=hold.reason
        )
    for document in page.deleted:
        yield Kept(
            "Deleted",
            document,
            at=document.deleted_at,
            by=document.deleted_by,
            reason=document.deleted_reason,
        )


def past_their_day(*, on: date) -> list[tuple[int, date, bool]]:
    """(document, kept until, whether a statement rests on it), longest past first; none held."""
    links = EvidenceLink.objects.filter(document=OuterRef("pk"))
    rows = (
        Document.objects.kept()
        .exclude(Exists(LegalHold.objects.live().filter(document=OuterRef("pk"))))
        .exclude(Exists(EvidenceRequest.objects.to_be_checked_in(OuterRef("pk"))))
        .annotate(years=Max("evidence_links__category__keep_years"), is_linked=Exists(links.live()))
        .order_by()
        .values_list("pk", "keep_until", "evidence_date", "added_at", "years", "is_linked")
    )
    found = []
    for pk, by_hand, dated, added, years, is_linked in rows.iterator():
        day = kept_until(
            set_by_hand=by_hand, dated=dated, added=timezone.localdate(added), years=[years]
        )
        if day and day <= on:
            found.append((pk, day, is_linked))
    return sorted(found, key=lambda row: (row[1], row[0]))


def due(rows: list[tuple[int, date]]) -> tuple[Due, ...]:
    documents = Document.objects.select_related("owner").in_bulk([pk for pk, _ in rows])
    return tuple(Due(documents[pk], day) for pk, day in rows)
