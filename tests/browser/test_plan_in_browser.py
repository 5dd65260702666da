"""Every page of the plan and of recommendations in a real browser: nothing in the way at WCAG 2.2
AA, nothing off the side."""

from datetime import date

import pytest
from django.urls import reverse

from readiness.models import Status
from tests.factories import (
    ActionFactory,
    ActionImpactFactory,
    ActionRiskFactory,
    ActionUpdateFactory,
    RecommendationActionFactory,
    RecommendationFactory,
    RecommendationImportFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Agree with the hospital, the housing association and carers how discharge is arranged"


@pytest.fixture
def action(director):
    """One of several: behind, with a risk, an impact and a history."""
    dates = {"starts_on": date(2024, 4, 1), "due_on": date(2024, 12, 31)}
    found = ActionFactory(title=LONG, owner=director, **dates)
    for status in (Status.ON_TARGET, Status.BEHIND):
        ActionUpdateFactory(action=found, status=status)
    for status in (Status.COMPLETED, Status.ON_TARGET):
        ActionUpdateFactory(action__due_on=date(2030, 3, 31), status=status)
    ActionImpactFactory(action=found)
    ActionRiskFactory(action=found)
    return found


def test_the_pages_of_the_plan_have_no_barriers(signed_in_page, barriers_at, home_council, action):
    addresses = [
        reverse(name)
        for name in (
            "plan",
            "plan_board",
            "plan_timeline",
            "plan_owners",
            "plan_quarter",
            "update_deadline",
            "status_words",
            "import_plan",
            "add_plan",
            "add_action",
        )
    ]
    assert barriers_at(signed_in_page("director"), addresses) == {}


def test_the_pages_of_an_action_have_no_barriers(signed_in_page, barriers_at, home_council, action):
    names = ("action", "edit_action", "update_action", "record_impact", "raise_risk")
    addresses = [
        *(reverse(name, args=[action.pk]) for name in names),
        reverse("close_risk", args=[action.risks.get().pk]),
        reverse("end_impact", args=[action.impacts.get().pk]),
        reverse("edit_priority", args=[action.priority_id]),
    ]
    assert barriers_at(signed_in_page("director"), addresses) == {}


def test_the_pages_of_recommendations_have_no_barriers(
    signed_in_page, barriers_at, home_council, action
):
    received, accepted = RecommendationFactory(), RecommendationFactory(state="accepted")
    RecommendationActionFactory(recommendation=accepted, action=action)
    names = ("recommendation", "edit_recommendation", "close_recommendation")
    addresses = [
        reverse("recommendation_list"),
        reverse("record_recommendation"),
        reverse("answer_recommendation", args=[received.pk]),
        *(reverse(name, args=[accepted.pk]) for name in names),
        reverse("link_recommendation_action", args=[accepted.pk]),
        reverse("import_recommendations"),
        reverse("recommendation_import", args=[RecommendationImportFactory().pk]),
    ]
    assert barriers_at(signed_in_page("director"), addresses) == {}
