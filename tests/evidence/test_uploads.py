"""Files that arrive piece by piece, are looked at when whole, and wait until they are saved."""

import io
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from evidence import arriving, intake, uploads, waiting
from evidence.models import Document, Upload
from evidence.refusals import RefusedFileError
from tests.evidence import samples

pytestmark = pytest.mark.django_db
WORDS = b"What carers told us."
SIZE = len(WORDS)


def begun(by, *, name="Survey.txt", size=SIZE):
    return uploads.begin_upload(name=name, size=size, by=by)


def sent(upload, content=WORDS, *, begins_at=0):
    return uploads.receive_part(upload, io.BytesIO(content), begins_at=begins_at)


def arrived_whole(by, content=WORDS, *, name="Survey.txt"):
    upload = begun(by, name=name, size=len(content))
    sent(upload, content)
    upload.refresh_from_db()
    return upload


def in_the_folder():
    return sorted(path.name for path in arriving.folder().iterdir())


class BreaksOff:
    """A connection that is lost after the first bytes."""

    def __init__(self, content: bytes):
        self.content = content

    def read(self, size: int) -> bytes:
        if not self.content:
            raise ConnectionResetError
        given, self.content = self.content[:size], b""
        return given


def test_a_file_arrives_in_pieces_and_is_looked_at_when_it_is_whole(contributor):
    upload = begun(contributor)
    assert sent(upload, WORDS[:5]) == 5
    assert not upload.is_ready
    assert sent(upload, WORDS[5:], begins_at=5) == len(WORDS)
    assert upload.is_ready
    assert upload.media_type == "text/plain"
    assert arriving.path_of(upload.key).read_bytes() == WORDS


def test_what_came_before_the_connection_broke_off_is_kept(contributor):
    upload = begun(contributor)
    assert uploads.receive_part(upload, BreaksOff(WORDS[:7]), begins_at=0) == 7
    assert sent(upload, WORDS[7:], begins_at=7) == len(WORDS)
    assert upload.is_ready


def test_a_piece_for_another_place_is_refused_and_says_where_the_file_ends(contributor):
    upload = begun(contributor)
    sent(upload, WORDS[:5])
    with pytest.raises(uploads.WrongPlaceError) as caught:
        sent(upload, WORDS, begins_at=9)
    assert caught.value.arrived == 5
    assert arriving.arrived(upload.key) == 5


def test_two_pieces_at_once_do_not_mix(contributor):
    upload = begun(contributor)
    with arriving.locked(arriving.path_of(upload.key)), pytest.raises(arriving.InUseError):
        sent(upload)
    assert arriving.arrived(upload.key) == 0


def test_more_than_was_announced_is_not_taken(contributor):
    upload = begun(contributor)
    assert sent(upload, WORDS + b"and more") == len(WORDS)
    assert arriving.path_of(upload.key).read_bytes() == WORDS


@pytest.mark.parametrize(("size", "said"), [(0, "is empty"), (201 * 1024 * 1024, "201 MB")])
def test_what_could_not_be_taken_in_is_refused_before_it_is_sent(contributor, size, said):
    with pytest.raises(RefusedFileError, match=said) as caught:
        begun(contributor, size=size)
    assert "“Survey.txt”" in caught.value.message
    assert not Upload.objects.exists()


