"""Writing many outturns fast, without keeping other writers waiting.

Rows go in invisible (not current), a few thousand at a time with a pause after each batch; they
become visible together in one short transaction. SQLite lets one writer in at a time, so how
long each piece holds the lock is how long everybody else waits.
"""

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager, suppress
from itertools import islice

from django.db import connection, transaction
from django.db.models import ProtectedError

from indicators.data_pack_plan import Row
from indicators.layouts.reading import Figure
from indicators.models import DataPack, Indicator, Outturn

BATCH = 2_000
COPIED = 10_000  # a batch of PostgreSQL's COPY
PAUSE = 0.1  # of the time the batch took, so that a slow machine rests longer
IDS_AT_ONCE = 900  # SQLite's limit on parameters of one statement

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


class FiguresMovedError(Exception):
    """Somebody changed the figures between the preview and the end of writing."""


def columns() -> tuple[str, list[str]]:
    """The table and its columns, quoted. Our field names are the columns' names."""
    quote = connection.ops.quote_name
    names = [*FROM_ROW, *FROM_FIGURE, *FROM_PACK]
    return quote(Outturn._meta.db_table), [quote(name) for name in names]


def insert_rows(cursor, batch: list[tuple]) -> None:
    table, names = columns()
    values = ", ".join(["%s"] * len(names))
    cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})", batch)  # noqa: S608


def copy_rows(cursor, batch: list[tuple]) -> None:
    table, names = columns()
    with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
        for row in batch:
            copy.write_row(row)


def write_rows(
    rows: Sequence[Row], *, pack: DataPack, ids: dict, report: Callable[[int], None]
) -> None:
    """Insert the rows of a pack, not yet current. ``ids`` has those of new measures and periods.

    ``report(number written)`` runs inside each batch's transaction, and may raise to stop.
    PostgreSQL copies, and lets others write meanwhile; SQLite rests after each batch.
    """
    copies = connection.vendor == "postgresql"
    write, size, pause = (copy_rows, COPIED, 0) if copies else (insert_rows, BATCH, PAUSE)
    recorded_at = connection.ops.adapt_datetimefield_value(pack.confirmed_at)
    from_pack = (pack.pk, pack.confirmed_by_id, recorded_at, False)
    written = 0
    remaining = iter(rows)
    while batch := build(islice(remaining, size), ids, from_pack):
        written += len(batch)
        started = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            report(written)
            write(cursor, batch)
        time.sleep((time.perf_counter() - started) * pause)


def build(rows: Iterable[Row], ids: dict, from_pack: tuple) -> list[tuple]:
    with no_garbage_collection():
        return [values_of(row, ids) + from_pack for row in rows]


def values_of(row: Row, ids: dict) -> tuple:
    indicator, area, period, replaces, figure = row
    return (
        ids.get(indicator, indicator),
        area,
        ids.get(period, period),
        replaces,
        *figure[-len(FROM_FIGURE) :],
    )


def make_current(pack: DataPack, replaced: Iterable[int]) -> None:
    """The pack's rows take the place of those they replace. Call inside a transaction."""
    for some in chunks(replaced):
        moved = Outturn.objects.filter(pk__in=some, is_current=True).update(is_current=False)
        if moved != len(some):
            raise FiguresMovedError
    Outturn.objects.filter(data_pack=pack).update(is_current=True)


def restore(pack: DataPack) -> None:
    """The reverse of ``make_current``. Call inside a transaction."""
    rows = Outturn.objects.filter(data_pack=pack)
    replaced = list(rows.filter(replaces__isnull=False).values_list("replaces_id", flat=True))
    rows.update(is_current=False)
    for some in chunks(replaced):
        Outturn.objects.filter(pk__in=some).update(is_current=True)


def remove_unfinished(pack: DataPack) -> None:
    """Rows of an import that did not end, which nobody has seen, and the indicators it named."""
    rows = Outturn.objects.filter(data_pack=pack, is_current=False)
    rows._raw_delete(rows.db)
    with suppress(ProtectedError):  # somebody has already put one to use
        Indicator.objects.filter(first_named_by=pack, outturns=None, targets=None).delete()


def chunks(ids: Iterable[int]) -> Iterable[list[int]]:
    remaining = iter(ids)
    while some := list(islice(remaining, IDS_AT_ONCE)):
        yield some
