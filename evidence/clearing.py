"""A person's decision about personal data: cleared with a reason, taken back, or redacted.

Every decision is a row; a version's state is the last of them. A new version starts again.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from config.second_editor import MOVED_ON
from config.wording import day_in_words, name_of
from evidence import checking, intake, words_about
from evidence.models import Document, DocumentVersion, PersonalDataDecision, WordsState

State = DocumentVersion.PersonalState


@transaction.atomic
def clear(
    version: DocumentVersion, *, reason: str, by, seen_version: int | None = None
) -> DocumentVersion:
    """Let a version be shared in spite of what was found in it, or though it was not checked.

    ``seen_version`` is the one that was looked at: another that took its place is not cleared.
    """
    refuse_replaced(version, seen_version)
    version = held(version)
    if version.personal_state == State.CLEARED:
        last = version.decisions.select_related("decided_by")[0]
        raise ValidationError(
            f"{name_of(last.decided_by)} has already cleared this, "
            f"on {day_in_words(last.decided_at)}: {last.reason}",
            code="already_cleared",
        )
    if not version.needs_a_person:
        raise ValidationError("There is nothing to clear: look at what the page says now.")
    decide(version, State.CLEARED, reason=reason, by=by)
    return version


@transaction.atomic
def take_back(version: DocumentVersion, *, reason: str, by) -> DocumentVersion:
    """Hold a version again that somebody cleared."""
    version = held(version)
    if version.personal_state != State.CLEARED:
        raise ValidationError("This has not been cleared, so there is nothing to take back.")
    decide(version, checking.state_of(version), reason=reason, by=by)
    return version


@transaction.atomic
def clear_all(
    document: Document,
    *,
    reason: str,
    by,
    seen_version: int | None = None,
    seen_words: int | None = None,
) -> None:
    """What was found in the file, and in what is said about the document, in one decision."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    version, is_said = document.latest_version, document.words_state == WordsState.FOUND
    if version is not None and (version.needs_a_person or not is_said):
        clear(version, reason=reason, by=by, seen_version=seen_version)
    if is_said or version is None:
        words_about.clear(document, reason=reason, by=by, seen=seen_words)


@transaction.atomic
def take_back_all(document: Document, *, reason: str, by) -> None:
    document = Document.objects.select_for_update().get(pk=document.pk)
    version, is_said = document.latest_version, document.words_state == WordsState.CLEARED
    if version is not None and (version.personal_state == State.CLEARED or not is_said):
        take_back(version, reason=reason, by=by)
    if is_said or version is None:
        words_about.take_back(document, reason=reason, by=by)


def supply_redacted(
    document: Document, *, received: intake.Received, by, seen_revision: int, note: str = ""
) -> DocumentVersion:
    """Put a redacted copy in the latest version's place; staff keep the original below it."""
    with intake.nothing_half_written():
        original = document.versions.order_by("-number").first()
        if original is None:
            raise ValidationError("This document is a link, so it has no file to redact.")
        copy = intake.replace_file(
            document,
            received=received,
            by=by,
            seen_revision=seen_revision,
            note=note.strip() or "Redacted copy",
            redacts=original,
        )
        original = held(original)
        original.personal_state = State.REDACTED
        original.save(update_fields=["personal_state"])
    return copy


def refuse_replaced(version: DocumentVersion, seen_version: int | None) -> None:
    """Nobody replaces the file while its document is held."""
    document = Document.objects.select_for_update().get(pk=version.document_id)
    if seen_version not in (None, document.latest_version_id):
        raise ValidationError(
            "Somebody replaced the file while you were looking at it. Nothing is cleared. Look at "
            "what was found in the new one, then decide.",
            code=MOVED_ON,
        )


def held(version: DocumentVersion) -> DocumentVersion:
    """The row as it is now, held until the change is made."""
    return DocumentVersion.objects.select_for_update().get(pk=version.pk)


def decide(version: DocumentVersion, state: str, *, reason: str, by) -> None:
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError("Say why, so that others can follow it.")
    decision = PersonalDataDecision(
        version=version, is_cleared=state == State.CLEARED, reason=reason, decided_by=by
    )
    decision.full_clean()
    decision.save()
    version.personal_state = state
    version.save(update_fields=["personal_state"])
