"""Whether a photo says where it was taken: what cameras and phones note beside the picture.

Pure, and nothing of Django: the reader of files uses it on whatever a file carries. Photos are
found by their notes wherever they lie in the content, as a PDF holds them whole. Known are Exif (in
JPEG, PNG, WebP and TIFF) and XMP.
"""

import re
import struct

# "Exif" as JPEG and WebP begin it, or the part of a PNG or WebP that has the same notes.
NOTES = re.compile(rb"(?:Exif\x00\x00|eXIf|EXIF[\x00-\xff]{4}|\A)(?=II\*\x00|MM\x00\*)")
IN_WORDS = re.compile(rb"GPSLatitude(?:>|=[\"'])\s*[\d,. ]*\d")
PLACE, LATITUDE = 0x8825, 2
ENTRY = 12  # bytes
MOST_ENTRIES = 500


def says_where(content) -> bool:
    """``content`` is bytes, or a file that is mapped into memory."""
    if IN_WORDS.search(content):
        return True
    return any(has_place(content, match.end()) for match in NOTES.finditer(content))


def has_place(content, start: int) -> bool:
    """Whether the notes that begin here lead to a latitude."""
    order = "<" if content[start : start + 2] == b"II" else ">"
    try:
        (first,) = struct.unpack_from(f"{order}I", content, start + 4)
        place = entries(content, order, start, first).get(PLACE)
        return place is not None and LATITUDE in entries(content, order, start, place)
    except struct.error:
        return False


def entries(content, order: str, start: int, offset: int) -> dict[int, int]:
    """Tag -> value of one list of notes."""
    (count,) = struct.unpack_from(f"{order}H", content, start + offset)
    found = {}
    for place in range(min(count, MOST_ENTRIES)):
        at = start + offset + 2 + place * ENTRY
        tag, _, _, value = struct.unpack_from(f"{order}HHII", content, at)
        found[tag] = value
    return found
