"""Time and memory of an evidence pack: 1,000 documents of 2 GB in all.

    python -m benchmarks.packs [--documents 1000] [--megabytes 2000]

By the command and from a web server, against a plain stored ZIP of the same files with a SHA-256
of each, made by the standard library in the same run. Exits with 1 where either takes 1.5 times
as long or more, or a process grows by 150 MB or more, or the pack is not whole.
"""

import argparse
import hashlib
import http.client
import os
import re
import shutil
import sys
import time
import zipfile
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
    """The least it could take: each file read once, hashed and stored."""
    with zipfile.ZipFile(out, "w") as package:
        for place in sorted((fresh_place.place / "media" / "evidence").iterdir()):
            digest = hashlib.sha256()
            with place.open("rb") as file, package.open(place.name, "w") as stored:
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
                    stored.write(chunk)


def by_command(round_: SelfAssessment, out: Path) -> None:
    call_command("build_pack", self_assessment=round_.pk, out=out, replace=True)


def by_browser(sender, round_: SelfAssessment, out: Path) -> None:
    asked = http.client.HTTPConnection("127.0.0.1", sender.port, timeout=600)
    asked.request("GET", f"/self-assessments/{round_.pk}/pack.zip", headers=sender.said({}))
    answer = asked.getresponse()
    with out.open("wb") as file:
        shutil.copyfileobj(answer, file, CHUNK)
    asked.close()


def timed(do, *arguments) -> float:
    begun = time.perf_counter()
    do(*arguments)
    os.sync()
    return time.perf_counter() - begun


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
    said = arguments.parse_args()
    sender = fresh_sender.made()
    round_ = fill(said.documents, said.megabytes)
    out = fresh_place.place / "pack.zip"
    failed = []

    def told(way: str, seconds: float, grown: float, floor: float) -> None:
        times = seconds / floor
        print(f"{way:10} {seconds:6.1f} s, {times:.2f} times, grew by {grown:.0f} MB")
        if times >= MOST_TIMES or grown >= MOST_GROWTH:
            failed.append(way)

    timed(plainly, out)  # the files come from memory in all that is measured
    floor = timed(plainly, out)
    print(f"{said.documents} documents, {said.megabytes} MB; plain ZIP and SHA-256 {floor:.1f} s")
    forget_own_peak()
    before = own_megabytes("VmRSS")
    seconds = timed(by_command, round_, out)
    told("build_pack", seconds, own_megabytes("VmHWM") - before, floor)
    begun = time.perf_counter()
    whole = [sealed_pack.verify(out).is_intact]
    print(f"verify     {time.perf_counter() - begun:6.1f} s")
    floor = timed(plainly, out)  # again: other work on the machine comes and goes
    out.unlink()
    connections.close_all()
    with web_server.running(sender.port) as server:
        by_browser(sender, round_, fresh_place.place / "warm.zip")
        (fresh_place.place / "warm.zip").unlink()
        grown, _ = watching.measure(
            server, lambda: seconds_of.append(timed(by_browser, sender, round_, out))
        )
    told("browser", seconds_of.pop(), grown, floor)
    whole.append(sealed_pack.verify(out).is_intact)
    with out.open("r+b") as file:  # and one byte changed is found
        file.seek(out.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 1]))
    whole.append(not sealed_pack.verify(out).is_intact)
    shutil.rmtree(fresh_place.place)
    return int(bool(failed) or not all(whole))


seconds_of: list[float] = []

if __name__ == "__main__":
    sys.exit(main())
