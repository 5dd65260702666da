"""How long a long table of 150,000 figures takes beside the least it could take.

    python -m benchmarks.import_long_table [--councils 150] [--indicators 100] [--periods 10]
    python -m benchmarks.own_postgresql benchmarks.import_long_table

The least, two ways: reading the file and writing as many rows of the same columns in one
transaction, by the driver's ``executemany`` to a table without indexes or constraints; and by the
database's fastest way (COPY on PostgreSQL) to the very table of figures. The shorter one counts.
The import: open, check, read, compare, keep the file, write and make current. At most three times
the least, and at least ten times as fast, row for row, as a plain ModelResource of
django-import-export on a sample of the same rows. ``DATABASE_URL`` says which database, which must
be one to throw away; without it, a new file of SQLite. What a person waits for is timed beside:
the preview, confirming, undoing.
"""

import argparse
import csv
import io
import os
import resource
import statistics
import sys
import tempfile
import time

FOLDER = tempfile.mkdtemp(prefix="long-table-")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER}/benchmark.sqlite3")
os.environ["MEDIA_ROOT"] = f"{FOLDER}/media"

from benchmarks import environment

environment.prepare()

import tablib
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from import_export import fields, resources, widgets

from indicators import data_pack_writing, data_packs
from indicators.models import Area, DataPack, Indicator, KeptStanding, Outturn, Period, ReleaseNote

LIMIT, AT_LEAST, MEGABYTES = 3.0, 10.0, 500
HEADINGS = ["Area code", "Area", "Indicator code", "Indicator", "Period", "Value"]
FIRST_YEAR = 2014
COLUMNS = [field.attname for field in Outturn._meta.fields[1:]]


def long_table(councils: int, indicators: int, periods: int) -> bytes:
    """Real councils, made-up measures; a figure for each council, measure and year."""
    places = Area.objects.councils().filter(ended_on=None).values_list("code", "name")[:councils]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for year in range(FIRST_YEAR, FIRST_YEAR + periods):
        for number in range(indicators):
            named = (f"LT{number:03d}", f"Made-up measure number {number}")
            for at, place in enumerate(places):
                value = (at * 31 + number * 17 + year) % 997 / 10
                writer.writerow([*place, *named, f"{year}-{(year + 1) % 100:02d}", value])
    return text.getvalue().encode()


class Clock:
    """Of the wall, or of this process alone, where the machine is busy with other work."""

    now = staticmethod(time.perf_counter)


clock = Clock()


# --- the least, the import, the plain resource ------------------------------------------------


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def bare_table(content: bytes, rows: list[tuple]) -> float:
    """Read every row, and write bare ones in one transaction."""
    names = ", ".join(f"c{number}" for number in range(len(rows[0])))
    marks = ", ".join(["%s"] * len(rows[0]))
    kinds = ", ".join(f"c{number} {kind_of(rows[0][number])}" for number in range(len(rows[0])))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_rows")
        cursor.execute(f"CREATE TABLE bare_rows ({kinds})")
        started = clock.now()
        read(content)
        with transaction.atomic():
            cursor.executemany(f"INSERT INTO bare_rows ({names}) VALUES ({marks})", rows)
        seconds = clock.now() - started
        cursor.execute("DROP TABLE bare_rows")
    return seconds


def same_table(content: bytes, rows: list[tuple]) -> float:
    """The same into the table of figures, with its indexes and foreign keys, once it is empty."""
    clear_figures()
    table = Outturn._meta.db_table
    names = ", ".join(COLUMNS)
    marks = ", ".join(["%s"] * len(COLUMNS))
    started = clock.now()
    read(content)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
    return clock.now() - started


def kind_of(cell: object) -> str:
    if isinstance(cell, bool):
        return "boolean"
    if isinstance(cell, int):
        return "bigint"
    return "double precision" if isinstance(cell, float) else "text"


def whole(content: bytes) -> float:
    started = clock.now()
    outcome = data_packs.load(content, "long-table.csv", write=True)
    seconds = clock.now() - started
    assert outcome.summary["written"], outcome.summary["problems"]
    return seconds


class PlainResource(resources.ModelResource):
    """What the library does by itself, with natural keys looked up for each row."""

    indicator = fields.Field("indicator", "indicator", widgets.ForeignKeyWidget(Indicator, "code"))
    area = fields.Field("area", "area", widgets.ForeignKeyWidget(Area, "code"))
    period = fields.Field("period", "period", widgets.ForeignKeyWidget(Period, "pk"))

    class Meta:
        model = Outturn
        fields = ("indicator", "area", "period", "value", "is_current")
        import_id_fields = ("indicator", "area", "period")


