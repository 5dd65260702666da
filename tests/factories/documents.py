"""Documents, their versions, pictures and holds."""

import base64
import hashlib

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from evidence.models import Document, DocumentVersion, LegalHold, PagePicture
from tests.factories.figures import UserFactory


class DocumentFactory(DjangoModelFactory):
    """A link; ``VersionFactory`` makes a file."""

    class Meta:
        model = Document

    title = factory.Sequence(lambda n: f"Carers survey {n}")
    kind = Document.Kind.LINK
    address = "https://council.example/carers-survey"
    owner = factory.SubFactory(UserFactory)
    added_by = factory.SelfAttribute("owner")


class FileDocumentFactory(DocumentFactory):
    kind = Document.Kind.FILE
    address = ""


class VersionFactory(DjangoModelFactory):
    """A version with its document, scanned and found safe; the latest unless ``latest=False``."""

    class Meta:
        model = DocumentVersion
        skip_postgeneration_save = True

    class Params:
        content = b"What people told us."

    document = factory.SubFactory(FileDocumentFactory)
    number = 1
    original_name = "Carers survey.txt"
    file = factory.LazyAttribute(lambda o: ContentFile(o.content, name="carers-survey.txt"))
    media_type = "text/plain"
    kind_of_file = "Text"
    size = factory.LazyAttribute(lambda o: len(o.content))
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.content).hexdigest())
    scan_state = DocumentVersion.ScanState.CLEAN
    scanned_at = factory.LazyFunction(timezone.now)
    personal_state = DocumentVersion.PersonalState.NOTHING
    picture_state = DocumentVersion.PictureState.NONE
    added_by = factory.LazyAttribute(lambda o: o.document.owner)

    @factory.post_generation
    def latest(self, create, extracted, **kwargs):
        if extracted is not False:
            self.document.latest_version = self
            self.document.save(update_fields=["latest_version"])


WHITE_PAGE = base64.b64decode("UklGRh4AAABXRUJQVlA4TBEAAAAvAAAAAAfQ//73v/+BiOh/AAA=")
"""The smallest picture there is: one point."""


class PagePictureFactory(DjangoModelFactory):
    """A picture of a page of a version that has such pictures."""

    class Meta:
        model = PagePicture

    version = factory.SubFactory(
        VersionFactory,
        picture_state=DocumentVersion.PictureState.MADE,
        media_type="application/pdf",
    )
    number = 1
    file = factory.LazyAttribute(lambda o: ContentFile(WHITE_PAGE, name=f"{o.number}.webp"))
    width, height = 850, 1200


class LegalHoldFactory(DjangoModelFactory):
    class Meta:
        model = LegalHold

    document = factory.SubFactory(DocumentFactory)
    reason = "A claim"
    placed_by = factory.SubFactory(UserFactory)
