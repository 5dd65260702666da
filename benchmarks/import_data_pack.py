"""How long importing the national workbook takes beside the least it could take.

    python benchmarks/import_data_pack.py [FILE] [--runs N]

The least: reading every sheet of the workbook, and writing as many bare rows of the same columns
to SQLite in one transaction, without indexes or constraints. The import: open, check, read,
compare, keep the file, write and make current, on a fresh SQLite file that holds the councils and
the catalogue. At most four times the least.
"""

import argparse
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = ROOT.parent / "shared" / "data" / "ascof" / "ascof_2024_25.ods"
SAMPLE = ROOT / "tests" / "data" / "ascof_sample.ods"
LIMIT = 4.0

sys.path.insert(0, str(ROOT))
os.environ.setdefault("MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
FOLDER = tempfile.mkdtemp(prefix="import-benchmark-")
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER}/benchmark.sqlite3"
os.environ["MEDIA_ROOT"] = f"{FOLDER}/media"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from python_calamine import CalamineWorkbook

from indicators import data_packs
from indicators.models import (
    DataPack,
    KeptStanding,
    Outturn,
    Period,
    ReleaseNote,
    SeriesBreak,
)


def bare(path: Path, rows: list[tuple], run: int) -> float:
    """Read every sheet, then write the rows to a table with nothing on it."""
    columns = ", ".join(f"c{number}" for number in range(len(rows[0])))
    marks = ", ".join("?" * len(rows[0]))
    started = time.perf_counter()
    workbook = CalamineWorkbook.from_path(str(path))
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    database = sqlite3.connect(f"{FOLDER}/bare-{run}.sqlite3")
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;")
    database.execute(f"CREATE TABLE bare (id INTEGER PRIMARY KEY, {columns})")
    database.executemany(f"INSERT INTO bare ({columns}) VALUES ({marks})", rows)
    database.commit()
    database.close()
    return time.perf_counter() - started


def whole(path: Path) -> float:
    started = time.perf_counter()
    outcome = data_packs.load(path.read_bytes(), path.name, write=True)
    seconds = time.perf_counter() - started
    assert outcome.summary["written"], outcome.summary["problems"]
    return seconds


def empty() -> None:
    for model in (KeptStanding, ReleaseNote, SeriesBreak, Outturn, DataPack, Period):
        rows = model.objects.all()
        rows._raw_delete(rows.db)
    connection.cursor().execute("VACUUM")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    path = options.file or (PUBLISHED if PUBLISHED.exists() else SAMPLE)
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    whole(path)
    rows = list(Outturn.objects.values_list(*[f.attname for f in Outturn._meta.fields[1:]]))
    rows = [tuple(str(v) if hasattr(v, "isoformat") else v for v in row) for row in rows]
    ratios = []
    for run in range(options.runs):
        empty()
        took, least = whole(path), bare(path, rows, run)
        ratios.append(took / least)
        print(
            f"import {took:.3f} s, bare reading and writing {least:.3f} s: {ratios[-1]:.1f} times"
        )
    ratio = statistics.median(ratios)
    print(f"{len(rows):,} figures of {path.name}: median {ratio:.1f} times; the limit is {LIMIT:g}")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
