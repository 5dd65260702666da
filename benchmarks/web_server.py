"""A real web server in a process of its own; the tests use it as well."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 180


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@contextmanager
def running(port: int, settings: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen]:
    server = start(port, settings)
    try:
        yield server
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


def start(port: int, settings: Mapping[str, str] | None = None) -> subprocess.Popen:
    """A server that answers; ``settings`` are for its environment."""
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
    own = os.environ | {"PORT": str(port)} | (settings or {})
    server = subprocess.Popen(command, cwd=ROOT, env=own, stdout=subprocess.DEVNULL)
    wait_until_live(port)
    return server


def wait_until_live(port: int) -> None:
    ends = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < ends:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live/").close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The web server did not start")


def kill(server: subprocess.Popen) -> None:
    """At once and without a word to it: the process that answers, and the one that would start
    another in its place. When this is done they hold no file and no lock."""
    processes = (server.pid, *children_of(server))
    for process in processes:
        os.kill(process, signal.SIGKILL)
    server.wait()
    while any(map(is_running, processes)):
        time.sleep(0.02)


def kill_the_web_process(server: subprocess.Popen, port: int) -> None:
    """At once and without a word to it; gunicorn puts another in its place, as it always does."""
    killed = children_of(server)
    for process in killed:
        os.kill(process, signal.SIGKILL)
    while not set(children_of(server)) - set(killed):
        time.sleep(0.02)
    wait_until_live(port)


def is_running(process: int) -> bool:
    """Whether any thread of it is: the first may be dead while another still holds the files."""
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
        stat = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    is_dead = stat.rpartition(")")[2].split()[0] == "Z"  # and not yet asked how it ended
    return len(threads) > 1 or not is_dead


def children_of(server: subprocess.Popen) -> list[int]:
    """The processes that answer (Linux)."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
    return [int(child) for child in children.split()]


def megabytes_of_workers(server: subprocess.Popen) -> list[float]:
    """Resident memory of each process the server started (Linux)."""
    statuses = [Path(f"/proc/{child}/status").read_text() for child in children_of(server)]
    return [int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024 for status in statuses]


def processor_seconds(server: subprocess.Popen) -> float:
    """What it and the processes it started have worked until now (Linux)."""
    ticks = 0
    for process in (server.pid, *children_of(server)):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
