"""Megabytes a web worker holds after visiting every page, and seconds a fresh database takes.

    python -m benchmarks.web_worker

On the data set of ``benchmarks.pages`` (built when it is not there). Exits with 1 over the limits:
120 MB, 10 seconds.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from benchmarks import environment

environment.prepare()

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from benchmarks import pages, web_server

MEGABYTES_OF_A_WORKER = 120
SECONDS_OF_A_FRESH_DATABASE = 10
ROUNDS = 3


def visit(port: int, page: pages.Page) -> None:
    try:
        address = f"http://127.0.0.1:{port}{reverse(page.name, args=page.at)}{page.query}"
    except NoReverseMatch:
        return
    cookie = pages.signed_in(page.role).cookies[settings.SESSION_COOKIE_NAME].value
    asked = urllib.request.Request(
        address, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}
    )
    try:
        urllib.request.urlopen(asked).read()
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{page.title} answers {error.code}") from error


def memory() -> float:
    pages.prepare_data_set(rebuild=False)
    port = web_server.free_port()
    with web_server.running(port) as server:
        for _ in range(ROUNDS):
            for page in pages.pages():
                visit(port, page)
        return max(web_server.megabytes_of_workers(server))


def fresh_database() -> float:
    """Seconds ``migrate`` takes on an empty SQLite database, its start included."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            env=os.environ | {"DATABASE_URL": f"sqlite:///{folder}/fresh.sqlite3"},
            check=True,
        )
        return time.perf_counter() - begun


def main() -> int:
    seconds, megabytes = fresh_database(), memory()
    print(f"A fresh database migrates in {seconds:.1f} s (at most {SECONDS_OF_A_FRESH_DATABASE})")
    print(f"A web worker holds {megabytes:.0f} MB (at most {MEGABYTES_OF_A_WORKER})")
    return int(seconds > SECONDS_OF_A_FRESH_DATABASE or megabytes > MEGABYTES_OF_A_WORKER)


if __name__ == "__main__":
    sys.exit(main())
