"""The pages of a document as a reviewer sees them: pictures with their name and the time across."""

import base64
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from PIL import Image

from config.wording import moment_in_words, name_of
from evidence import previews
from evidence.models import DocumentVersion, PagePicture
from readiness import watermarks

MOST_IN_A_PDF = 100
MOST_SHEETS = 20
"""Of words on sheets of A4, how many are offered one by one."""


@dataclass(frozen=True)
class ShownPages:
    """Pictures of the file's own pages where there are any; else its words on sheets of A4."""

    version: DocumentVersion
    pictures: dict[int, PagePicture]
    texts: dict[int, str]

    @cached_property
    def sheets(self) -> list[Sequence[str]]:
        if self.pictures or not self.texts:
            return []
        words = "\n\n".join(self.texts[number] for number in sorted(self.texts))
        return watermarks.sheets_of(watermarks.lines_of(words))

    @property
    def count(self) -> int:
        return len(self.pictures) or min(len(self.sheets), MOST_SHEETS)

    @property
    def of_the_file(self) -> int:
        """How many pages the file has, of which the first are shown."""
        if self.pictures:
            return max(self.version.page_count or 0, self.count)
        return len(self.sheets)

    def words(self, number: int) -> str:
        """For whoever cannot see the picture."""
        if self.pictures:
            return self.texts.get(number, "")
        return "\n".join(self.sheets[number - 1])

    def picture(self, number: int) -> Image.Image:
        """Raises OSError where the stored picture is gone, or is none."""
        if not self.pictures:
            return watermarks.drawn(self.sheets[number - 1])
        with self.pictures[number].file.open("rb") as file:
            return Image.open(io.BytesIO(file.read())).convert("RGB")


def pages_of(version: DocumentVersion) -> ShownPages:
    """Two queries."""
    pictures = {picture.number: picture for picture in version.pictures.all()}
    texts = dict(version.pages.values_list("number", "text"))
    return ShownPages(version, pictures, texts)


def mark(person, at: datetime) -> str:
    """What stands across every page."""
    return f"{name_of(person)}, {moment_in_words(at)}"


def page_with_name(pages: ShownPages, number: int, *, words: str) -> bytes:
    """WebP."""
    return watermarks.as_webp(watermarks.watermarked(pages.picture(number), words))


def pdf_with_name(pages: ShownPages, *, words: str) -> bytes:
    """All pages, up to ``MOST_IN_A_PDF``. One page is in memory at a time."""
    marked = (watermarks.watermarked(page, words) for page in whole_pages(pages))
    return watermarks.as_pdf(marked, title=pages.version.document.title)


def whole_pages(pages: ShownPages) -> Iterator[Image.Image]:
    if not pages.pictures:
        yield from map(watermarks.drawn, pages.sheets[:MOST_IN_A_PDF])
        return
    if pages.of_the_file == pages.count:
        yield from map(pages.picture, sorted(pages.pictures))
        return
    with pages.version.file.open("rb") as file:
        painted = previews.painted(file, pages.version.media_type, MOST_IN_A_PDF)
    for page in painted:
        yield Image.open(io.BytesIO(base64.b64decode(page["content"])))
