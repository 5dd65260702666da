"""Text taken out in the background: read, none found, or failed with a sentence."""

import pytest

from evidence import reading, search, tasks
from evidence.models import DocumentVersion
from tests.evidence import samples
from tests.factories import VersionFactory

pytestmark = pytest.mark.django_db
State = DocumentVersion.TextState


def kept(name, media_type, content=None):
    content = samples.sample(name).read() if content is None else content
    return VersionFactory(content=content, media_type=media_type, original_name=name)


def after_reading(version):
    tasks.read_text(version.pk)
    version.refresh_from_db()
    return version


def test_a_pdf_is_read_page_by_page_and_found():
    version = after_reading(kept(samples.GROUPS, "application/pdf"))
    assert (version.text_state, version.text_problem, version.page_count) == (State.READ, "", 1)
    assert version.pages.count() == 1
    assert search.found("falkirk") == [version.document_id]


def test_reading_twice_changes_nothing():
    version = after_reading(kept(samples.GROUPS, "application/pdf"))
    pages = list(version.pages.values_list("pk", flat=True))
    after_reading(version)
    assert list(version.pages.values_list("pk", flat=True)) == pages


def test_reading_cut_off_half_way_is_done_again():
    version = kept(samples.GROUPS, "application/pdf")
    version.text_state = State.READING
    version.save()
    version.pages.create(number=1, text="half")
    after_reading(version)
    assert "Falkirk" in version.pages.get().text


def test_a_damaged_file_fails_with_a_sentence():
    version = after_reading(kept("bug1020226.pdf", "application/pdf"))
    assert version.text_state == State.FAILED
    assert "can be downloaded" in version.text_problem


def test_slides_without_words_have_no_text_and_say_so():
    media_type = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    version = after_reading(kept("s.pptx", media_type, samples.presentation("")))
    assert version.text_state == State.NO_TEXT
    assert version.text_problem == "No words were found."


def test_a_picture_without_words_has_no_text():
    version = after_reading(kept("webp.webp", "image/webp"))
    assert version.text_state == State.NO_TEXT


def test_a_missing_file_fails_with_a_sentence():
    version = kept(samples.GROUPS, "application/pdf")
    version.file.storage.delete(version.file.name)
    after_reading(version)
    assert version.text_state == State.FAILED
    assert "could not be found" in version.text_problem


def test_an_older_version_is_read_but_not_searched():
    older = kept("old.txt", "text/plain", b"neighbours")
    VersionFactory(document=older.document, number=2, content=b"friends")
    older.refresh_from_db()
    after_reading(older)
    assert older.text_state == State.READ
    assert search.found("neighbours") == []


def test_what_a_stopped_worker_left_is_queued_again():
    waiting, half = kept("a.txt", "text/plain", b"aa"), kept("b.txt", "text/plain", b"bb")
    DocumentVersion.objects.filter(pk=half.pk).update(text_state=State.READING)
    read = kept("c.txt", "text/plain", b"cc")
    DocumentVersion.objects.filter(pk=read.pk).update(text_state=State.READ)
    assert tasks.requeue_unfinished() == 2
    for version in (waiting, half):
        version.refresh_from_db()
        assert version.text_state == State.READ
    assert reading.unfinished() == []
