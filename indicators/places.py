"""Whose figures a row of a file holds: by ONS code, else by any spelling of the name. Pure."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

EVERYDAY_WORDS = {
    *("council", "councils", "city", "county", "borough", "metropolitan", "district", "unitary"),
    *("authority", "royal", "london", "corporation", "of", "the", "mbc", "cc", "bc", "lb"),
}


class KnownPlace(NamedTuple):
    id: int
    code: str
    name: str
    other_names: list[str]
    social_care_code: str
    ended_on: date | None


class Places:
    """Finds places by code and name; each question is answered once."""

    def __init__(self, known: Iterable[KnownPlace]):
        self.by_id = {place.id: place for place in known}
        self.by_code = {place.code: place for place in self.by_id.values()}
        spellings = [
            (name, place)
            for place in self.by_id.values()
            for name in (place.name, *place.other_names)
        ]
        self.by_name = unique((spelling(name), place) for name, place in spellings)
        self.by_short_name = unique((short_spelling(name), place) for name, place in spellings)

    def find(self, code: str, name: str) -> KnownPlace | None:
        """The name decides where the code is unknown, as in releases with older codes."""
        if place := self.by_code.get(code):
            return place
        return self.by_name.get(spelling(name)) or self.by_short_name.get(short_spelling(name))

    def named_in(self, text: str) -> KnownPlace | None:
        """The one place that a text such as the name of a file speaks of; None where it names
        none or several. West Northamptonshire is not Northamptonshire as well."""
        words = f" {spelling(text.replace('_', ' '))} "
        names = {name for name in self.by_name if f" {name} " in words}
        longest = {
            name for name in names if not any(name != other and name in other for other in names)
        }
        found = {self.by_name[name].id for name in longest}
        return self.by_id[found.pop()] if len(found) == 1 else None

    def successor(self, place: KnownPlace) -> KnownPlace | None:
        """The one council that took over an abolished council's place in the releases."""
        if not place.social_care_code:
            return None
        followers = [
            other
            for other in self.by_id.values()
            if other.social_care_code == place.social_care_code and other.ended_on is None
        ]
        return followers[0] if len(followers) == 1 else None


def unique(pairs: Iterable[tuple[str, KnownPlace]]) -> dict[str, KnownPlace]:
    """A spelling that fits two places names neither."""
    found: dict[str, KnownPlace | None] = {}
    for name, place in pairs:
        other = found.setdefault(name, place)
        if other is not None and other.id != place.id:
            found[name] = None
    return {name: place for name, place in found.items() if place and name}


def spelling(name: str) -> str:
    """St. Helens & Knowsley = st helens and knowsley."""
    return " ".join(re.sub(r"[^\w ]", " ", name.casefold().replace("&", " and ")).split())


def short_spelling(name: str) -> str:
    """Without the words that say what kind of council it is, unless nothing is left."""
    words = spelling(name).split()
    return " ".join(word for word in words if word not in EVERYDAY_WORDS) or " ".join(words)
