"""How long documents are kept, who may not let go of them yet, and deleting with a trace.

A deleted document loses its files, its text and its words in the search; its row, its history and
the SHA-256 of each file stay, with who deleted it, when and why.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from config.wording import day_in_words, name_of
from evidence import integrity, search
from evidence.models import Document, DocumentPage, LegalHold, PagePicture, PersonalDataFinding


@transaction.atomic
def place_hold(document: Document, *, reason: str, by) -> LegalHold:
    """Until it is lifted the document cannot be deleted, by anybody, for any reason."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    refuse_deleted(document)
    hold = LegalHold(document=document, reason=in_one_line(reason), placed_by=by)
    if not hold.reason:
        raise ValidationError("Say why the document must be kept: a case, a claim, an inquiry.")
    hold.full_clean()
    hold.save()
    return hold


@transaction.atomic
def lift_hold(hold: LegalHold, *, reason: str, by) -> LegalHold:
    hold = (
        LegalHold.objects.select_for_update(of=("self",))
        .select_related("lifted_by")
        .get(pk=hold.pk)
    )
    if hold.lifted_at:
        raise ValidationError(
            f"{name_of(hold.lifted_by)} has already lifted this hold, "
            f"on {day_in_words(hold.lifted_at)}: {hold.lifted_reason}"
        )
    if not reason.strip():
        raise ValidationError("Say why the hold is lifted, so that others can follow it.")
    hold.lifted_at, hold.lifted_by = timezone.now(), by
    hold.lifted_reason = in_one_line(reason)
    hold.full_clean()
    hold.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
    return hold


@transaction.atomic
def delete_document(
    document: Document,
    *,
    reason: str,
    by,
    on: date,
    keep_until: date | None,
    is_early: bool = False,
) -> Document:
    """Take the content away for good. ``keep_until`` is the day it was to be kept until, if any;
    before it, or without one, ``is_early`` says that this is meant."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    refuse_deleted(document)
    refuse_held(document)
    if not reason.strip():
        raise ValidationError("Say why it is deleted, so that others can follow it.")
    if (keep_until is None or keep_until > on) and not is_early:
        raise ValidationError(too_early(keep_until), code="early")
    document.deleted_at, document.deleted_by = timezone.now(), by
    document.deleted_reason = in_one_line(reason)
    document.revision += 1
    document.full_clean(exclude=["latest_version"])
    document.save()
    remove_content(document)
    return document


def too_early(keep_until: date | None) -> str:
    if keep_until is None:
        return "No day is set until which it is kept. Say that it is to be deleted all the same."
    return (
        f"It is to be kept until {day_in_words(keep_until)}. "
        "Say that it is to be deleted before that."
    )


def remove_content(document: Document) -> None:
    """Files go when the deletion is certain; one that stayed behind would be unclaimed."""
    versions = list(document.versions.all())
    for version in versions:
        integrity.settle(version, integrity.DELETED)
    DocumentPage.objects.filter(version__document=document).delete()
    PersonalDataFinding.objects.filter(version__document=document).delete()
    document.word_findings.all().delete()
    pictures = PagePicture.objects.filter(version__document=document)
    names = [str(name) for name in pictures.values_list("file", flat=True)]
    pictures.delete()
    names += [str(version.file.name) for version in versions]
    search.remove_document(document.pk)
    transaction.on_commit(lambda: delete_files(names))


def delete_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


def refuse_deleted(document: Document) -> None:
    if document.deleted_at:
        raise ValidationError(
            f"This document was deleted on {day_in_words(document.deleted_at)}: "
            f"{document.deleted_reason}"
        )


def refuse_held(document: Document) -> None:
    hold = document.holds.live().select_related("placed_by").first()
    if hold:
        raise ValidationError(
            f"It is on hold: {name_of(hold.placed_by)} asked on {day_in_words(hold.placed_at)} "
            f"that it be kept. “{hold.reason}” It can be deleted once the hold is lifted.",
            code="held",
        )


def in_one_line(text: str) -> str:
    return " ".join(text.split())
