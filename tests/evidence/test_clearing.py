"""A document with findings is held until a person has decided, and every decision is kept."""

import pytest
from django.core.exceptions import ValidationError

from evidence import checking, clearing, intake, tasks
from evidence.models import Document, DocumentVersion, PersonalDataFinding
from tests.evidence import samples
from tests.factories import DocumentFactory, VersionFactory

pytestmark = pytest.mark.django_db
Personal = DocumentVersion.PersonalState
WITH_FINDINGS = b"NHS number 943 476 5919. Call 0161 496 0000."


def checked(content=b"What people told us.", **fields):
    version = VersionFactory(content=content, personal_state=Personal.UNCHECKED, **fields)
    tasks.read_text(version.pk)
    version.refresh_from_db()
    return version


def test_a_document_with_nothing_in_it_may_be_shared():
    version = checked()
    assert version.personal_state == Personal.NOTHING
    assert version.is_shareable
    assert list(Document.objects.shareable()) == [version.document]


def test_a_document_with_findings_is_held_and_they_are_listed_masked():
    version = checked(WITH_FINDINGS)
    assert version.personal_state == Personal.FOUND
    assert version.personal_count == 2
    found = [(each.kind, each.page, each.masked) for each in version.findings.all()]
    assert found == [("nhs", 1, "943 ••• •••19"), ("phone", 1, "016•••00")]
    assert not version.is_shareable
    assert not Document.objects.shareable().exists()


def test_the_file_name_is_looked_at_as_well():
    version = checked(original_name="Visit to Mrs Lee.txt")
    assert [each.page for each in version.findings.all()] == [0]


def test_checking_twice_finds_once():
    version = checked(WITH_FINDINGS)
    checking.check_version(version)
    tasks.read_text(version.pk)
    assert version.findings.count() == 2


@pytest.mark.parametrize(
    ("content", "media_type", "words"),
    [
        (b"nonsense " * 50, "application/pdf", "could not be read"),
        (samples.presentation(""), samples.MAIN + "presentationml.presentation", "No words"),
    ],
)
def test_what_could_not_be_read_could_not_be_checked_and_is_held(content, media_type, words):
    version = checked(content, media_type=media_type)
    assert version.personal_state == Personal.NOT_CHECKABLE
    assert words in version.personal_problem
    assert not version.is_shareable


def test_no_more_findings_are_kept_than_a_person_would_read():
    numbers = "\n".join(f"0161 496 {number:04d}" for number in range(400))
    version = checked(numbers.encode())
    assert version.personal_count == 400
    assert PersonalDataFinding.objects.count() == checking.MOST_KEPT


def test_the_council_s_own_contacts_are_not_findings(settings):
    settings.PUBLIC_CONTACTS = ["council.example"]
    assert checked(b"Write to info@council.example").personal_state == Personal.NOTHING


def test_clearing_lets_it_be_shared_and_is_kept_with_who_and_why(contributor):
    version = checked(WITH_FINDINGS)
    clearing.clear(version, reason="  Examples   from the NHS guide ", by=contributor)
    version.refresh_from_db()
    assert version.is_shareable
    decision = version.decisions.get()
    assert (decision.is_cleared, decision.reason) == (True, "Examples from the NHS guide")
    assert decision.decided_by == contributor


def test_clearing_needs_a_reason(contributor):
    version = checked(WITH_FINDINGS)
    with pytest.raises(ValidationError, match="Say why"):
        clearing.clear(version, reason="  ", by=contributor)
    version.refresh_from_db()
    assert version.personal_state == Personal.FOUND
    assert not version.decisions.exists()


def test_the_second_to_clear_is_told_who_was_first(contributor, director):
    version = checked(WITH_FINDINGS)
    clearing.clear(version, reason="Public numbers", by=contributor)
    with pytest.raises(ValidationError, match=r"already cleared this.*Public numbers"):
        clearing.clear(version, reason="Mine", by=director)
    assert version.decisions.count() == 1


