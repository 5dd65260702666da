"""Deleting a document that nothing needs any more. What is linked cannot vanish."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from evidence import retention
from evidence.models import Document
from readiness.retention_rules import kept_until


def keep_until(document: Document) -> date | None:
    """By hand, or by the rules of the kinds of evidence it is or was; one query."""
    years = document.evidence_links.order_by().values_list("category__keep_years", flat=True)
    return kept_until(
        set_by_hand=document.keep_until,
        dated=document.evidence_date,
        added=timezone.localdate(document.added_at),
        years=years,
    )


@transaction.atomic
def dispose(document: Document, *, reason: str, by, on: date, is_early: bool = False) -> Document:
    """Delete the content with a trace; refused while a statement rests on it, or a hold does."""
    # The row is locked before the links are looked at: nobody links it meanwhile.
    document = Document.objects.select_for_update().get(pk=document.pk)
    refuse_linked(document)
    return retention.delete_document(
        document, reason=reason, by=by, on=on, keep_until=keep_until(document), is_early=is_early
    )


def refuse_linked(document: Document) -> None:
    links = document.evidence_links.live().select_related("statement")
    titles = sorted({link.statement.title for link in links})
    if titles:
        first, others = titles[0], len(titles) - 1
        more = f" and {others} more" if others else ""
        raise ValidationError(
            f"It is evidence for {first}{more}, so it cannot be deleted. "
            "End its links first, if they do not hold any more.",
            code="linked",
        )
