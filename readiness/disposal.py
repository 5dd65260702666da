"""Deleting a document that nothing needs any more. What is linked cannot vanish."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from evidence import retention
from evidence.models import Document
from readiness.models import Action, EvidenceRequest, Recommendation, ReturnItem
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
    """Delete the content with a trace; refused while a statement, a request or a hold rests on
    it."""
    # The row is locked before the links are looked at: nobody links it meanwhile.
    document = Document.objects.select_for_update().get(pk=document.pk)
    refuse_linked(document)
    refuse_unchecked_answer(document)
    return retention.delete_document(
        document, reason=reason, by=by, on=on, keep_until=keep_until(document), is_early=is_early
    )


def refuse_unchecked_answer(document: Document) -> None:
    """Also where its link was ended meanwhile: whoever asked for it has yet to look at it."""
    waiting = EvidenceRequest.objects.to_be_checked_in(document.pk).first()
    if waiting:
        raise ValidationError(
            f"It is the answer to a request that nobody has checked yet: “{waiting.wanted}”. "
            "Send the answer back, or withdraw the request, first.",
            code="answers",
        )


def refuse_linked(document: Document) -> None:
    refuse_evidence(document)
    refuse_proof(document)
    refuse_report(document)
    refuse_return(document)


def refuse_evidence(document: Document) -> None:
    links = document.evidence_links.live().select_related("statement")
    titles = sorted({link.statement.title for link in links})
    if titles:
        raise ValidationError(
            f"It is evidence for {first_of(titles)}, so it cannot be deleted. "
            "End its links first, if they do not hold any more.",
            code="linked",
        )


def refuse_proof(document: Document) -> None:
    """What was said to prove an action stays said, so the document stays as well."""
    actions = Action.objects.filter(
        Q(updates__proof=document) | Q(impacts__document=document, impacts__ended_at__isnull=True)
    )
    titles = sorted(set(actions.values_list("title", flat=True)))
    if titles:
        raise ValidationError(
            f"It shows what was done or changed by the action “{titles[0]}”"
            f"{and_more(titles)}, so it cannot be deleted.",
            code="linked",
        )


def refuse_report(document: Document) -> None:
    rests = Q(document=document) | Q(steps__proof=document)
    if recommendation := Recommendation.objects.filter(rests).first():
        raise ValidationError(
            f"Recommendation {recommendation} rests on it, so it cannot be deleted.", code="linked"
        )


def refuse_return(document: Document) -> None:
    """What was submitted stays for ever; what is gathered is taken off first."""
    rests = Q(submitted__documents__document=document) | Q(
        documents__document=document, documents__ended_at__isnull=True
    )
    if item := ReturnItem.objects.filter(rests).first():
        raise ValidationError(
            f"Item {item.code} of an information return is answered with it, so it cannot be "
            "deleted.",
            code="linked",
        )


def first_of(titles: list[str]) -> str:
    return titles[0] + and_more(titles)


def and_more(titles: list[str]) -> str:
    others = len(titles) - 1
    return f" and {others} more" if others else ""
