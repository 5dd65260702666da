"""Writing many outturns fast, without keeping other writers waiting.

Rows go in invisible (not current), a few thousand at a time with a pause after each batch; they
become visible together in one short transaction. SQLite lets one writer in at a time, so how
long each piece holds the lock is how long everybody else waits.
"""

import gc
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice

from django.db import connection, transaction
from django.db.models import ProtectedError, QuerySet

from indicators.data_pack_plan import Row
from indicators.data_pack_runs import FiguresMovedError
from indicators.layouts.reading import Figure
from indicators.models import DataPack, Indicator, Outturn

BATCH = 2_000
ROWS_OF_A_STATEMENT = 10
COPIED = 10_000  # a batch of PostgreSQL's COPY
PAUSE = 0.1  # of the time the batch took, so that a slow machine rests longer

FROM_ROW = ("indicator_id", "area_id", "period_id", "replaces_id")
FROM_FIGURE = Figure._fields[Figure._fields.index("state") :]
FROM_PACK = ("data_pack_id", "recorded_by_id", "recorded_at", "is_current")


@contextmanager
def no_garbage_collection():
    """Many small tuples are made and no cycles; looking for cycles doubles the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def columns() -> tuple[str, str]:
    """The table and its columns, quoted. Our field names are the columns' names."""
    quote = connection.ops.quote_name
    names = [*FROM_ROW, *FROM_FIGURE, *FROM_PACK]
    return quote(Outturn._meta.db_table), ", ".join(quote(name) for name in names)


def insert_statement(rows: int) -> str:
    """Takes the cells of so many figures, then the pack's id: what they have from their pack is
    read there. Both save the driver much of its work, which is the most of writing a row."""
    table, names = columns()
    figure = f"({', '.join(['%s'] * len(FROM_ROW + FROM_FIGURE))})"
    return (
        f"INSERT INTO {table} ({names}) "  # noqa: S608 (names of columns)
        "SELECT figure.*, pack.id, pack.confirmed_by_id, pack.confirmed_at, 0 "
        f"FROM (VALUES {', '.join([figure] * rows)}) AS figure, indicators_datapack AS pack "
        "WHERE pack.id = %s"
    )


def insert_rows(cursor, batch: list[tuple], pack: DataPack) -> None:
    even = len(batch) - len(batch) % ROWS_OF_A_STATEMENT
    for size, some in ((ROWS_OF_A_STATEMENT, batch[:even]), (1, batch[even:])):
        groups = (some[at : at + size] for at in range(0, len(some), size))
        cursor.executemany(insert_statement(size), [(*chain(*each), pack.pk) for each in groups])


def copy_rows(cursor, batch: list[tuple], pack: DataPack) -> None:
    table, names = columns()
    from_pack = (pack.pk, pack.confirmed_by_id, pack.confirmed_at, False)
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in batch:
            copy.write_row(row + from_pack)


def write_rows(
    rows: Sequence[Row], *, pack: DataPack, ids: dict, report: Callable[[int], None]
) -> None:
    """Insert the rows of a pack, not yet current. ``ids`` has those of new measures and periods.

    ``report(number written)`` runs inside each batch's transaction, and may raise to stop.
    PostgreSQL copies, and lets others write meanwhile; SQLite rests after each batch.
    """
    copies = connection.vendor == "postgresql"
    write, size, pause = (copy_rows, COPIED, 0) if copies else (insert_rows, BATCH, PAUSE)
    written = 0
    remaining = iter(rows)
    while batch := build(islice(remaining, size), ids):
        written += len(batch)
        started = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            report(written)
            write(cursor, batch, pack)
        time.sleep((time.perf_counter() - started) * pause)


def build(rows: Iterable[Row], ids: dict) -> list[tuple]:
    with no_garbage_collection():
        return [values_of(row, ids) for row in rows]


def values_of(row: Row, ids: dict) -> tuple:
    """``FROM_ROW`` and ``FROM_FIGURE``; flags as 0 and 1, which every driver takes as they are."""
    indicator, area, period, replaces, figure = row
    _, _, _, state, value, top, bottom, base, margin, provisional, revised, *where = figure
    of_what = (ids.get(indicator, indicator), area, ids.get(period, period), replaces)
    return (*of_what, state, value, top, bottom, base, margin, +provisional, +revised, *where)


def make_current(pack: DataPack, replaced: Collection[int]) -> None:
    """The pack's rows take the place of those they replace. Call inside a transaction."""
    if replaced and replaced_by(pack).filter(is_current=True).update(is_current=False) != len(
        replaced
    ):
        raise FiguresMovedError
    Outturn.objects.filter(data_pack=pack).update(is_current=True)


def restore(pack: DataPack) -> None:
    """The reverse of ``make_current``. Call inside a transaction."""
    Outturn.objects.filter(data_pack=pack).update(is_current=False)
    replaced_by(pack).update(is_current=True)


def replaced_by(pack: DataPack) -> QuerySet[Outturn]:
    rows = Outturn.objects.filter(data_pack=pack, replaces__isnull=False)
    return Outturn.objects.filter(pk__in=rows.values("replaces_id"))


def remove_unfinished(pack: DataPack) -> None:
    """Rows of an import that did not end, which nobody has seen, and the indicators it named."""
    rows = Outturn.objects.filter(data_pack=pack, is_current=False)
    rows._raw_delete(rows.db)
    with suppress(ProtectedError):  # somebody has already put one to use
        Indicator.objects.filter(first_named_by=pack, outturns=None, targets=None).delete()
