"""Lists of councils to compare with: made, changed and taken out of use, with who and why."""

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.wording import day_in_words, name_of
from indicators.data_pack_lookup import known_places
from indicators.models import Area, ComparatorGroup, ComparatorGroupChange
from indicators.places import Places

FEWEST = 2
Kind = ComparatorGroupChange.Kind


@transaction.atomic
def add_group(
    *, name: str, source: str, as_of: date, councils: Collection[Area], reason: str = "", by
) -> ComparatorGroup:
    said = checked(name, source, as_of, councils)
    _refuse_a_name_in_use(said["name"])
    group = ComparatorGroup.objects.create(**said)
    group.councils.set(councils)
    words = f"{len(councils)} councils: {_listed(councils)}."
    _record(group, Kind.ADDED, words, reason=reason, by=by)
    return group


@transaction.atomic
def change_group(
    *,
    group: ComparatorGroup,
    name: str,
    source: str,
    as_of: date,
    councils: Collection[Area],
    reason: str,
    by,
    seen: int,
) -> ComparatorGroup:
    """``seen`` is the newest change its editor saw, 0 for none."""
    held = _locked(group, seen)
    said = checked(name, source, as_of, councils)
    _refuse_a_name_in_use(said["name"], apart_from=held)
    words = what_changes(held, said, councils)
    if not words:
        raise ValidationError("Nothing was changed: the group is like this already.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why the group is changed."})
    for field, value in said.items():
        setattr(held, field, value)
    held.save()
    held.councils.set(councils)
    _record(held, Kind.CHANGED, " ".join(words), reason=reason, by=by)
    return held


@transaction.atomic
def end_group(*, group: ComparatorGroup, reason: str, by, seen: int) -> None:
    """It is offered no more; who was in it, and its history, stay."""
    held = _locked(group, seen)
    if held.ended_at:
        raise ValidationError("This group has been taken out of use already.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why the group is taken out of use."})
    ComparatorGroup.objects.filter(pk=held.pk).update(ended_at=timezone.now())
    _record(held, Kind.ENDED, "", reason=reason, by=by)


@transaction.atomic
def resume_group(*, group: ComparatorGroup, by, seen: int) -> None:
    held = _locked(group, seen)
    if held.ended_at is None:
        raise ValidationError("This group is in use already.")
    ComparatorGroup.objects.filter(pk=held.pk).update(ended_at=None)
    _record(held, Kind.RESUMED, "", reason="", by=by)


def record_loaded(*, group: ComparatorGroup, words: str, by) -> None:
    """What a file changed of a group."""
    _record(group, Kind.LOADED, words, reason="", by=by)


def seen(group: ComparatorGroup) -> int:
    return group.changes.values_list("pk", flat=True).first() or 0


def councils_named(text: str) -> list[Area]:
    """Councils by name or ONS code, one on each line or separated by commas.

    Raises ValidationError that names each line nobody knows.
    """
    places = Places(known_places())
    councils = Area.objects.councils().in_bulk()
    found, unknown = {}, []
    for said in _each(text):
        place = places.find(said, said)
        if place and place.id in councils:
            found[place.id] = councils[place.id]
        else:
            unknown.append(f"“{said}”")
    if unknown:
        raise ValidationError(
            f"{' and '.join(unknown)} {'is' if len(unknown) == 1 else 'are'} not a council in "
            "England that we know. Check the spelling, or give the ONS code."
        )
    return list(found.values())


def _each(text: str) -> Iterable[str]:
    """A name that has a comma in it stands on a line of its own."""
    for line in text.splitlines():
        yield from (part.strip() for part in line.split(",") if part.strip())


def _locked(group: ComparatorGroup, seen_change: int) -> ComparatorGroup:
    held = ComparatorGroup.objects.select_for_update().get(pk=group.pk)
    latest = held.changes.select_related("changed_by").first()
    if latest and latest.pk != seen_change:
        who = name_of(latest.changed_by) if latest.changed_by else "A file"
        raise ValidationError(
            f"{who} changed this group while you were working. Look at what it says now, then "
            "save yours again if it should still be so."
        )
    return held


def checked(name: str, source: str, as_of: date, councils: Collection[Area]) -> dict:
    """As it is kept. Raises ValidationError by field."""
    said = {"name": " ".join(name.split()), "source": " ".join(source.split()), "as_of": as_of}
    problems = {}
    if not said["name"]:
        problems["name"] = "Give the group a name."
    if not said["source"]:
        problems["source"] = "Say where the list comes from."
    if len(councils) < FEWEST:
        problems["councils"] = f"Choose at least {FEWEST} councils."
    ended = [area.name for area in councils if area.ended_on and area.ended_on <= as_of]
    if ended:
        problems["councils"] = (
            f"{_names(ended)} had ended by {day_in_words(as_of)}. Choose what followed."
        )
    if problems:
        raise ValidationError(problems)
    return said


def _refuse_a_name_in_use(name: str, apart_from: ComparatorGroup | None = None) -> None:
    others = ComparatorGroup.objects.filter(name__iexact=name)
    if apart_from:
        others = others.exclude(pk=apart_from.pk)
    other = others.first()
    if other is None:
        return
    hint = " It is out of use: put it back in use instead." if other.ended_at else ""
    raise ValidationError({"name": f"There is a group called {other.name} already.{hint}"})


def what_changes(held: ComparatorGroup, said: dict, councils: Collection[Area]) -> list[str]:
    """As sentences; none where the group is like this already."""
    words = []
    if held.name != said["name"]:
        words.append(f"Name: {held.name} became {said['name']}.")
    if held.source != said["source"]:
        words.append(f"Source: {held.source} became {said['source']}.")
    if held.as_of != said["as_of"]:
        words.append(f"Date: {day_in_words(held.as_of)} became {day_in_words(said['as_of'])}.")
    before = {area.pk: area for area in held.councils.all()}
    now = {area.pk: area for area in councils}
    if put_in := [area for pk, area in now.items() if pk not in before]:
        words.append(f"Put in: {_listed(put_in)}.")
    if taken_out := [area for pk, area in before.items() if pk not in now]:
        words.append(f"Taken out: {_listed(taken_out)}.")
    return words


def _listed(councils: Iterable[Area]) -> str:
    return ", ".join(sorted(area.name for area in councils))


def _names(names: list[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _record(group: ComparatorGroup, kind: Kind, words: str, *, reason: str, by) -> None:
    group.changes.create(kind=kind, words=words, reason=reason.strip(), changed_by=by)
