"""Searches of the library that people keep: saving, sharing, taking away, and what is new in them.

A search is private to whoever saved it, or shared with everybody who works here.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.http import QueryDict
from django.utils import timezone

from evidence import search
from evidence.models import Document
from readiness import library
from readiness.evidence_filter import DocumentFilter
from readiness.models import SavedSearch, SearchLook

KEPT_OUT = ("page", "csrfmiddlewaretoken", "exactly", "chosen", "do")
SHOWN = 12


@dataclass(frozen=True)
class Kept:
    """A saved search as its list shows it; ``new`` counts documents added since this person last
    looked."""

    search: SavedSearch
    new: int
    is_mine: bool

    @property
    def new_words(self) -> str:
        return f"{self.new} new" if self.new else "nothing new"


def asked_of(query: QueryDict) -> str:
    """The words and filters of an address, without what is empty or about the page alone."""
    kept = QueryDict(mutable=True)
    for name in sorted(query):
        if name not in KEPT_OUT and (values := [value for value in query.getlist(name) if value]):
            kept.setlist(name, values)
    return kept.urlencode()


def seen_by(user) -> QuerySet[SavedSearch]:
    """This person's own and those that are shared."""
    return SavedSearch.objects.filter(Q(saved_by=user) | Q(is_shared=True), removed_at__isnull=True)


def save_search(*, name: str, asked: str, by, is_shared: bool = False) -> SavedSearch:
    if not asked:
        raise ValidationError("Search for something, or choose a filter, before you save it.")
    found = SavedSearch(name=" ".join(name.split()), asked=asked, is_shared=is_shared, saved_by=by)
    return written(found)


@transaction.atomic
def change_search(found: SavedSearch, *, name: str, is_shared: bool, by) -> SavedSearch:
    found = own(found, by=by)
    found.name, found.is_shared = " ".join(name.split()), is_shared
    return written(found)


@transaction.atomic
def remove_search(found: SavedSearch, *, by) -> None:
    found = own(found, by=by)
    found.removed_at = timezone.now()
    found.save(update_fields=["removed_at"])


def own(found: SavedSearch, *, by) -> SavedSearch:
    held = SavedSearch.objects.select_for_update().get(pk=found.pk)
    if held.saved_by_id != by.pk:
        raise ValidationError("Only the person who saved a search can change it.")
    if held.removed_at:
        raise ValidationError("This search has been taken away already.")
    return held


def written(found: SavedSearch) -> SavedSearch:
    """Saved, or refused with a sentence: also where another request came first."""
    found.full_clean()
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as problem:
        raise ValidationError("You have a saved search of this name already.") from problem
    return found


def look(found: SavedSearch, *, by) -> None:
    """What is in it now is no longer new to this person."""
    SearchLook.objects.update_or_create(
        search=found, person=by, defaults={"looked_at": timezone.now()}
    )


def kept_for(user, *, on: date) -> list[Kept]:
    """The searches of this person with how much is new: two queries."""
    if not user.has_perm("readiness.save_search"):
        return []
    last = SearchLook.objects.filter(search=OuterRef("pk"), person=user).values("looked_at")
    searches = list(
        seen_by(user).select_related("saved_by").annotate(looked_at=Subquery(last[:1]))[:SHOWN]
    )
    new = Counter(search_id for search_id, _ in new_in(searches, user=user, on=on))
    return [Kept(one, new[one.pk], one.saved_by_id == user.pk) for one in searches]


def new_in(searches: Iterable[SavedSearch], *, user, on: date) -> Iterable[tuple[int, int]]:
    """(search, document) for each document added to what a search finds since it was looked at."""
    parts = [
        found_by(QueryDict(one.asked), user=user, on=on)
        .filter(added_at__gt=one.looked_at or one.saved_at)  # type: ignore[attr-defined] # annotated
        .order_by()
        .annotate(search_id=Value(one.pk, output_field=IntegerField()))
        .values_list("search_id", "pk")
        for one in searches
    ]
    if not parts:
        return ()
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def found_by(asked: QueryDict, *, user, on: date) -> QuerySet[Document]:
    """What the library would list for these words and filters, in no order."""
    chosen = DocumentFilter(
        asked,
        library.documents_for(user),
        choices=library.choices_in(asked),
        on=on,
        sees_all=user.has_perm("evidence.view_document_history"),
    )
    return holding(chosen.qs, asked)


def holding(documents: QuerySet[Document], asked: QueryDict) -> QuerySet[Document]:
    held = search.holding(asked.get("q", ""))
    return documents.filter(pk__in=held) if held is not None else documents
