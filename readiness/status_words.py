"""The words a council uses for how an action is going. Pure: whoever answers says which hold.

Each word belongs to one of six fixed meanings (``Status``), so counts, filters and what is overdue
never change with it. As for ratings (``indicators/rating_words.py``), the middleware says for each
request which words hold; outside a request the standard words do.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class StatusWordSet:
    """Dudley's four, and two for what has not begun or will not be done."""

    not_started: str = "Not started"
    behind: str = "Behind"
    on_target: str = "On target"
    ahead: str = "Ahead"
    completed: str = "Completed"
    stopped: str = "Stopped"

    def of(self, status: str) -> str:
        return getattr(self, status)


STANDARD = StatusWordSet()
NAMES = tuple(asdict(STANDARD))


def _standard() -> StatusWordSet:
    return STANDARD


_asked: ContextVar[Callable[[], StatusWordSet]] = ContextVar("status_words", default=_standard)


def in_force() -> StatusWordSet:
    return _asked.get()()


@contextmanager
def used(words: Callable[[], StatusWordSet]) -> Iterator[None]:
    """``words`` is asked only where a status is written."""
    token = _asked.set(words)
    try:
        yield
    finally:
        _asked.reset(token)
