"""Figures of a collection round that were signed off, as a data pack; and what its undo means."""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.utils import timezone

from config.wording import name_of
from indicators import outturn_rows, standings
from indicators.figures_file import safe
from indicators.models import Area, CollectionEvent, DataPack, Outturn, OwedFigure

HEADINGS = (
    *("Code", "Indicator", "Period", "Figure", "Numerator", "Denominator"),
    *("State", "Note", "Entered by"),
)
FIRST_ROW = 2
LAYOUT = "Collection round"


def put_into_use(figures: Sequence[OwedFigure], *, by) -> DataPack:
    """Call inside a transaction, with figures read ``in_full``."""
    council = Area.objects.home()
    current = {
        row.indicator_id: row
        for row in Outturn.objects.current().filter(
            area=council,
            period=figures[0].round.period_id,
            indicator__in=[each.indicator_id for each in figures],
        )
    }
    pack = make_pack(figures, council, current, by=by)
    rows = Outturn.objects.bulk_create(
        outturn_of(each, current.get(each.indicator_id), council, pack, row)
        for row, each in enumerate(figures, FIRST_ROW)
    )
    outturn_rows.make_current(pack, [row.pk for row in current.values()])
    for each, row in zip(figures, rows, strict=True):
        OwedFigure.objects.filter(pk=each.pk).update(outturn=row)
    standings.keep_for_home()
    return pack


def make_pack(figures: Sequence[OwedFigure], council: Area, current, *, by) -> DataPack:
    now = timezone.now()
    title = f"{figures[0].round}, entered by {names(figures)}"[:200]
    content = file_of(figures, signed=f"Signed off by {name_of(by)}, {now.isoformat()}")
    return DataPack.objects.create(
        title=title,
        file=ContentFile(content, name="collection-round.csv"),
        original_name="collection-round.csv",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        layout=LAYOUT,
        council=council,
        state=DataPack.State.IN_USE,
        preview=what_was_written(title, figures, replaced=len(current)),
        received_by=by,
        received_at=now,
        confirmed_by=by,
        confirmed_at=now,
    )


def names(figures: Sequence[OwedFigure]) -> str:
    people = dict.fromkeys(name_of(each.entry.entered_by) for each in figures if each.entry)
    *others, last = people
    return f"{', '.join(others)} and {last}" if others else last


def file_of(figures: Sequence[OwedFigure], *, signed: str) -> bytes:
    """What was signed off, as it was: the file behind the figures."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for each in figures:
        entry = each.given
        cells = [each.indicator.code, each.indicator.title, str(each.round.period), entry.value]
        cells += [entry.numerator, entry.denominator, entry.get_state_display(), entry.note]
        writer.writerow([safe(cell) for cell in [*cells, name_of(entry.entered_by)]])
    writer.writerow([signed])
    return ("\ufeff" + out.getvalue()).encode()


def what_was_written(title: str, figures: Sequence[OwedFigure], *, replaced: int) -> dict:
    """As the preview of any data pack says it."""
    return {
        "title": title,
        "layout": LAYOUT,
        "tables": 1,
        "new": len(figures) - replaced,
        "changed": replaced,
        "unchanged": 0,
        "states": dict(Counter(each.entry.state for each in figures if each.entry)),
        "warnings": [],
        "problems": [],
        "problem_count": 0,
        "changes": [],
        "new_measures": [],
        "fingerprint": "",
    }


def outturn_of(owed: OwedFigure, replaced, council: Area, pack: DataPack, row: int) -> Outturn:
    entry = owed.given
    return Outturn(
        indicator=owed.indicator,
        area=council,
        period=owed.round.period,
        state=entry.state,
        value=entry.value,
        numerator=entry.numerator,
        denominator=entry.denominator,
        note=entry.note,
        is_revised=replaced is not None,
        data_pack=pack,
        sheet=LAYOUT,
        cell=f"D{row}",
        recorded_by=entry.entered_by,
        replaces=replaced,
    )


def open_again(pack: DataPack, *, by) -> None:
    """An undone pack of a collection round: its figures are to be checked again. Call inside a
    transaction."""
    figures = OwedFigure.objects.filter(
        outturn__data_pack=pack, status=OwedFigure.Status.SIGNED_OFF
    )
    CollectionEvent.objects.bulk_create(
        CollectionEvent(
            owed_id=pk,
            kind=CollectionEvent.Kind.REOPENED,
            reason=f"The data pack “{pack.title}” was undone"[:400],
            by=by,
        )
        for pk in figures.values_list("pk", flat=True)
    )
    figures.update(status=OwedFigure.Status.SUBMITTED, outturn=None)
