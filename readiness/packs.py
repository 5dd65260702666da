"""Evidence packs: documents by theme and item in one ZIP, with an index and fingerprints.

``Contents`` says what a pack is to hold; ``Pack`` gives each file its place and streams the ZIP.
What the lists in it say is known before the first byte goes out, and so is its length: only the
documents themselves are read on the way, a piece at a time, and each is read to its end and
compared with the day it was added before any of it goes out. Asks neither database nor clock.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial
from typing import IO
from urllib.parse import quote

from readiness import pack_index, sealed_pack
from readiness.pack_names import Names
from readiness.sealed_pack import CHUNK, MANIFEST, SUMS, Listed, Stored

HELD = 8 * CHUNK
INDEX, TABLE = "index.html", "index.xlsx"


class StoredFileError(Exception):
    """A stored file is missing or is not what was added."""

    def __init__(self, listed: Listed, source: "PackFile"):
        super().__init__(listed.path)
        self.listed, self.source = listed, source


@dataclass(frozen=True)
class PackFile:
    """One stored file. ``opened`` gives it from its beginning, and it can be read again."""

    original_name: str
    size: int
    sha256: str
    version_id: int
    opened: Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Entry:
    """A document put forward for something: a file, or a link to a public page."""

    title: str
    pointer: str = ""
    says: str = ""
    kind: str = ""
    dated: date | None = None
    address: str = ""
    file: PackFile | None = None


@dataclass(frozen=True)
class LeftOut:
    title: str
    reason: str


@dataclass(frozen=True)
class Group:
    """What belongs to one item of a return, or to one quality statement."""

    title: str
    words: tuple[tuple[str, str], ...] = ()
    """(heading, text) that stands above the documents."""
    entries: tuple[Entry, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Section:
    """A theme."""

    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Contents:
    """``group_word`` is what a group is called: “Item” or “Quality statement”."""

    title: str
    council: str
    about: str
    made_at: datetime
    group_word: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Placed:
    """An entry with the path of its file in the pack; empty for a link."""

    entry: Entry
    path: str = ""

    @property
    def href(self) -> str:
        return quote(self.path) if self.path else self.entry.address


@dataclass(frozen=True)
class PlacedGroup:
    group: Group
    number: str
    entries: tuple[Placed, ...]


@dataclass(frozen=True)
class PlacedSection:
    title: str
    number: int
    groups: tuple[PlacedGroup, ...]


@dataclass
class Places:
    """Gives every file a path; a document that is put forward twice is in the pack once."""

    names: Names = field(default_factory=lambda: Names(INDEX, TABLE, MANIFEST, SUMS))
    by_content: dict[tuple[str, int], str] = field(default_factory=dict)
    files: list[tuple[Listed, PackFile]] = field(default_factory=list)

    def section(self, number: int, section: Section) -> PlacedSection:
        folder = self.names.folder("", f"{number} {section.title}")
        groups = enumerate(section.groups, 1)
        placed = tuple(self.group(f"{number}.{place}", group, folder) for place, group in groups)
        return PlacedSection(section.title, number, placed)

    def group(self, number: str, group: Group, within: str) -> PlacedGroup:
        folder = self.names.folder(within, f"{number} {group.title}")
        entries = tuple(Placed(entry, self.path(entry, folder)) for entry in group.entries)
        return PlacedGroup(group, number, entries)

    def path(self, entry: Entry, folder: str) -> str:
        if entry.file is None:
            return ""
        content = (entry.file.sha256, entry.file.size)
        if content not in self.by_content:
            path = self.names.file(folder, entry.title, entry.file.original_name)
            self.by_content[content] = path
            self.files.append((Listed(path, entry.file.size, entry.file.sha256), entry.file))
        return self.by_content[content]


class Pack:
    """A pack ready to go out. Made twice of the same contents it is the same, byte for byte."""

    def __init__(self, contents: Contents):
        self.contents, places = contents, Places()
        sections = enumerate(contents.sections, 1)
        self.sections = tuple(places.section(number, each) for number, each in sections)
        self.documents = places.files
        self.made_at = contents.made_at.replace(microsecond=0).isoformat()

    @cached_property
    def lists(self) -> dict[str, bytes]:
        """The files of our own making, by path."""
        written = {INDEX: pack_index.as_page(self), TABLE: pack_index.as_workbook(self)}
        own = [sealed_pack.in_list(path, content) for path, content in written.items()]
        listed = [*own, *(listed for listed, _ in self.documents)]
        about = {"title": self.contents.title, "made_at": self.made_at}
        manifest = sealed_pack.manifest_of(listed, **about)
        sums = sealed_pack.sums_of([*listed, sealed_pack.in_list(MANIFEST, manifest)])
        return written | {MANIFEST: manifest, SUMS: sums}

    @cached_property
    def left_out(self) -> list[tuple[str, str, str, str]]:
        """(section, group, title, reason)."""
        return pack_index.left_out_of(self)

    @property
    def seal(self) -> str:
        """One fingerprint that stands for every byte of every file."""
        return hashlib.sha256(self.lists[MANIFEST]).hexdigest()

    @property
    def length(self) -> int:
        """Bytes of the whole ZIP."""
        sizes = [(path, len(content)) for path, content in self.lists.items()]
        sizes += [(listed.path, listed.size) for listed, _ in self.documents]
        records = sealed_pack.layout((Stored(*each, 0) for each in sizes), self.made_at)
        return sum(len(record) + (file.size if file else 0) for record, file in records)

    def stream(self) -> Iterator[bytes]:
        """The ZIP in pieces. Raises StoredFileError before a file that is not as it was added:
        what went out until then has no directory, so it does not pass for a pack."""
        reading = Reading(self)
        for record, file in sealed_pack.layout(reading.files(), self.made_at):
            yield record
            if file is not None:
                yield from map(bytes, reading.again())


class Reading:
    """Opens the pack's files one after the other; ``again`` is what is in the latest, in pieces."""

    def __init__(self, pack: Pack):
        self.pack = pack
        self.memory = memoryview(bytearray(HELD + 1))
        self.again: Callable[[], Iterable[bytes | memoryview]] = tuple

    def files(self) -> Iterator[Stored]:
        for path, content in self.pack.lists.items():
            self.again = partial(iter, (content,))
            yield Stored(path, len(content), zlib.crc32(content))
        for listed, source in self.pack.documents:
            try:
                file = source.opened()
            except FileNotFoundError as missing:
                raise StoredFileError(listed, source) from missing
            with file:
                self.again = self.held(file) if listed.size <= HELD else partial(pieces, file)
                crc = crc_of(self.again(), listed)
                if crc is None:
                    raise StoredFileError(listed, source)
                yield Stored(listed.path, listed.size, crc)

    def held(self, file: IO[bytes]) -> Callable[[], Iterator[memoryview]]:
        """What is small is read from the disk once, always into the same memory, for the system
        to find new memory for each file takes as long as to read it. A file that is longer than
        it should be shows by the one byte too many."""
        size = 0
        while got := file.readinto(self.memory[size:]):  # type: ignore[attr-defined]
            size += got
        held = self.memory[:size]
        return lambda: (held[at : at + CHUNK] for at in range(0, size, CHUNK))


def crc_of(content: Iterable[bytes | memoryview], listed: Listed) -> int | None:
    """Of what was read to its end; None where it is not the file that is listed."""
    digest, size, crc = hashlib.sha256(), 0, 0
    for piece in content:
        digest.update(piece)
        crc = zlib.crc32(piece, crc)
        size += len(piece)
    return crc if (size, digest.hexdigest()) == (listed.size, listed.sha256) else None


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(CHUNK):
        yield piece
