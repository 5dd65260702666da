"""What is done with a version once it is kept: scanned, pictured, read, and checked.

Each step has a state of its own on the version, does nothing a second time, and waits for the one
before it: a file that no scanner has found clean is not opened at all.
"""

from django.db import transaction

from evidence import checking, extraction, previews, scanning, search
from evidence.models import DocumentPage, DocumentVersion

State = DocumentVersion.TextState
UNFINISHED = (State.WAITING, State.READING)
NO_WORDS = "No words were found."
FILE_GONE = "The stored file could not be found. Ask an administrator to check the file store."
NO_READER = (
    "The words in pictures could not be read: there is no reader of scans (tesseract) on this "
    "machine. They are read when there is one."
)
PARTLY_READ = f"Only part of what was scanned could be read: {previews.MOST_READ} pages at most."
FEW_LETTERS = 25
"""A page with fewer is looked at as a picture: it is a scan with a stamp or a page number."""


def read_version(version_id: int) -> None:
    """Every step that a version still needs, in order."""
    versions = DocumentVersion.objects.select_related("document__latest_version")
    version = versions.filter(pk=version_id).first()
    if version is None or version.document.is_deleted or not scanning.scan_version(version):
        return
    previews.make_pictures(version)
    if begin(version):
        take_text(version)
    checking.check_version(version)


def begin(version: DocumentVersion) -> bool:
    """Whether there is text to take out: for the first time, or because it can be read now."""
    to_do = version.text_state in UNFINISHED or (version.awaits_ocr and previews.can_read_scans())
    if to_do:
        version.text_state = State.READING
        version.save(update_fields=["text_state"])
    return to_do


def take_text(version: DocumentVersion) -> None:
    try:
        with version.file.open("rb") as file:
            record_text(version, *text_of(file, version.media_type))
    except FileNotFoundError:
        finish(version, state=State.FAILED, problem=FILE_GONE)
    except extraction.CannotReadError as problem:
        finish(version, state=State.FAILED, problem=str(problem))


def text_of(file, media_type: str) -> tuple[extraction.Extracted, str]:
    """The words page by page, those of scans as well, and what of it could not be read."""
    if media_type.startswith("image/"):
        if not previews.can_read_scans():
            return extraction.Extracted((), None), NO_READER
        read = previews.read_scans(file, media_type)
        return extraction.Extracted(in_order(read.texts), read.page_count), said_of(read)
    extracted = extraction.extract(file, media_type)
    if not previews.has_pictures(media_type):
        return extracted, ""
    scans = [n for n, text in enumerate(extracted.pages, start=1) if is_scan(text)]
    if extracted.pages and not scans:
        return extracted, ""
    if not previews.can_read_scans():
        return extracted, NO_READER
    read = previews.read_scans(file, media_type, scans if any(extracted.pages) else None)
    return with_scans(extracted, read), said_of(read)


def is_scan(text: str) -> bool:
    return sum(not char.isspace() for char in text) < FEW_LETTERS


def said_of(read: previews.ReadPages) -> str:
    return "" if read.is_whole else PARTLY_READ


def with_scans(extracted: extraction.Extracted, read: previews.ReadPages) -> extraction.Extracted:
    """For each page the fuller of what the file says and what its picture shows."""
    texts = dict(enumerate(extracted.pages, start=1))
    for number, text in read.texts.items():
        texts[number] = max(texts.get(number, ""), text, key=len)
    count = max(len(extracted.pages), read.page_count) or None
    return extraction.Extracted(in_order(texts), count, extracted.photo_places)


def in_order(texts: dict[int, str]) -> tuple[str, ...]:
    return tuple(texts.get(number, "") for number in range(1, max(texts, default=0) + 1))


def record_text(version: DocumentVersion, extracted: extraction.Extracted, problem: str) -> None:
    with transaction.atomic():
        # Locked, so that the same task running twice writes the pages once.
        DocumentVersion.objects.select_for_update().get(pk=version.pk)
        version.pages.all().delete()
        DocumentPage.objects.bulk_create(
            (
                DocumentPage(version=version, number=number, text=text)
                for number, text in enumerate(extracted.pages, start=1)
                if text
            ),
            batch_size=500,
        )
        version.awaits_ocr = problem == NO_READER
        version.photo_places = list(extracted.photo_places)
        checking.begin_again(version)
        state = State.READ if extracted.has_text else State.NO_TEXT
        problem = problem or ("" if extracted.has_text else NO_WORDS)
        finish(version, state=state, problem=problem, page_count=extracted.page_count)
        if version.document.latest_version_id == version.pk:
            search.index_document(version.document)


def finish(
    version: DocumentVersion, *, state: str, problem: str = "", page_count: int | None = None
) -> None:
    version.text_state, version.text_problem, version.page_count = state, problem, page_count
    version.save(
        update_fields=["text_state", "text_problem", "page_count", "awaits_ocr", "photo_places"]
    )


def unfinished() -> list[int]:
    """Versions of which some step was cut off, never began, or can be done now."""
    personal, picture = DocumentVersion.PersonalState, DocumentVersion.PictureState
    to_do = (
        DocumentVersion.objects.filter(text_state__in=UNFINISHED)
        | DocumentVersion.objects.filter(personal_state=personal.UNCHECKED)
        | DocumentVersion.objects.filter(picture_state=picture.WAITING)
    )
    if previews.can_read_scans():
        to_do = to_do | DocumentVersion.objects.filter(awaits_ocr=True)
    to_do = to_do.filter(document__deleted_at=None).exclude(
        scan_state__in=(scanning.State.INFECTED, scanning.State.NOT_SCANNED)
    )
    return list(to_do.order_by("pk").values_list("pk", flat=True))
