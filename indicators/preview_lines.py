"""Every line of a preview, kept as it was shown: to page through, to download, to look up later.

A line says what happens to one figure, or what there is to look at, and where it stands. The file
is CSV in gzip: first what must be put right, then what to look at, then the targets, then the
figures that change.
"""

import csv
import gzip
import io
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from django.db.models import F

from indicators import periods
from indicators.data_pack_plan import Plan
from indicators.layouts.reading import Figure, Problem
from indicators.models import DataPack, Outturn
from indicators.pack_targets import PlannedTarget, set_words
from indicators.targets import in_words

PUT_RIGHT, LOOK_AT, CHANGED, NEW, UNCHANGED = (
    "Put right",
    "Look at",
    "Changed",
    "New",
    "Unchanged",
)
TARGET_CHANGED, TARGET_SET = "Target changed", "Target set"
ORDER = {"changed": CHANGED, "new": NEW, "unchanged": UNCHANGED}
STATE_WORDS = dict(Outturn.State.choices) | {Outturn.State.OK: ""}


class Line(NamedTuple):
    what: str
    indicator: str = ""
    title: str = ""
    place: str = ""
    period: str = ""
    before: float | str | None = None
    after: float | str | None = None
    sheet: str = ""
    row: int | str | None = None
    column: str = ""
    text: str = ""
    message: str = ""


HEADINGS = (
    *("What happens", "Indicator", "Title", "Place", "Period", "Figure now", "Figure in the file"),
    *("Sheet", "Row", "Column", "In the cell", "What it is"),
)
NUMBERS = (Line._fields.index("before"), Line._fields.index("after"), Line._fields.index("row"))


# --- making -----------------------------------------------------------------------------------


def of_plan(found: Plan) -> Iterator[Line]:
    yield from (of_problem(PUT_RIGHT, problem) for problem in found.problems)
    yield from (of_problem(LOOK_AT, warning) for warning in found.warnings)
    titles = {code: measure.title for code, measure in found.reading.measures.items()}
    yield from (of_target(planned, titles) for planned in found.targets)
    for outcome, word in ORDER.items():
        for named, figure, now in found.lines or ():
            if named == outcome:
                yield of_figure(word, figure, now, titles)


def of_problem(what: str, problem: Problem) -> Line:
    return Line(
        what,
        sheet=problem.sheet,
        row=problem.row,
        column=problem.column,
        text=problem.value,
        message=problem.message,
    )


def of_figure(what: str, figure: Figure, now: tuple | None, titles: dict[str, str]) -> Line:
    column = figure.cell.rstrip("0123456789")
    return Line(
        what,
        figure.measure,
        titles[figure.measure],
        figure.place.name or figure.place.code,
        periods.label(*figure.period),
        said(*now[:2]) if now else "",
        said(figure.state, figure.value),
        figure.sheet,
        figure.cell[len(column) :],
        column,
        "",
        figure.note,
    )


def of_target(planned: PlannedTarget, titles: dict[str, str]) -> Line:
    figure, old = planned.figure, planned.replaces
    column = figure.cell.rstrip("0123456789")
    return Line(
        TARGET_CHANGED if old else TARGET_SET,
        figure.measure,
        titles[figure.measure],
        figure.place.name or figure.place.code,
        periods.label(*figure.period),
        in_words(old),
        figure.value,
        figure.sheet,
        figure.cell[len(column) :],
        column,
        "",
        f"{set_words(old)}. {old.reason}".strip() if old else "",
    )


def said(state: str, value: float | None) -> float | str:
    return STATE_WORDS[state] if value is None else value


def as_file(found: Plan) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(of_plan(found))
    return gzip.compress(written.getvalue().encode(), compresslevel=1)


# --- reading ----------------------------------------------------------------------------------


def lines(pack: DataPack) -> Iterator[Line]:
    """As they were shown; of a pack that was written without being shown, what it wrote."""
    if not pack.preview_file:
        yield from written_lines(pack)
        return
    with (
        pack.preview_file.open("rb") as kept,
        gzip.open(kept, "rt", encoding="utf-8", newline="") as text,
    ):
        own = pack.council.name if pack.council else ""
        for row in csv.reader(text):
            line = Line._make(
                number(cell) if place in NUMBERS else cell for place, cell in enumerate(row)
            )
            is_ours = line.period and not line.place
            yield line._replace(place=own) if is_ours else line


def number(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell


def changed(pack: DataPack, first: int, count: int) -> list[Line]:
    """Some of the figures that change, from the ``first``, counted from 0."""
    return list(
        islice((line for line in lines(pack) if line.what == CHANGED), first, first + count)
    )


def written_lines(pack: DataPack) -> Iterator[Line]:
    fields = ("indicator__code", "indicator__title", "area__name", "period__kind")
    days = ("period__starts_on", "period__ends_on", "state", "value", "sheet", "cell", "note")
    rows = Outturn.objects.filter(data_pack=pack).order_by(F("replaces").asc(nulls_last=True), "id")
    known: dict[tuple, str] = {}
    for row in rows.values_list(
        *fields, *days, "replaces", "replaces__state", "replaces__value"
    ).iterator(chunk_size=5000):
        code, title, place, *period, state, value, sheet, cell, note, replaces, was, old = row
        label = known.get(key := tuple(period)) or known.setdefault(key, periods.label(*period))
        column = cell.rstrip("0123456789")
        yield Line(
            CHANGED if replaces else NEW,
            code,
            title,
            place,
            label,
            said(was, old) if replaces else "",
            said(state, value),
            sheet,
            cell[len(column) :],
            column,
            "",
            note,
        )