def test_nobody_fills_the_disk_with_files_that_wait(contributor, director, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_WAITING", 1)
    begun(contributor)
    with pytest.raises(ValidationError, match="Save or remove some of them first"):
        begun(contributor)
    begun(director)


def test_a_file_that_is_refused_says_why_and_is_not_kept(contributor):
    upload = arrived_whole(contributor, b"MZ" + b"\0" * 500, name="Minutes.pdf")
    assert upload.is_refused
    assert "“Minutes.pdf” is" in upload.problem
    assert in_the_folder() == []


def test_the_same_file_chosen_twice_is_kept_once(contributor, director):
    arrived_whole(contributor, name="First.txt")
    twin = arrived_whole(contributor, name="Second.txt")
    assert twin.is_refused
    assert "is the same as “First.txt”" in twin.problem
    assert arrived_whole(director).is_ready


def test_a_file_of_an_ordinary_form_is_kept_like_one_in_pieces(contributor):
    upload = uploads.hold_file(samples.text_file(), by=contributor)
    assert upload.is_ready
    assert arriving.path_of(upload.key).read_bytes() == b"What carers told us."


def test_a_large_file_of_an_ordinary_form_does_not_go_through_memory(contributor):
    large = arriving.ArrivingUpload("Large.txt", "text/plain", 0, None)
    large.write(WORDS)
    large.seek(0)
    large.size = len(WORDS)
    upload = uploads.hold_file(large, by=contributor)
    large.close()
    assert upload.is_ready
    assert in_the_folder() == [str(upload.key)]


def test_a_file_that_arrived_when_nobody_was_there_to_look_is_looked_at_later(contributor):
    upload = begun(contributor)
    arriving.path_of(upload.key).write_bytes(WORDS)
    uploads.finish_whole(contributor)
    upload.refresh_from_db()
    assert upload.is_ready


def test_it_becomes_a_document_with_its_hash_and_waits_no_more(
    contributor, django_capture_on_commit_callbacks
):
    upload = arrived_whole(contributor)
    with django_capture_on_commit_callbacks(execute=True), intake.nothing_half_written():
        held = uploads.claimed(upload)
        document = intake.add_file(received=uploads.received(held), by=contributor)
        waiting.forget(held)
    version = document.latest_version
    assert version.sha256 == upload.sha256
    assert version.file.read() == WORDS
    assert in_the_folder() == []
    assert not Upload.objects.exists()


def test_it_still_waits_when_saving_it_fails(contributor, settings):
    upload = arrived_whole(contributor)

    def add_and_fail():
        with intake.nothing_half_written():
            intake.add_file(received=uploads.received(upload), by=contributor)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_fail()
    assert in_the_folder() == [str(upload.key)]
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert not Document.objects.exists()


def test_what_was_saved_or_removed_meanwhile_cannot_be_saved_again(contributor):
    upload = arrived_whole(contributor)
    waiting.forget(Upload.objects.get())
    with pytest.raises(ValidationError, match="is not here any more"):
        uploads.claimed(upload)


def test_how_it_begins_is_read_for_suggestions_once(contributor):
    upload = arrived_whole(contributor)
    waiting.read_text(upload.pk)
    upload.refresh_from_db()
    assert (upload.text, upload.text_is_read) == ("What carers told us.", True)
    Upload.objects.update(text="Kept")
    waiting.read_text(upload.pk)
    assert Upload.objects.get().text == "Kept"
    assert waiting.unread() == []


def test_it_is_read_by_itself_once_it_is_here(contributor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        upload = arrived_whole(contributor)
    upload.refresh_from_db()
    assert upload.text == "What carers told us."


def test_files_nobody_came_back_for_are_forgotten_after_a_week(
    contributor, django_capture_on_commit_callbacks
):
    arrived_whole(contributor)
    assert waiting.forget_old(now=timezone.now() + timedelta(days=6)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert waiting.forget_old(now=timezone.now() + timedelta(days=8)) == 1
    assert in_the_folder() == []


# --- pictures ---


def photo(kind="JPEG", *, size=(60, 40), orientation=6, place=True) -> bytes:
    """A picture as a phone makes it: on its side, with the place it was taken at."""
    notes = Image.Exif()
    notes[0x0110] = "A phone"
    notes[0x0112] = orientation
    if place:
        notes.get_ifd(0x8825).update({1: "N", 2: (53.0, 35.0, 36.0), 3: "W", 4: (2.0, 17.0, 48.0)})
    made = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(made, kind, exif=notes)
    return made.getvalue()


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")]
)
def test_a_photo_is_kept_upright_and_without_its_place(contributor, kind, name):
    upload = arrived_whole(contributor, photo(kind), name=name)
    assert upload.is_ready
    assert upload.is_without_camera_details
    kept = arriving.path_of(upload.key)
    with Image.open(kept) as picture:
        assert picture.size == (40, 60)
        assert dict(picture.getexif()) == {}
        assert dict(picture.getexif().get_ifd(0x8825)) == {}
    assert b"A phone" not in kept.read_bytes()
    assert upload.size == kept.stat().st_size


def test_a_scan_loses_its_place_and_no_page(contributor):
    made = io.BytesIO()
    notes = Image.Exif()
    notes.get_ifd(0x8825).update({1: "N", 2: (53.0, 35.0, 36.0)})
    pages = [Image.new("L", (30, 20), shade) for shade in (10, 200)]
    pages[0].save(made, "TIFF", save_all=True, append_images=pages[1:], exif=notes)
    upload = arrived_whole(contributor, made.getvalue(), name="Scan.tif")
    assert upload.is_ready
    with Image.open(arriving.path_of(upload.key)) as scan:
        assert scan.n_frames == 2
        assert 0x8825 not in scan.getexif()


def test_a_picture_without_camera_details_is_kept_byte_for_byte(contributor):
    made = io.BytesIO()
    Image.new("RGB", (9, 9)).save(made, "PNG")
    upload = arrived_whole(contributor, made.getvalue(), name="Chart.png")
    assert not upload.is_without_camera_details
    assert arriving.path_of(upload.key).read_bytes() == made.getvalue()


def test_a_picture_that_cannot_be_opened_is_refused(contributor):
    upload = arrived_whole(contributor, photo()[:300], name="Half.jpg")
    assert upload.is_refused
    assert "damaged picture" in upload.problem
    assert in_the_folder() == []


def test_keys_cannot_be_guessed(contributor):
    assert isinstance(begun(contributor).key, uuid.UUID)


def test_any_name_is_shown_and_none_is_a_place_on_the_disk(contributor):
    upload = uploads.hold_file(SimpleUploadedFile("../../etc/passwd.txt", WORDS), by=contributor)
    assert upload.original_name == "passwd.txt"
    assert in_the_folder() == [str(upload.key)]
