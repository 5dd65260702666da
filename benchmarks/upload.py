"""Megabytes a web process grows while it takes in a file of 200 MB, and how long that takes.

    python -m benchmarks.upload [--megabytes 200]

In pieces (as with scripts) and by an ordinary form (without), each against copying the same file
on the same disk in the same run. Exits with 1 where a process grows by 30 MB or more.
"""

import argparse
import shutil
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from benchmarks import fresh_place

fresh_place.prepare("upload")

from benchmarks import sending, web_worker

MOST_GROWTH = 30  # MB


class Watch(threading.Thread):
    """The most a server's processes hold while something goes on."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.most, self.going = server, 0.0, True

    def run(self):
        while self.going:
            self.most = max(self.most, *web_worker.megabytes_of_workers(self.server))
            time.sleep(0.02)


@contextmanager
def watched(server):
    watch = Watch(server)
    watch.start()
    yield watch
    watch.going = False
    watch.join()


def measure(server, send) -> tuple[float, float]:
    """(megabytes grown, seconds)."""
    before = max(web_worker.megabytes_of_workers(server))
    begun = time.perf_counter()
    with watched(server) as watch:
        send()
    return watch.most - before, time.perf_counter() - begun


def copying(file: Path) -> float:
    begun = time.perf_counter()
    shutil.copyfile(file, file.with_suffix(".copy"))
    return time.perf_counter() - begun


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--megabytes", type=int, default=200)
    said = arguments.parse_args()
    sender = sending.Sender()
    small = fresh_place.text_file("small.txt", 1)
    # Each way sends a file of its own: the same content again would only be linked.
    first = fresh_place.text_file("pieces.txt", said.megabytes)
    second = fresh_place.text_file("form.txt", said.megabytes)
    floor = copying(first)
    worst = 0.0
    with sender.server() as server:
        sender.send_in_pieces(small)  # so that everything is loaded
        for way, file in ((sender.send_in_pieces, first), (sender.send_by_form, second)):
            grown, seconds = measure(server, lambda way=way, file=file: way(file))
            worst = max(worst, grown)
            print(
                f"{way.__name__:16} {said.megabytes} MB: grew by {grown:.1f} MB, "
                f"{seconds:.1f} s, {seconds / floor:.0f} times a copy"
            )
    print(f"Saved: {sender.documents()} documents. A copy takes {floor:.2f} s.")
    return int(worst >= MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
