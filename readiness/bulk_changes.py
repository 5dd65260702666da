"""Changing several documents at once: all of them, or none with the reason.

Each document comes with the revision its reader saw, so that nobody's change is overwritten.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from evidence.intake import edit_document
from evidence.models import Document
from readiness.linking import link_to_statements
from readiness.models import Lens
from readiness.subjects import add_lenses

MOST = 100


@dataclass(frozen=True)
class Chosen:
    """A document as it was ticked: ``revision`` is the state of it that was seen."""

    document: Document
    revision: int


def chosen_from(values: Iterable[str], documents) -> list[Chosen]:
    """What the ticks of the list say ("12:3"), of documents this person may see. One query."""
    seen = dict(pair for value in values if (pair := pair_in(value)))
    found = documents.filter(pk__in=list(seen)[:MOST]).select_related("owner").order_by("title")
    return [Chosen(document, seen[document.pk]) for document in found]


def pair_in(value: str) -> tuple[int, int] | None:
    pk, _, revision = value.partition(":")
    longest = 9
    if not (pk.isdecimal() and revision.isdecimal() and max(len(pk), len(revision)) <= longest):
        return None
    return int(pk), int(revision)


@transaction.atomic
def change_owner(chosen: Sequence[Chosen], *, owner, by) -> int:
    return edit_each(chosen, by=by, owner=owner)


@transaction.atomic
def set_review_date(chosen: Sequence[Chosen], *, review_by: date, by) -> int:
    return edit_each(chosen, by=by, review_by=review_by)


@transaction.atomic
def link_each(chosen: Sequence[Chosen], *, by, **about) -> int:
    """Link each to the statements, leaving links that are there already; returns how many got a
    further link. ``about``: what ``link_to_statements`` takes."""
    linked = 0
    for one in some(chosen):
        try:
            link_to_statements(one.document, by=by, **about)
        except ValidationError as problem:
            if getattr(problem, "code", "") != "already_linked":
                raise
        else:
            linked += 1
    if not linked:
        raise ValidationError("All of them are linked there already. Nothing has been changed.")
    return linked


@transaction.atomic
def give_lens(chosen: Sequence[Chosen], *, lens: Lens, by) -> int:
    return add_lenses([one.document for one in some(chosen)], lens_ids=[lens.pk], by=by)


def edit_each(chosen: Sequence[Chosen], *, by, **fields) -> int:
    changed = 0
    for one in some(chosen):
        try:
            after = edit_document(one.document, seen_revision=one.revision, by=by, **fields)
        except ValidationError as problem:
            raise ValidationError(
                f"“{one.document.title}”: {' '.join(problem.messages)} "
                "None of the documents has been changed."
            ) from problem
        changed += after.revision != one.revision
    return changed


def some(chosen: Sequence[Chosen]) -> Sequence[Chosen]:
    if not chosen:
        raise ValidationError("Tick at least one document in the list.")
    return chosen
