"""Indicators that divide another, by team or age group, in the order of a list. Pure."""

from collections.abc import Iterable
from typing import Protocol, TypeVar


class HasWhole(Protocol):
    """Anything with an indicator's key and that of what it is a part of."""

    @property
    def pk(self) -> int: ...
    @property
    def parent_id(self) -> int | None: ...


Listed = TypeVar("Listed", bound=HasWhole)


def under_their_wholes(indicators: Iterable[Listed]) -> list[Listed]:
    """The same indicators, each part after its whole where that is listed too."""
    listed = list(indicators)
    keys = {each.pk for each in listed}
    parts: dict[int | None, list[Listed]] = {}
    for each in listed:
        whole = each.parent_id if each.parent_id in keys else None
        parts.setdefault(whole, []).append(each)
    found: list[Listed] = []
    waiting = list(reversed(parts.get(None, [])))
    while waiting:
        each = waiting.pop()
        found.append(each)
        waiting += reversed(parts.get(each.pk, []))
    return found
