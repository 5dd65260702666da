"""The journeys of evidence with the keyboard alone, on a screen of 320 pixels."""

from datetime import date

import pytest
from playwright.sync_api import expect

from evidence import search
from evidence.models import Document
from readiness.models import EvidenceAppraisal, Voice
from tests.browser.visitor import PHONE, Keyboard
from tests.factories import (
    CategoryFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    FrameworkFactory,
    StatementFactory,
    VersionFactory,
    VoiceFactory,
    four_levels,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A_MINUTE = 60


@pytest.fixture(autouse=True)
def statement(transactional_db, home_council):
    framework = FrameworkFactory(rules=four_levels())
    CategoryFactory(framework=framework, title="Processes", slug="processes")
    return StatementFactory(
        theme__framework=framework, title="Assessing needs", slug="assessing-needs"
    )


@pytest.fixture
def keyboard(visitor):
    """``keyboard(person, path)``: their keys, from a page of theirs on a small phone."""

    def begin(person, path) -> Keyboard:
        page = visitor(person).page
        page.set_viewport_size({"width": PHONE, "height": 800})
        page.goto(path)
        return Keyboard(page)

    return begin


def says(keyboard, words: str) -> None:
    expect(keyboard.page.get_by_role("main").get_by_text(words).first).to_be_visible()


def test_a_link_is_evidence_within_a_minute_of_the_home_page(keyboard, contributor):
    keys = keyboard(contributor, "/my-work/")
    keys.submit("Add evidence")
    keys.fill("Or paste a link", "https://www.council.example/carers")
    keys.fill("What does it show?", "Carers wait less than they did")
    keys.tick("Assessing needs")
    keys.choose("Processes")
    keys.submit("Save")
    says(keys, "Saved. It now shows under Assessing needs.")
    assert keys.seconds < A_MINUTE
    assert Document.objects.get().evidence_links.get().shows == "Carers wait less than they did"


def test_evidence_is_asked_for_given_and_accepted(keyboard, contributor, person):
    gives = person("analyst", first_name="Ann", last_name="Lee")
    asks = keyboard(contributor, "/statements/assessing-needs/")
    asks.follow("ask a colleague")
    asks.fill("What do you need?", "Minutes of the forum")
    asks.fill("Who do you ask?", "Ann Lee")
    asks.fill("By when?", "01012030")
    asks.submit("Ask")
    says(asks, "Ann Lee is told by e-mail")

    answers = keyboard(gives, "/my-work/")
    answers.follow("Minutes of the forum")
    answers.submit("Answer this request")
    answers.fill("Or paste a link", "https://council.example/minutes")
    answers.fill("What does it show?", "Carers want one contact")
    answers.submit("Send your answer")
    says(answers, "will check it")

    checks = keyboard(contributor, "/my-work/")
    checks.follow("Minutes of the forum")
    checks.submit("Check the answer")
    checks.choose("Accept it")
    checks.choose("Strong")
    checks.submit("Save")
    says(checks, "Accepted")
    assert EvidenceAppraisal.objects.get().strength == "strong"


def test_a_document_is_found_by_a_word_inside_it(keyboard, contributor, reading_done):
    reading_done("Survey", "Replacement care that can be booked at short notice.")
    keys = keyboard(contributor, "/evidence/")
    keys.fill("Search titles", "replacement")
    with keys.page.expect_navigation():
        keys.press("Enter")
    expect(keys.page.locator("mark").first).to_have_text("Replacement")
    keys.follow("Survey")
    expect(keys.page.get_by_role("heading", name="Survey", level=1)).to_be_visible()


@pytest.fixture
def reading_done(contributor):
    """A document whose words have been read and can be searched."""

    def make(title, words):
        version = VersionFactory(document__title=title, text_state="read")
        version.pages.create(number=1, text=words)
        search.index_document(version.document)
        return version.document

    return make


def test_a_document_is_renewed(keyboard, contributor):
    document = DocumentFactory(title="Old survey", review_by=date(2020, 1, 1))
    keys = keyboard(contributor, "/evidence/review/")
    keys.submit("Still current")
    says(keys, "“Old survey” is still current.")
    document.refresh_from_db()
    assert document.review_by > date(2020, 1, 1)


def test_consent_is_withdrawn(keyboard, contributor, statement):
    VoiceFactory(statement=statement)
    keys = keyboard(contributor, "/voices/")
    keys.follow("“Somebody rang me back")
    keys.follow("They withdrew consent")
    keys.tick("I understand that the words are erased")
    keys.submit("Erase the words")
    says(keys, "Consent withdrawn")
    assert Voice.objects.get().words == ""


@pytest.mark.usefixtures("statement")
def test_without_scripts_a_document_is_found_renewed_and_shared_in_other_words(
    visitor, contributor, reading_done
):
    document = reading_done("Survey", "Replacement care that can be booked.")
    EvidenceLinkFactory(document=document)
    worker = visitor(contributor, scripts=False)
    worker.go("/evidence/")
    worker.fill("Search titles", "replacement")
    worker.press("Search")
    worker.follow("Survey")
    worker.press("Still current")
    worker.sees("is still current")
    worker.follow("Edit")
    worker.fill("Title", "Letter to Mrs Lee")
    worker.press("Save")
    worker.follow("Look at what was found")
    worker.sees("Name: M••• L•••")
    worker.follow("edit the description")
    worker.fill("Title", "Letter about waits")
    worker.press("Save")
    expect(worker.page.get_by_text("What is said about it")).to_have_count(0)
