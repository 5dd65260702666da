"""The files that a list of evidence names, in a folder or in a ZIP: opened one at a time."""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File

MOST_FILES = 20_000
PIECE = 1024 * 1024


DAMAGED = (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError)


class NotThereError(Exception):
    """No file of that name, or several: a sentence says which."""


class Files(Protocol):
    names: list[str]

    def opened(self, name: str): ...


class NoFiles:
    names: list[str] = []

    def opened(self, name: str):
        raise NotThereError(name)


class FolderFiles:
    def __init__(self, folder: Path):
        self.folder = folder
        every = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
        self.names = sorted(path.relative_to(folder).as_posix() for path in every)

    @contextmanager
    def opened(self, name: str) -> Iterator[File]:
        with (self.folder / name).open("rb") as stream:
            yield File(stream, name=PurePosixPath(name).name)


class ZipFiles:
    """A ZIP somebody gave us: no entry is trusted about its name or its size."""

    def __init__(self, stream):
        try:
            self.archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as problem:
            raise ValidationError(
                "The ZIP with the files cannot be opened. Make it again."
            ) from problem
        entries = [entry for entry in self.archive.infolist() if not entry.is_dir()]
        if len(entries) > MOST_FILES:
            raise ValidationError(f"The ZIP holds more than {MOST_FILES:,} files. Split it.")
        self.names = [entry.filename for entry in entries]

    @contextmanager
    def opened(self, name: str) -> Iterator[File]:
        with tempfile.TemporaryFile() as copy:
            try:
                with self.archive.open(name) as member:
                    copy_within_limit(member, copy)
            except DAMAGED as bad:
                raise ValidationError(
                    f"“{name}” cannot be taken out of the ZIP: it is damaged or has a password."
                ) from bad
            copy.seek(0)
            yield File(copy, name=PurePosixPath(name.replace("\\", "/")).name)


def copy_within_limit(member, copy) -> None:
    """A little more than the most, so that what is too large is refused as such by intake."""
    most = settings.MAX_UPLOAD_BYTES + 1
    while most > 0 and (chunk := member.read(min(most, PIECE))):
        copy.write(chunk)
        most -= len(chunk)


def find(files: Files, wanted: str) -> str:
    """The entry a cell means: by its path, else by its last part where only one file has it."""
    path = wanted.replace("\\", "/").strip().lstrip("./").casefold()
    for name in files.names:
        if name.replace("\\", "/").casefold() == path:
            return name
    last = PurePosixPath(path).name
    found = [name for name in files.names if PurePosixPath(name).name.casefold() == last]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotThereError(f"{len(found)} files are called “{last}”. Give its folder as well.")
    raise NotThereError(f"There is no file “{wanted}” beside the list.")
