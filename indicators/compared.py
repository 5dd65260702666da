"""Whose figures are shown and with whom they are compared: two queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from indicators import comparator_groups
from indicators.comparator_groups import Choice, Place
from indicators.indicator_page import loaded_groups
from indicators.models import Area

FIELDS = ("code", "name", "kind", "region_id", "council_type_id", "ended_on")


class UnknownError(ValueError):
    """A council, group or period that is not known; its words say what is."""


@dataclass(frozen=True)
class Compared:
    """A council, the set it is compared with, and what else could be chosen."""

    council: Area
    among: Choice
    members: frozenset[int]
    england_id: int
    councils: tuple[Area, ...]
    groups: tuple[Choice, ...]


def compared(code: str | None = None, group: str | None = None) -> Compared:
    """``code`` is the home council's where none is given; ``group`` a name or a key, England
    where none is given. Raises ``UnknownError``."""
    areas = list(Area.objects.only(*FIELDS))
    council = _council(areas, code or settings.COUNCIL_CODE)
    groups = _groups(areas, council)
    among = _among(groups, group)
    home = _place(council)
    return Compared(
        council=council,
        among=among,
        members=frozenset(area.pk for area in areas if among.holds(_place(area), home)),
        england_id=next((a.pk for a in areas if a.kind == Area.Kind.ENGLAND), 0),
        councils=tuple(area for area in areas if area.kind == Area.Kind.COUNCIL),
        groups=groups,
    )


def _council(areas: Iterable[Area], code: str) -> Area:
    for area in areas:
        if area.code == code and area.kind == Area.Kind.COUNCIL:
            return area
    raise UnknownError(
        f"There is no council with the code “{code}”. Give a council’s ONS code, such as "
        "E08000002; the list of councils comes with load_reference."
    )


def _groups(areas: Iterable[Area], council: Area) -> tuple[Choice, ...]:
    names = {area.pk: area.name for area in areas}
    found = comparator_groups.choices(
        region=names.get(council.region_id or 0),
        council_type=names.get(council.council_type_id or 0),
        loaded=loaded_groups(),
    )
    return tuple(found)


def _among(groups: Iterable[Choice], asked: str | None) -> Choice:
    found = {name.casefold(): group for group in groups for name in (group.key, group.name)}
    if group := found.get((asked or comparator_groups.ENGLAND).strip().casefold()):
        return group
    offered = ", ".join(f"“{group.name}”" for group in groups)
    raise UnknownError(f"There is no group called “{asked}”. There are: {offered}.")


def _place(area: Area) -> Place:
    return Place(area.pk, area.kind, area.region_id, area.council_type_id)
