"""What an evidence pack is, byte for byte, and whether a file is one and whole.

    python sealed_pack.py FILE.zip [--seal FINGERPRINT] [--json]

Needs nothing but Python: copy this file to wherever a pack has to be checked. A pack is a ZIP that
holds its documents as they are, ``manifest.json`` (the size and SHA-256 of each of its files) and
``SHA256SUMS`` (the same for ``sha256sum -c``). It is written in one way only, so that every single
byte of it can be accounted for. Ends with 0 where it is whole and 1, with the reasons, otherwise.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import struct
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

FORMAT = "evidence-pack"
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
CHUNK = 1024 * 1024
LARGEST_LIST = 64 * CHUNK
TOO_LARGE, TOO_MANY = 0xFFFFFFFF, 0xFFFF
UTF_8_NAMES = 0x0800
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
)
"""What reading a damaged ZIP may end with."""


@dataclass(frozen=True)
class Listed:
    """A file of a pack, as its manifest has it. ``size`` in bytes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Stored:
    """A file as the ZIP's own records have it."""

    path: str
    size: int
    crc: int


# --- how a pack is written ----------------------------------------------------------------------


def manifest_of(listed: Iterable[Listed], *, title: str, made_at: str) -> bytes:
    """``made_at`` is a moment such as 2026-11-22T12:00:00+00:00."""
    files = [asdict(each) for each in listed]
    about = {"format": FORMAT, "version": 1, "title": title, "made_at": made_at, "files": files}
    return (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()


def sums_of(listed: Iterable[Listed]) -> bytes:
    """The lines that ``sha256sum -c SHA256SUMS`` reads."""
    return "".join(f"{each.sha256}  {each.path}\n" for each in listed).encode()


def in_list(path: str, content: bytes) -> Listed:
    return Listed(path, len(content), hashlib.sha256(content).hexdigest())


def layout(files: Iterable[Stored], made_at: str) -> Iterator[tuple[bytes, Stored | None]]:
    """The ZIP's records in order: each file's header, after which its content goes, and the end."""
    stamp = dos_time(made_at)
    directory, offset = [], 0
    for file in files:
        header = header_of(file, stamp)
        directory.append(directory_line(file, stamp, offset))
        offset += len(header) + file.size
        yield header, file
    lines = b"".join(directory)
    yield lines + end_of(len(directory), len(lines), offset), None


def dos_time(made_at: str) -> tuple[int, int]:
    """(time, date) as ZIP has them; the moment as it is written, whatever its zone."""
    at = datetime.fromisoformat(made_at)
    days = (max(at.year, 1980) - 1980) << 9 | at.month << 5 | at.day
    return at.hour << 11 | at.minute << 5 | at.second // 2, days


def header_of(file: Stored, stamp: tuple[int, int]) -> bytes:
    name, size = file.path.encode(), min(file.size, TOO_LARGE)
    large = sizes_apart(file.size, file.size) if size == TOO_LARGE else b""
    fields = (version_for(large), UTF_8_NAMES, 0, *stamp, file.crc, size, size, len(name))
    return struct.pack("<4s5H3L2H", b"PK\3\4", *fields, len(large)) + name + large


def directory_line(file: Stored, stamp: tuple[int, int], offset: int) -> bytes:
    name, size, place = file.path.encode(), min(file.size, TOO_LARGE), min(offset, TOO_LARGE)
    over = [file.size, file.size] if size == TOO_LARGE else []
    over += [offset] if place == TOO_LARGE else []
    large = sizes_apart(*over) if over else b""
    version = version_for(large)
    fields = (version, version, UTF_8_NAMES, 0, *stamp, file.crc, size, size, len(name))
    more = (len(large), 0, 0, 0, 0, place)
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", *fields, *more) + name + large


def sizes_apart(*numbers: int) -> bytes:
    """Numbers that have no room in a record of four bytes each (ZIP64)."""
    return struct.pack(f"<2H{len(numbers)}Q", 1, 8 * len(numbers), *numbers)


def version_for(large: bytes) -> int:
    return 45 if large else 20


def end_of(count: int, size: int, offset: int) -> bytes:
    """``size`` bytes of directory begin at ``offset``."""
    apart = b""
    if count >= TOO_MANY or offset >= TOO_LARGE or size >= TOO_LARGE:
        fields = (44, 45, 45, 0, 0, count, count, size, offset)
        apart = struct.pack("<4sQ2H2L4Q", b"PK\6\6", *fields)
        apart += struct.pack("<4sLQL", b"PK\6\7", 0, offset + size, 1)
    few, place = min(count, TOO_MANY), min(offset, TOO_LARGE)
    size = min(size, TOO_LARGE)
    return apart + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, few, few, size, place, 0)


