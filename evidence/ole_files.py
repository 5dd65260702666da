"""What an OLE file really is: Word, Excel or PowerPoint before 2007, or an Outlook message."""

import re
import struct

import olefile

from evidence import refusals

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN_STREAMS = {
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
    "PP40": "ppt",
    "__properties_version1.0": "msg",
}
WORDS = {
    "doc": ("Word document", "a Word document (.docx)"),
    "xls": ("Excel workbook", "an Excel workbook (.xlsx)"),
    "ppt": ("PowerPoint presentation", "a PowerPoint presentation (.pptx)"),
    "msg": ("Outlook message", "a PDF"),
}
MACRO_STORAGES = {"VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "MACROS"}
PACKED_FILE = "\x01OLE10NATIVE"

# Excel's records at the start of a workbook: [MS-XLS] 2.4.
END_OF_GLOBALS, FILE_PASS, BOUND_SHEET = 0x0A, 0x2F, 0x85
HEADER_BYTES, SHEET_KIND = 4, 5
MACRO_SHEETS = {1, 6}
# Word's flag for an encrypted document ([MS-DOC] 2.5.2) and PowerPoint's token ([MS-PPT] 2.3.2).
WORD_ENCRYPTED = 0x0100
POWERPOINT_ENCRYPTED = b"\xdf\xc4\xd1\xf3"
# PowerPoint's note of its macros ([MS-PPT] 2.4.10): container, atom, reference, "has macros".
POWERPOINT_MACROS = re.compile(
    rb"\x1f\x00\xff\x03\x14\x00\x00\x00\x02\x00\x00\x04\x0c\x00\x00\x00.{4}\x01\x00\x00\x00", re.S
)


def is_ole(data: bytes) -> bool:
    return data.startswith(MAGIC)


def paths_in(ole) -> list[list[str]]:
    return [[part.upper() for part in path] for path in ole.listdir(storages=True)]


def holds_packed_file(file) -> bool:
    try:
        with olefile.OleFileIO(file) as ole:
            return any(path[-1] == PACKED_FILE for path in paths_in(ole))
    except Exception:  # whatever breaks the reader cannot be checked
        return True


def key_of(file) -> str:
    """``doc``, ``xls``, ``ppt`` or ``msg``; a refusal for anything else or anything unsafe."""
    try:
        with olefile.OleFileIO(file) as ole:
            return safe_key(ole)
    except refusals.RefusedFileError:
        raise
    except Exception as problem:  # hostile files break the reader in many ways
        raise refusals.damaged("file") from problem


def safe_key(ole) -> str:
    if ole.exists("EncryptedPackage"):
        raise refusals.locked("Word, Excel or PowerPoint file")
    key = next((key for stream, key in MAIN_STREAMS.items() if ole.exists(stream)), "")
    if not key:
        really = (
            "a Visio drawing" if ole.exists("VisioDocument") else "a file of a kind we do not know"
        )
        raise refusals.not_accepted(really, "Save it as PDF first.")
    what, save_as = WORDS[key]
    if is_locked(ole, key):
        raise refusals.locked(what)
    paths = paths_in(ole)
    if any(MACRO_STORAGES & set(path) for path in paths) or has_macros(ole, key):
        raise refusals.macros(what, save_as)
    if any(path[-1] == PACKED_FILE for path in paths):
        raise refusals.embedded(what)
    return key


def is_locked(ole, key: str) -> bool:
    if key == "doc":
        start = ole.openstream("WordDocument").read(12)
        return bool(struct.unpack("<H", start[10:12])[0] & WORD_ENCRYPTED)
    if key == "ppt" and ole.exists("Current User"):
        return POWERPOINT_ENCRYPTED in ole.openstream("Current User").read(32)
    if key == "xls":
        return any(kind == FILE_PASS for kind, _ in workbook_records(ole))
    return False


def has_macros(ole, key: str) -> bool:
    """Macros that live in no storage of their own: Excel 4 sheets, and PowerPoint's."""
    if key == "xls":
        return any(
            kind == BOUND_SHEET and len(data) > SHEET_KIND and data[SHEET_KIND] in MACRO_SHEETS
            for kind, data in workbook_records(ole)
        )
    if key == "ppt" and ole.exists("PowerPoint Document"):
        return bool(POWERPOINT_MACROS.search(ole.openstream("PowerPoint Document").read()))
    return False


def workbook_records(ole):
    """The records (kind, data) about the workbook as a whole, before its first sheet."""
    stream = ole.openstream("Workbook" if ole.exists("Workbook") else "Book")
    while len(header := stream.read(HEADER_BYTES)) == HEADER_BYTES:
        kind, length = struct.unpack("<HH", header)
        data = stream.read(length)
        yield kind, data
        if kind in (END_OF_GLOBALS, FILE_PASS):
            return


def attachments(file) -> list[tuple[str, bytes]]:
    """The files attached to an Outlook message: (name, content). [MS-OXMSG] 2.2.2."""
    found = []
    with olefile.OleFileIO(file) as ole:
        for path in ole.listdir():
            if path[0].startswith("__attach_version1.0_") and path[-1] == "__substg1.0_37010102":
                name = [*path[:-1], "__substg1.0_3707001F"]
                words = (
                    ole.openstream(name).read().decode("utf-16-le", "replace")
                    if ole.exists(name)
                    else "attachment"
                )
                found.append((words, ole.openstream(path).read()))
    return found
