"""A database and folders of a benchmark's own, empty at the start.

On SQLite, or in the database that ``benchmarks.own_postgresql`` has made.
"""

import os
import shutil
import uuid
from pathlib import Path

from benchmarks import environment

place = environment.VAR


def prepare(name: str) -> None:
    """Call before importing any model."""
    global place  # noqa: PLW0603 - one benchmark, one place
    place = environment.VAR / f"benchmark-{name}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    own = os.environ.get("BENCHMARK_DATABASE_URL", f"sqlite:///{place / 'database.sqlite3'}")
    os.environ["DATABASE_URL"] = own
    os.environ["MEDIA_ROOT"] = str(place / "media")
    os.environ["LOG_LEVEL"] = "CRITICAL"
    environment.prepare()


def text_file(name: str, megabytes: float) -> Path:
    """Plain text that no other file has."""
    file = place / name
    line = (uuid.uuid4().hex + " what carers told us about waiting, in words. ") * 16 + "\n"
    with file.open("w") as out:
        for _ in range(int(megabytes * 1024 * 1024 // len(line)) or 1):
            out.write(line)
    return file