def test_there_is_nothing_to_clear_where_nothing_was_found(contributor):
    with pytest.raises(ValidationError, match="nothing to clear"):
        clearing.clear(checked(), reason="Public", by=contributor)


def test_what_could_not_be_checked_can_be_cleared_by_somebody_who_looked(contributor):
    version = checked(b"nonsense " * 50, media_type="application/pdf")
    clearing.clear(version, reason="Looked through all of it", by=contributor)
    version.refresh_from_db()
    assert version.is_shareable


def test_a_clearance_is_taken_back_to_what_the_check_said(contributor, director):
    version = checked(WITH_FINDINGS)
    clearing.clear(version, reason="Public numbers", by=contributor)
    clearing.take_back(version, reason="One is a person's", by=director)
    version.refresh_from_db()
    assert version.personal_state == Personal.FOUND
    assert [each.is_cleared for each in version.decisions.all()] == [False, True]
    with pytest.raises(ValidationError, match="has not been cleared"):
        clearing.take_back(version, reason="Again", by=director)


def test_a_redacted_copy_takes_its_place_and_the_original_is_kept(contributor):
    original = checked(WITH_FINDINGS)
    copy = clearing.supply_redacted(
        original.document,
        received=intake.receive(samples.text_file("NHS number [redacted]")),
        seen_revision=1,
        by=contributor,
    )
    tasks.read_text(copy.pk)
    for version in (original, copy):
        version.refresh_from_db()
    assert original.personal_state == Personal.REDACTED
    assert not original.is_shareable
    assert (copy.redacts, copy.number, copy.note) == (original, 2, "Redacted copy")
    assert copy.is_shareable
    assert original.file.storage.exists(original.file.name)


def test_a_redacted_copy_is_checked_like_any_other_version(contributor):
    original = checked(WITH_FINDINGS)
    copy = clearing.supply_redacted(
        original.document,
        received=intake.receive(samples.text_file("NHS number 943 476 5919, still here")),
        seen_revision=1,
        by=contributor,
    )
    tasks.read_text(copy.pk)
    copy.refresh_from_db()
    assert copy.personal_state == Personal.FOUND
    assert not Document.objects.shareable().exists()


def test_a_refused_copy_changes_nothing(contributor):
    original = checked(WITH_FINDINGS)
    with pytest.raises(ValidationError, match="the same as the one already here"):
        clearing.supply_redacted(
            original.document,
            received=intake.receive(samples.text_file(WITH_FINDINGS.decode())),
            seen_revision=1,
            by=contributor,
        )
    original.refresh_from_db()
    assert original.personal_state == Personal.FOUND


def test_a_new_version_starts_again(contributor):
    version = checked(WITH_FINDINGS)
    clearing.clear(version, reason="Public numbers", by=contributor)
    fresh = intake.replace_file(
        version.document,
        received=intake.receive(samples.text_file()),
        seen_revision=1,
        by=contributor,
    )
    assert fresh.personal_state == Personal.UNCHECKED
    assert not Document.objects.shareable().exists()


def test_a_description_that_gives_something_away_holds_a_document_that_was_cleared(contributor):
    version = checked(WITH_FINDINGS)
    clearing.clear(version, reason="Public numbers", by=contributor)
    document = Document.objects.get()
    assert document.is_shareable
    intake.edit_document(document, title="Call 07700 900123", seen_revision=1, by=contributor)
    document.refresh_from_db()
    assert not document.is_shareable
    assert not Document.objects.shareable().exists()
    assert [each.masked for each in document.word_findings.all()] == ["077•••23"]


def test_an_edit_that_gives_nothing_away_changes_nothing(contributor):
    version = checked()
    intake.edit_document(
        Document.objects.get(), description="Waits fell.", seen_revision=1, by=contributor
    )
    version.refresh_from_db()
    assert version.personal_state == Personal.NOTHING


def test_a_link_has_no_file_to_check():
    assert DocumentFactory().is_shareable
