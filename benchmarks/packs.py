"""Time and memory of an evidence pack: 1,000 documents of 2 GB in all.

    python -m benchmarks.packs [--documents 1000] [--megabytes 2000] [--pairs 3]
                              [--processor]

By the command and from a web server, each time just after a plain stored ZIP of the same files
with a SHA-256 of each, made by the standard library; the median of a few such pairs counts. Both
write beside the file that is there and give the name once theirs is whole, as a pack that must not
be lost half-way has to: writing over the last one finds its memory and its place on the disk warm,
and is up to twice as fast for that alone. Both are timed until the disk has everything. Exits with
1 where either takes 1.5 times as long or more, or a process grows by 150 MB or more, or the pack is
not whole. ``--processor`` counts the work of the process that makes the pack alone, as a machine
that others share makes everything else mean little.
"""

import argparse
import hashlib
import http.client
import os
import re
import shutil
import statistics
import sys
import time
import zipfile
from functools import partial
from pathlib import Path

from benchmarks import fresh_place

fresh_place.prepare("packs")

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connections

from benchmarks import fresh_sender, watching, web_server
from evidence.models import Document, DocumentVersion
from readiness import sealed_pack
from readiness.models import EvidenceCategory, EvidenceLink, SelfAssessment, Statement

MOST_TIMES, MOST_GROWTH = 1.5, 150
CHUNK = 1024 * 1024


def fill(documents: int, megabytes: int) -> SelfAssessment:
    """Files that no two are alike, put forward for the statements in turn."""
    person = get_user_model().objects.get()
    statements = list(Statement.objects.all())
    category = EvidenceCategory.objects.filter(framework=statements[0].framework).first()
    folder = fresh_place.place / "media" / "evidence"
    folder.mkdir(parents=True)
    size = megabytes * CHUNK // documents
    for number in range(documents):
        content = os.urandom(size)
        (folder / f"{number}.pdf").write_bytes(content)
        about = {"owner": person, "added_by": person}
        document = Document.objects.create(title=f"Survey {number}", kind="file", **about)
        document.latest_version = DocumentVersion.objects.create(
            document=document,
            number=1,
            file=f"evidence/{number}.pdf",
            original_name=f"{number}.pdf",
            media_type="application/pdf",
            kind_of_file="PDF",
            size=size,
            sha256=hashlib.sha256(content).hexdigest(),
            personal_state="nothing",  # and nothing left to do for the background work
            text_state="no_text",
            picture_state="none",
            added_by=person,
        )
        document.save()
        statement = statements[number % len(statements)]
        use = {"statement": statement, "category": category, "shows": "Waits fell"}
        EvidenceLink.objects.create(document=document, linked_by=person, **use)
    framework = statements[0].framework
    return SelfAssessment.objects.create(
        framework=framework, title="Round", starts_on="2026-04-01", opened_by=person
    )


def plainly(out: Path) -> None:
    """The least it could take: each file read once, hashed and stored, beside what it replaces
    until it is whole. ``timed`` waits for the disk."""
    part = out.with_suffix(".part")
    with zipfile.ZipFile(part, "w") as package:
        for place in sorted((fresh_place.place / "media" / "evidence").iterdir()):
            digest = hashlib.sha256()
            with place.open("rb") as file, package.open(place.name, "w") as stored:
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
                    stored.write(chunk)
    part.replace(out)


def by_command(round_: SelfAssessment, out: Path) -> None:
    call_command("build_pack", self_assessment=round_.pk, out=out, replace=True)


def by_browser(sender, round_: SelfAssessment, out: Path) -> None:
    asked = http.client.HTTPConnection("127.0.0.1", sender.port, timeout=600)
    asked.request("GET", f"/self-assessments/{round_.pk}/pack.zip", headers=sender.said({}))
    answer = asked.getresponse()
    part = out.with_suffix(".part")
    with part.open("wb") as file:
        shutil.copyfileobj(answer, file, CHUNK)
    part.replace(out)
    asked.close()


def timed(do, *arguments, clock=time.perf_counter) -> float:
    begun = clock()
    do(*arguments)
    os.sync()
    return clock() - begun


def in_pairs(said, clocks, do, *arguments) -> float:
    """How many times as long as the plain ZIP made just before; other work comes and goes.
    ``clocks`` are of the plain ZIP and of the pack."""
    *_, out = arguments
    found = []
    for _ in range(said.pairs):
        floor = timed(plainly, out, clock=clocks[0])
        seconds = timed(do, *arguments, clock=clocks[1])
        found.append(seconds / floor)
        print(f"  {seconds:5.1f} s, plain ZIP {floor:5.1f} s, {found[-1]:.2f} times", flush=True)
    return statistics.median(found)


def own_megabytes(name: str) -> float:
    """``VmRSS`` now, or ``VmHWM`` at most since the last ``forget_own_peak`` (Linux)."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"{name}:\s+(\d+)", status)[1]) / 1024


def forget_own_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=1000)
    arguments.add_argument("--megabytes", type=int, default=2000)
    arguments.add_argument("--pairs", type=int, default=3)
    arguments.add_argument("--processor", action="store_true")
    said = arguments.parse_args()
    sender = fresh_sender.made()
    round_ = fill(said.documents, said.megabytes)
    out = fresh_place.place / "pack.zip"
    failed = []

    def told(way: str, times: float, grown: float) -> None:
        print(f"{way:10} {times:.2f} times, grew by {grown:.0f} MB")
        if times >= MOST_TIMES or grown >= MOST_GROWTH:
            failed.append(way)

    own = time.process_time if said.processor else time.perf_counter
    print(f"{said.documents} documents, {said.megabytes} MB")
    for warming in (plainly, plainly, partial(by_command, round_)):
        timed(warming, out)  # the files come from memory in all that is measured
    forget_own_peak()
    before = own_megabytes("VmRSS")
    times = in_pairs(said, (own, own), by_command, round_, out)
    told("build_pack", times, own_megabytes("VmHWM") - before)
    begun = time.perf_counter()
    whole = [sealed_pack.verify(out).is_intact]
    print(f"verify     {time.perf_counter() - begun:.1f} s")
    connections.close_all()
    with web_server.running(sender.port) as server:
        by_browser(sender, round_, out)
        its = partial(web_server.processor_seconds, server) if said.processor else own
        asked = (said, (own, its), by_browser, sender, round_, out)
        grown, _ = watching.measure(server, lambda: times_of.append(in_pairs(*asked)))
    told("browser", times_of.pop(), grown)
    whole.append(sealed_pack.verify(out).is_intact)
    with out.open("r+b") as file:  # and one byte changed is found
        file.seek(out.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 1]))
    whole.append(not sealed_pack.verify(out).is_intact)
    shutil.rmtree(fresh_place.place)
    return int(bool(failed) or not all(whole))


times_of: list[float] = []

if __name__ == "__main__":
    sys.exit(main())
