"""The assessment by CQC, its draft report, feeds and calendar in a real browser."""

import pytest
from django.urls import reverse

from tests.browser.conftest import WIDTHS
from tests.factories import (
    AccuracyCommentFactory,
    AssessmentInterviewFactory,
    AssessmentTaskFactory,
    FeedKeyFactory,
    ScoreFactory,
    TrackedCaseFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def barriers_at(addresses, page, live_server, barriers):
    wrong = {}
    for address in addresses:
        answer = page.goto(live_server.url + address)
        assert answer.ok, f"{address} answers {answer.status}"
        for width in WIDTHS:
            if found := barriers(page, width=width):
                wrong[address, width] = found
    return wrong


def test_no_page_of_an_assessment_has_barriers(signed_in_page, live_server, barriers, home_council):
    task = AssessmentTaskFactory()
    one = task.assessment
    AssessmentInterviewFactory(assessment=one, briefing="Waits", learning="They asked of waits")
    TrackedCaseFactory(assessment=one)
    ScoreFactory()
    comment = AccuracyCommentFactory(paragraph__report__assessment=one)
    add = [{"pk": one.pk, "kind": kind} for kind in ("tasks", "interviews", "cases")]
    addresses = [
        *map(reverse, ("assessment_list", "what_if_assessment", "own_calendar")),
        *(reverse(name, args=[one.pk]) for name in ("assessment", "assessment_days")),
        *(reverse("add_assessment_row", kwargs=at) for at in add),
        reverse("begin_assessment"),
        reverse("add_draft_report", args=[one.pk]),
        reverse("draft_report", args=[comment.paragraph.report_id]),
        reverse("comment_on_paragraph", args=[comment.paragraph_id]),
    ]
    page = signed_in_page("director")
    assert barriers_at(addresses, page, live_server, barriers) == {}


def test_a_key_is_made_without_barriers(signed_in_page, live_server, barriers, home_council):
    FeedKeyFactory()
    page = signed_in_page("administrator")
    assert barriers_at([reverse("feed_key_list")], page, live_server, barriers) == {}
    page.get_by_label("What is the key for?").fill("Excel")
    page.get_by_role("button", name="Make a key").click()
    page.get_by_text("Copy it now").wait_for()
    assert [found for width in WIDTHS for found in barriers(page, width=width)] == []
