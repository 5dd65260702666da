"""Evidence asked for and given, a voice recorded and withdrawn, a list brought in: at a browser."""

import re
import zipfile

import pytest
from playwright.sync_api import expect

from readiness.models import Voice
from tests.factories import CategoryFactory, FrameworkFactory, StatementFactory, four_levels

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture(autouse=True)
def a_framework(transactional_db, home_council):
    framework = FrameworkFactory(rules=four_levels())
    StatementFactory(theme__framework=framework, title="Assessing needs", slug="assessing-needs")
    CategoryFactory(framework=framework, title="Processes", slug="processes")


@BOTH
def test_evidence_is_asked_for_given_sent_back_and_accepted(visitor, person, scripts):
    asks = visitor(person("contributor"), scripts=scripts)
    gives = person("analyst", first_name="Ann", last_name="Lee")
    asks.go("/evidence/requests/ask/?statement=assessing-needs&category=processes")
    asks.fill("What do you need?", "Minutes of the forum")
    asks.labelled("Who do you ask?").select_option(label="Ann Lee")
    asks.fill("By when?", "2030-12-01")
    asks.press("Ask")
    asks.sees("Ann Lee is told by e-mail")

    colleague = visitor(gives, scripts=scripts)
    for address, words in (("minutes", "First try"), ("minutes-2026", "Carers want one contact")):
        colleague.go("/my-work/")
        colleague.follow("Minutes of the forum")
        colleague.press("Answer this request")
        colleague.fill("Or paste a link", f"https://council.example/{address}")
        colleague.fill("What does it show?", words)
        colleague.press("Send your answer")
        colleague.sees("will check it")
        asks.go("/my-work/")
        asks.follow("Minutes of the forum")
        asks.press("Check the answer")
        if words == "First try":
            asks.choose("Send it back")
            asks.fill("Note", "That is last year’s.")
            asks.press("Save")
            asks.sees("Sent back. They are told why.")
    asks.choose("Accept it")
    asks.choose("Strong")
    asks.press("Save")
    asks.sees("Accepted")


@BOTH
def test_a_voice_is_read_by_a_reviewer_until_consent_is_withdrawn(visitor, person, scripts):
    words = "Somebody rang me back the same day."
    worker = visitor(person("contributor"), scripts=scripts)
    worker.go("/voices/record/?statement=assessing-needs")
    worker.fill("What did they say?", words)
    worker.choose("Quote")
    worker.choose("Unpaid carer")
    worker.fill("When?", "2026-09-01")
    worker.fill("Where was it heard?", "Forum")
    worker.fill("When did they agree", "2026-09-01")
    worker.fill("How did they agree?", "Signed form")
    worker.choose("They agreed that CQC and peer reviewers")
    worker.press("Save")
    worker.sees(words)
    reviewer = visitor(person("reviewer"), scripts=scripts)
    reviewer.go("/statements/assessing-needs/")
    reviewer.sees(words)

    worker.follow("They withdrew consent")
    worker.choose("I understand that the words are erased")
    worker.press("Erase the words")
    worker.sees("Consent withdrawn")
    reviewer.go("/statements/assessing-needs/")
    expect(reviewer.page.get_by_text(words)).to_have_count(0)
    assert Voice.objects.get().words == ""


@pytest.fixture
def list_and_files(tmp_path):
    register, files = tmp_path / "Our evidence.csv", tmp_path / "files.zip"
    register.write_text(
        "Title,Quality statement(s),Category,File name\n"
        "Minutes,Assessing needs,Processes,minutes.txt\n"
    )
    with zipfile.ZipFile(files, "w") as archive:
        archive.writestr("forum/minutes.txt", "What carers said in spring.")
    return register, files


@BOTH
def test_a_list_is_brought_in_with_its_files(visitor, person, list_and_files, scripts):
    register, files = list_and_files
    worker = visitor(person("contributor"), scripts=scripts)
    worker.go("/evidence/lists/")
    chosen = worker.page.locator("input[type=file]")
    chosen.nth(0).set_input_files(register)
    chosen.nth(1).set_input_files(files)
    worker.press("Check the list")
    worker.waits_to_see("1 to add")
    worker.press("Bring it in")
    worker.waits_to_see("Brought in on")
    worker.follow("See it in the library")
    expect(worker.page).to_have_url(re.compile("/evidence/$"))
    worker.sees("Minutes")
