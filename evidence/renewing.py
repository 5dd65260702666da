"""Saying that a document still holds, in one step: its next review date, and a row of history."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from config.wording import day_in_words
from evidence.intake import claimed, in_words, label_of, refuse_unfit
from evidence.models import Document, DocumentChange


@transaction.atomic
def renew(
    document: Document, *, review_by: date, by, on: date, seen_revision: int, note: str = ""
) -> Document:
    """Somebody has looked and it is still current. Raises where the document moved on meanwhile."""
    document = claimed(document, seen_revision)
    if review_by <= on:
        raise ValidationError(
            {"review_by": f"Choose a day after today, {day_in_words(on)}."}, code="past"
        )
    before, document.review_by = document.review_by, review_by
    document.revision += 1
    refuse_unfit(document)
    document.save(update_fields=["review_by", "revision"])
    DocumentChange.objects.create(
        document=document,
        changes={label_of("review_by"): [in_words(before), in_words(review_by)]},
        note=" ".join(note.split())[:300] or "Still current",
        changed_by=by,
    )
    return document
