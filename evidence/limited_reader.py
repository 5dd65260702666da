"""Reads one file in a process of its own that may use little memory, little time, and no disk.

Run by ``evidence.extraction``, never imported by it: ``limited_reader.py open|read MEDIA_TYPE``
with the file on standard input. Answers with one line of JSON. Uses nothing of Django.
"""

import json
import mmap
import re
import sys
import zipfile
import zlib
from pathlib import Path

sys.path.append(str(Path(__file__).parent))

import kreuzberg
from camera_notes import says_where
from process_limits import limit

MOST_CHARACTERS = 8_000_000
LONGEST_PAGE = 400_000
MARK = "\n\x1epage {page_num}\x1e\n"
# Printers' joined letters, and how the PDF library writes a hyphen at the end of a line.
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xAD: None}
BROKEN_WORD = re.compile("[\x02\ufffe]\\n?")
# Signs that only the document's own font can show, such as a bullet: a box to everybody else.
OWN_SIGNS = re.compile("[\ue000-\uf8ff]")
# What a PDF may do beside showing pages: names of its dictionaries.
MARKS = (
    (rb"/JavaScript\b|/JS\s*[(<]", "script"),
    (rb"/Launch\b", "program"),
    (rb"/EmbeddedFile\b", "file"),
)
PACKED_OBJECTS = re.compile(rb"/ObjStm\b[^\0]{0,300}?stream\r?\n")
ESCAPED = re.compile(rb"(?<=[/A-Za-z])#([46][1-9A-Fa-f]|[57][0-9Aa])")
MOST_UNPACKED = 64 * 1024 * 1024
FILE = "/dev/stdin"
PHOTO = re.compile(r"(?:^|/)(?:media|Pictures)/.+\.(?:jpe?g|png|tiff?|webp)$", re.I)
MOST_PHOTOS = 500
LARGEST_PHOTO = 64 * 1024 * 1024
# Any PDF at all: reading it makes the PDF library unpack itself before writing is forbidden.
SMALLEST_PDF = (
    b"%PDF-1.0\n1 0 obj<</Pages 2 0 R>>endobj "
    b"2 0 obj<</Kids[]/Count 0>>endobj trailer<</Root 1 0 R>>"
)


def warm_up() -> None:
    try:
        kreuzberg.extract_bytes_sync(SMALLEST_PDF, "application/pdf", settings())
    except kreuzberg.KreuzbergError:
        return


def settings() -> kreuzberg.ExtractionConfig:
    return kreuzberg.ExtractionConfig(
        use_cache=False,
        enable_quality_processing=False,
        disable_ocr=True,  # type: ignore[call-arg]  # missing from the library's own types
        pages=kreuzberg.PageConfig(
            extract_pages=True, insert_page_markers=True, marker_format=MARK
        ),
        concurrency=kreuzberg.ConcurrencyConfig(max_threads=1),
    )


def open_pdf() -> dict:
    try:
        kreuzberg.PdfPageIterator(FILE, 10)
    except RuntimeError as problem:
        return {"opened": "locked" if "password" in str(problem) else "damaged"}
    return {"opened": "opened", "holds": sorted(held_in_pdf(Path(FILE).read_bytes()))}


def held_in_pdf(content: bytes) -> set[str]:
    """What a PDF carries beside its pages, also where its objects are packed: see ``MARKS``."""
    found, room = marks_in(content), MOST_UNPACKED
    for packed in PACKED_OBJECTS.finditer(content):
        if room <= 0:
            break
        unpacked = unpack(content[packed.end() : packed.end() + room], room)
        found |= marks_in(unpacked)
        room -= len(unpacked)
    return found


def marks_in(content: bytes) -> set[str]:
    if b"#" in content:  # a letter of a name may be written as its number
        content = ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), content)
    return {what for mark, what in MARKS if re.search(mark, content)}


def unpack(content: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(content, most)
    except zlib.error:
        return b""


def read(media_type: str) -> dict:
    """``pages``: text of each page in order; ``paged``: whether they are pages or only pieces."""
    result = kreuzberg.extract_file_sync(FILE, media_type, settings())
    pages = sheets(result) or marked_pages(result.content) or known_pages(result)
    paged = bool(pages)
    if not paged:
        pages = [clean("\n\n".join(filter(None, (result.content, attachments(result)))))]
    return {
        "pages": within_limits(pages if paged else pieces(pages[0])),
        "paged": paged,
        "places": photo_places(),
    }


def photo_places() -> list[str]:
    """Photos in the file that say where they were taken: by name in an Office file."""
    try:
        return photos_with_a_place()
    except (OSError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return []


def photos_with_a_place() -> list[str]:
    with Path(FILE).open("rb") as file:
        if file.read(2) != b"PK":
            file.seek(0)
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return [""] if says_where(content) else []
        with zipfile.ZipFile(file) as package:
            photos = [each for each in package.infolist() if PHOTO.search(each.filename)]
            photos = [each for each in photos[:MOST_PHOTOS] if each.file_size <= LARGEST_PHOTO]
            return [
                Path(each.filename).name[:80] for each in photos if says_where(package.read(each))
            ]


def attachments(result) -> str:
    """The names of what came with an e-mail, which say as much as its words."""
    names = dict(result.metadata).get("attachments") or []
    return f"Attachments: {', '.join(map(str, names))}" if names else ""


def sheets(result) -> list[str]:
    """A workbook's sheets, each led by its name."""
    names = dict(result.metadata).get("sheet_names") or []
    texts = [[name] for name in names]
    for table in result.tables:
        if 0 < table.page_number <= len(texts):
            rows = ("  ".join(cell for cell in row if cell) for row in table.cells)
            texts[table.page_number - 1].extend(row for row in rows if row.strip())
    return [clean("\n".join(lines)) for lines in texts]


def marked_pages(content: str) -> list[str]:
    """Pages by the marks between them; none where the format has no pages."""
    parts = content.split("\x1e")
    numbered = {
        int(parts[at].removeprefix("page ")): parts[at + 1]
        for at in range(1, len(parts) - 1, 2)
        if parts[at].removeprefix("page ").isdigit()
    }
    return [clean(numbered.get(number, "")) for number in range(1, max(numbered, default=0) + 1)]


def known_pages(result) -> list[str]:
    """Pages of a Word document, where it says where they break."""
    pages = [clean(page["content"]) for page in result.pages or []]
    return pages if len(pages) > 1 and any(pages) else []


def clean(text: str) -> str:
    """Without control characters, lone surrogates and trailing blanks: any database takes it."""
    text = text.replace("\r\n", "\n").encode("utf-8", "ignore").decode()
    text = OWN_SIGNS.sub(" ", BROKEN_WORD.sub("", text).translate(LIGATURES))
    text = "".join(char if char >= " " or char in "\n\t" else " " for char in text)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def pieces(text: str) -> list[str]:
    return [text[at : at + LONGEST_PAGE] for at in range(0, len(text), LONGEST_PAGE)]


def within_limits(pages: list[str]) -> list[str]:
    kept, room = [], MOST_CHARACTERS
    for page in pages:
        kept.append(page[: min(room, LONGEST_PAGE)])
        room -= len(kept[-1])
    return kept


def main(job: str, media_type: str) -> dict:
    if media_type == "application/pdf":
        warm_up()
    limit()
    if job == "open":
        return open_pdf()
    try:
        return read(media_type)
    except kreuzberg.KreuzbergError as problem:
        return {"problem": str(problem)[:500]}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:3])))
