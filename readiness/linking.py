"""Saying what a document shows, for which statement and as which category, and taking it back."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.wording import day_in_words, name_of
from evidence import intake
from evidence.models import Document, WordsState
from evidence.words_about import Said, look_through, of_document
from readiness.freshness import proposed_review
from readiness.models import EvidenceCategory, EvidenceLink, Statement


def add_evidence(
    *,
    statements: Sequence[Statement],
    category: EvidenceCategory,
    shows: str,
    by,
    file=None,
    received: intake.Received | None = None,
    address: str = "",
    location: str = "",
    review_from: date | None = None,
    **about,
) -> Document:
    """Take in a file or a web address and link it to each statement: all of it, or nothing.

    A file may have been looked at before (``received``).

    ``about`` is what ``intake.add_file`` and ``intake.add_link`` take: title, owner and dates.
    Where nobody gave a review date it is set by the kind of evidence, counted from ``review_from``.
    Raises ``intake.AlreadyHereError`` with the document where the library has it already.
    """
    if bool(file or received) == bool(address):
        raise ValidationError("Choose a file or give a web address: one of the two.")
    if review_from and not about.get("review_by"):
        about["review_by"] = proposed_review(
            category, on=review_from, speaks_to=about.get("evidence_date")
        )
    # Looking at a file takes a while, and is done before the database is held.
    received = intake.receive(file) if file else received
    with intake.nothing_half_written():
        if received:
            document = intake.add_file(received=received, by=by, **about)
        else:
            document = intake.add_link(address=address, by=by, **about)
        for statement in statements:
            link_evidence(
                document,
                statement=statement,
                category=category,
                shows=shows,
                location=location,
                by=by,
            )
    return document


@transaction.atomic
def link_to_statements(
    document: Document,
    *,
    statements: Sequence[Statement],
    category: EvidenceCategory,
    shows: str,
    by,
    location: str = "",
) -> list[EvidenceLink]:
    """Link a document the library has to further statements, leaving links it has as they are."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    linked = set(
        document.evidence_links.live()
        .filter(category=category, statement__in=statements)
        .values_list("statement_id", flat=True)
    )
    further = [statement for statement in statements if statement.pk not in linked]
    if not further:
        raise ValidationError(
            f"It is already linked there as {category.title}. Nothing has been changed.",
            code="already_linked",
        )
    return [
        link_evidence(
            document, statement=statement, category=category, shows=shows, location=location, by=by
        )
        for statement in further
    ]


@transaction.atomic
def link_evidence(
    document: Document,
    *,
    statement: Statement,
    category: EvidenceCategory,
    shows: str,
    by,
    location: str = "",
) -> EvidenceLink:
    if statement.framework_id != category.framework_id:
        raise ValidationError(
            f"{category.title} is not a category of the framework {statement.title} belongs to."
        )
    held = Document.objects.select_for_update().values_list("deleted_at").get(pk=document.pk)
    if held[0] is not None:
        raise ValidationError("This document has been deleted, so it cannot be linked.")
    link = EvidenceLink(
        document=document,
        statement=statement,
        category=category,
        shows=" ".join(shows.split()),
        location=location.strip(),
        linked_by=by,
    )
    link.clean_fields()
    link.validate_constraints()
    link.save()
    look_through(document, [said_by(link)])
    return link


@transaction.atomic
def end_link(link: EvidenceLink, *, reason: str, by) -> EvidenceLink:
    """A link that no longer holds is kept, with who ended it and why."""
    link = EvidenceLink.objects.select_for_update().get(pk=link.pk)
    if link.ended_at:
        raise ValidationError(
            f"{name_of(link.ended_by)} has already ended this link, "
            f"on {day_in_words(link.ended_at)}: {link.ended_reason}"
        )
    if not reason.strip():
        raise ValidationError("Say why the link is ended, so that others can follow it.")
    link.ended_at, link.ended_by = timezone.now(), by
    link.ended_reason = " ".join(reason.split())
    link.clean_fields()
    link.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    look_through(link.document, [said_by(link)])
    return link


def said_by(link: EvidenceLink) -> Said:
    """What it is put forward to show, for as long as it is."""
    text = "" if link.ended_at else f"{link.shows}\n{link.location}"
    return Said(f"use-{link.pk}", f"What it shows for {link.statement.title}", text)


def check_what_was_said(*, most: int = 200) -> int:
    """Documents whose words nobody has looked through yet, as after an update. How many it did."""
    unchecked = Document.objects.filter(words_state=WordsState.UNCHECKED).order_by("pk")[:most]
    for document in unchecked:
        links = document.evidence_links.live().select_related("statement")
        look_through(document, [*of_document(document), *map(said_by, links)])
    return len(unchecked)