# --- whether a file is a whole pack -------------------------------------------------------------


@dataclass(frozen=True)
class Problem:
    """``kind``: not_a_pack, missing, changed, renamed, added, lists, container or seal. ``was`` is
    the name that a renamed file had."""

    kind: str
    path: str
    message: str
    was: str = ""


@dataclass
class Verdict:
    """``seal`` is the SHA-256 of the manifest: it stands for every byte of every file."""

    title: str = ""
    made_at: str = ""
    seal: str = ""
    files: int = 0
    size: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_intact(self) -> bool:
        return not self.problems

    def found(self, kind: str, path: str, message: str, was: str = "") -> None:
        self.problems.append(Problem(kind, path, message, was))

    def as_json(self) -> dict[str, Any]:
        about = asdict(self)
        about["bytes"] = about.pop("size")
        return {"intact": self.is_intact, **about}


def verify(place: Path, *, seal: str = "") -> Verdict:
    """Looks at every byte. ``seal`` is the fingerprint noted when the pack was made: with it, a
    pack whose lists were changed along with its files is found as well."""
    verdict = Verdict()
    try:
        with place.open("rb") as file, zipfile.ZipFile(file) as package:
            look_at(package, file, verdict)
    except FileNotFoundError:
        verdict.found("not_a_pack", str(place), f"There is no file {place}.")
    except UNREADABLE as error:
        said = str(error).rstrip(".") or type(error).__name__
        message = f"It cannot be opened as a ZIP: it is damaged, cut short or another file. {said}."
        verdict.found("not_a_pack", str(place), message)
    if seal and verdict.seal != seal.strip().lower():
        verdict.found("seal", MANIFEST, f"Its fingerprint is not {seal.strip().lower()}.")
    return verdict


def look_at(package: zipfile.ZipFile, file: IO[bytes], verdict: Verdict) -> None:
    try:
        manifest = small_file(package, MANIFEST)
        listed = read_manifest(manifest, verdict)
    except (*UNREADABLE, LookupError, TypeError):
        verdict.found("not_a_pack", MANIFEST, "Its list of files is missing or damaged.")
        return
    verdict.seal = hashlib.sha256(manifest).hexdigest()
    names = Counter(each.orig_filename for each in package.infolist())
    for name, times in names.items():
        if times > 1:
            verdict.found("added", name, "It is in the pack more than once.")
    missing = [each for each in listed if not names[each.path]]
    for each in listed:
        if names[each.path]:
            look_at_one(package, each, verdict)
    known = {each.path for each in listed} | {MANIFEST, SUMS}
    look_at_names(package, missing, [name for name in names if name not in known], verdict)
    look_at_sums(package, [*listed, in_list(MANIFEST, manifest)], verdict)
    look_at_container(package, file, verdict)


