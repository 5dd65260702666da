"""A file that was looked at is brought in or discarded, once; whichever list it holds."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone


def refuse_decided(found) -> None:
    """``found`` is a row of a file that was looked at, held by the caller's transaction."""
    if found.state != found.State.CHECKED:
        raise ValidationError(
            f"This file is {found.get_state_display().lower()} already. Nothing is changed."
        )


def decided(found, state, *, by):
    """The same row, with who decided and when."""
    found.state, found.decided_by, found.decided_at = state, by, timezone.now()
    found.save(update_fields=["state", "decided_by", "decided_at"])
    return found


def look(run: Callable[[], dict]) -> dict:
    """What a file would do: done for real, and taken back."""
    with transaction.atomic():
        report = run()
        transaction.set_rollback(True)
    return report


@transaction.atomic
def bring_in(found, run: Callable[[bytes, str], dict], *, what: str, by):
    """All of the file, just as it was looked at; raises ValidationError where something of it is
    wrong, or ``what`` it is about has moved on since."""
    found = type(found).objects.select_for_update().get(pk=found.pk)
    refuse_decided(found)
    if found.report["problems"]:
        raise ValidationError("Put the problems right in the file first, then bring it in again.")
    with found.file.open("rb") as stored:
        report = run(stored.read(), found.name)
    if report != found.report:
        raise ValidationError(
            f"Somebody changed {what} since the file was looked at. Nothing was brought in. "
            "Bring the file in again to see what is left to do."
        )
    return decided(found, found.State.DONE, by=by)


@transaction.atomic
def discard(found, *, by):
    found = type(found).objects.select_for_update().get(pk=found.pk)
    refuse_decided(found)
    return decided(found, found.State.DISCARDED, by=by)
