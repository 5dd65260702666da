"""A collection round: opened, entered, handed in, checked and signed off, opened again.

What is signed off comes into use as a data pack of its own, so that its figures have a source, a
history and an undo like those of any file.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from config.second_editor import MOVED_ON
from config.wording import day_in_words, moment_in_words, name_of
from indicators import collection_checks
from indicators.collected_packs import put_into_use
from indicators.collection_checks import Measured, NotAFigureError
from indicators.models import (
    CollectionEvent,
    CollectionRound,
    DataPack,
    FigureEntry,
    Indicator,
    OwedFigure,
    Period,
)
from indicators.periods import PeriodSpec

Status, Kind = OwedFigure.Status, CollectionEvent.Kind


@transaction.atomic
def open_round(
    *, period: PeriodSpec, due_on: date, indicators: Sequence[Indicator], by
) -> CollectionRound:
    """Each figure is owed by its indicator's owner; where that has none, by whoever owed it in the
    round before."""
    if not indicators:
        raise ValidationError({"indicators": "Choose at least one indicator to ask for."})
    if due_on <= period.starts_on:
        raise ValidationError({"due_on": f"{day_in_words(due_on)} is before the period has begun."})
    row = Period.objects.get_or_create(**period._asdict())[0]
    if CollectionRound.objects.filter(period=row).exists():
        raise ValidationError({"period": f"There is already a collection round for {row}."})
    opened = CollectionRound.objects.create(period=row, due_on=due_on, opened_by=by)
    add_to_round(opened, indicators)
    return opened


def add_to_round(round_: CollectionRound, indicators: Iterable[Indicator]) -> None:
    wanted = list(indicators)
    owners = {each.pk: each.owner_id for each in wanted}
    carried = last_owners(wanted)
    nobody = [each.code for each in wanted if not (owners[each.pk] or carried.get(each.pk))]
    if nobody:
        raise ValidationError(
            {"indicators": f"Nobody owns {', '.join(nobody)}. Give each an owner first."}
        )
    OwedFigure.objects.bulk_create(
        OwedFigure(round=round_, indicator=each, owner_id=owners[each.pk] or carried[each.pk])
        for each in wanted
    )


def last_owners(indicators: Iterable[Indicator]) -> dict[int, int]:
    """Who owed each figure in the last round that asked for it."""
    rows = OwedFigure.objects.filter(indicator__in=[each.pk for each in indicators])
    return dict(rows.order_by("round__period__ends_on").values_list("indicator_id", "owner_id"))


@transaction.atomic
def enter(
    owed: OwedFigure,
    *,
    figure: str,
    numerator: str = "",
    denominator: str = "",
    note: str = "",
    is_confirmed: bool = False,
    seen_entry: int,
    measured: Measured,
    by,
) -> FigureEntry:
    """Checked as typed. ``seen_entry`` is the number of the newest entry its writer saw."""
    owed = OwedFigure.objects.select_for_update().get(pk=owed.pk)
    refuse_handed_in(owed)
    refuse_unseen(owed, seen_entry)
    try:
        checked = collection_checks.check(figure, numerator, denominator, measured=measured)
    except NotAFigureError as refusal:
        raise ValidationError(refusal.problems) from None
    entry = FigureEntry(
        owed=owed,
        number=(owed.entry.number if owed.entry else 0) + 1,
        note=note.strip(),
        is_confirmed=is_confirmed and bool(checked.question),
        entered_by=by,
        **vars(checked),
    )
    entry.full_clean()
    entry.save()
    owed.entry = entry
    owed.save(update_fields=["entry"])
    return entry


def refuse_handed_in(owed: OwedFigure) -> None:
    if not owed.is_owed:
        word = owed.get_status_display().lower()
        raise ValidationError(f"This figure has been {word}. It has to be opened again first.")


def refuse_unseen(owed: OwedFigure, seen_entry: int) -> None:
    entry = owed.entry
    if entry is None or entry.number == seen_entry:
        return
    said = collection_checks.as_typed(entry.state, entry.value)
    raise ValidationError(
        f"{name_of(entry.entered_by)} entered {said} ({moment_in_words(entry.entered_at)}) while "
        "you were working. Yours is not saved: save it again if it should replace theirs.",
        code=MOVED_ON,
    )


@transaction.atomic
def hand_in(figures: Iterable[OwedFigure], *, by) -> int:
    """Those that have been entered. Raises where one was asked about and nobody has answered."""
    owed = [each for each in locked(figures) if each.is_owed and each.entry]
    waiting = [each.indicator.code for each in owed if each.entry and each.entry.is_waiting]
    if waiting:
        raise ValidationError(
            f"First say whether these are right: {', '.join(waiting)}. Each moved a long way."
        )
    if not owed:
        raise ValidationError("There is nothing to hand in yet: enter a figure first.")
    become(owed, Status.SUBMITTED, Kind.SUBMITTED, by=by)
    return len(owed)


@transaction.atomic
def sign_off(figures: Iterable[OwedFigure], *, by, reason: str = "") -> DataPack:
    """Check and bring into use. Nobody signs off what they entered themselves, unless they say
    why nobody else could."""
    submitted = [each for each in locked(figures) if each.status == Status.SUBMITTED]
    if not submitted:
        raise ValidationError("Choose figures that have been handed in.")
    own = [each.indicator.code for each in submitted if each.given.entered_by_id == by.pk]
    if own and not reason.strip():
        raise ValidationError(
            {
                "reason": f"You entered {', '.join(own)} yourself. Somebody else should check it; "
                "or say why nobody else can."
            }
        )
    pack = put_into_use(submitted, by=by)
    become(submitted, Status.SIGNED_OFF, Kind.SIGNED_OFF, by=by, reason=reason)
    return pack


@transaction.atomic
def send_back(owed: OwedFigure, *, reason: str, by) -> None:
    """To whoever owes it: handed in but not right, or signed off and to be entered again. A figure
    in use stays in use until another is signed off."""
    [owed] = locked([owed])
    if owed.is_owed:
        raise ValidationError("This figure has not been handed in yet.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why, so that they know what to do."})
    kind = Kind.REOPENED if owed.status == Status.SIGNED_OFF else Kind.SENT_BACK
    become([owed], Status.OWED, kind, by=by, reason=reason)


@transaction.atomic
def hand_over(owed: OwedFigure, *, owner, by) -> None:
    [owed] = locked([owed])
    if owed.owner_id == owner.pk:
        raise ValidationError({"owner": f"{name_of(owner)} owes it already."})
    before = name_of(owed.owner)
    OwedFigure.objects.filter(pk=owed.pk).update(owner=owner)
    reason = f"From {before} to {name_of(owner)}"
    CollectionEvent.objects.create(owed=owed, kind=Kind.HANDED_OVER, reason=reason, by=by)


def locked(figures: Iterable[OwedFigure]) -> list[OwedFigure]:
    """As they are now, and nobody else changes them meanwhile."""
    keys = [each.pk for each in figures]
    list(OwedFigure.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    return list(OwedFigure.objects.in_full().filter(pk__in=keys))


def become(figures: Sequence[OwedFigure], status: str, kind: str, *, by, reason: str = "") -> None:
    OwedFigure.objects.filter(pk__in=[each.pk for each in figures]).update(status=status)
    CollectionEvent.objects.bulk_create(
        CollectionEvent(owed=each, kind=kind, reason=reason.strip()[:400], by=by)
        for each in figures
    )
