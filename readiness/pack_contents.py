"""What goes into a pack: documents that may be shared, and why another is left out."""

from collections.abc import Iterable
from functools import partial

from django.core.files.storage import Storage

from evidence.models import WORDS_MAY_BE_SHARED, Document, DocumentVersion, FileAlarm
from readiness.packs import Entry, LeftOut, PackFile

Scan, Personal = DocumentVersion.ScanState, DocumentVersion.PersonalState
DELETED = "It is not kept any more."
WORDS = "What is said about it may hold personal data, and nobody has cleared it."
NO_FILE = "Its file is not there."
NOT_INTACT = "Its stored file is not what was added."
SCANS = {
    Scan.WAITING: "It is waiting to be checked for viruses.",
    Scan.INFECTED: "A virus was found in it.",
    Scan.NOT_SCANNED: "It could not be checked for viruses.",
}
PERSONAL = {
    Personal.UNCHECKED: "It is not checked for personal data yet.",
    Personal.FOUND: "It may hold personal data, and nobody has cleared it.",
    Personal.NOT_CHECKABLE: "It could not be checked for personal data, and nobody has cleared it.",
    Personal.REDACTED: "A redacted copy took its place.",
}


def versions_not_intact() -> set[int]:
    """Versions whose stored file was found missing or changed. One query."""
    return set(FileAlarm.objects.open().values_list("version_id", flat=True))


def why_left_out(
    document: Document, version: DocumentVersion | None, *, not_intact: Iterable[int]
) -> str:
    """Empty where it may go into a pack; else one sentence."""
    if document.is_deleted:
        return DELETED
    if document.words_state not in WORDS_MAY_BE_SHARED:
        return WORDS
    return why_not_this_file(version, not_intact) if document.is_file else ""


def why_not_this_file(version: DocumentVersion | None, not_intact: Iterable[int]) -> str:
    if version is None:
        return NO_FILE
    if version.pk in not_intact:
        return NOT_INTACT
    if not version.is_downloadable:
        return SCANS[Scan(version.scan_state)]
    return "" if version.is_shareable else PERSONAL[Personal(version.personal_state)]


def left_out(document: Document, reason: str) -> LeftOut:
    """By number, where the title itself may give somebody away."""
    may_be_named = document.words_state in WORDS_MAY_BE_SHARED
    return LeftOut(document.title if may_be_named else f"Document {document.pk}", reason)


def file_of(version: DocumentVersion) -> PackFile:
    return PackFile(
        original_name=version.original_name,
        size=version.size,
        sha256=version.sha256,
        version_id=version.pk,
        opened=partial(from_its_beginning, version.file.storage, str(version.file.name)),
    )


def from_its_beginning(storage: Storage, name: str):
    return storage.open(name, "rb")


def put(
    entry: Entry, version: DocumentVersion | None, document: Document, not_intact: Iterable[int]
) -> Entry | LeftOut:
    """The entry with its file, or why it is left out."""
    if reason := why_left_out(document, version, not_intact=not_intact):
        return left_out(document, reason)
    if version is None or not document.is_file:
        return entry
    return Entry(**{**entry.__dict__, "file": file_of(version)})
