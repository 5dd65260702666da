"""Documents to look at again: out of date, due soon, without a review date."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from evidence.models import SOON, Document, DocumentQuerySet
from evidence.review_dates import MONTHS, after_months, months_in_words
from readiness.models import EvidenceCategory, EvidenceLink

PAST, DUE, UNSET = "past", "soon", "none"
STATES = {
    PAST: "Out of date",
    DUE: f"Due in the next {SOON.days} days",
    UNSET: "No review date",
}


@dataclass(frozen=True)
class ReviewList:
    """``documents`` is a queryset, read for the page that is shown."""

    state: str
    mine: bool
    counts: dict[str, int]
    documents: DocumentQuerySet

    @property
    def tabs(self) -> list[tuple[str, str, int]]:
        return [(state, words, self.counts[state]) for state, words in STATES.items()]


def build(documents: DocumentQuerySet, *, state: str, owner, on: date) -> ReviewList:
    """One query for the counts; the documents are another. ``owner``: theirs alone, or None."""
    state = state if state in STATES else PAST
    if owner is not None:
        documents = documents.filter(owner=owner)
    counts = documents.order_by().aggregate(
        past=Count("pk", filter=Q(review_by__lt=on)),
        soon=Count("pk", filter=Q(review_by__range=(on, on + SOON))),
        none=Count("pk", filter=Q(review_by__isnull=True)),
    )
    return ReviewList(
        state,
        owner is not None,
        counts,
        in_state(documents, state, on=on).select_related("owner").order_by("review_by", "-pk"),
    )


def in_state(documents: DocumentQuerySet, state: str, *, on: date) -> DocumentQuerySet:
    if state == UNSET:
        return documents.filter(review_by__isnull=True)
    return documents.past_review(on=on) if state == PAST else documents.due_for_review(on=on)


@dataclass(frozen=True)
class Renewal:
    """What "still current" would do: the day to look again, and how long that is in words."""

    review_by: date
    months: int

    @property
    def words(self) -> str:
        return f"Still current, review again in {months_in_words(self.months)}"


def renewal_of(document: Document, *, on: date) -> Renewal:
    """The shortest period of the kinds of evidence it is put forward as, in one query."""
    shortest = (
        EvidenceLink.objects.live()
        .filter(document=document)
        .order_by()
        .aggregate(months=Min("category__review_months"))["months"]
    )
    return renewal(shortest, on=on)


def proposed_review(category: EvidenceCategory, *, on: date, speaks_to: date | None = None) -> date:
    """The day to look at new evidence of this kind again; never before the day it speaks to."""
    return after_months(max(on, speaks_to or on), category.review_months)


def renewal(months: int | None, *, on: date) -> Renewal:
    months = months or MONTHS
    return Renewal(after_months(on, months), months)
