"""A real ClamAV daemon for tests, with signatures of our own: no download, no shared state."""

import contextlib
import getpass
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from clamav_client import clamd

# Two signatures by content: a made-up string of ours, and the string that the makers of scanners
# agreed on for trying them out. Neither harms anything. Written apart so that this file is clean.
MADE_UP = b"golden-thread-made-up-" + b"virus-for-tests"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST = 4 * 1024 * 1024
SECONDS_TO_START = 60
CONFIGURATION = """
Foreground yes
DatabaseDirectory {folder}/signatures
LocalSocket {folder}/clamd.socket
TemporaryDirectory {folder}
LogFile {folder}/clamd.log
StreamMaxLength {largest}
MaxFileSize {largest}
MaxScanSize {largest}
AlertExceedsMax yes
User {user}
MaxThreads 2
"""


@contextlib.contextmanager
def running():
    """The path of the socket of a daemon that lives as long as the block."""
    # In a folder with a short name: the path of a socket may not be long.
    with tempfile.TemporaryDirectory(prefix="clam-") as made:
        folder = Path(made)
        write(folder)
        daemon = subprocess.Popen(  # noqa: S603 - fixed arguments
            [shutil.which("clamd"), f"--config-file={folder / 'clamd.conf'}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            await_answer(folder, daemon)
            yield str(folder / "clamd.socket")
        finally:
            daemon.terminate()
            daemon.wait()


def write(folder: Path) -> None:
    (folder / "signatures").mkdir()
    lines = [f"GoldenThread.{name}:0:*:{text.hex()}" for name, text in names()]
    (folder / "signatures" / "golden-thread.ndb").write_text("\n".join(lines) + "\n")
    text = CONFIGURATION.format(folder=folder, largest=LARGEST, user=getpass.getuser())
    (folder / "clamd.conf").write_text(text)


def names():
    return (("MadeUp", MADE_UP), ("Eicar", EICAR))


def await_answer(folder: Path, daemon: subprocess.Popen) -> None:
    ends = time.monotonic() + SECONDS_TO_START
    client = clamd.ClamdUnixSocket(str(folder / "clamd.socket"), timeout=5)
    while daemon.poll() is None and time.monotonic() < ends:
        with contextlib.suppress(clamd.ClamdError, OSError):
            client.ping()
            return
        time.sleep(0.1)
    log = folder / "clamd.log"
    raise RuntimeError(f"clamd did not start: {log.read_text() if log.exists() else 'no log'}")
