"""The assessment by CQC, its draft report, returns, feeds and calendar in a real browser."""

import pytest
from django.urls import reverse

from tests.browser.conftest import WIDTHS
from tests.factories import (
    AccuracyCommentFactory,
    AssessmentInterviewFactory,
    AssessmentTaskFactory,
    FeedKeyFactory,
    ReturnFactory,
    ScoreFactory,
    TrackedCaseFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_no_page_of_an_assessment_has_barriers(signed_in_page, barriers_at, home_council):
    task = AssessmentTaskFactory()
    one = task.assessment
    interview = AssessmentInterviewFactory(
        assessment=one, briefing="Waits", learning="They asked of waits"
    )
    case = TrackedCaseFactory(assessment=one)
    its_return = ReturnFactory(assessment=one)
    ScoreFactory()
    comment = AccuracyCommentFactory(paragraph__report__assessment=one, paragraph__page=3)
    rows = {"tasks": task, "interviews": interview, "cases": case}
    addresses = [
        *map(reverse, ("assessment_list", "what_if_assessment", "own_calendar", "overview")),
        *(reverse(name, args=[one.pk]) for name in ("assessment", "assessment_days")),
        *(reverse("add_assessment_row", kwargs={"pk": one.pk, "kind": kind}) for kind in rows),
        *(
            reverse("change_assessment_row", kwargs={"pk": row.pk, "kind": kind})
            for kind, row in rows.items()
        ),
        reverse("begin_assessment"),
        reverse("add_draft_report", args=[one.pk]),
        reverse("draft_report", args=[comment.paragraph.report_id]),
        reverse("comment_on_paragraph", args=[comment.paragraph_id]),
        reverse("change_accuracy_comment", args=[comment.pk]),
        reverse("open_return"),
        *(reverse(name, args=[its_return.pk]) for name in ("information_return", "change_return")),
    ]
    assert barriers_at(signed_in_page("director"), addresses) == {}


def test_a_key_is_made_without_barriers(signed_in_page, barriers_at, barriers, home_council):
    FeedKeyFactory()
    FeedKeyFactory(made_by__is_active=False)
    page = signed_in_page("administrator")
    assert barriers_at(page, [reverse("feed_key_list")]) == {}
    page.get_by_label("What is the key for?").fill("Excel")
    page.get_by_role("button", name="Make a key").click()
    page.get_by_text("Copy it now").wait_for()
    assert [found for width in WIDTHS for found in barriers(page, width=width)] == []
