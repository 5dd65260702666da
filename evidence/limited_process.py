"""Runs one of our readers of files in a process of its own, with limits, and ends it.

The readers (``limited_reader.py``, ``limited_pages.py``) forbid themselves to write files and
to use more than their share; this side adds an empty environment, a limit on the clock and one on
the size of the answer. Whatever a file does to the reader ends there.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
CHUNK = 1024 * 1024
DEFAULT_MOST = 64 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """``content`` may be cut off where the reader was stopped or wrote too much."""

    content: bytes
    was_too_slow: bool
    was_too_much: bool


def run(script: str | Path, arguments: Sequence[str], file, *, seconds: float, most=DEFAULT_MOST):
    """What the reader answers; its process and whatever it started are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="reading-") as folder, real_file(file) as source:
        process = subprocess.Popen(  # noqa: S603 - our own script, fixed arguments
            [sys.executable, "-I", str(FOLDER / script), *arguments],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={
                "TMPDIR": folder,
                "HOME": folder,
                "PATH": os.defpath,
                "LC_ALL": "C.UTF-8",
                "OMP_THREAD_LIMIT": "1",
            },
            start_new_session=True,
        )
        too_slow = threading.Event()
        watch = threading.Timer(seconds, stop, (process, too_slow))
        watch.start()
        try:
            content = process.stdout.read(most + 1) if process.stdout else b""
        finally:
            watch.cancel()
            end(process)
    return Answer(content[:most], too_slow.is_set(), len(content) > most)


def real_file(file):
    """A copy of the content as a file of the operating system, at its start."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    file.seek(0)
    while chunk := file.read(CHUNK):
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
