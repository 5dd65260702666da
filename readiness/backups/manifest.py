"""What a backup holds, and whether a folder holds all of it. Needs neither database nor store."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from readiness.sealed_pack import Listed, sums_of

FORMAT, VERSION = "golden-thread-backup", 1
MANIFEST, SUMS, DATABASE, FILES = "manifest.json", "SHA256SUMS", "database", "files"
CHUNK = 1024 * 1024


class BackupError(Exception):
    """Why a backup cannot be made or put back, a sentence each in ``reasons``."""

    def __init__(self, *reasons: str):
        super().__init__("\n".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Manifest:
    """``made_at`` is a moment such as 2026-11-22T12:00:00+00:00, ``engine`` Django's name of the
    kind of database. ``files`` have the names of the store; ``missing`` are those the database
    speaks of and the store did not have. ``rows`` counts them by table, ``migrations`` are such as
    readiness.0001_framework."""

    made_at: str
    engine: str
    database: Listed
    files: list[Listed] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    migrations: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of the database and the files."""
        return self.database.size + sum(file.size for file in self.files)


def write(manifest: Manifest, folder: Path) -> None:
    about = {"format": FORMAT, "version": VERSION, **asdict(manifest)}
    text = json.dumps(about, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    (folder / SUMS).write_bytes(sums_of([manifest.database, *listed_by_place(manifest)]))


def listed_by_place(manifest: Manifest) -> Iterator[Listed]:
    for file in manifest.files:
        yield Listed(f"{FILES}/{file.path}", file.size, file.sha256)


def read(folder: Path) -> Manifest:
    """Raises BackupError where the folder is no backup, or one this version cannot read."""
    try:
        about = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if about.pop("format") != FORMAT:
            raise ValueError(FORMAT)
        version = about.pop("version")
        about["database"] = Listed(**about["database"])
        about["files"] = [Listed(**file) for file in about["files"]]
        manifest = Manifest(**about)
    except FileNotFoundError as error:
        message = f"{folder} is no backup: it has no {MANIFEST}. Name the folder that backup made."
        raise BackupError(message) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"{folder / MANIFEST} is damaged, or no backup's.") from error
    if version != VERSION:
        raise BackupError(f"{folder} was made by a newer Golden Thread. Put it back with that one.")
    return manifest


def problems(folder: Path, manifest: Manifest) -> Iterator[str]:
    """A sentence for each file that is not there or not as it was written. Reads every byte."""
    for file in [manifest.database, *listed_by_place(manifest)]:
        place = folder / file.path
        if not is_inside(file.path):
            yield f"{file.path} points outside the backup."
        elif not place.is_file():
            yield f"{file.path} is missing from the backup."
        elif sha256_of(place) != file.sha256:
            yield f"{file.path} is not what was written to the backup."


def is_inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts


def listed(place: Path, name: str) -> Listed:
    return Listed(name, place.stat().st_size, sha256_of(place))


def sha256_of(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
