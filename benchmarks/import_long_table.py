"""How long a long table of 150,000 figures takes beside the least it could take.

    python -m benchmarks.import_long_table [--councils N --indicators N --periods N] [--runs N]

The least: reading the file as CSV, and writing as many bare rows of the same columns in one
transaction to a table without indexes or constraints, by the driver's ``executemany``. The import:
open, check, read, compare, keep the file, write and make current. At most three times the least,
and at least ten times as fast, row for row, as a plain ModelResource of django-import-export on a
sample of the same rows. ``DATABASE_URL`` says which database, which must be one to throw away.
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
from django.core.management import call_command
from django.db import connection, transaction
from import_export import fields, resources, widgets

from indicators import data_packs
from indicators.models import Area, DataPack, Indicator, KeptStanding, Outturn, Period, ReleaseNote

LIMIT, AT_LEAST, MEGABYTES = 3.0, 10.0, 500
HEADINGS = ["Area code", "Area", "Indicator code", "Indicator", "Period", "Value"]
FIRST_YEAR = 2014


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


# --- the least, the import, the plain resource ------------------------------------------------


def least(content: bytes, rows: list[tuple]) -> float:
    """Read every row, and write bare ones in one transaction."""
    names = ", ".join(f"c{number}" for number in range(len(rows[0])))
    marks = ", ".join(["%s"] * len(rows[0]))
    kinds = ", ".join(f"c{number} {kind_of(rows[0][number])}" for number in range(len(rows[0])))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_rows")
        cursor.execute(f"CREATE TABLE bare_rows ({kinds})")
        started = time.perf_counter()
        list(csv.reader(io.StringIO(content.decode(), newline="")))
        with transaction.atomic():
            cursor.executemany(f"INSERT INTO bare_rows ({names}) VALUES ({marks})", rows)
        seconds = time.perf_counter() - started
        cursor.execute("DROP TABLE bare_rows")
    return seconds


def kind_of(cell: object) -> str:
    if isinstance(cell, bool):
        return "boolean"
    if isinstance(cell, int):
        return "bigint"
    return "double precision" if isinstance(cell, float) else "text"


def whole(content: bytes) -> float:
    started = time.perf_counter()
    outcome = data_packs.load(content, "long-table.csv", write=True)
    seconds = time.perf_counter() - started
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
    started = time.perf_counter()
    result = PlainResource().import_data(data, dry_run=False, raise_errors=True)
    assert result.totals["new"] == len(rows), result.totals
    return len(rows) / (time.perf_counter() - started)


def empty() -> None:
    """Figures and their packs; measures and periods stay, as they do from release to release."""
    Indicator.objects.update(first_named_by=None)
    with connection.cursor() as cursor:
        for model in (KeptStanding, ReleaseNote):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
        cursor.execute("UPDATE indicators_outturn SET replaces_id = NULL WHERE replaces_id > 0")
    Outturn.objects.all()._raw_delete("default")
    DataPack.objects.all()._raw_delete("default")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")


def bare_rows() -> list[tuple]:
    """As they were written, in types every driver takes."""
    columns = [field.attname for field in Outturn._meta.fields[1:]]
    rows = Outturn.objects.values_list(*columns).iterator()
    return [tuple(str(v) if hasattr(v, "isoformat") else v for v in row) for row in rows]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, number in (("councils", 150), ("indicators", 100), ("periods", 10), ("runs", 3)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--sample", type=int, default=1_000, help="rows of the plain resource")
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        call_command("load_reference", verbosity=0, stdout=nowhere)
    empty()
    content = long_table(options.councils, options.indicators, options.periods)
    first = whole(content)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = bare_rows()
    print(f"{len(rows):,} figures on {connection.vendor}; the first import took {first:.1f} s")
    ratios, fastest = [], first
    for _ in range(options.runs):
        empty()
        took, floor = whole(content), least(content, rows)
        ratios.append(took / floor)
        fastest = min(fastest, took)
        print(
            f"import {took:.2f} s, bare reading and writing {floor:.2f} s: {ratios[-1]:.1f} times"
        )
    ratio, rate = statistics.median(ratios), plain(options.sample)
    times = len(rows) / fastest / rate
    print(f"median {ratio:.1f} times; the limit is {LIMIT:g}")
    print(
        f"plain ModelResource {rate:,.0f} rows/s: {times:.0f} times as fast; at least {AT_LEAST:g}"
    )
    print(f"memory at the end of the first import {peak:.0f} MB; the limit is {MEGABYTES}")
    return 0 if ratio <= LIMIT and times >= AT_LEAST and peak < MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
