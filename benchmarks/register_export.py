"""Megabytes a web process grows while somebody takes out the register of a large library.

    python -m benchmarks.register_export

On the library of ``benchmarks.search``: 10,000 documents, as CSV and as Excel, newest first and by
best match. Exits with 1 where a process grows by 30 MB or more.
"""

import sys
import urllib.request
from functools import partial

from benchmarks import environment

environment.prepare(database="benchmark-search.sqlite3")

from django.contrib.auth import get_user_model
from django.db import connections

from benchmarks import search_data_set, sending, watching, web_server

MOST_GROWTH = 30  # MB


def take_out(address: str, headers: dict[str, str]) -> None:
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
        while answer.read(64 * 1024):
            pass


def main() -> int:
    search_data_set.prepare()
    person = get_user_model().objects.get(username=search_data_set.READER)
    headers, port = {"Cookie": sending.signed_in(person)}, web_server.free_port()
    connections.close_all()
    worst = 0.0
    for kind in ("csv", "xlsx"):
        for order, asked in (("newest first", ""), ("best match", "?q=carers")):
            register = f"http://127.0.0.1:{port}/evidence/download.{kind}"
            # A server for each, as what one grows by the next has at hand.
            with web_server.running(port) as server:
                take_out(f"{register}?q={search_data_set.RARE}", headers)  # everything is loaded
                whole = partial(take_out, register + asked, headers)
                grown, seconds = watching.measure(server, whole)
            worst = max(worst, grown)
            print(
                f"SQLite, {kind}, {order}: grew by {grown:.1f} MB (limit {MOST_GROWTH}), "
                f"{seconds:.1f} s",
                flush=True,
            )
    return int(worst >= MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
