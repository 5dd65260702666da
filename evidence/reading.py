"""Reading a version's text: waiting, being read, then read, without text, or failed with a reason.

A place for what comes before reading (a virus scan) and after it (personal data, scanned pages)
is in ``read_version``: each is one more step there with a state of its own.
"""

from django.db import transaction

from evidence import extraction, search
from evidence.models import DocumentPage, DocumentVersion

State = DocumentVersion.TextState
UNFINISHED = (State.WAITING, State.READING)
NOT_READ_YET = "Pictures are kept and can be downloaded, but the words in them are not read."
NO_WORDS = "No words were found. It may be a scan or only pictures."
FILE_GONE = "The stored file could not be found. Ask an administrator to check the file store."


def read_version(version_id: int) -> None:
    """Take out the text of a version and make it searchable; does nothing the second time."""
    if not begin(version_id):
        return
    version = DocumentVersion.objects.select_related("document__latest_version").get(pk=version_id)
    if version.media_type.startswith("image/"):
        finish(version, state=State.NO_TEXT, problem=NOT_READ_YET)
        return
    try:
        with version.file.open("rb") as file:
            extracted = extraction.extract(file, version.media_type)
    except FileNotFoundError:
        finish(version, state=State.FAILED, problem=FILE_GONE)
    except extraction.CannotReadError as problem:
        finish(version, state=State.FAILED, problem=str(problem))
    else:
        record_text(version, extracted)


def begin(version_id: int) -> bool:
    return bool(
        DocumentVersion.objects.filter(pk=version_id, text_state__in=UNFINISHED).update(
            text_state=State.READING
        )
    )


def record_text(version: DocumentVersion, extracted: extraction.Extracted) -> None:
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
        if extracted.has_text:
            finish(version, state=State.READ, page_count=extracted.page_count)
        else:
            finish(version, state=State.NO_TEXT, problem=NO_WORDS, page_count=extracted.page_count)
        if version.document.latest_version_id == version.pk:
            search.index_document(version.document)


def finish(
    version: DocumentVersion, *, state: str, problem: str = "", page_count: int | None = None
) -> None:
    version.text_state, version.text_problem, version.page_count = state, problem, page_count
    version.save(update_fields=["text_state", "text_problem", "page_count"])


def unfinished() -> list[int]:
    """Versions whose reading was cut off, or never began."""
    return list(
        DocumentVersion.objects.filter(text_state__in=UNFINISHED)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
