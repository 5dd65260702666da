"""The folder in which files arrive, and which of them somebody is still writing.

A file that is being written or moved is locked by whoever does it. The lock ends with the process
however it ends, so a file that nobody claims and nobody has locked was left by one that was killed.
"""

import contextlib
import fcntl
import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

CHUNK = 256 * 1024


class InUseError(Exception):
    """Another request or process has the file locked."""


def folder() -> Path:
    place = Path(settings.ARRIVING_ROOT)
    place.mkdir(parents=True, exist_ok=True)
    return place


def path_of(key) -> Path:
    return folder() / str(key)


def arrived(key) -> int:
    """How many bytes of a file are here."""
    with contextlib.suppress(FileNotFoundError):
        return path_of(key).stat().st_size
    return 0


@contextlib.contextmanager
def locked(path: Path, *, make: bool = False) -> Iterator[IO[bytes]]:
    """The file open for reading and writing, for one process at a time."""
    flags = os.O_RDWR | (os.O_CREAT if make else 0)
    with os.fdopen(os.open(path, flags, 0o600), "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise InUseError(str(path)) from problem
        yield file


def append(source, file: IO[bytes], *, up_to: int) -> None:
    """Add what the source still has; what arrived before the source broke off stays."""
    room = up_to - file.seek(0, os.SEEK_END)
    try:
        while room > 0 and (chunk := source.read(min(CHUNK, room))):
            file.write(chunk)
            room -= len(chunk)
    finally:
        file.flush()


def remove(key) -> None:
    path_of(key).unlink(missing_ok=True)


class ArrivedFile(File):
    """A file that lies in the folder under its key; storing it leaves it where it is."""

    def __init__(self, key, name: str):
        self.path = path_of(key)
        super().__init__(self.path.open("rb"), name)


class MovingFile(File):
    """A second name of a file, locked until closed, that storage may take by renaming it."""

    def __init__(self, source: File):
        self.path = folder() / f"{uuid.uuid4()}.moving"
        super().__init__(linked(source, self.path) or copied(source, self.path), source.name)

    def temporary_file_path(self) -> str:
        return str(self.path)

    def close(self) -> None:
        super().close()
        self.path.unlink(missing_ok=True)


def linked(source: File, path: Path) -> IO[bytes] | None:
    """Nothing where the file is not one of the folder's, is locked by another, or its disk knows
    no second names."""
    if not isinstance(source, ArrivedFile):
        return None
    file = source.path.open("rb")
    try:
        # Never waiting: whoever has it locked may be this very request.
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        os.link(source.path, path)
    except OSError:
        file.close()
        return None
    return file


def copied(source: File, path: Path) -> IO[bytes]:
    file = path.open("x+b")
    fcntl.flock(file, fcntl.LOCK_EX)
    source.seek(0)
    while chunk := source.read(CHUNK):
        file.write(chunk)
    file.flush()
    source.seek(0)
    return file


class ArrivingUpload(TemporaryUploadedFile):
    """A file of an ordinary form, on its way: in the folder, and locked while it comes."""

    def __init__(self, name, content_type, size, charset, content_type_extra=None):
        file = tempfile.NamedTemporaryFile(suffix=".upload", dir=folder())  # noqa: SIM115
        fcntl.flock(file, fcntl.LOCK_EX)
        UploadedFile.__init__(self, file, name, content_type, size, charset, content_type_extra)

    def keep_as(self, path: Path) -> None:
        """Give what came a second name, which stays when the form is done with."""
        os.link(self.temporary_file_path(), path)

    def let_go(self) -> None:
        """Once a row claims the second name, the lock would only be in the way of saving it."""
        fcntl.flock(self.fileno(), fcntl.LOCK_UN)


class UploadHandler(TemporaryFileUploadHandler):
    def new_file(self, *args, **kwargs):
        super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
        self.file = ArrivingUpload(
            self.file_name, self.content_type, 0, self.charset, self.content_type_extra
        )
