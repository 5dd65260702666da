"""An assessment by CQC with the keyboard alone: the clock, a return, a visit, a comment, a key."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.visitor import PHONE, Keyboard
from tests.factories import (
    AccuracyCommentFactory,
    AssessmentTaskFactory,
    ReportParagraphFactory,
    VisitFactory,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("closed_round"),
]


@pytest.fixture
def keyboard(visitor):
    def begin(person, path) -> Keyboard:
        page = visitor(person).page
        page.set_viewport_size({"width": PHONE, "height": 800})
        page.goto(path)
        return Keyboard(page)

    return begin


def says(keys, words):
    expect(keys.page.get_by_role("main").get_by_text(words).first).to_be_visible()


def test_the_clock_and_a_comment_are_kept_by_keyboard(keyboard, director):
    task = AssessmentTaskFactory(title="Brief the staff")
    paragraph = ReportParagraphFactory(report__assessment=task.assessment, number=1)
    AccuracyCommentFactory(paragraph=paragraph, text="It was 21 days.")
    keys = keyboard(director, f"/assessments/{task.assessment_id}/")
    keys.submit("Done")
    says(keys, "1 of 1 done.")
    keys.follow("Draft report")
    keys.submit("I have checked it")
    says(keys, "✓ Checked")
    keys.follow("Comment on paragraph 1")
    keys.choose("Typing or numerical error")
    keys.fill("What do we say?", "It was 20 days.")
    keys.submit("Save")
    says(keys, "It was 20 days.")


def test_a_return_joins_the_clock_by_keyboard(keyboard, director):
    AssessmentTaskFactory(assessment__notified_on=timezone.localdate())
    keys = keyboard(director, "/returns/")
    keys.enter(keys.page.get_by_text("Open a return"))
    keys.fill("What is it called?", "The return")
    keys.submit("Save")
    says(keys, "Its day is the one on the clock")


def test_a_visit_is_read_by_keyboard(keyboard, closed_round):
    visit = VisitFactory(snapshot=closed_round)
    keys = keyboard(visit.reviewer, "/")
    says(keys, "3 days left")
    keys.follow("Assessing needs")
    keys.go_to(keys.page.get_by_role("link", name="council.example/carers"))


def test_a_feed_key_is_made_and_revoked_by_keyboard(keyboard, administrator):
    keys = keyboard(administrator, "/feeds/")
    keys.fill("What is the key for?", "Power BI")
    keys.submit("Make a key")
    says(keys, "Copy it now.")
    keys.submit("Revoke")
    says(keys, "Revoked.")
