"""A page of a document as a picture, with its words for whoever cannot see the picture."""

from dataclasses import dataclass

from evidence.models import Document, DocumentVersion, PagePicture
from readiness.document_safety import unit_of


@dataclass(frozen=True)
class Preview:
    document: Document
    version: DocumentVersion
    picture: PagePicture
    text: str
    unit: str
    shown: int
    page_count: int

    @property
    def before(self) -> int | None:
        return self.picture.number - 1 if self.picture.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.picture.number + 1 if self.picture.number < self.shown else None

    @property
    def title(self) -> str:
        return f"{self.unit} {self.picture.number} of {self.page_count}"

    @property
    def has_more(self) -> bool:
        """Whether the file goes on after the last picture."""
        return self.page_count > self.shown

    @property
    def numbers(self) -> range:
        return range(1, self.shown + 1)


def build(document: Document, *, number: int) -> Preview | None:
    """Two queries; none of it where the latest version has no such picture."""
    version = document.latest_version
    if version is None or not version.is_downloadable:
        return None
    pictures = {each.number: each for each in version.pictures.all()}
    if number not in pictures:
        return None
    page = version.pages.filter(number=number).values_list("text", flat=True).first()
    return Preview(
        document=document,
        version=version,
        picture=pictures[number],
        text=page or "",
        unit=unit_of(version),
        shown=len(pictures),
        page_count=max(version.page_count or 0, len(pictures)),
    )
