"""An assessment by CQC from the call to the table of factual accuracy: a director, a principal
social worker and a visiting reviewer, each at a browser; with scripts and without."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from docx import Document
from playwright.sync_api import expect

from config.wording import day_in_words
from evidence.models import Document as EvidenceDocument
from readiness.assessment_clock import comments_due, return_due
from readiness.working_days import countdown
from tests.factories import (
    DocumentFactory,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("closed_round"),
]
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
PASSWORD = "Quiet-harbour-71-boats"
DRAFT = """Assessing needs

People waited 30 days for somebody to come.

Staff were kind, and knew the place."""


@pytest.fixture
def colleague(visitor, person):
    """``colleague(role, name, scripts)`` at a browser; a kind of page is looked at once."""
    seen: set[str] = set()

    def make(role, name, scripts):
        first, last = name.split()
        return visitor(person(role, first_name=first, last_name=last), scripts=scripts, seen=seen)

    return make


@BOTH
def test_an_assessment_from_the_call_to_the_table(colleague, visitor, closed_round, scripts):
    director = colleague("director", "Ruth Okafor", scripts)
    worker = colleague("contributor", "Asha Patel", scripts)
    the_call_comes(director)
    a_return_is_opened_for_it(worker)
    the_letter_moves_the_day(director)
    a_task_is_done(worker)
    an_interview_is_prepared_and_learnt_from(worker)
    a_case_names_nobody(worker)
    way_in = a_reviewer_is_invited(director)
    peer = visitor(scripts=scripts)
    the_reviewer_reads(peer, way_in)
    the_visit_is_withdrawn(director, peer)
    the_draft_report_is_commented_on(worker)
    later_evidence_is_refused_and_earlier_taken(worker)
    a_second_person_checks(worker, director)
    the_table_goes_to_cqc(director)


def the_call_comes(director):
    director.go("/assessments/")
    director.follow("The notification has come")
    director.fill("When did CQC’s notification come?", f"{timezone.localdate()}")
    director.press("Start the clock")
    director.sees("0 of 10 done.")
    due_on = return_due(timezone.localdate())
    director.sees(f"{day_in_words(due_on)} ({countdown(due_on, on=timezone.localdate())})")


def a_return_is_opened_for_it(worker):
    worker.go("/assessments/")
    worker.follow("Assessment notified")
    worker.follow("Open a return")
    worker.fill("What is it called?", "The return")
    worker.press("Save")
    worker.sees("Its day is the one on the clock")


def the_letter_moves_the_day(director):
    director.follow("Change the days")
    later = return_due(timezone.localdate()) + timedelta(days=7)
    director.fill("Information return due", f"{later}")
    director.press("Save")
    director.sees(f"Information return due: {day_in_words(later)}; with it “The return”.")
    director.sees(f"0 of 0 items ready, {countdown(later, on=timezone.localdate())}")
    director.go("/")
    director.sees(countdown(later, on=timezone.localdate()))


def a_task_is_done(worker):
    worker.follow("Assessment notified")
    worker.press("Done")
    worker.sees("1 of 10 done.")


def an_interview_is_prepared_and_learnt_from(worker):
    worker.follow("Add an interview")
    worker.fill("Who is interviewed?", "Lead member")
    worker.fill("Briefing notes", "Read the last score of waits.")
    worker.press("Save")
    worker.follow("Lead member", exact=True)
    worker.fill("What was asked, and what did we learn?", "They asked how we hear carers.")
    worker.press("Save")
    worker.sees("They asked how we hear carers.")


def a_case_names_nobody(worker):
    worker.follow("Add a case")
    worker.fill("Our own reference", "Case 14")
    worker.fill("What does the case show?", "Margaret moved to extra care")
    worker.press("Save")
    worker.sees("“Margaret” looks like a name.")
    worker.fill("What does the case show?", "A move to extra care")
    worker.press("Save")
    worker.sees("A move to extra care")


def a_reviewer_is_invited(director) -> str:
    """The way in that the e-mail gives."""
    director.go("/visits/")
    director.follow("Invite a reviewer")
    director.fill("Full name", "Pat Peer")
    director.fill("E-mail address", "pat@elsewhere.example")
    director.page.get_by_label("Which closed self-assessment do they read?").select_option(index=1)
    director.fill("First day", f"{timezone.localdate()}")
    director.fill("Last day", f"{timezone.localdate() + timedelta(days=2)}")
    director.fill("The council in five lines", "A place in the north.")
    director.press("Invite")
    director.sees("Pat Peer")
    [sent] = [one for one in mail.outbox if one.to == ["pat@elsewhere.example"]]
    return re.search(r"https?://[^/]+(/account/\S+)", sent.body)[1]


def the_reviewer_reads(peer, way_in):
    peer.go(way_in)
    peer.fill("New password", PASSWORD)
    peer.fill("New password again", PASSWORD)
    peer.press("Save the new password")
    peer.go("/account/sign-in/")
    peer.fill("E-mail address", "pat@elsewhere.example")
    peer.fill("Password", PASSWORD)
    peer.press("Sign in")
    peer.sees("Welcome to")
    peer.go("/")
    peer.sees("3 days left")
    peer.sees("A place in the north.")
    peer.follow("Assessing needs")
    peer.sees_no_way_to_change_anything()
    way_out = peer.page.get_by_role("link", name="council.example/carers").get_attribute("href")
    answer = peer.page.request.get(way_out, max_redirects=0)
    assert answer.headers["location"] == "https://council.example/carers"


def the_visit_is_withdrawn(director, peer):
    director.sees("Pat Peer")
    director.go("/visits/reads/")
    director.sees("Carers page, https://council.example/carers")
    director.go("/visits/")
    director.follow("Pat Peer")
    director.follow("Withdraw the invitation")
    director.fill("Why is the invitation withdrawn?", "The visit is over")
    director.press("Withdraw it now")
    director.sees("sees nothing any more")
    if peer.scripts:
        peer.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    else:
        peer.page.reload()
    expect(peer.page.get_by_role("textbox", name="Password")).to_be_visible()


def the_draft_report_is_commented_on(worker):
    worker.follow("Add a draft report")
    today = timezone.localdate()
    worker.fill("When was it received?", f"{today}")
    worker.fill("Up to which day does it speak?", f"{today - timedelta(days=7)}")
    worker.fill("Paste the report", DRAFT)
    worker.press("Number its paragraphs")
    due_on = comments_due(today)
    worker.sees(f"{countdown(due_on, on=today)}")


def later_evidence_is_refused_and_earlier_taken(worker):
    later = DocumentFactory(title="Waits today", evidence_date=timezone.localdate())
    worker.follow("Comment on paragraph 2")
    worker.choose("Inaccuracy that bears on the judgement")
    worker.fill("What do we say?", "It was 20 days.")
    worker.page.get_by_label("Which document shows it?").select_option(value=str(later.pk))
    worker.press("Save")
    worker.sees("CQC takes evidence of the position at the time.")
    carers = EvidenceDocument.objects.get(title="Carers page")
    worker.page.get_by_label("Which document shows it?").select_option(value=str(carers.pk))
    worker.press("Save")
    worker.sees("To be checked")


def a_second_person_checks(worker, director):
    expect(worker.page.get_by_role("button", name="I have checked it")).to_have_count(0)
    director.go("/assessments/")
    director.follow("Assessment notified")
    director.follow("Draft report of the assessment")
    director.press("I have checked it")
    director.sees("✓ Checked")


def the_table_goes_to_cqc(director):
    [table] = Document(str(director.downloads("Word table for CQC"))).tables
    row = [cell.text for cell in table.rows[1].cells]
    assert row[:5] == [
        "2",
        "Not known",
        "Inaccuracy that bears on the judgement",
        "People waited 30 days for somebody to come.",
        "It was 20 days.",
    ]
    assert row[5].startswith("Carers page, ")
