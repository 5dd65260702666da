"""A backup: the folder appears under its name when its last byte is on the disk, or not at all."""

import os
import shutil
from pathlib import Path

from django.apps import apps
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from readiness.backups import databases, manifest, stored_files
from readiness.backups.manifest import BackupError, Manifest


def make(folder: Path) -> Manifest:
    """Raises BackupError, and leaves nothing, where it cannot be made whole. Files the store no
    longer has are named in the manifest's ``missing``, but for those deleted meanwhile."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(f"{folder} is there already. Name a folder that is not.")
    part = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)  # of one that was killed
        part.mkdir(parents=True, mode=0o700)
        made = fill(part)
        os.sync()
        part.replace(folder)
    except OSError as error:
        raise BackupError(f"{folder} cannot be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return made


def fill(folder: Path) -> Manifest:
    made_at = timezone.now().isoformat(timespec="seconds")
    with databases.at_one_moment() as copy_database:
        copy_database(folder / manifest.DATABASE)
        rows, migrations = rows_by_table(), applied_migrations()
        names = sorted(stored_files.names_spoken_of())
    # Files are never changed once they are written, so they may be copied after the moment.
    files, missing = stored_files.copy(names, folder / manifest.FILES)
    made = Manifest(
        made_at=made_at,
        engine=connection.vendor,
        database=manifest.listed(folder / manifest.DATABASE, manifest.DATABASE),
        files=files,
        missing=stored_files.still_spoken_of(missing),
        rows=rows,
        migrations=migrations,
    )
    manifest.write(made, folder)
    return made


def rows_by_table() -> dict[str, int]:
    models = apps.get_models(include_auto_created=True)
    tables = {model._meta.db_table: model for model in models if model._meta.managed}
    return {table: tables[table]._base_manager.count() for table in sorted(tables)}


def applied_migrations() -> list[str]:
    applied = MigrationRecorder(connections["default"]).applied_migrations()
    return sorted(".".join(key) for key in applied)
