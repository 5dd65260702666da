"""Rounds on their pages, under any framework."""

import pytest
from django.urls import reverse

from readiness.framework_file import read_framework
from readiness.framework_loading import load_framework
from readiness.models import Score, SelfAssessment
from tests.factories import (
    ScoreFactory,
    SelfAssessmentFactory,
    StatementFactory,
)
from tests.readiness.judged import addresses, score_path, text_of
from tests.readiness.test_framework_file import INVENTED, UNSCORED

pytestmark = pytest.mark.django_db


def test_a_round_shows_its_rating_the_way_up_the_flag_and_the_rule(
    statement, this_round, signed_in
):
    second = StatementFactory(theme=statement.theme, title="Governance", position=2)
    ScoreFactory(self_assessment=this_round, statement=statement, value=1)
    ScoreFactory(self_assessment=this_round, statement=second, value=3)
    page = text_of(signed_in("director").get(addresses(this_round, statement)["self_assessment"]))
    assert "Requires improvement" in page
    assert "50%" in page
    assert "1 point below Good. Most room to gain them: Safeguarding." in page
    assert "Safeguarding: A score of 1 is flagged." in page
    assert "rounded up to a whole number" in page


def test_a_round_not_fully_scored_shows_the_range_and_no_rating(statement, this_round, signed_in):
    StatementFactory(theme=statement.theme, position=2)
    ScoreFactory(self_assessment=this_round, statement=statement, value=3)
    page = text_of(signed_in("director").get(addresses(this_round, statement)["self_assessment"]))
    assert "Provisional, 1 of 2 scored" in page
    assert "from Requires improvement (50%) to Outstanding (88%)" in page


def test_every_score_of_a_round_is_kept_and_shown(statement, this_round, signed_in):
    ScoreFactory(self_assessment=this_round, statement=statement, rationale="At first.")
    ScoreFactory(self_assessment=this_round, statement=statement, rationale="Then.")
    page = text_of(signed_in("director").get(addresses(this_round, statement)["self_assessment"]))
    assert "Safeguarding: 2 scores" in page
    assert page.index("Then.") < page.index("At first.")


def test_a_director_opens_a_round_from_the_page(statement, signed_in):
    client = signed_in("director")
    typed = {
        "title": "Self-assessment 2027",
        "framework": statement.framework.pk,
        "starts_on": "2027-04-01",
    }
    client.post(reverse("open_self_assessment"), typed)
    assert SelfAssessment.objects.get().title == "Self-assessment 2027"
    page = text_of(client.post(reverse("open_self_assessment"), typed))
    assert "already a round called" in page


def test_a_director_closes_a_round_from_the_page(statement, this_round, signed_in):
    client = signed_in("director")
    address = reverse("close_self_assessment", kwargs={"pk": this_round.pk})
    assert "0 of 1 statements are scored" in text_of(client.get(address))
    assert "or say why it is closed without" in text_of(client.post(address))
    typed = {"note": "The framework has changed."}
    assert "is closed and can only be read" in text_of(client.post(address, typed, follow=True))
    assert "already closed" in text_of(client.post(address, typed))


@pytest.mark.parametrize("path", [INVENTED, UNSCORED])
def test_the_pages_of_any_framework_work(path, director, signed_in):
    framework = load_framework(read_framework(path.read_text(encoding="utf-8"))).framework
    this_round = SelfAssessmentFactory(framework=framework)
    statement = framework.statements.first()
    client = signed_in("director")
    for address in addresses(this_round, statement).values():
        assert client.get(address).status_code == 200
    page = text_of(client.get(score_path(this_round, statement)))
    assert ("are not scored" in page) == (framework.rules is None)


def test_a_framework_with_five_levels_takes_a_5(signed_in):
    framework = load_framework(read_framework(INVENTED.read_text(encoding="utf-8"))).framework
    this_round = SelfAssessmentFactory(framework=framework)
    client = signed_in("director")
    address = score_path(this_round, framework.statements.first())
    assert "With this score: 47% to 100%, provisional with 1 of 3 scored" in text_of(
        client.get(address)
    )
    client.post(address, {"value": "5", "rationale": "Leading."})
    assert Score.objects.get().value == 5
