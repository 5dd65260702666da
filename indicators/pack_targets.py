"""Targets that stand in a file of figures: compared, written with the pack, put back with it."""

from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from indicators import periods
from indicators.layouts.reading import TargetFigure
from indicators.models import DataPack, Target
from indicators.periods import PeriodSpec


class PlannedTarget(NamedTuple):
    """``indicator`` and ``period`` are ids, or a code and dates not known."""

    indicator: int | str
    period: int | PeriodSpec
    replaces: int | None
    figure: TargetFigure

    @property
    def key(self) -> tuple:
        return self.indicator, self.period


def current_targets(indicators: list[int]) -> dict[tuple, tuple[int, float]]:
    """(indicator, period) to (id, value)."""
    rows = Target.objects.filter(is_current=True, indicator_id__in=indicators)
    return {
        (indicator, period): (pk, value)
        for indicator, period, pk, value in rows.values_list(
            "indicator_id", "period_id", "id", "value"
        )
    }


def change_of(planned: PlannedTarget, old: float) -> dict:
    figure = planned.figure
    return {
        "measure": figure.measure,
        "period": periods.label(*figure.period),
        "cell": f"{figure.sheet}, cell {figure.cell}",
        "old": old,
        "new": figure.value,
    }


def write(planned: list[PlannedTarget], *, pack: DataPack, ids: dict) -> None:
    """Targets are append-only: one that changes is a new row. Call inside a transaction."""
    replaced = [one.replaces for one in planned if one.replaces]
    Target.objects.filter(pk__in=replaced).update(is_current=False)
    Target.objects.bulk_create(
        Target(
            indicator_id=ids.get(one.indicator, one.indicator),
            period_id=ids.get(one.period, one.period),
            value=one.figure.value,
            reason=f"From the data pack “{pack.title}”"[:300],
            data_pack=pack,
            set_by_id=pack.confirmed_by_id,
            set_at=pack.confirmed_at or timezone.now(),
        )
        for one in planned
    )


@transaction.atomic
def put_back(pack: DataPack) -> None:
    """Targets the pack brought go, and those before them come back; what somebody has set over
    them since stays."""
    brought = list(Target.objects.filter(data_pack=pack, is_current=True))
    Target.objects.filter(pk__in=[one.pk for one in brought]).update(is_current=False)
    for one in brought:
        earlier = Target.objects.filter(
            indicator=one.indicator_id, period=one.period_id, pk__lt=one.pk
        )
        earlier = earlier.exclude(data_pack__state=DataPack.State.UNDONE)
        if before := earlier.order_by("-pk").first():
            Target.objects.filter(pk=before.pk).update(is_current=True)
