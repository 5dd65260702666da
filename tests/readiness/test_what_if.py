"""Trying other scores: what they would come to, and that nothing of it is saved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness.models import Score
from readiness.what_if import build
from tests.factories import FrameworkFactory, ScoreFactory, SelfAssessmentFactory, StatementFactory
from tests.readiness.judged import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def equity(statement):
    return StatementFactory(theme=statement.theme, slug="equity", title="Equity", position=2)


@pytest.fixture
def scored(statement, equity, this_round):
    """2 and 3 of 8: 63%, Good."""
    for one, value in ((statement, 2), (equity, 3)):
        ScoreFactory(self_assessment=this_round, statement=one, value=value)
    return this_round


def address(this_round):
    return reverse("try_scores", kwargs={"pk": this_round.pk})


def sentence(this_round, client, **asked):
    return client.get(address(this_round), asked).context["page"].sentence


def test_the_page_begins_with_the_scores_as_they_are(scored, signed_in):
    assert sentence(scored, signed_in("analyst")) == "As it is scored: 63%, Good."


def test_other_scores_come_to_another_rating_and_nothing_is_saved(scored, signed_in):
    client = signed_in("director")
    before = list(Score.objects.values())
    assert sentence(scored, client, safeguarding="4") == (
        "With 1 score changed: 88%, Outstanding. As it is scored: 63%, Good."
    )
    assert list(Score.objects.values()) == before
    assert client.post(address(scored), {"safeguarding": "4"}).status_code == 405


def test_a_score_taken_away_leaves_the_range(scored, signed_in):
    assert sentence(scored, signed_in("director"), equity="none").startswith(
        "With 1 score changed: 38% to 75%, provisional with 1 of 2 scored."
    )


@pytest.mark.parametrize("asked", ["5", "0", "-1", "2.0", "four", "²", ""])
def test_what_is_no_score_leaves_the_score_as_it_is(asked, scored, signed_in):
    assert sentence(scored, signed_in("director"), safeguarding=asked) == (
        "As it is scored: 63%, Good."
    )


def test_the_cheapest_way_up_is_named_and_can_be_tried(scored, signed_in):
    client = signed_in("director")
    page = client.get(address(scored)).context["page"]
    assert [(str(step.statement), step.before, step.after) for step in page.steps] == [
        ("Safeguarding", 2, 4)
    ]
    tried = client.get(address(scored) + page.next_address).context["page"]
    assert tried.rating.result.rating == "Outstanding"
    assert tried.steps == ()


def test_a_round_without_scores_and_one_that_is_not_there_are_not_found(signed_in):
    client = signed_in("director")
    unscored = SelfAssessmentFactory(framework=FrameworkFactory(slug="unscored"))
    assert client.get(address(unscored)).status_code == 404
    assert client.get(reverse("try_scores", kwargs={"pk": 999})).status_code == 404


def test_the_page_works_without_scripts_as_a_form_that_asks(scored, signed_in):
    page = text_of(signed_in("director").get(address(scored), {"equity": "4"}))
    assert '<option value="4" selected>4 Exceptional standard</option>' in page
    assert "Scored 3" in page
    assert "Work it out" in page


def test_nine_statements_cost_as_much_as_two(scored, statement, signed_in):
    client = signed_in("director")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(address(scored))
        return len(captured)

    queries()
    with_2 = queries()
    for number in range(7):
        one = StatementFactory(theme=statement.theme, position=3 + number)
        ScoreFactory(self_assessment=scored, statement=one)
    assert queries() == with_2 <= 6


def test_a_framework_with_no_statements_has_nothing_to_try(this_round, director):
    assert build(this_round.pk, {}, user=director) is None
