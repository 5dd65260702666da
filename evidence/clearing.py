"""A person's decision about personal data: cleared with a reason, taken back, or redacted.

Every decision is a row; a version's state is the last of them. A new version starts again.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from config.wording import day_in_words, name_of
from evidence import checking, intake
from evidence.models import Document, DocumentVersion, PersonalDataDecision

State = DocumentVersion.PersonalState


@transaction.atomic
def clear(version: DocumentVersion, *, reason: str, by) -> DocumentVersion:
    """Let a version be shared in spite of what was found in it, or though it was not checked."""
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
