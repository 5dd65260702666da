"""Files and links taken in, replaced and edited: all of it, or nothing."""

import hashlib
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction

from evidence import intake, search
from evidence.intake import AlreadyHereError
from evidence.models import Document, DocumentVersion
from tests.evidence import samples
from tests.factories import DocumentFactory

pytestmark = pytest.mark.django_db


def add(upload, by, **fields):
    return intake.add_file(received=intake.receive(upload), by=by, **fields)


def files_stored(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_file_is_kept_with_its_size_hash_type_and_own_name(contributor):
    content = samples.sample(samples.GROUPS).read()
    document = add(samples.sample(samples.GROUPS, called="Équipe & santé.pdf"), contributor)
    version = document.latest_version
    assert document.title == "Équipe & santé"
    assert document.owner == document.added_by == contributor
    assert (version.number, version.original_name) == (1, "Équipe & santé.pdf")
    assert (version.size, version.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (version.kind_of_file, version.media_type) == ("PDF", "application/pdf")
    assert version.file.name.endswith("equipe-sante.pdf")
    with version.file.open() as stored:
        assert stored.read() == content


def test_a_document_can_be_found_by_its_title_at_once(contributor):
    document = add(samples.text_file(), contributor, title="Housing plan")
    assert search.found("housing") == [document.pk]


def test_its_text_is_read_after_the_page_has_answered(
    contributor, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        document = add(samples.text_file("Neighbours help."), contributor)
    document.latest_version.refresh_from_db()
    assert document.latest_version.text_state == DocumentVersion.TextState.READ
    assert search.found("neighbours") == [document.pk]


def test_a_file_that_is_sent_back_leaves_nothing(contributor, settings):
    with pytest.raises(ValidationError, match="macros"):
        add(samples.sample("SimpleMacro.docm"), contributor)
    assert not Document.objects.exists()
    assert files_stored(settings) == []


def test_the_same_content_again_is_refused_with_the_document_that_has_it(contributor, director):
    first = add(samples.text_file(), contributor, title="Carers survey 2025")
    with pytest.raises(AlreadyHereError) as caught:
        add(samples.text_file(called="Another name.txt"), director)
    assert caught.value.document == first
    assert "You already have this: Carers survey 2025, added on" in caught.value.message
    assert contributor.get_full_name() in caught.value.message
    assert Document.objects.count() == 1


def test_content_replaced_long_ago_is_still_known(contributor):
    document = add(samples.text_file("One"), contributor)
    intake.replace_file(
        document,
        received=intake.receive(samples.text_file("Two")),
        by=contributor,
        seen_revision=1,
    )
    with pytest.raises(AlreadyHereError):
        add(samples.text_file("One"), contributor)


def test_the_file_is_removed_when_the_transaction_fails(contributor, settings):
    def add_and_fail():
        with intake.nothing_half_written():
            add(samples.text_file(), contributor)
            assert len(files_stored(settings)) == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_fail()
    assert files_stored(settings) == []
    assert not Document.objects.exists()


def test_a_wrong_review_date_is_refused_before_anything_is_stored(contributor, settings):
    with pytest.raises(ValidationError, match="before the date of the evidence"):
        add(
            samples.text_file(),
            contributor,
            evidence_date=date(2026, 3, 1),
            review_by=date(2026, 2, 1),
        )
    assert files_stored(settings) == []


def test_a_link_is_kept_in_one_spelling(contributor):
    link = intake.add_link(address=" HTTPS://Council.Example/Carers-survey ", by=contributor)
    assert link.address == "https://council.example/Carers-survey"
    assert link.title == "Carers survey"
    assert search.found("council.example") == [link.pk]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "council.example",
        "ftp://council.example/a",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https://[broken",
        "https://user:secret@council.example/",
        "data:text/html,hello",
    ],
)
def test_only_whole_web_addresses_are_taken(contributor, address):
    with pytest.raises(ValidationError, match="web address"):
        intake.add_link(address=address, by=contributor)
    assert not Document.objects.exists()


def test_the_same_link_again_is_refused_with_the_document_that_has_it(contributor):
    first = intake.add_link(address="https://council.example/a", by=contributor)
    with pytest.raises(AlreadyHereError) as caught:
        intake.add_link(address="https://council.example/a", by=contributor)
    assert caught.value.document == first


def test_a_replaced_file_keeps_the_one_before(contributor, director):
    document = add(samples.text_file("One"), contributor)
    version = intake.replace_file(
        document,
        received=intake.receive(samples.text_file("Two", called="Second.txt")),
        by=director,
        seen_revision=1,
        note="Figures corrected",
    )
    document.refresh_from_db()
    assert document.latest_version == version
    assert (version.number, version.note, version.added_by) == (2, "Figures corrected", director)
    assert document.revision == 2
    old = document.versions.get(number=1)
    assert default_storage.exists(old.file.name)


def test_a_file_cannot_be_replaced_by_itself(contributor):
    document = add(samples.text_file("One"), contributor)
    with pytest.raises(ValidationError, match="the same as the one already here"):
        intake.replace_file(
            document,
            received=intake.receive(samples.text_file("One")),
            by=contributor,
            seen_revision=1,
        )


def test_a_link_has_no_file_to_replace(contributor):
    with pytest.raises(ValidationError, match="is a link"):
        intake.replace_file(
            DocumentFactory(),
            received=intake.receive(samples.text_file()),
            by=contributor,
            seen_revision=1,
        )


def test_words_of_a_replaced_file_are_no_longer_found(
    contributor, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        document = add(samples.text_file("Neighbours help."), contributor)
    document.refresh_from_db()
    intake.replace_file(
        document,
        received=intake.receive(samples.text_file("Friends help.")),
        by=contributor,
        seen_revision=1,
    )
    assert search.found("neighbours") == []


def test_an_edit_is_recorded_in_words(contributor, director):
    document = DocumentFactory(title="Old", evidence_date=date(2025, 3, 3), owner=contributor)
    intake.edit_document(
        document, by=director, seen_revision=1, title="New", evidence_date=None, owner=director
    )
    document.refresh_from_db()
    change = document.changes.get()
    assert (document.title, document.revision) == ("New", 2)
    assert change.changed_by == director
    assert change.changes == {
        "Title": ["Old", "New"],
        "Date of the evidence": ["3 March 2025", "nothing"],
        "Owner": [contributor.get_full_name(), director.get_full_name()],
    }
    assert search.found("new") == [document.pk]


def test_saving_without_a_change_records_nothing(contributor):
    document = DocumentFactory(title="Same")
    intake.edit_document(document, by=contributor, seen_revision=1, title="Same")
    document.refresh_from_db()
    assert (document.revision, document.changes.count()) == (1, 0)


def test_the_second_editor_is_told_who_was_first_and_nothing_is_overwritten(contributor, director):
    document = DocumentFactory(title="Old")
    intake.edit_document(document, by=director, seen_revision=1, title="First")
    with pytest.raises(ValidationError) as caught:
        intake.edit_document(document, by=contributor, seen_revision=1, title="Second")
    assert director.get_full_name() in caught.value.message
    document.refresh_from_db()
    assert document.title == "First"


def test_a_second_replacement_over_the_first_is_refused(contributor, settings):
    document = add(samples.text_file("One"), contributor)
    received = intake.receive(samples.text_file("Two"))
    intake.replace_file(document, received=received, by=contributor, seen_revision=1)
    with pytest.raises(ValidationError, match="Somebody else changed"):
        intake.replace_file(
            document,
            received=intake.receive(samples.text_file("Three")),
            by=contributor,
            seen_revision=1,
        )
    assert len(files_stored(settings)) == 2


def test_an_edit_cannot_put_the_review_before_the_evidence(contributor):
    document = DocumentFactory(evidence_date=date(2026, 3, 1))
    with pytest.raises(ValidationError, match="before the date of the evidence"):
        intake.edit_document(document, by=contributor, seen_revision=1, review_by=date(2026, 2, 1))
    assert not document.changes.exists()


def test_a_file_stays_when_an_outer_transaction_goes_on(contributor, settings):
    with transaction.atomic(), intake.nothing_half_written():
        add(samples.text_file(), contributor)
    assert len(files_stored(settings)) == 1
