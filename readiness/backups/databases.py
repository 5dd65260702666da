"""The whole database as one file, and back: by SQLite's own backup, by pg_dump and pg_restore."""

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from readiness.backups.manifest import BackupError

Copier = Callable[[Path], None]


@contextmanager
def at_one_moment() -> Iterator[Copier]:
    """While it lasts, what is read here and the copy that is made are of one and the same moment,
    whatever others write meanwhile; nobody waits for it."""
    with sqlite_moment() if connection.vendor == "sqlite" else postgresql_moment() as copier:
        yield copier


@contextmanager
def sqlite_moment() -> Iterator[Copier]:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # Django's own would keep everybody from writing
        try:
            cursor.execute("SELECT count(*) FROM django_migrations")  # the moment begins here
            yield copy_sqlite
        finally:
            cursor.execute("ROLLBACK")


def copy_sqlite(place: Path) -> None:
    with closing(sqlite3.connect(place)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it


@contextmanager
def postgresql_moment() -> Iterator[Copier]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        yield lambda place: run(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={snapshot}",
            f"--file={place}",
        )


def is_empty() -> bool:
    return not connection.introspection.table_names()


def load(place: Path) -> None:
    """Into an empty database, all or nothing."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(place)) as copy:
            copy.backup(connection.connection)
    else:
        options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
        run("pg_restore", *options, "--no-comments", str(place))
    connection.close()  # what it knew of the tables is of the past


def run(program: str, *options: str) -> None:
    """PostgreSQL's program on this database; raises BackupError with what it said."""
    (_, *where), extra = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    *where, database = where
    command = [program, *where, f"--dbname={database}", *options]
    try:
        done = subprocess.run(  # noqa: S603 -- fixed programs, names from the settings
            command,
            env={**os.environ, **(extra or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        message = f"{program} is not on this machine: install PostgreSQL's client programs."
        raise BackupError(message) from error
    if done.returncode:
        said = done.stderr.strip() or f"It ended with {done.returncode}."
        raise BackupError(f"{program} could not do its work: {said}")
