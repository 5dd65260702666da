"""A photo that says where it was taken: found in Office files and PDFs, taken out of photos."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from evidence import camera_notes, extraction, intake, tasks
from evidence.file_types import TYPES
from tests.evidence import samples
from tests.factories import VersionFactory

PLACE = 0x8825
XMP = b'<x:xmpmeta><rdf:Description exif:GPSLatitude="53,35.5N"/></x:xmpmeta>'


def photo(kind="JPEG", *, place=True, **options) -> bytes:
    """A small picture; its camera noted the make and, where wanted, the place."""
    notes = Image.Exif()
    notes[0x010F] = "Council phone"
    if place:
        notes.get_ifd(PLACE).update({1: "N", 2: (53.0, 35.0, 30.0), 3: "W", 4: (2.0, 17.0, 0.0)})
    made = io.BytesIO()
    Image.new("RGB", (9, 9)).save(made, kind, exif=notes, **options)
    return made.getvalue()


def word_with(**photos: bytes) -> bytes:
    parts = samples.word_parts("What carers told us.")
    return samples.zipped(parts | {f"word/media/{n}.jpeg": data for n, data in photos.items()})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_place_is_found_in_each_kind_of_photo(kind):
    assert camera_notes.says_where(photo(kind))
    assert not camera_notes.says_where(photo(kind, place=False))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (XMP, True),
        (b"<exif:GPSLatitude>53,35.5N</exif:GPSLatitude>", True),
        (b"GPSLatitude is a word of the standard", False),
        (b"", False),
        (b"Exif\x00\x00II*\x00\xff\xff\xff\xff", False),
        (b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff", False),
    ],
)
def test_other_notes_and_damaged_ones(content, says):
    assert camera_notes.says_where(content) is says


def test_photos_in_a_word_document_are_named():
    content = io.BytesIO(word_with(visit=photo(), logo=photo(place=False)))
    assert extraction.extract(content, TYPES["docx"].media_type).photo_places == ("visit.jpeg",)


def test_photos_in_an_open_document_are_named():
    out = io.BytesIO(samples.sample(samples.ACTION_LOG).read())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("Pictures/visit.jpg", photo())
    assert extraction.extract(out, TYPES["odt"].media_type).photo_places == ("visit.jpg",)


def test_a_photo_that_a_pdf_holds_whole_is_found():
    pdf = samples.sample(samples.GROUPS).read()
    media_type = TYPES["pdf"].media_type
    assert extraction.extract(io.BytesIO(pdf), media_type).photo_places == ()
    with_photo = pdf + b"\n% " + photo()
    assert extraction.extract(io.BytesIO(with_photo), media_type).photo_places == ("",)


@pytest.mark.django_db
def test_it_holds_the_document_and_is_listed_by_the_name_of_the_photo():
    version = VersionFactory(
        content=word_with(visit=photo()),
        media_type=TYPES["docx"].media_type,
        personal_state="unchecked",
        text_state="waiting",
    )
    tasks.read_text(version.pk)
    version.refresh_from_db()
    assert version.personal_state == "found"
    finding = version.findings.get()
    assert (finding.get_kind_display(), finding.masked) == ("Where a photo was taken", "visit.jpeg")
    assert not version.is_shareable


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_replaces_another_loses_the_place_as_it_arrives(kind):
    upload = SimpleUploadedFile(f"Visit.{kind.lower()}", photo(kind))
    received = intake.receive(upload)
    content = received.file.read()
    assert not camera_notes.says_where(content)
    assert received.name == f"Visit.{kind.lower()}"
    assert received.size == len(content)


def test_a_scan_says_where_as_well():
    notes = photo()
    start = notes.index(b"Exif\x00\x00") + 6
    assert camera_notes.says_where(notes[start:])


def test_a_photo_without_notes_is_kept_as_it_is():
    made = io.BytesIO()
    Image.new("RGB", (9, 9)).save(made, "PNG")
    received = intake.receive(SimpleUploadedFile("Visit.png", made.getvalue()))
    assert received.file.read() == made.getvalue()
