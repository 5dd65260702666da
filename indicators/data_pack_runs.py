"""A data pack's row is its own job: one run of work holds it at a time, and an older one stops."""

import uuid

from indicators.models import DataPack


class TakenOverError(Exception):
    """Another run of the same work holds the pack now, or somebody has stopped it."""


class FiguresMovedError(Exception):
    """Somebody changed the figures, or a target, between the preview and the end of writing."""


def take(pack: DataPack, states: list[str], state: str) -> str | None:
    """Hold the pack for one run of work; None where it is not in a state to."""
    run = uuid.uuid4().hex
    taken = DataPack.objects.filter(pk=pack.pk, state__in=states)
    if not taken.update(state=state, run=run, progress=0, progress_of=0):
        return None
    pack.refresh_from_db()
    return run


def settle(pack: DataPack, run: str, **fields) -> DataPack:
    """The end of a run, unless another has taken over."""
    DataPack.objects.filter(pk=pack.pk, run=run).update(**fields, run="")
    pack.refresh_from_db()
    return pack


def report_progress(pack_row, done: int, **fields) -> None:
    """``pack_row`` is a queryset of the pack as this run holds it."""
    if not pack_row.update(progress=done, **fields):
        raise TakenOverError
