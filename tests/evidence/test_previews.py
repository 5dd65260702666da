"""Pages as pictures, made within limits; and the words of scans, read from such pictures."""

import io
import shutil

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from evidence import previews, reading, search, tasks
from evidence.models import DocumentVersion
from tests.evidence import samples
from tests.factories import VersionFactory

pytestmark = pytest.mark.django_db
Picture = DocumentVersion.PictureState
Text = DocumentVersion.TextState
PDF = "application/pdf"


def kept(content, media_type, name="file"):
    return VersionFactory(
        content=content,
        media_type=media_type,
        original_name=name,
        picture_state=Picture.WAITING,
        personal_state="unchecked",
    )


def after_its_steps(version):
    tasks.read_text(version.pk)
    version.refresh_from_db()
    return version


def picture_saying(words, kind="PNG", pages=1):
    """A white page with large words on it, as a scan would be."""
    font = ImageFont.load_default(size=64)
    made = []
    for number in range(1, pages + 1):
        page = Image.new("RGB", (1600, 900), "white")
        ImageDraw.Draw(page).text((100, 300), f"{words} {number}", fill="black", font=font)
        made.append(page)
    content = io.BytesIO()
    more = {"save_all": True, "append_images": made[1:]} if pages > 1 else {}
    made[0].save(content, kind, **more)
    return content.getvalue()


def scan_of(words, pages=1):
    """A PDF of nothing but pictures."""
    return picture_saying(words, "PDF", pages)


def test_a_pdf_gets_pictures_of_its_first_pages():
    version = after_its_steps(kept(samples.sample(samples.GROUPS).read(), PDF))
    assert version.picture_state == Picture.MADE
    (picture,) = version.pictures.all()
    made = Image.open(picture.file)
    assert made.format == "WEBP"
    assert made.size == (picture.width, picture.height)
    assert max(made.size) == 1200


def test_no_more_pages_are_pictured_than_are_shown():
    version = after_its_steps(kept(scan_of("Page", pages=previews.SHOWN + 2), PDF))
    numbers = list(version.pictures.values_list("number", flat=True))
    assert numbers == list(range(1, previews.SHOWN + 1))


def test_doing_it_again_makes_no_second_set():
    version = after_its_steps(kept(samples.sample(samples.GROUPS).read(), PDF))
    before = list(version.pictures.values_list("pk", "file"))
    after_its_steps(version)
    previews.keep(version, [{"page": 1}])
    assert list(version.pictures.values_list("pk", "file")) == before


def test_a_picture_gets_a_smaller_one_without_what_the_camera_noted():
    photo = Image.new("RGB", (3000, 2000), "red")
    notes = photo.getexif()
    notes[0x010E] = "who and where"
    notes[0x0112] = 6  # lies on its side
    content = io.BytesIO()
    photo.save(content, "JPEG", exif=notes)
    version = after_its_steps(kept(content.getvalue(), "image/jpeg"))
    made = Image.open(version.pictures.get().file)
    assert made.size == (800, 1200)
    assert not made.getexif()


@pytest.mark.parametrize("media_type", [PDF, "image/png", "image/tiff", "image/gif"])
def test_nonsense_gets_no_picture_and_hurts_nothing(media_type):
    version = after_its_steps(kept(b"nonsense " * 100, media_type))
    assert version.picture_state == Picture.FAILED
    assert not version.pictures.exists()


def test_a_picture_that_unpacks_to_something_enormous_is_not_drawn():
    content = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(content, "PNG")
    assert len(content.getvalue()) < 200_000
    assert after_its_steps(kept(content.getvalue(), "image/png")).picture_state == Picture.FAILED


def test_a_word_document_has_no_pictures_and_no_trouble():
    version = after_its_steps(kept(samples.zipped(samples.word_parts()), samples.MAIN + "x"))
    assert version.picture_state == Picture.NONE


def test_a_failure_half_way_leaves_no_picture_behind():
    version = kept(b"", PDF)
    good = previews.painted(io.BytesIO(samples.sample(samples.GROUPS).read()), PDF)[0]
    with pytest.raises(KeyError):
        previews.keep(version, [good, {"page": 2}])
    assert not version.pictures.exists()
    assert not default_storage.exists(f"previews/{timezone.now():%Y/%m}/{version.pk}-1.webp")
    version.refresh_from_db()
    assert version.picture_state == Picture.WAITING


@pytest.mark.tesseract
def test_the_words_of_a_scan_are_read_page_by_page_and_found():
    version = after_its_steps(kept(scan_of("Safeguarding minutes", pages=2), PDF))
    assert (version.text_state, version.page_count) == (Text.READ, 2)
    assert "Safeguarding minutes 2" in version.pages.get(number=2).text
    assert search.found("safeguarding") == [version.document_id]


@pytest.mark.tesseract
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "GIF"])
def test_the_words_of_a_picture_are_read(kind):
    version = after_its_steps(kept(picture_saying("Carers survey", kind), f"image/{kind.lower()}"))
    assert version.text_state == Text.READ
    assert "Carers survey" in version.pages.get().text


@pytest.mark.tesseract
def test_every_page_of_a_fax_is_read():
    fax = picture_saying("Fax", "TIFF", pages=3)
    version = after_its_steps(kept(fax, "image/tiff"))
    assert [page.text for page in version.pages.all()] == ["Fax 1", "Fax 2", "Fax 3"]


@pytest.mark.parametrize(("text", "scan"), [("", True), (" 4 \n", True), ("word " * 10, False)])
def test_a_page_of_next_to_nothing_is_taken_for_a_scan(text, scan):
    assert reading.is_scan(text) is scan


@pytest.mark.tesseract
def test_only_so_many_pages_of_a_scan_are_read_and_the_rest_is_said(monkeypatch):
    monkeypatch.setattr(previews, "MOST_READ", 1)
    version = after_its_steps(kept(scan_of("Page", pages=2), PDF))
    assert version.pages.count() == 1
    assert "Only part of what was scanned could be read" in version.text_problem
    assert version.personal_state == DocumentVersion.PersonalState.NOT_CHECKABLE


def test_without_a_reader_of_scans_the_page_says_so_and_it_is_read_later(monkeypatch):
    monkeypatch.setattr(previews, "can_read_scans", lambda: False)
    version = after_its_steps(kept(picture_saying("Carers survey"), "image/png"))
    assert version.text_state == Text.NO_TEXT
    assert "no reader of scans" in version.text_problem
    assert version.awaits_ocr
    assert version.personal_state == DocumentVersion.PersonalState.NOT_CHECKABLE
    assert reading.unfinished() == []
    if not shutil.which("tesseract"):
        return
    monkeypatch.undo()
    assert reading.unfinished() == [version.pk]
    after_its_steps(version)
    assert (version.text_state, version.text_problem) == (Text.READ, "")
    assert version.personal_state == DocumentVersion.PersonalState.NOTHING
    assert reading.unfinished() == []


def test_scans_beside_the_project_are_read(shared_data):
    if not previews.can_read_scans():
        pytest.skip("no tesseract on this machine")
    cardinal = shared_data / "documents" / "scanned" / "cardinal.pdf"
    with cardinal.open("rb") as file:
        read = previews.read_scans(file, PDF, [2])
    assert "LinnSequencer" in read.texts[2]  # it lies on its side
    assert read.page_count == 4
