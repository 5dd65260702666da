import csv
from datetime import date

import pytest

from readiness.demo.plan import PUBLISHED, load_demo_plan
from readiness.demo.recommendations import load_recommendations
from readiness.models import Action, ActionUpdate, Plan, Priority, Recommendation
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def test_the_demo_s_plan_is_what_bury_published(director):
    load_demo_plan(by=director, on=TODAY)
    with PUBLISHED.open(encoding="utf-8") as rows:
        published = list(csv.DictReader(rows))
    assert Priority.objects.count() == 6
    assert set(Action.objects.values_list("title", flat=True)) == {
        row["action"] for row in published
    }
    assert set(ActionUpdate.objects.values_list("narrative", flat=True)) == {
        row["narrative"] for row in published
    }


def test_what_is_made_up_is_said_to_be(director):
    assert "made up" in load_demo_plan(by=director, on=TODAY).source


def test_actions_are_shared_among_owners_and_linked_to_statements(director, contributor):
    safeguarding = StatementFactory(slug="safeguarding")
    load_demo_plan(by=director, on=TODAY, owners=[contributor, director])
    assert {action.owner for action in Action.objects.all()} == {contributor, director}
    assert safeguarding.actions.count() == 2


def test_made_up_recommendations_say_so_and_are_at_every_stage(director, contributor):
    load_demo_plan(by=director, on=TODAY)
    for _ in range(2):
        load_recommendations(by=contributor, leads=[contributor, director], on=TODAY)
    made = list(Recommendation.objects.with_state())
    assert all("Made up" in row.words and "Made-up" in row.source_title for row in made)
    assert sorted(row.state for row in made) == [
        *("accepted", "accepted", "closed", "partly", "received", "received")
    ]
    assert Recommendation.objects.without_action().count() == 1


def test_loading_the_demo_s_plan_again_changes_nothing(director):
    load_demo_plan(by=director, on=TODAY)
    load_demo_plan(by=director, on=TODAY)
    assert (Plan.objects.count(), ActionUpdate.objects.count()) == (1, 11)


def test_some_of_the_demo_s_actions_need_attention(director):
    load_demo_plan(by=director, on=TODAY)
    assert Action.objects.overdue(on=TODAY).count() == 2
