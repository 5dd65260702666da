"""What is said about a document holds it, as what is in its file does, until a person decides."""

import pytest
from django.core.exceptions import ValidationError

from evidence import clearing, intake, words_about
from evidence.models import Document, WordsState
from readiness import linking, tasks
from tests.evidence import samples
from tests.factories import CategoryFactory, DocumentFactory, EvidenceLinkFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(contributor):
    return intake.add_link(address="https://council.example/a", title="Survey", by=contributor)


def put_forward(document, shows, *, by, title="Safeguarding"):
    statement = StatementFactory(title=title)
    category = CategoryFactory(framework=statement.framework)
    return linking.link_evidence(
        document, statement=statement, category=category, shows=shows, by=by
    )


def found(document):
    return [(each.where, each.masked) for each in document.word_findings.all()]


def test_words_that_give_nobody_away_hold_nothing(document, contributor):
    put_forward(document, "Waits fell from 45 to 28 days", by=contributor)
    assert Document.objects.get().words_state == WordsState.NOTHING
    assert list(Document.objects.shareable()) == [document]


def test_a_title_is_looked_through_when_a_link_is_added(contributor):
    about = {"address": "https://council.example/b", "by": contributor}
    document = intake.add_link(title="Letter to Mrs Lee", **about)
    assert document.words_state == WordsState.FOUND
    assert found(document) == [("Title", "M••• L•••")]
    assert not Document.objects.shareable().exists()
    assert not document.is_shareable


def test_a_title_is_looked_through_when_a_file_is_added(contributor):
    received = intake.receive(samples.text_file())
    document = intake.add_file(received=received, title="NHS number 943 476 5919", by=contributor)
    assert found(document) == [("Title", "943 ••• •••19")]


def test_what_it_is_put_forward_to_show_holds_it_with_where(document, contributor):
    put_forward(document, "Mrs Lee waited, ring 07700 900123", by=contributor)
    where = "What it shows for Safeguarding"
    assert found(document) == [(where, "077•••23"), (where, "M••• L•••")]
    assert not Document.objects.shareable().exists()


def test_a_link_that_is_ended_gives_nobody_away_any_more(document, contributor):
    link = put_forward(document, "Mrs Lee waited", by=contributor)
    linking.end_link(link, reason="Says too much", by=contributor)
    assert Document.objects.get().words_state == WordsState.NOTHING
    assert found(document) == []


def test_a_description_put_in_other_words_lets_it_go(document, contributor):
    said = {"seen_revision": 1, "by": contributor}
    document = intake.edit_document(document, description="Ring Mrs Lee", **said)
    assert document.words_state == WordsState.FOUND
    said["seen_revision"] = 2
    document = intake.edit_document(document, description="Ring the team", **said)
    assert Document.objects.get().words_state == WordsState.NOTHING


def test_one_thing_checked_again_leaves_what_was_found_in_others(document, contributor):
    put_forward(document, "Mrs Lee waited", by=contributor)
    intake.edit_document(document, description="Quiet", seen_revision=1, by=contributor)
    assert found(document) == [("What it shows for Safeguarding", "M••• L•••")]
    assert Document.objects.get().words_state == WordsState.FOUND


def test_what_was_cleared_stays_cleared_until_there_is_something_new(document, contributor):
    put_forward(document, "Chaired by Mrs Lee", by=contributor)
    words_about.clear(document, reason="She is the mayor", by=contributor)
    assert list(Document.objects.shareable()) == [document]
    intake.edit_document(document, description="Waits fell", seen_revision=1, by=contributor)
    assert Document.objects.get().words_state == WordsState.CLEARED
    put_forward(document, "Mr Orr waited", by=contributor, title="Equity")
    assert Document.objects.get().words_state == WordsState.FOUND
    assert document.words_decisions.get().reason == "She is the mayor"


def test_somebody_else_who_is_masked_alike_is_looked_at_anew(document, contributor):
    document = intake.edit_document(document, title="Mrs Lee", seen_revision=1, by=contributor)
    words_about.clear(document, reason="She is the mayor", by=contributor)
    intake.edit_document(document, title="Mr Long", seen_revision=2, by=contributor)
    assert Document.objects.get().words_state == WordsState.FOUND


def test_a_clearance_needs_a_reason_and_something_to_clear(document, contributor):
    with pytest.raises(ValidationError, match="nothing to clear"):
        words_about.clear(document, reason="Public", by=contributor)
    put_forward(document, "Mrs Lee waited", by=contributor)
    with pytest.raises(ValidationError, match="Say why"):
        words_about.clear(document, reason=" ", by=contributor)


def test_what_was_not_seen_is_not_cleared(document, contributor):
    put_forward(document, "Mrs Lee waited", by=contributor)
    seen = words_about.revision_of(document)
    put_forward(document, "Mr Orr waited", by=contributor, title="Equity")
    with pytest.raises(ValidationError, match="Somebody changed what is said about it"):
        words_about.clear(document, reason="Public", seen=seen, by=contributor)


def test_a_clearance_is_taken_back(document, contributor, director):
    put_forward(document, "Mrs Lee waited", by=contributor)
    words_about.clear(document, reason="Public", by=contributor)
    words_about.take_back(document, reason="She is not", by=director)
    assert Document.objects.get().words_state == WordsState.FOUND
    with pytest.raises(ValidationError, match="has not been cleared"):
        words_about.take_back(document, reason="Again", by=director)


def test_file_and_words_are_cleared_by_one_decision(contributor):
    received = intake.receive(samples.text_file("NHS number 943 476 5919"))
    document = intake.add_file(received=received, title="Letter to Mrs Lee", by=contributor)
    version = document.latest_version
    version.personal_state, version.personal_count = "found", 1
    version.save()
    clearing.clear_all(document, reason="Made up", by=contributor)
    document = Document.objects.get()
    assert [document.words_state, document.latest_version.personal_state] == ["cleared", "cleared"]
    clearing.take_back_all(document, reason="Not so", by=contributor)
    document = Document.objects.get()
    assert [document.words_state, document.latest_version.personal_state] == ["found", "found"]


def test_words_from_before_there_was_a_check_are_held_and_looked_through_by_themselves():
    quiet = DocumentFactory(title="Survey", words_state=WordsState.UNCHECKED)
    EvidenceLinkFactory(document=quiet, shows="Waits fell")
    loud = DocumentFactory(title="Minutes", words_state=WordsState.UNCHECKED)
    EvidenceLinkFactory(document=loud, shows="Mrs Lee waited")
    assert not Document.objects.shareable().exists()
    assert tasks.check_what_was_said() == 2
    assert list(Document.objects.shareable()) == [quiet]
    assert tasks.check_what_was_said() == 0


def test_the_council_s_own_contacts_are_not_findings(contributor, settings):
    settings.PUBLIC_CONTACTS = ["council.example"]
    about = {"address": "https://council.example/b", "by": contributor}
    document = intake.add_link(title="Write to info@council.example", **about)
    assert document.words_state == WordsState.NOTHING
