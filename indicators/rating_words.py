"""The words a council uses for its ratings. Pure: whoever answers says which are in force.

As with a language: the middleware says for each request which words hold, and everything that
writes a rating, on a page or in a file, asks here. Outside a request the standard words hold.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    met: str = "Met"
    within_tolerance: str = "Within tolerance"
    not_met: str = "Not met"


STANDARD = Words()
SETS_IN_USE = (
    STANDARD,
    Words("On or exceeding target", "Within tolerance", "Below target"),
    Words("Green", "Amber", "Red"),
)
"""Words that councils print in their reports, to choose from."""


def _standard() -> Words:
    return STANDARD


_asked: ContextVar[Callable[[], Words]] = ContextVar("rating_words", default=_standard)


def in_force() -> Words:
    return _asked.get()()


@contextmanager
def used(words: Callable[[], Words]) -> Iterator[None]:
    """``words`` is asked only where a rating is written."""
    token = _asked.set(words)
    try:
        yield
    finally:
        _asked.reset(token)
