"""Indicators that came with a pack go off the lists with it, and come back with the next."""

from datetime import date

from indicators.data_pack_plan import Plan
from indicators.definitions import drop_indicator, restore_indicator
from indicators.models import DataPack, Indicator


def withdraw(pack: DataPack, *, by, on: date) -> None:
    """Those it brought and nothing else has figures of. Their rows stay, as its figures do."""
    brought = Indicator.objects.filter(first_named_by=pack, retired_from=None)
    for indicator in brought.exclude(outturns__is_current=True):
        reason = f"“{pack.title}”, the data pack that brought it, was undone"
        drop_indicator(indicator, retired_from=on, reason=reason[:200], by=by, on=on)


def take_up(found: Plan, *, pack: DataPack) -> None:
    """What went with a pack that was undone, and has figures here again."""
    ids = {row.indicator for row in found.rows if isinstance(row.indicator, int)}
    gone = Indicator.objects.filter(
        first_named_by__state=DataPack.State.UNDONE, retired_from__isnull=False
    )
    for indicator in gone:
        if indicator.pk in ids:
            reason = f"Named again by the data pack “{pack.title}”"
            restore_indicator(indicator, reason=reason[:200], by=pack.confirmed_by)
            Indicator.objects.filter(pk=indicator.pk).update(first_named_by=pack)
