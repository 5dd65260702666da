"""Megabytes a web process grows while it takes in a file of 200 MB, and how long that takes.

    python -m benchmarks.upload [--megabytes 200]

In pieces (as with scripts) and by an ordinary form (without), each against copying the same file
on the same disk in the same run. Exits with 1 where a process grows by 30 MB or more.
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

from benchmarks import fresh_place

fresh_place.prepare("upload")

from benchmarks import fresh_sender, watching, web_server
from evidence.models import Document

MOST_GROWTH = 30  # MB


def copying(file: Path) -> float:
    begun = time.perf_counter()
    shutil.copyfile(file, file.with_suffix(".copy"))
    return time.perf_counter() - begun


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--megabytes", type=int, default=200)
    said = arguments.parse_args()
    sender = fresh_sender.made()
    small = fresh_place.text_file("small.txt", 1)
    # Each way sends a file of its own: the same content again would only be linked.
    first = fresh_place.text_file("pieces.txt", said.megabytes)
    second = fresh_place.text_file("form.txt", said.megabytes)
    floor = copying(first)
    worst = 0.0
    with web_server.running(sender.port) as server:
        sender.send_in_pieces(small)  # so that everything is loaded
        for way, file in ((sender.send_in_pieces, first), (sender.send_by_form, second)):
            grown, seconds = watching.measure(server, lambda way=way, file=file: way(file))
            worst = max(worst, grown)
            print(
                f"{way.__name__:16} {said.megabytes} MB: grew by {grown:.1f} MB, "
                f"{seconds:.1f} s, {seconds / floor:.0f} times a copy"
            )
    print(f"Saved: {Document.objects.count()} documents. A copy takes {floor:.2f} s.")
    return int(worst >= MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
