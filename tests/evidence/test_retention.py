"""Holds placed and lifted, and documents deleted with a trace, or not at all."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from evidence import intake, integrity, retention, search, unclaimed_files
from evidence.models import Document, DocumentPage, LegalHold
from tests.evidence import samples
from tests.factories import DocumentFactory, VersionFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def delete(document, by, **fields):
    fields = {"reason": "Its time is over", "on": TODAY, "keep_until": date(2026, 11, 22)} | fields
    return retention.delete_document(document, by=by, **fields)


def added(by, words="Neighbours help."):
    return intake.add_file(received=intake.receive(samples.text_file(words)), by=by)


def test_a_hold_is_kept_with_who_placed_and_lifted_it_and_why(director, administrator):
    hold = retention.place_hold(DocumentFactory(), reason=" A  judicial review ", by=director)
    assert (hold.reason, hold.placed_by) == ("A judicial review", director)
    retention.lift_hold(hold, reason="It ended", by=administrator)
    hold = LegalHold.objects.get()
    assert (hold.lifted_by, hold.lifted_reason) == (administrator, "It ended")
    assert not LegalHold.objects.live().exists()


def test_a_hold_and_its_lifting_each_need_a_reason(director):
    document = DocumentFactory()
    with pytest.raises(ValidationError, match="Say why the document must be kept"):
        retention.place_hold(document, reason="  ", by=director)
    hold = retention.place_hold(document, reason="A claim", by=director)
    with pytest.raises(ValidationError, match="Say why the hold is lifted"):
        retention.lift_hold(hold, reason="", by=director)


def test_a_hold_is_lifted_once(director, administrator):
    hold = retention.place_hold(DocumentFactory(), reason="A claim", by=director)
    retention.lift_hold(hold, reason="It ended", by=administrator)
    with pytest.raises(ValidationError, match="has already lifted this hold"):
        retention.lift_hold(hold, reason="Again", by=director)


def test_the_database_takes_no_half_lifted_hold(director):
    hold = retention.place_hold(DocumentFactory(), reason="A claim", by=director)
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalHold.objects.filter(pk=hold.pk).update(lifted_by=director)


def test_a_deleted_document_keeps_its_record_and_its_hash_and_loses_its_content(
    contributor, director, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        document = added(contributor)
    sha256 = document.latest_version.sha256
    with django_capture_on_commit_callbacks(execute=True):
        delete(document, director, reason="Kept for six years")
    document = Document.objects.get()
    assert (document.deleted_by, document.deleted_reason) == (director, "Kept for six years")
    assert document.versions.get().sha256 == sha256
    assert not DocumentPage.objects.exists()
    assert search.found("neighbours") == []
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert not Document.objects.kept().exists()


def test_a_deletion_that_fails_removes_nothing(contributor, director, settings):
    document = added(contributor)
    with pytest.raises(ValidationError, match="Say why it is deleted"):
        delete(document, director, reason=" ")
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_file_that_stayed_behind_is_unclaimed(contributor, director, monkeypatch):
    monkeypatch.setattr(unclaimed_files, "JUST_NOW", 0)
    document = added(contributor)
    delete(document, director)  # and the process is killed before the file is gone
    [found] = integrity.verify(clear=False).unclaimed
    assert found.name == document.latest_version.file.name


@pytest.mark.parametrize("keep_until", [None, date(2026, 11, 23)])
def test_before_its_day_a_document_is_deleted_only_by_somebody_who_means_it(director, keep_until):
    document = DocumentFactory()
    with pytest.raises(ValidationError) as caught:
        delete(document, director, keep_until=keep_until)
    assert caught.value.code == "early"
    delete(document, director, keep_until=keep_until, is_early=True)
    assert Document.objects.get().is_deleted


def test_a_held_document_is_not_deleted_whatever_anybody_says(director):
    document = DocumentFactory()
    hold = retention.place_hold(document, reason="A claim", by=director)
    with pytest.raises(ValidationError, match="“A claim” It can be deleted once the hold"):
        delete(document, director, is_early=True)
    retention.lift_hold(hold, reason="Settled", by=director)
    assert delete(document, director).is_deleted


def test_a_document_is_deleted_once_and_not_changed_after(director):
    document = delete(DocumentFactory(), director)
    with pytest.raises(ValidationError, match="was deleted on"):
        delete(document, director)
    with pytest.raises(ValidationError, match="was deleted on"):
        retention.place_hold(document, reason="A claim", by=director)
    with pytest.raises(ValidationError, match="has been deleted"):
        intake.edit_document(document, by=director, seen_revision=document.revision, title="New")


def test_somebody_who_was_editing_meanwhile_is_told(contributor, director):
    document = DocumentFactory()
    delete(document, director)
    with pytest.raises(ValidationError, match="Somebody else changed this document"):
        intake.edit_document(document, by=contributor, seen_revision=1, title="New")


def test_the_database_takes_no_deletion_without_a_reason(director):
    document = DocumentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(deleted_by=director)


def test_the_same_content_may_come_back_after_a_deletion(contributor, director):
    delete(added(contributor), director)
    assert added(contributor).latest_version.number == 1


def test_the_same_link_may_come_back_after_a_deletion(contributor, director):
    address = "https://council.example/a"
    delete(intake.add_link(address=address, by=contributor), director)
    assert intake.add_link(address=address, by=contributor)


def test_an_alarm_for_a_deleted_file_is_settled(director):
    version = VersionFactory()
    version.file.storage.delete(version.file.name)
    integrity.verify()
    delete(version.document, director)
    assert version.alarms.get().settled_how == "The document was deleted."
    assert integrity.verify().problems == []


def test_a_day_to_keep_until_is_set_by_hand_and_kept_in_the_history(director):
    document = DocumentFactory()
    intake.edit_document(document, by=director, seen_revision=1, keep_until=date(2030, 3, 31))
    document.refresh_from_db()
    assert document.keep_until == date(2030, 3, 31)
    assert document.changes.get().changes == {"Keep until": ["nothing", "31 March 2030"]}