def plain(sample: int) -> float:
    """Rows a second of the plain resource, on figures that were just imported."""
    rows = list(
        Outturn.objects.values_list("indicator__code", "area__code", "period_id", "value")[:sample]
    )
    empty()
    data = tablib.Dataset(headers=["indicator", "area", "period", "value", "is_current"])
    for row in rows:
        data.append([*row, "1"])
    started = clock.now()
    result = PlainResource().import_data(data, dry_run=False, raise_errors=True)
    assert result.totals["new"] == len(rows), result.totals
    return len(rows) / (clock.now() - started)


def clear_figures() -> None:
    with connection.cursor() as cursor:
        for model in (KeptStanding, ReleaseNote):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
        cursor.execute("UPDATE indicators_outturn SET replaces_id = NULL WHERE replaces_id > 0")
        cursor.execute("DELETE FROM indicators_outturn")
        cursor.execute("VACUUM")


def empty() -> None:
    """Figures and their packs; measures and periods stay, as they do from release to release."""
    clear_figures()
    Indicator.objects.update(first_named_by=None, retired_from=None)
    DataPack.objects.all()._raw_delete("default")


def bare_rows() -> list[tuple]:
    """As they were written, in types every driver takes as they are."""
    flags = [COLUMNS.index(name) for name in ("is_provisional", "is_revised", "is_current")]
    in_text = COLUMNS.index("recorded_at")
    rows = []
    for row in Outturn.objects.values_list(*COLUMNS).iterator():
        cells = list(row)
        cells[in_text] = str(cells[in_text])
        if connection.vendor == "sqlite":
            for flag in flags:
                cells[flag] = int(cells[flag])
        rows.append(tuple(cells))
    return rows


# --- what a person waits for --------------------------------------------------------------------


def by_steps(content: bytes) -> None:
    empty()
    by = get_user_model().objects.get_or_create(username="analyst@council.example")[0]
    pack, _ = data_packs.receive(file=SimpleUploadedFile("long-table.csv", content), by=by)
    steps = (
        ("preview", lambda: data_packs.preview(pack)),
        ("confirm", lambda: data_pack_writing.write(data_packs.confirm(pack, by=by))),
        ("undo", lambda: data_packs.undo(pack, by=by)),
    )
    for name, step in steps:
        asked, started = Statements(), clock.now()
        with connection.execute_wrapper(asked):
            step()
        print(f"{name} {clock.now() - started:.2f} s, {asked.count} statements")
    pack.refresh_from_db()
    assert pack.state == DataPack.State.UNDONE, pack.problem


class Statements:
    """Counts what the database is asked; a batch of rows is one statement."""

    def __init__(self):
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


# --- all together -------------------------------------------------------------------------------


def options_given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, number in (("councils", 150), ("indicators", 100), ("periods", 10), ("runs", 3)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--sample", type=int, default=1_000, help="rows of the plain resource")
    parser.add_argument(
        "--processor", action="store_true", help="count this process's time only (busy machine)"
    )
    return parser.parse_args()


def first_import(content: bytes) -> float:
    """Megabytes at its end: later ones find the memory taken already."""
    asked = Statements()
    with connection.execute_wrapper(asked):
        seconds = whole(content)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    number = Outturn.objects.count()
    print(f"{number:,} figures on {connection.vendor}: the first import took {seconds:.1f} s,")
    print(f"{asked.count} statements and {peak:.0f} MB at its peak; the limit is {MEGABYTES} MB")
    return peak


def beside_the_least(content: bytes) -> tuple[float, float]:
    empty()
    took = whole(content)
    rows = bare_rows()
    floors = bare_table(content, rows), same_table(content, rows)
    times = took / min(floors)
    print(
        f"import {took:.2f} s; read and written to a bare table {floors[0]:.2f} s, "
        f"to the same table {floors[1]:.2f} s: {times:.1f} times the shorter"
    )
    return times, len(rows) / took


def main() -> int:
    options = options_given()
    if options.processor:
        clock.now = time.process_time
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        call_command("load_reference", verbosity=0, stdout=nowhere)
    empty()
    content = long_table(options.councils, options.indicators, options.periods)
    peak = first_import(content)
    measured = [beside_the_least(content) for _ in range(options.runs)]
    times = statistics.median(ratio for ratio, _ in measured)
    print(f"median {times:.1f} times; the limit is {LIMIT:g}")
    empty()
    whole(content)
    rate = plain(options.sample)
    faster = statistics.median(rows for _, rows in measured) / rate
    print(
        f"plain ModelResource {rate:,.0f} rows a second: the import is {faster:.0f} times as fast; "
        f"the least is {AT_LEAST:g}"
    )
    by_steps(content)
    return 0 if times <= LIMIT and faster >= AT_LEAST and peak < MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
