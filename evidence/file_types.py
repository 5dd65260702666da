"""What a file is, decided from its content, and whether the council takes it in.

The name is never believed: a file whose ending says something else is sent back with what it
really is. Nothing here changes anything.
"""

import io
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default as email_rules

import pylibmagic  # noqa: F401 - brings the library that "magic" looks for, so it comes first

import magic  # isort: skip
from django.conf import settings

from evidence import extraction, file_names, ole_files, refusals, zip_files

START = 256 * 1024
CHUNK = 1024 * 1024
LONGEST_NAME = 60
LARGEST_EMAIL = 50 * 1024 * 1024


@dataclass(frozen=True)
class FileType:
    """``words`` is what a reader is told; the first extension is the one stored."""

    words: str
    media_type: str
    extensions: tuple[str, ...]


OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
TYPES = {
    "pdf": FileType("PDF", "application/pdf", (".pdf",)),
    "docx": FileType("Word", OFFICE + "wordprocessingml.document", (".docx",)),
    "doc": FileType("Word", "application/msword", (".doc",)),
    "pptx": FileType("PowerPoint", OFFICE + "presentationml.presentation", (".pptx",)),
    "ppsx": FileType("PowerPoint", OFFICE + "presentationml.slideshow", (".ppsx",)),
    "ppt": FileType("PowerPoint", "application/vnd.ms-powerpoint", (".ppt", ".pps")),
    "xlsx": FileType("Excel", OFFICE + "spreadsheetml.sheet", (".xlsx",)),
    "xls": FileType("Excel", "application/vnd.ms-excel", (".xls",)),
    "odt": FileType("OpenDocument text", OPEN + "text", (".odt",)),
    "ods": FileType("OpenDocument spreadsheet", OPEN + "spreadsheet", (".ods",)),
    "odp": FileType("OpenDocument presentation", OPEN + "presentation", (".odp",)),
    "rtf": FileType("RTF", "application/rtf", (".rtf", ".doc")),
    "txt": FileType("Text", "text/plain", (".txt", ".text", ".md")),
    "csv": FileType("CSV", "text/csv", (".csv",)),
    "eml": FileType("E-mail", "message/rfc822", (".eml",)),
    "msg": FileType("E-mail", "application/vnd.ms-outlook", (".msg",)),
    "png": FileType("Picture", "image/png", (".png",)),
    "jpeg": FileType("Picture", "image/jpeg", (".jpg", ".jpeg")),
    "webp": FileType("Picture", "image/webp", (".webp",)),
    "tiff": FileType("Picture", "image/tiff", (".tif", ".tiff")),
    "gif": FileType("Picture", "image/gif", (".gif",)),
}
BY_MEDIA_TYPE = {kind.media_type: kind for kind in TYPES.values()}
ACCEPT = ",".join(ending for kind in TYPES.values() for ending in kind.extensions)

# What libmagic calls the things that are not taken in, in words.
REALLY = (
    (r"application/(zip|gzip|x-(7z|rar|tar|bzip|xz|lzma)|vnd\.rar)", "an archive"),
    (
        r"application/(x-dosexec|x-(pie-)?executable|x-sharedlib|x-mach|vnd\.microsoft\.portable)",
        "a program",
    ),
    (r"text/x-php|text/x-shellscript|text/x-msdos-batch|(text|application)/javascript", "a script"),
    (r"text/html", "a web page"),
    (r"application/x-sylk", "a SYLK spreadsheet (these can hold macros)"),
    (r"application/vnd\.lotus", "a Lotus 1-2-3 spreadsheet"),
    (r"image/svg", "an SVG drawing"),
    (r"video/", "a video"),
    (r"audio/", "a sound recording"),
    (r"text/|application/(json|csv)", "a text file"),
)
NOT_PLAIN = re.compile("|".join(pattern for pattern, _ in REALLY[:7]))
HEADER_LINE = re.compile(rb"^[A-Za-z-]+: ?\S", re.M)


def recognise(file, name: str) -> FileType:
    """The type of an open file; raises ``RefusedFileError``, a sentence that names the file."""
    try:
        return _recognise(file, file_names.extension(file_names.shown(name)))
    except refusals.RefusedFileError as refusal:
        shown = file_names.shown(name)
        shown = shown if len(shown) <= LONGEST_NAME else shown[: LONGEST_NAME - 1] + "…"
        raise refusals.RefusedFileError(
            f"“{shown}” {refusal.sentence}", str(refusal.code)
        ) from refusal


def _recognise(file, ending: str) -> FileType:
    refuse_empty_or_large(size_of(file))
    key = key_of(file, ending)
    kind = TYPES[key]
    if ending and ending not in kind.extensions:
        raise refusals.RefusedFileError(
            f"is really {described(kind)}, not a {ending} file. "
            f"Check that it is the file you meant, rename it to end in {kind.extensions[0]} "
            "and add it again.",
            "misnamed",
        )
    return kind


def described(kind: FileType) -> str:
    return f"{refusals.a(kind.words)} file ({kind.extensions[0]})"


def size_of(file) -> int:
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(0)
    return size


