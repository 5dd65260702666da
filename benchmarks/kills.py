"""A web process killed at random moments of uploads: what is left is whole, or nothing.

    python -m benchmarks.kills [--kills 50] [--seed 1]

A real server takes in files, in pieces and by an ordinary form in turn, and its process is killed
(SIGKILL) after a random time. Then every document must be complete, its SHA-256 right;
``verify_evidence`` must name and remove whatever else lies in the folders; and a second look must
find nothing. Exits with 1 where that is not so.
"""

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from benchmarks import fresh_place

fresh_place.prepare("kills")

from django.conf import settings
from django.db import connections

from benchmarks import sending, web_worker
from evidence import arriving, integrity
from evidence.models import Document, DocumentVersion, Upload

MEGABYTES = 12


def processes(server) -> list[int]:
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    return [server.pid] + [int(child) for child in children]  # or the first would start another


def kill(server) -> None:
    for process in processes(server):
        os.kill(process, signal.SIGKILL)
    server.wait()


def start(port: int):
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
    server = subprocess.Popen(
        command, env=os.environ | {"PORT": str(port)}, stdout=subprocess.DEVNULL
    )
    web_worker.wait_until_live(port)
    return server


def send(way, file, outcome: list) -> None:
    try:
        way(file)
        outcome.append("saved")
    except OSError:
        outcome.append("broken off")
    except AssertionError as problem:
        outcome.append(str(problem))


def how_long(sender) -> float:
    """Seconds an upload takes that nobody disturbs."""
    server = start(sender.port)
    begun = time.perf_counter()
    sender.send_in_pieces(fresh_place.text_file("undisturbed.txt", MEGABYTES))
    taken = time.perf_counter() - begun
    kill(server)
    return taken


def one_kill(sender, number: int, moment: float) -> dict:
    """Start, send, kill; then what is left and what is wrong with it."""
    way = (sender.send_in_pieces, sender.send_by_form)[number % 2]
    file = fresh_place.text_file(f"file-{number}.txt", MEGABYTES)
    server, outcome, before = start(sender.port), [], Document.objects.count()
    sending_it = threading.Thread(target=send, args=(way, file, outcome))
    sending_it.start()
    time.sleep(moment)
    kill(server)
    sending_it.join()
    connections.close_all()
    time.sleep(1.1)  # files made this very second are left alone
    found = {"way": way.__name__, "moment": moment, "told": outcome[0]}
    found["document"] = Document.objects.count() - before
    found["wrong"] = what_is_wrong(found)
    file.unlink()
    return found


def what_is_wrong(found: dict) -> list[str]:
    wrong = [
        f"{version} is not whole"
        for version in DocumentVersion.objects.order_by("-pk")[:2]
        if hashlib.sha256(version.file.read()).hexdigest() != version.sha256
    ]
    wrong += [f"{one} has no file" for one in Document.objects.filter(latest_version=None)]
    if found["told"] == "saved" and not found["document"]:
        wrong.append("the sender was told it was saved, and it was not")
    first = integrity.verify()
    found["unclaimed"] = len(first.unclaimed)
    wrong += [f"{alarm}" for alarm in first.problems]
    wrong += [f"{file.name} was not removed" for file in first.unclaimed if not file.is_cleared]
    wrong += [f"{file.name} was found a second time" for file in integrity.verify().unclaimed]
    return wrong + left_over()


def left_over() -> list[str]:
    """Files that neither a document nor an upload that can go on has."""
    media, folder = Path(settings.MEDIA_ROOT), arriving.folder()
    known = {str(media / name) for name in DocumentVersion.objects.values_list("file", flat=True)}
    known |= {str(folder / str(key)) for key in Upload.objects.values_list("key", flat=True)}
    # Pictures of pages are made by the background worker, and are not part of the upload.
    files = {str(path) for path in media.rglob("*") if path.is_file()}
    return [f"{path} was left" for path in files - known if "/previews/" not in path]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=1)
    said = arguments.parse_args()
    chance = random.Random(said.seed)
    sender = sending.Sender()
    undisturbed = how_long(sender)
    # Each start costs time of its own: some kills come after the last byte as well.
    longest = undisturbed * 4
    print(f"An undisturbed upload of {MEGABYTES} MB takes {undisturbed:.2f} s", flush=True)
    results = []
    for number in range(said.kills):
        results.append(one_kill(sender, number, chance.uniform(0, longest)))
        print(results[-1], flush=True)
    report(results)
    return int(any(one["wrong"] for one in results))


def report(results: list[dict]) -> None:
    kinds = Counter(
        (one["way"], "a whole document" if one["document"] else "no document") for one in results
    )
    for (way, what), count in sorted(kinds.items()):
        print(f"{way:16} {what:18} {count}")
    print(f"unclaimed files named and removed: {sum(one['unclaimed'] for one in results)}")
    print(f"uploads that can go on: {Upload.objects.count()}")
    wrong = [problem for one in results for problem in one["wrong"]]
    print("\n".join(wrong) or f"{len(results)} kills, nothing wrong")


if __name__ == "__main__":
    sys.exit(main())
