"""What every installation starts with: the places, the groups to compare with, the ASCOF
catalogue. Loading again brings what is there up to date, adds nothing twice, and leaves what
somebody here has changed of an indicator."""

import csv
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from indicators import change_record
from indicators.models import Area, ComparatorGroup, Indicator, IndicatorChange

CATALOGUE = "Catalogue of the product: "
WORDS_OF = [IndicatorChange.Kind.DEFINITION, IndicatorChange.Kind.POLARITY]
WRITTEN = {
    *("title", "short_title", "definition", "what_good_looks_like", "source", "previous_code"),
    *("unit", "decimals", "polarity", "frequency", "is_survey", "group", "parent_id"),
}
"""What the catalogue says of an indicator."""
HERE = Path(__file__).resolve().parent
AREAS = HERE / "reference" / "areas.csv"
CATALOGUES = HERE / "catalogues"
AREAS_AS_OF = date(2025, 12, 1)
AREAS_SOURCE = "Adult social care outcomes framework 2024-25, DHSC (OGL v3)"


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Places, then the groups made of them, then the catalogue. How many of each there are."""
    return {
        "places": load_areas(),
        "comparator groups": load_comparator_groups(),
        "indicators": load_catalogue(CATALOGUES / "ascof.toml"),
    }


def load_reference_once() -> None:
    """For a new installation, so that a first import finds what it needs."""
    if not (
        Area.objects.filter(kind=Area.Kind.ENGLAND).exists()
        and Indicator.objects.filter(group="ASCOF").exists()
    ):
        load_reference()


def load_areas() -> int:
    """Regions and council types first: councils name them. What an administrator has added, other
    spellings and the day a council ended, stays."""
    with AREAS.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    held = {area.code: area for area in Area.objects.all()}
    own = {Area.Kind.COUNCIL, Area.Kind.JOINT}
    for part in ([row for row in rows if row["kind"] not in own],
                 [row for row in rows if row["kind"] in own]):  # fmt: skip
        ids = dict(Area.objects.values_list("code", "pk"))
        upsert(Area, [area_fields(row, ids, held.get(row["code"])) for row in part])
    return len(rows)


def upsert(model, rows: list[dict]) -> None:
    """Add what is new by its code, bring the rest up to date."""
    model.objects.bulk_create(
        [model(**row) for row in rows],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[name for name in rows[0] if name != "code"],
    )


def area_fields(row: dict[str, str], ids: dict[str, int], held: Area | None) -> dict:
    names = [name for name in row["other_names"].split("|") if name]
    ended_on = date.fromisoformat(row["ended_on"]) if row["ended_on"] else None
    return {
        "code": row["code"],
        "name": row["name"],
        "kind": row["kind"],
        "region_id": ids.get(row["region"]),
        "council_type_id": ids.get(row["council_type"]),
        "social_care_code": row["social_care_code"],
        "other_names": list(dict.fromkeys([*names, *(held.other_names if held else ())])),
        "ended_on": ended_on or (held.ended_on if held else None),
    }


def load_comparator_groups() -> int:
    """Every region and every council type that has councils; nearest neighbours are licensed."""
    made = 0
    for area in Area.objects.filter(kind__in=[Area.Kind.REGION, Area.Kind.COUNCIL_TYPE]):
        members = area.councils if area.kind == Area.Kind.REGION else area.councils_of_type
        councils = members.filter(kind=Area.Kind.COUNCIL, ended_on__isnull=True)
        if not councils:
            continue
        group, _ = ComparatorGroup.objects.update_or_create(
            name=area.name, defaults={"source": AREAS_SOURCE, "as_of": AREAS_AS_OF}
        )
        group.councils.set(councils)
        made += 1
    return made


def load_catalogue(path: Path) -> int:
    """Indicators of one TOML file, in its order. What somebody has changed here stays."""
    catalogue = tomllib.loads(path.read_text(encoding="utf-8"))
    kept = changed_here()
    entries = list(enumerate(catalogue["indicator"], 1))
    before = {each.code: change_record.words_of(each) for each in change_record.told()}
    for part in ([pair for pair in entries if "parent" not in pair[1]],
                 [pair for pair in entries if "parent" in pair[1]]):  # fmt: skip
        ids = dict(Indicator.objects.values_list("code", "pk"))
        upsert(
            Indicator,
            [
                {
                    "code": entry["code"],
                    "position": position,
                    "parent_id": ids.get(entry.get("parent")),
                    **indicator_fields(entry, catalogue),
                }
                | held_values(kept.get(entry["code"], ()))
                for position, entry in part
            ],
        )
    record_catalogue(catalogue, {entry["code"] for _, entry in entries}, before)
    return len(entries)


class Kept(NamedTuple):
    """A field of an indicator that somebody here changed last."""

    indicator: Indicator
    field: str
    label: str


def changed_here() -> dict[str, list[Kept]]:
    """By code: what the change record says somebody, or a file of theirs, changed after the
    catalogue did."""
    told = {each.pk: each for each in change_record.told()}
    newest = {
        (change.indicator_id, change.what): change
        for change in IndicatorChange.objects.filter(kind__in=WORDS_OF).order_by("pk")
    }
    kept: dict[str, list[Kept]] = {}
    for (pk, label), change in newest.items():
        if change.source.startswith(CATALOGUE):
            continue
        for name, words in change_record.words_of(told[pk]).items():
            if words.label == label and words.text == change.after:
                kept.setdefault(told[pk].code, []).append(Kept(told[pk], name, label))
    return kept


def held_values(kept: Iterable[Kept]) -> dict:
    """As they are now, for the fields the catalogue would write."""
    names = ((each, "parent_id" if each.field == "parent" else each.field) for each in kept)
    return {name: getattr(each.indicator, name) for each, name in names if name in WRITTEN}


def kept_words() -> list[str]:
    """What loading leaves as somebody here changed it, to be said: ``1A: title, unit``."""
    return [
        f"{code}: {', '.join(each.label.lower() for each in kept)}"
        for code, kept in sorted(changed_here().items())
        if held_values(kept)
    ]


def record_catalogue(catalogue: dict, codes: set[str], before: dict) -> None:
    """What the catalogue added, and what it says differently from before."""
    source = f"{CATALOGUE}{catalogue['group']}"
    listed = [each for each in change_record.told() if each.code in codes]
    new = [each for each in listed if each.code not in before]
    change_record.record_added(new, by=None, source=source)
    changed = [
        (each.pk, difference)
        for each in listed
        if each.code in before
        for difference in change_record.differences(before[each.code], change_record.words_of(each))
    ]
    change_record.record_many(changed, by=None, source=source)


def indicator_fields(entry: dict, catalogue: dict) -> dict:
    survey = entry["source"] in ("ASCS", "SACE")
    every_two_years = entry["source"] == "SACE"
    return {
        "title": entry["title"],
        "short_title": entry["short_title"],
        "definition": entry["definition"],
        "what_good_looks_like": entry["good"],
        "source": f"{catalogue['group']}: {catalogue['sources'][entry['source']]}",
        "previous_code": entry.get("previous", ""),
        "unit": entry.get("unit", "percent"),
        "decimals": entry.get("decimals", 1),
        "polarity": entry.get("polarity", "higher"),
        "frequency": "biennial" if every_two_years else "annual",
        "is_survey": survey,
        "group": catalogue["group"],
    }