def small_file(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as file:
        content = file.read(LARGEST_LIST)
        if file.read(1):
            raise ValueError("It is too large for a list.")
    return content


def read_manifest(content: bytes, verdict: Verdict) -> list[Listed]:
    """Raises ValueError, LookupError or TypeError where it is no manifest."""
    about = json.loads(content)
    if about["format"] != FORMAT:
        raise ValueError(about["format"])
    listed = [Listed(str(row["path"]), int(row["size"]), row["sha256"]) for row in about["files"]]
    verdict.title, verdict.made_at = str(about["title"]), str(about["made_at"])
    verdict.files, verdict.size = len(listed), sum(each.size for each in listed)
    return listed


def look_at_one(package: zipfile.ZipFile, listed: Listed, verdict: Verdict) -> None:
    try:
        size, digest = measured(package, listed.path, at_most=listed.size)
    except (*UNREADABLE, LookupError):  # among them, content that its own checksum denies
        size, digest = -1, ""
    if (size, digest) != (listed.size, listed.sha256):
        verdict.found("changed", listed.path, "It is not what was put into the pack.")


def measured(package: zipfile.ZipFile, name: str, *, at_most: int) -> tuple[int, str]:
    """(bytes, SHA-256); not read much further than it should be long."""
    digest, size = hashlib.sha256(), 0
    with package.open(name) as file:
        while size <= at_most and (chunk := file.read(CHUNK)):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def look_at_names(
    package: zipfile.ZipFile, missing: list[Listed], added: list[str], verdict: Verdict
) -> None:
    """A file that is not listed, with the content of one that is missing, has another name now."""
    by_content = {(each.size, each.sha256): each for each in missing}
    most = max((each.size for each in missing), default=-1)
    for name in added:
        try:
            content = measured(package, name, at_most=most) if missing else None
        except (*UNREADABLE, LookupError):
            content = None
        was = by_content.pop(content, None) if content else None
        if was is None:
            verdict.found("added", name, "It was not in the pack when it was made.")
        else:
            verdict.found("renamed", name, f"It was called {was.path}.", was=was.path)
    for each in by_content.values():
        verdict.found("missing", each.path, "It is not in the pack any more.")


def look_at_sums(package: zipfile.ZipFile, listed: list[Listed], verdict: Verdict) -> None:
    try:
        same = small_file(package, SUMS) == sums_of(listed)
    except (*UNREADABLE, LookupError):
        same = False
    if not same:
        message = f"{SUMS} and {MANIFEST} do not say the same: one of them was changed."
        verdict.found("lists", SUMS, message)


def look_at_container(package: zipfile.ZipFile, file: IO[bytes], verdict: Verdict) -> None:
    """The records between the files, down to the last byte."""
    stored = [Stored(each.orig_filename, each.file_size, each.CRC) for each in package.infolist()]
    file.seek(0)
    try:
        for record, before in layout(stored, verdict.made_at):
            if file.read(len(record)) != record:
                raise ValueError
            if before is not None:
                file.seek(before.size, 1)
        if file.read(1):
            raise ValueError
    except (ValueError, OSError, struct.error, OverflowError):
        message = (
            "The ZIP around the files is not as it was made: it was packed again or is damaged."
        )
        verdict.found("container", "", message)


# --- by hand ------------------------------------------------------------------------------------


def in_words(verdict: Verdict) -> str:
    if not verdict.is_intact:
        return f"NOT AS IT WAS MADE: {len(verdict.problems)} found."
    return (
        f"Whole: {verdict.title}, made {verdict.made_at}, {verdict.files} files, "
        f"{verdict.size:,} bytes.\nFingerprint {verdict.seal}"
    )


def sentence(problem: Problem) -> str:
    return f"{problem.path}: {problem.message}" if problem.path else problem.message


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.zip")
    parser.add_argument("--seal", default="", help="the fingerprint noted when it was made")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(file: Path, *, seal: str, json_wanted: bool, out: IO[str], err: IO[str]) -> int:
    """What to end with: 0 where the pack is whole, else 1."""
    verdict = verify(file, seal=seal)
    if json_wanted:
        out.write(json.dumps(verdict.as_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        out.write(in_words(verdict) + "\n")
    for problem in verdict.problems:
        err.write(sentence(problem) + "\n")
    return 0 if verdict.is_intact else 1


def main() -> int:
    parser = argparse.ArgumentParser(description="Whether an evidence pack is as it was made.")
    add_arguments(parser)
    said = parser.parse_args()
    return run(said.file, seal=said.seal, json_wanted=said.json, out=sys.stdout, err=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
