"""A file that was looked at is brought in or discarded, once; whichever list it holds."""

from django.core.exceptions import ValidationError
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