def refuse_empty_or_large(size: int) -> None:
    if size == 0:
        raise refusals.RefusedFileError(
            "is empty: it has nothing in it. Check the file where it is kept and add it again.",
            "empty",
        )
    if size > settings.MAX_UPLOAD_BYTES:
        raise refusals.RefusedFileError(
            f"is {size / 1024 / 1024:,.0f} MB; the largest file that can be added is "
            f"{settings.MAX_UPLOAD_BYTES / 1024 / 1024:,.0f} MB. "
            "Make it smaller, or add a link to where it is kept.",
            "too_large",
        )


def key_of(file, ending: str) -> str:
    """The key in ``TYPES``, by what the content begins with."""
    start = read_start(file)
    media_type = magic.from_buffer(start, mime=True)
    if start[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        key = zip_files.key_of(file)
    elif ole_files.is_ole(start):
        key = ole_files.key_of(file)
    elif b"%PDF-" in start[:1024]:
        key = pdf_key(file)
    elif start.startswith(b"{\\rtf"):
        key = rtf_key(file)
    elif media_type.startswith("image/") and media_type in BY_MEDIA_TYPE:
        key = picture_key(file, media_type)
    elif media_type == "message/rfc822" or (ending == ".eml" and HEADER_LINE.search(start)):
        key = "eml"
    else:
        key = text_key(start, media_type, ending)
    if key in ("eml", "msg"):
        refuse_bad_attachments(file, key)
    return key


def read_start(file) -> bytes:
    file.seek(0)
    start = file.read(START)
    file.seek(0)
    return start


def contains(file, pattern: bytes) -> bool:
    """Whether the pattern occurs anywhere, read a piece at a time."""
    sought, kept = re.compile(pattern), b""
    file.seek(0)
    while chunk := file.read(CHUNK):
        if sought.search(kept + chunk):
            return True
        kept = chunk[-200:]
    return False


def refuse_second_file(file) -> None:
    """A file that is also a ZIP archive says one thing to us and another to whoever opens it."""
    size = size_of(file)
    file.seek(max(0, size - 66_000))
    if b"PK\x05\x06" in file.read():
        raise refusals.RefusedFileError(
            "is two files in one: a ZIP archive is hidden in it. "
            "Open it where it was made, save it again and add the new copy.",
            "polyglot",
        )


def picture_key(file, media_type: str) -> str:
    refuse_second_file(file)
    return media_type.removeprefix("image/")


def pdf_key(file) -> str:
    refuse_second_file(file)
    if contains(file, rb"/Type\s*/EmbeddedFile\b"):
        raise refusals.embedded("PDF")
    opened, holds = extraction.look_into_pdf(file)
    if opened is extraction.Opened.LOCKED:
        raise refusals.locked("PDF")
    if opened is extraction.Opened.DAMAGED:
        raise refusals.damaged("PDF")
    if "file" in holds:
        raise refusals.embedded("PDF")
    if holds:
        raise refusals.scripted("PDF")
    return "pdf"


def rtf_key(file) -> str:
    if contains(file, rb"\\objdata|\\objemb|\\objocx"):
        raise refusals.embedded("RTF document")
    return "rtf"


def text_key(start: bytes, media_type: str, ending: str) -> str:
    if not start.strip():
        refuse_empty_or_large(0)
    if NOT_PLAIN.match(media_type) or not is_text(start):
        raise refusals.not_accepted(really(media_type))
    return "csv" if ending == ".csv" else "txt"


def is_text(start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    unprintable = sum(
        start.count(bytes([code])) for code in range(32) if code not in b"\t\n\r\f\x1b"
    )
    return unprintable == 0


def really(media_type: str) -> str:
    for pattern, words in REALLY:
        if re.match(pattern, media_type):
            return words
    return "a file of a kind we do not know"


def refuse_bad_attachments(file, key: str) -> None:
    """An e-mail's attachments hold no program, and no Office file that would be refused alone."""
    if size_of(file) > LARGEST_EMAIL:
        raise refusals.RefusedFileError(
            "is an e-mail of more than 50 MB. Add its attachments on their own.", "too_large"
        )
    attachments = message_attachments(file) if key == "msg" else mail_attachments(file)
    for name, data in attachments:
        refuse_attachment(name, data)


def mail_attachments(file) -> list[tuple[str, bytes]]:
    file.seek(0)
    message = message_from_bytes(file.read(), policy=email_rules)
    return [
        (part.get_filename() or "attachment", bytes(part.get_payload(decode=True) or b""))
        for part in message.walk()
        if part.get_filename() and not part.is_multipart()
    ]


def message_attachments(file) -> list[tuple[str, bytes]]:
    file.seek(0)
    return ole_files.attachments(file)


def refuse_attachment(name: str, data: bytes) -> None:
    held = io.BytesIO(data)
    problem = ""
    try:
        if data[:2] == b"PK":
            zip_files.key_of(held)
        elif ole_files.is_ole(data):
            ole_files.key_of(held)
        elif really(magic.from_buffer(data[:START] or b" ", mime=True)) in {
            "a program",
            "a script",
        }:
            problem = "is a program"
    except refusals.RefusedFileError as refusal:
        problem = refusal.sentence
    if problem:
        raise refusals.RefusedFileError(
            f"is an e-mail with an attachment that cannot be taken in: “{file_names.shown(name)}” "
            f"{problem}",
            "attachment",
        )
