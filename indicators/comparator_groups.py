"""The set of councils an indicator page compares with. Pure.

England, the council's region and its type are always there; the others are lists the council has
loaded, each with its source and date.
"""

from dataclasses import dataclass
from datetime import date

from config.wording import day_in_words

ENGLAND = "england"


@dataclass(frozen=True)
class Place:
    """What is needed to know which sets an area belongs to."""

    pk: int
    kind: str
    region_id: int | None
    council_type_id: int | None


@dataclass(frozen=True)
class Choice:
    """``councils`` is None for a set that region, type or country defines."""

    key: str
    name: str
    source: str = ""
    councils: frozenset[int] | None = None

    @property
    def among(self) -> str:
        """As it reads after "in": "England", "the North West"."""
        compass = ("North ", "South ", "East ", "West ")
        return f"the {self.name}" if self.name.startswith(compass) else self.name

    def holds(self, place: Place, home: Place) -> bool:
        """Our own council is in every set it is compared with."""
        if place.kind != "council":
            return False
        if self.key == ENGLAND or place.pk == home.pk:
            return True
        if self.key == "region":
            return place.region_id == home.region_id
        if self.key == "type":
            return place.council_type_id == home.council_type_id
        return place.pk in (self.councils or ())


def choices(*, region: str | None, council_type: str | None, loaded: list[Choice]) -> list[Choice]:
    """Ours first; a loaded list of the same name as our region or type is not offered twice."""
    found = [Choice(ENGLAND, "England")]
    if region:
        found.append(Choice("region", region))
    if council_type:
        found.append(Choice("type", council_type))
    names = {choice.name for choice in found}
    return found + [choice for choice in loaded if choice.name not in names]


def loaded_choice(pk: int, name: str, source: str, as_of: date, councils) -> Choice:
    dated = f"{source}, as of {day_in_words(as_of)}"
    return Choice(f"group-{pk}", name, dated, frozenset(councils))


def chosen(found: list[Choice], key: str | None) -> Choice:
    """The set asked for; England where nothing, or nothing known, was asked for."""
    return next((choice for choice in found if choice.key == key), found[0])
