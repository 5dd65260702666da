"""A round of self-assessment from open to closed by four people, and the next one after it.

Each of them has a browser of their own, signed in at the same time, as colleagues are. Whoever
comes to a kind of page for the first time looks at it: axe, both widths, the console.
"""

import pytest
from django.utils.text import slugify
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FIRST, NEXT = "Self-assessment 2026", "Self-assessment 2027"
ASSESSING, SAFEGUARDING = "Assessing needs", "Safeguarding"
SCORES = {
    ASSESSING: 3,
    "Supporting people to live healthier lives": 3,
    "Equity in experience and outcomes": 2,
    "Care provision, integration and continuity": 3,
    "Partnerships and communities": 3,
    "Safe systems, pathways and transitions": 2,
    SAFEGUARDING: 2,
    "Governance, management and sustainability": 3,
    "Learning, improvement and innovation": 2,
}
WAITS = "Waits fell from 41 to 28 days."
CARERS = "Carers say that they are asked what they need."


@pytest.fixture
def people(visitor, person):
    """Four colleagues by role, each at a browser."""
    names = {
        "contributor": "Asha Patel",
        "analyst": "Bo Day",
        "director": "Ruth Okafor",
        "reviewer": "Mo Lewis",
    }
    seen: set[str] = set()
    return {
        role: visitor(person(role, first_name=first, last_name=last), seen=seen)
        for role, (first, last) in ((role, name.split()) for role, name in names.items())
    }


@pytest.mark.usefixtures("new_installation")
def test_a_round_from_open_to_closed_and_the_next_one(people):
    contributor, analyst = people["contributor"], people["analyst"]
    director, reviewer = people["director"], people["reviewer"]

    open_the_round(director)
    name_a_lead(director)
    put_evidence_forward(analyst)
    write_at_the_same_time(contributor, director)
    score_the_other_statements(contributor)
    ask_a_colleague(analyst)
    settle_the_comment(contributor)
    return_a_score(director)
    score_what_was_returned(contributor)
    answer_a_challenge(contributor)
    sign_every_score(director)
    withdraw_a_sign_off(director)
    score_what_was_withdrawn(contributor)
    sign(director, SAFEGUARDING)
    submit_the_round(contributor)
    sign_off_and_close_the_round(director)
    read_the_closed_round(reviewer)
    start_the_next_round(director)
    review_what_was_carried(contributor)
    say_what_still_holds(contributor)
    compare_the_rounds(analyst)


# --- the round begins ------------------------------------------------------------------------


def open_the_round(director):
    director.go("/self-assessments/open/")
    director.fill("Title", FIRST)
    director.fill("Starts on", "2026-04-01")
    director.press("Open the round")
    director.sees("0 of 9 scored")


def name_a_lead(director):
    director.follow("Who leads what")
    director.follow(f"Name a lead for {ASSESSING}")
    director.pick("Lead", "Asha Patel")
    director.press("Save")
    director.sees("Asha Patel")


def put_evidence_forward(analyst):
    """One document for all nine: nothing is signed off without evidence."""
    analyst.go("/evidence/add/")
    analyst.fill("Or paste a link", "https://www.bury.gov.uk/carers-survey")
    analyst.fill("What does it show?", CARERS)
    for statement in SCORES:
        analyst.choose(statement)
    analyst.choose("People's experience")
    analyst.press("Save")
    analyst.sees(CARERS)


# --- writing, and two who write at once ------------------------------------------------------


def write_at_the_same_time(contributor, director):
    """Whoever saves second is shown what the first wrote, keeps every word and decides."""
    for editor in (contributor, director):
        go_to_statement(editor, ASSESSING)
        editor.follow("Score this statement")
    contributor.choose("3 ")
    contributor.fill("Rationale", WAITS)
    contributor.press("Save draft")
    contributor.sees("Your draft is saved")

    director.fill("Rationale", CARERS)
    director.press("Save draft")
    director.look()
    director.sees("Asha Patel saved a draft while you were writing")
    director.sees(WAITS)
    holds(director, "Rationale", CARERS)
    director.choose("3 ")
    director.fill("Rationale", f"{WAITS} {CARERS}")
    director.press("Save and say it is ready")
    director.sees("Ready to submit")

    contributor.follow("Go on writing")
    holds(contributor, "Rationale", f"{WAITS} {CARERS}")
    contributor.press("Submit this score")
    contributor.sees(f"“{ASSESSING}” is scored 3")


def score_the_other_statements(contributor):
    for statement, value in SCORES.items():
        if statement != ASSESSING:
            score(contributor, statement, value)
    contributor.go("/self-assessments/")
    contributor.sees("9 of 9")


def ask_a_colleague(analyst):
    go_to_work(analyst, "Partnerships and communities")
    analyst.fill("Comment", "Has the hospital seen this?")
    analyst.choose("Asha Patel")
    analyst.press("Add comment")
    analyst.sees("Has the hospital seen this?")


