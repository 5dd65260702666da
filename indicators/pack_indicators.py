"""Indicators that came with a pack go off the lists with it, and come back with the next."""

from datetime import date

from indicators.data_pack_plan import Plan
from indicators.definitions import drop_with_file, restore_with_file
from indicators.models import DataPack, Indicator


def withdraw(pack: DataPack, *, by, on: date) -> None:
    """Those it brought and nothing else has figures of. Their rows stay, as its figures do."""
    brought = Indicator.objects.filter(first_named_by=pack, retired_from=None)
    reason = f"“{pack.title}”, the data pack that brought it, was undone"
    without_figures = brought.exclude(outturns__is_current=True)
    drop_with_file(without_figures, retired_from=on, reason=reason[:200], by=by)


def take_up(found: Plan, *, pack: DataPack) -> None:
    """What went with a pack that was undone, and has figures here again."""
    gone = Indicator.objects.filter(
        first_named_by__state=DataPack.State.UNDONE, retired_from__isnull=False
    )
    named = {row.indicator for row in found.rows}
    ids = [pk for pk in gone.values_list("pk", flat=True) if pk in named]
    if not ids:
        return
    again = Indicator.objects.filter(pk__in=ids)
    reason = f"Named again by the data pack “{pack.title}”"
    restore_with_file(again, reason=reason[:200], by=pack.confirmed_by)
    again.update(first_named_by=pack)
