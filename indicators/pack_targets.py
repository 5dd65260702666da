"""Targets that stand in a file of figures: compared, written with the pack, put back with it. Each
that is set, changed or put back is told of in the change record."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from config.wording import day_in_words, name_of
from indicators import change_record, periods
from indicators.change_record import Difference
from indicators.data_pack_runs import FiguresMovedError
from indicators.figures import with_unit
from indicators.layouts.reading import TargetFigure
from indicators.models import DataPack, Target
from indicators.periods import PeriodSpec
from indicators.targets import in_words

Told = dict[tuple, Target]
"""By indicator, council and period."""


class PlannedTarget(NamedTuple):
    """``indicator`` and ``period`` are ids, or a code and dates not known."""

    indicator: int | str
    council: int
    period: int | PeriodSpec
    figure: TargetFigure
    replaces: Target | None = None

    @property
    def key(self) -> tuple:
        return self.indicator, self.council, self.period


def current_targets(indicators: list[int]) -> Told:
    """The targets in force."""
    rows = Target.objects.current().filter(indicator__in=indicators)
    return {
        (row.indicator_id, row.council_id, row.period_id): row
        for row in rows.select_related("indicator", "set_by", "data_pack")
    }


def change_of(figure: TargetFigure, old: Target) -> dict:
    """Old and new side by side, with who set the old one and why."""
    indicator = old.indicator
    return {
        "measure": str(indicator),
        "period": periods.label(*figure.period),
        "cell": f"{figure.sheet}, cell {figure.cell}",
        "old": in_words(old),
        "set": set_words(old),
        "reason": old.reason,
        "new": with_unit(figure.value, indicator.unit, indicator.decimals),
    }


def set_words(target: Target) -> str:
    """``Set by Sam Patel on 3 May 2025``."""
    who = f" by {name_of(target.set_by)}" if target.set_by else ""
    return f"Set{who} on {day_in_words(timezone.localdate(target.set_at))}"


def write(planned: list[PlannedTarget], *, pack: DataPack, ids: dict) -> None:
    """Targets are append-only: one that changes is a new row. Call inside a transaction. Raises
    ``FiguresMovedError`` where one that was to be replaced is no longer in force."""
    replaced = [one.replaces.pk for one in planned if one.replaces]
    before = _told(Target.objects.filter(pk__in=replaced))
    if Target.objects.current().filter(pk__in=replaced).update(is_current=False) != len(replaced):
        raise FiguresMovedError
    Target.objects.bulk_create(
        Target(
            indicator_id=ids.get(one.indicator, one.indicator),
            council_id=one.council,
            period_id=ids.get(one.period, one.period),
            value=one.figure.value,
            reason=_from(pack)[:300],
            data_pack=pack,
            set_by_id=pack.confirmed_by_id,
            set_at=pack.confirmed_at or timezone.now(),
        )
        for one in planned
    )
    after = _told(Target.objects.filter(data_pack=pack))
    _record(before, after, pack=pack, by=pack.confirmed_by, reason=_from(pack))


@transaction.atomic
def put_back(pack: DataPack, *, by) -> None:
    """Targets the pack brought go, and those before them come back; what somebody has set over
    them since stays, and what somebody had withdrawn stays withdrawn."""
    brought = _told(Target.objects.current().filter(data_pack=pack))
    Target.objects.filter(pk__in=[one.pk for one in brought.values()]).update(is_current=False)
    back = [before.pk for one in brought.values() if (before := _before(one))]
    Target.objects.filter(pk__in=back).update(is_current=True)
    reason = f"The data pack “{pack.title}” was undone"
    _record(brought, _told(Target.objects.filter(pk__in=back)), pack=pack, by=by, reason=reason)


def _before(target: Target) -> Target | None:
    """What was in force when the file's target came."""
    same = {name: getattr(target, name) for name in ("indicator", "council", "period")}
    earlier = Target.objects.filter(**same, pk__lt=target.pk)
    newest = earlier.exclude(data_pack__state=DataPack.State.UNDONE).order_by("-pk").first()
    return newest if newest and newest.withdrawn_at is None else None


def _told(targets) -> Told:
    """With what the change record says of them, by what they are for."""
    rows = targets.select_related("indicator", "council", "period")
    return {(row.indicator_id, row.council_id, row.period_id): row for row in rows}


def _record(before: Told, after: Told, *, pack: DataPack, by, reason: str) -> None:
    change_record.record_many(
        _differences(before, after), by=by, reason=reason, source=pack.original_name
    )


def _differences(before: Told, after: Told) -> Iterable[tuple[int, Difference]]:
    for key in before | after:
        old, new = before.get(key), after.get(key)
        what = _what((before | after)[key])
        yield key[0], Difference(change_record.Kind.TARGET, what, in_words(old), in_words(new))


def _what(target: Target) -> str:
    ours = target.council.code == settings.COUNCIL_CODE
    return f"Target {'' if ours else f'of {target.council} '}for {target.period}"


def _from(pack: DataPack) -> str:
    return f"From the data pack “{pack.title}”"
