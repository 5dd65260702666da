"""A web process killed at random moments of uploads: what is left is whole, or nothing.

    python -m benchmarks.kills [--kills 60] [--seed 1]
    python -m benchmarks.own_postgresql benchmarks.kills

A real server takes in files of three sizes, in pieces and by an ordinary form, and the process that
answers is killed (SIGKILL) after a random part of the time that the same upload takes when nobody
disturbs it; gunicorn starts another, as it does wherever it runs. After each, every document is
complete, its SHA-256 right, and what the sender was told is so; ``verify_evidence`` names and
removes whatever else lies in the folders, but for a file that its sender can go on with. At the end
those are a week old: then nothing is left but documents. Exits with 1 where any of that is not so.
"""

import argparse
import contextlib
import io
import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from benchmarks import fresh_place

fresh_place.prepare("kills")

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from benchmarks import fresh_sender, web_server
from benchmarks.sending import Sender
from evidence import arriving, unclaimed_files, waiting
from evidence.models import Document, DocumentVersion, Upload

MEGABYTES = (0.1, 3, 12)
PRELOADED = {"GUNICORN_CMD_ARGS": "--preload"}
"""So that another process is there at once."""
BEYOND = 1.2
"""Some kills come just after the last byte."""


def send(way: Callable[[Path], None], file: Path, outcome: list[str]) -> None:
    try:
        way(file)
        outcome.append("saved")
    except OSError:
        outcome.append("broken off")
    except AssertionError as problem:
        outcome.append(str(problem))


def ways_of(sender: Sender) -> tuple[Callable[[Path], None], ...]:
    return sender.send_in_pieces, sender.send_by_form


def undisturbed(sender: Sender) -> dict[tuple[str, float], float]:
    """Seconds each way takes for each size when nobody disturbs it."""
    taken = {}
    sender.send_by_form(fresh_place.text_file("first.txt", 0.1))  # everything is loaded
    for way in ways_of(sender):
        for size in MEGABYTES:
            file = fresh_place.text_file(f"undisturbed-{way.__name__}-{size}.txt", size)
            begun = time.perf_counter()
            way(file)
            taken[way.__name__, size] = time.perf_counter() - begun
    return taken


def one_kill(server, sender: Sender, number: int, part: float, taken: dict) -> dict:
    """Send, kill; then what is left and what is wrong with it."""
    way, size = ways_of(sender)[number % 2], MEGABYTES[number // 2 % len(MEGABYTES)]
    file = fresh_place.text_file(f"file-{number}.txt", size)
    before, outcome = Document.objects.count(), []
    sender.ask("GET", "/evidence/add/")  # everything is loaded
    sending = threading.Thread(target=send, args=(way, file, outcome))
    sending.start()
    time.sleep(part * taken[way.__name__, size])
    web_server.kill_the_web_process(server, sender.port)
    sending.join()
    time.sleep(unclaimed_files.JUST_NOW + 0.1)  # files made this very second are left alone
    document = Document.objects.count() - before
    found = {"way": way.__name__, "MB": size, "at": round(part, 2), "told": outcome[0]}
    found |= {"document": document, "arriving": Upload.objects.count()} | verified()
    if outcome[0] == "saved" and not document:
        found["wrong"].append("the sender was told it was saved, and it was not")
    return found


def verified() -> dict:
    """What ``verify_evidence`` says, and what it should have said."""
    out, wrong = io.StringIO(), []
    with contextlib.suppress(CommandError):
        call_command("verify_evidence", "--json", stdout=out)
    said = json.loads(out.getvalue())
    wrong += [f"{one['title']}: {one['file']}" for one in said["missing"] + said["changed"]]
    wrong += [f"{one['file']} was not removed" for one in said["unclaimed"] if not one["removed"]]
    wrong += [f"{one} has no file" for one in Document.objects.filter(latest_version=None)]
    return {"unclaimed": [one["file"] for one in said["unclaimed"]], "wrong": wrong + left_over()}


def left_over() -> list[str]:
    """Files that neither a document nor an upload that can go on has."""
    media, folder = Path(settings.MEDIA_ROOT), arriving.folder()
    known = {str(media / name) for name in DocumentVersion.objects.values_list("file", flat=True)}
    known |= {str(folder / str(key)) for key in Upload.objects.values_list("key", flat=True)}
    # Pictures of pages are made by the background worker, and are not part of the upload.
    files = {str(path) for path in media.rglob("*") if path.is_file()}
    return [f"{path} was left" for path in files - known if "/previews/" not in path]


def a_week_later() -> dict:
    """When nobody came back for what was cut off."""
    waiting.forget_old(now=timezone.now() + waiting.KEPT_FOR + timedelta(minutes=1))
    found = {"way": "a week later", "arriving": Upload.objects.count()} | verified()
    if found["arriving"]:
        found["wrong"].append("uploads are still arriving")
    return found


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=60)
    arguments.add_argument("--seed", type=int, default=1)
    said = arguments.parse_args()
    chance = random.Random(said.seed)
    sender = fresh_sender.made()
    results = []
    with web_server.running(sender.port, PRELOADED) as server:
        taken = undisturbed(sender)
        for (way, size), seconds in taken.items():
            print(f"Undisturbed, {way}, {size} MB: {seconds:.2f} s", flush=True)
        for number in range(said.kills):
            results.append(one_kill(server, sender, number, chance.uniform(0, BEYOND), taken))
            print(results[-1], flush=True)
    return report([*results, a_week_later()])


def report(results: list[dict]) -> int:
    kills = results[:-1]
    kinds = Counter(
        (one["way"], "a whole document" if one["document"] else "no document") for one in kills
    )
    for (way, what), count in sorted(kinds.items()):
        print(f"{way:16} {what:18} {count}")
    print(f"senders that were told it was saved: {sum(one['told'] == 'saved' for one in kills)}")
    print(f"unclaimed files named and removed: {sum(len(one['unclaimed']) for one in results)}")
    print(f"uploads that could go on: {kills[-1]['arriving']}; a week later, none")
    wrong = [problem for one in results for problem in one["wrong"]]
    told = f"{connection.vendor}: {len(kills)} kills, {len(wrong)} things wrong (limit 0)"
    print("\n".join([*wrong, told]))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
