"""Pages as pictures: to be looked at in place of the file, and to be read where they are scans.

Both are made by ``limited_pages.py`` in a process with limits; a file that breaks it has no
pictures, and nothing else happens.
"""

import base64
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from evidence import limited_process
from evidence.models import DocumentVersion, PagePicture

State = DocumentVersion.PictureState
SCRIPT = "limited_pages.py"
SHOWN = 10
"""How many pages of a document are shown as pictures."""
SECONDS_TO_PAINT = 60
MOST_READ = 50
"""How many pages of a document are read as scans: each takes about five seconds."""
SECONDS_TO_READ = 600
MEDIA_TYPES = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "image/webp", "image/tiff", "image/gif"}
)


@dataclass(frozen=True)
class ReadPages:
    """Words by page number of the pages that were read; how many the file has."""

    texts: dict[int, str]
    page_count: int
    is_whole: bool


def has_pictures(media_type: str) -> bool:
    return media_type in MEDIA_TYPES


def can_read_scans() -> bool:
    """Whether this machine has tesseract, which reads the words in pictures."""
    return shutil.which("tesseract") is not None


def read_scans(file, media_type: str, pages: Iterable[int] | None = None) -> ReadPages:
    """The words of these pages, or of all, up to ``MOST_READ``; fewer where time ran out."""
    numbers = None if pages is None else sorted(pages)
    first = range(1, MOST_READ + 1) if numbers is None else numbers[:MOST_READ]
    wanted = ",".join(map(str, first))
    answer = limited_process.run(
        SCRIPT, ("read", media_type, wanted), file, seconds=SECONDS_TO_READ
    )
    lines = understood(answer.content)
    count = next((line["pages"] for line in lines if "pages" in line), 0)
    texts = {line["page"]: line["text"] for line in lines if "text" in line}
    asked = set(range(1, count + 1)) if numbers is None else set(numbers)
    return ReadPages(texts, count, is_whole=bool(count) and asked <= set(texts))


def make_pictures(version: DocumentVersion) -> None:
    """Pictures of the first pages, once; a version that has them is left as it is."""
    if version.picture_state != State.WAITING:
        return
    if not has_pictures(version.media_type):
        finish(version, State.NONE)
        return
    try:
        with version.file.open("rb") as file:
            made = painted(file, version.media_type)
    except FileNotFoundError:
        made = []
    keep(version, made)


def painted(file, media_type: str, most: int = SHOWN) -> list[dict]:
    """The first pages, as far as the time goes; ``content`` of each is WebP in base64."""
    answer = limited_process.run(
        SCRIPT, ("paint", media_type, str(most)), file, seconds=SECONDS_TO_PAINT
    )
    return [line for line in understood(answer.content) if "content" in line]


def keep(version: DocumentVersion, made: list[dict]) -> None:
    """Store the pictures with their rows: all of them, or none."""
    stored: list[str] = []
    try:
        with transaction.atomic():
            # Locked, so that the same task running twice keeps one set.
            held = DocumentVersion.objects.select_for_update().get(pk=version.pk)
            if held.picture_state != State.WAITING:
                return
            for page in made:
                stored.append(store(version, page))
            finish(version, State.MADE if made else State.FAILED)
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise


def store(version: DocumentVersion, page: dict) -> str:
    picture = PagePicture(
        version=version, number=page["page"], width=page["width"], height=page["height"]
    )
    content = ContentFile(base64.b64decode(page["content"]))
    picture.file.save(f"{version.pk}-{page['page']}.webp", content, save=False)
    picture.save()
    return str(picture.file.name)


def finish(version: DocumentVersion, state: str) -> None:
    version.picture_state = state
    version.save(update_fields=["picture_state"])


def understood(content: bytes) -> list[dict]:
    """The whole lines of the answer; one that was cut off is left out."""
    lines = []
    for line in content.split(b"\n"):
        try:
            lines.append(json.loads(line))
        except ValueError:
            continue
    return [line for line in lines if isinstance(line, dict)]
