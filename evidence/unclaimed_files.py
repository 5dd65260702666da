"""Files in the store that belong to no document, left by a process that was killed.

A file somebody is writing just now is locked (``evidence.arriving``) and left alone. Pictures of
pages and object storage have no locks: there a file is left alone for an hour.
"""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.core.files.storage import FileSystemStorage, default_storage
from django.db.models import FileField, Model
from django.utils import timezone

from evidence import arriving
from evidence.models import DocumentVersion, Upload

STORED_UNDER, PICTURES_UNDER = "evidence", "previews"
JUST_NOW = 1.0
"""Seconds in which a file may have been made and not yet locked."""
GRACE = timedelta(hours=1)


@dataclass(frozen=True)
class Unclaimed:
    name: str
    size: int
    is_cleared: bool


def find(*, clear: bool) -> list[Unclaimed]:
    """Those nobody claims and nobody is writing, cleared where asked for."""
    return [*stored_unclaimed(clear=clear), *arriving_unclaimed(clear=clear)]


def stored_unclaimed(*, clear: bool) -> Iterator[Unclaimed]:
    # The files first: one that is stored and claimed meanwhile is not in the list.
    names = [*files_under(STORED_UNDER), *files_under(PICTURES_UNDER)]
    claimed = claimed_names()
    for name in names:
        if name not in claimed and (found := taken_from_store(name, clear)):
            yield found


def taken_from_store(name: str, clear: bool) -> Unclaimed | None:
    on_disk = isinstance(default_storage, FileSystemStorage)
    if on_disk and name.startswith(f"{STORED_UNDER}/"):
        return taken(Path(default_storage.path(name)), name, clear, still=is_unclaimed)
    return taken_without_lock(name, clear)


def files_under(folder: str) -> Iterator[str]:
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        yield f"{folder}/{name}"
    for inner in folders:
        yield from files_under(f"{folder}/{inner}")


def claimed_names() -> set[str]:
    """Every name in a file field of this app, but for those of deleted documents."""
    models = apps.get_app_config("evidence").get_models()
    return set().union(*(names_claimed_by(model) for model in models))


def names_claimed_by(model: type[Model]) -> set[str]:
    """Every name in the model's file fields, but for those of deleted documents."""
    rows = model._default_manager.all()
    if model is DocumentVersion:
        rows = rows.filter(document__deleted_at=None)
    names: set[str] = set()
    for one in (one for one in model._meta.get_fields() if isinstance(one, FileField)):
        names.update(rows.exclude(**{one.name: ""}).values_list(one.name, flat=True))
    return names


def is_unclaimed(name: str) -> bool:
    return name not in claimed_names()


def arriving_unclaimed(*, clear: bool) -> Iterator[Unclaimed]:
    paths = [path for path in arriving.folder().iterdir() if path.is_file()]
    claimed = {str(key) for key in Upload.objects.values_list("key", flat=True)}
    for path in paths:
        if path.name not in claimed:
            found = taken(path, f"arriving/{path.name}", clear, still=is_no_upload)
            if found:
                yield found


def is_no_upload(name: str) -> bool:
    known = {str(key) for key in Upload.objects.values_list("key", flat=True)}
    return name.partition("/")[2] not in known


def taken(path: Path, name: str, clear: bool, *, still) -> Unclaimed | None:
    """Nothing where somebody is writing the file, or claimed it while it was looked at."""
    with contextlib.suppress(arriving.InUseError, FileNotFoundError), arriving.locked(path):
        state = path.stat()
        if time.time() - state.st_ctime < JUST_NOW or not still(name):
            return None
        if clear:
            path.unlink()
        return Unclaimed(name, state.st_size, clear)
    return None


def taken_without_lock(name: str, clear: bool) -> Unclaimed | None:
    if default_storage.get_modified_time(name) > timezone.now() - GRACE:
        return None
    size = default_storage.size(name)
    if clear:
        default_storage.delete(name)
    return Unclaimed(name, size, clear)
