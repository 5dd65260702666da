"""Which stored files the database speaks of, and how they go into a backup and back."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.core.files import File
from django.core.files.storage import default_storage

from evidence.unclaimed_files import names_claimed_by
from readiness.backups.manifest import CHUNK, BackupError
from readiness.sealed_pack import Listed

OURS = ("evidence", "indicators", "readiness")


def names_spoken_of() -> set[str]:
    names: set[str] = set()
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            names |= names_claimed_by(model)
    return names


def copy(names: Iterable[str], folder: Path) -> tuple[list[Listed], list[str]]:
    """(what was copied, names the store does not have)."""
    files, missing = [], []
    for name in names:
        try:
            files.append(copy_one(name, folder / name))
        except FileNotFoundError:
            missing.append(name)
    return files, missing


def still_spoken_of(names: list[str]) -> list[str]:
    """Without those of documents that were deleted meanwhile."""
    return sorted(names_spoken_of().intersection(names)) if names else []


def copy_one(name: str, place: Path) -> Listed:
    digest, size = hashlib.sha256(), 0
    with default_storage.open(name, "rb") as stored:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as copied:
            while chunk := stored.read(CHUNK):
                copied.write(chunk)
                digest.update(chunk)
                size += len(chunk)
    return Listed(name, size, digest.hexdigest())


def other_content(files: Iterable[Listed]) -> list[str]:
    """Names that the store already has for something else."""
    return [file.path for file in files if default_storage.exists(file.path) and not is_kept(file)]


def is_kept(file: Listed) -> bool:
    with default_storage.open(file.path, "rb") as stored:
        digest = hashlib.sha256()
        while chunk := stored.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest() == file.sha256


def put_back(files: Iterable[Listed], folder: Path) -> None:
    """Those the store does not have yet: what an attempt that was cut off brought is used."""
    for file in files:
        if default_storage.exists(file.path):
            continue
        with (folder / file.path).open("rb") as content:
            if default_storage.save(file.path, File(content)) != file.path:
                raise BackupError(f"Somebody else is writing {file.path} to the store. Stop them.")