def settle_the_comment(contributor):
    contributor.go("/my-work/")
    contributor.follow("A comment on Partnerships and communities mentions you")
    contributor.sees("Has the hospital seen this?")
    contributor.press("Settled")
    contributor.sees("Settled by Asha Patel")


# --- judged by others ------------------------------------------------------------------------


def return_a_score(director):
    go_to_work(director, ASSESSING)
    director.follow("Return the score")
    director.fill("What has to change?", "Say what the 28 days are counted from.")
    director.press("Save")
    director.sees("Returned")


def score_what_was_returned(contributor):
    go_to_work(contributor, ASSESSING)
    contributor.sees("Say what the 28 days are counted from.")
    contributor.follow("Write")
    contributor.choose("3 ")
    contributor.fill("Rationale", f"{WAITS} They count from the first call.")
    contributor.press("Submit this score")
    contributor.sees("They count from the first call.")


def answer_a_challenge(contributor):
    contributor.follow("All challenges in this round")
    contributor.follow("What shows the rest? (Safeguarding)")
    contributor.press("Answer or accept")
    contributor.choose("Accept it")
    contributor.fill("Why?", "The board’s audit is due in May.")
    contributor.press("Save")
    contributor.sees("Saved: What shows the rest?")


def sign_every_score(director):
    """With what was answered in front of them."""
    go_to_statement(director, SAFEGUARDING)
    director.follow("Sign off")
    director.sees("The board’s audit is due in May.")
    for statement in SCORES:
        sign(director, statement)
    director.go("/self-assessments/")
    director.sees("9 of 9")


def withdraw_a_sign_off(director):
    go_to_statement(director, SAFEGUARDING)
    director.follow("Withdraw the sign-off")
    director.fill("Why do you withdraw the sign-off?", "The audit came in early.")
    director.press("Withdraw the sign-off")
    director.sees("Score it again")


def score_what_was_withdrawn(contributor):
    go_to_work(contributor, SAFEGUARDING)
    contributor.sees("The audit came in early.")
    score(contributor, SAFEGUARDING, 3, way="Score again")


# --- the round ends --------------------------------------------------------------------------


def submit_the_round(contributor):
    go_to_round(contributor)
    contributor.press("Submit this round")
    contributor.press("Submit the round")
    contributor.sees("is submitted. A director other than you signs it off.")


def sign_off_and_close_the_round(director):
    go_to_round(director)
    director.press("Sign off this round")
    director.fill("Note", "Agreed by the leadership team.")
    director.press("Sign off the round")
    director.sees("It can now be closed")
    director.follow("Close this round")
    director.press("Close the round")
    director.sees("is closed and can only be read")


def read_the_closed_round(reviewer):
    go_to_round(reviewer)
    reviewer.sees("9 of 9 scored, 9 signed off")
    reviewer.sees("Good")
    reviewer.sees_no_way_to_change_anything()
    reviewer.follow(SAFEGUARDING)
    reviewer.sees("Ruth Okafor")
    reviewer.sees_no_way_to_change_anything()


def start_the_next_round(director):
    director.follow("Start the next round from this one")
    director.fill("Title", NEXT)
    director.fill("Starts on", "2027-04-01")
    director.press("Open the round")
    director.sees("0 of 9 scored")
    director.sees("Needs review")


def review_what_was_carried(contributor):
    """The reasons of last year are in the form; the score is chosen anew."""
    go_to_statement(contributor, ASSESSING)
    contributor.follow("Score this statement")
    holds(contributor, "Rationale", f"{WAITS} They count from the first call.")
    contributor.choose("4 ")
    contributor.press("Submit this score")
    contributor.sees(f"“{ASSESSING}” is scored 4")


def say_what_still_holds(contributor):
    go_to_work(contributor, SAFEGUARDING)
    contributor.look()
    contributor.sees("From an earlier round: still right?")
    contributor.press("Still right")
    contributor.sees("kept as still right")


def compare_the_rounds(analyst):
    analyst.go("/self-assessments/")
    analyst.follow("Compare two rounds")
    analyst.sees("Higher")
    analyst.sees("No score")


# --- what several of them do -----------------------------------------------------------------


def score(contributor, statement, value, *, way="Score this statement"):
    go_to_statement(contributor, statement)
    contributor.follow(way)
    contributor.choose(f"{value} ")
    contributor.fill("Rationale", f"Why it is {value}.")
    contributor.press("Submit this score")
    contributor.sees(f"“{statement}” is scored {value}")


def sign(director, statement):
    go_to_statement(director, statement)
    director.follow("Sign off")
    director.press("Sign off this score")
    director.sees("Signed off by Ruth Okafor")


def go_to_round(someone):
    someone.go("/self-assessments/")
    someone.follow(FIRST)


def go_to_statement(someone, statement):
    someone.go(f"/statements/{slugify(statement)}/")


def go_to_work(someone, statement):
    go_to_statement(someone, statement)
    someone.follow("Drafts, comments and who leads it")


def holds(someone, label, words):
    expect(someone.labelled(label)).to_have_value(words)
