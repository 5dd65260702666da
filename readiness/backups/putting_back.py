"""A backup comes back into an empty database and a store that holds nothing else of its names."""

from dataclasses import dataclass
from pathlib import Path

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from evidence import integrity
from evidence.models import FileAlarm, Upload
from readiness.backups import databases, manifest, stored_files
from readiness.backups.manifest import FILES, BackupError, Manifest

MOST_NAMED = 20


@dataclass(frozen=True)
class Restored:
    """``unsaved`` files were sent and not saved when the backup was made: they are not in it.
    ``migrated`` tells that tables were brought up to date. ``alarms``: documents whose stored file
    is not what was added, as it was when the backup was made."""

    manifest: Manifest
    unsaved: int
    migrated: bool
    alarms: list[FileAlarm]


def put_back(folder: Path) -> Restored:
    """Raises BackupError before anything is written where it does not fit or is not whole."""
    kept = manifest.read(folder)
    refuse_unless_it_fits(kept)
    refuse_unless_whole(folder, kept)
    refuse_where_taken(kept)
    stored_files.put_back(kept.files, folder / FILES)
    databases.load(folder / manifest.DATABASE)
    refuse_unless_counted(kept)
    migrated = bring_up_to_date()
    Session.objects.all().delete()  # who was signed in then may be nobody's business now
    unsaved, _ = Upload.objects.all().delete()
    return Restored(kept, unsaved, migrated, integrity.verify(clear=False).problems)


def refuse_unless_it_fits(kept: Manifest) -> None:
    if kept.engine != connection.vendor:
        raise BackupError(
            f"The backup is of {named(kept.engine)} and DATABASE_URL names {named()}: "
            "set it to an empty database of the same kind."
        )
    loader = MigrationLoader(None)
    known = {".".join(key) for key in loader.disk_migrations}
    if not set(kept.migrations) <= known:
        raise BackupError(
            "The backup was made by a newer Golden Thread than this one. Put it back with that "
            "version or a later one."
        )
    if not databases.is_empty():
        raise BackupError(
            "The database already has tables. A backup is put back into an empty one only, so that "
            "nothing is written over: make one, set DATABASE_URL to it, and try again."
        )


def named(engine: str = "") -> str:
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(engine or connection.vendor, engine)


def refuse_unless_whole(folder: Path, kept: Manifest) -> None:
    if found := list(manifest.problems(folder, kept)):
        raise BackupError(*some(found), "Nothing was put back. Take another backup.")


def refuse_where_taken(kept: Manifest) -> None:
    if taken := stored_files.other_content(kept.files):
        raise BackupError(
            *some([f"The store already has another file called {name}." for name in taken]),
            "Set MEDIA_ROOT or S3_BUCKET to an empty place and try again. Nothing was put back.",
        )


def some(sentences: list[str]) -> list[str]:
    more = len(sentences) - MOST_NAMED
    return sentences[:MOST_NAMED] + ([f"And {more} more."] if more > 0 else [])


def refuse_unless_counted(kept: Manifest) -> None:
    """The proof that every row came back."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, rows in kept.rows.items():
            found = 0
            if table in tables:
                quoted = connection.ops.quote_name(table)
                cursor.execute(f"SELECT count(*) FROM {quoted}")  # noqa: S608 -- a table there is
                (found,) = cursor.fetchone()
            if found != rows:
                raise BackupError(f"{table} has {found} rows; the backup was made of {rows}.")


def bring_up_to_date() -> bool:
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", verbosity=0)
    return True
