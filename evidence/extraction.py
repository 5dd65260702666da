"""The text of a file, taken out by a process with limits, so that no file can hurt the product.

The process (``limited_reader.py``) has 1 GB of memory, one minute of processor time, an empty
environment, and cannot write files; this side adds a limit on the clock and on the answer's size.
"""

import contextlib
import enum
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

READER = Path(__file__).with_name("limited_reader.py")
SECONDS = 120
SECONDS_TO_OPEN = 20
MOST_BYTES = 64 * 1024 * 1024
KEPT = "The file is kept and can be downloaded, but its words cannot be searched."


class Opened(enum.Enum):
    OPENED = "opened"
    LOCKED = "locked"
    DAMAGED = "damaged"


class CannotReadError(Exception):
    """Carries a sentence for the people who look after the document."""


@dataclass(frozen=True)
class Extracted:
    """``page_count`` is None where the format has no pages; ``pages`` are then pieces."""

    pages: tuple[str, ...]
    page_count: int | None

    @property
    def has_text(self) -> bool:
        return any(page.strip() for page in self.pages)


def open_pdf(file) -> Opened:
    """Whether a PDF opens without a password; restrictions on printing or copying do not matter."""
    try:
        return Opened(run("open", "application/pdf", file, SECONDS_TO_OPEN)["opened"])
    except CannotReadError:
        return Opened.DAMAGED


def extract(file, media_type: str) -> Extracted:
    """The text of an open file; raises ``CannotReadError``."""
    answer = run("read", media_type, file, SECONDS)
    if "problem" in answer:
        raise CannotReadError(
            f"The file is damaged or was made in a way that cannot be read. {KEPT}"
        )
    pages = tuple(answer["pages"])
    return Extracted(pages, len(pages) if answer["paged"] else None)


def run(job: str, media_type: str, file, seconds: float) -> dict:
    """What the limited reader answers; its process and whatever it left are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="reading-") as folder, real_file(file) as source:
        process = subprocess.Popen(  # noqa: S603 - our own script, fixed arguments
            [sys.executable, "-I", str(READER), job, media_type],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"TMPDIR": folder, "HOME": folder, "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        too_slow = threading.Event()
        watch = threading.Timer(seconds, stop, (process, too_slow))
        watch.start()
        try:
            answer = process.stdout.read(MOST_BYTES + 1) if process.stdout else b""
        finally:
            watch.cancel()
            end(process)
    return understood(answer, stopped=too_slow.is_set())


def real_file(file):
    """The content as a file of the operating system, at its start."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    file.seek(0)
    while chunk := file.read(1024 * 1024):
        copy.write(chunk)
    file.seek(0)
    copy.seek(0)
    return copy


def stop(process: subprocess.Popen, too_slow: threading.Event) -> None:
    too_slow.set()
    end(process)


def end(process: subprocess.Popen) -> None:
    """End our own reader and anything it started, and wait for it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def understood(answer: bytes, *, stopped: bool) -> dict:
    if stopped:
        raise CannotReadError(f"Reading the text took too long and was stopped. {KEPT}")
    if not answer or len(answer) > MOST_BYTES:
        raise CannotReadError(
            f"Reading the text needed more memory or time than is allowed. {KEPT}"
        )
    try:
        return json.loads(answer)
    except ValueError as problem:
        raise CannotReadError(f"Reading the text broke off half-way. {KEPT}") from problem
