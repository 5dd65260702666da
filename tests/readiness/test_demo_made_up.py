"""The demonstration's made-up months and quarters: marked as such, and there once."""

import pytest

from indicators import indicator_page
from indicators.models import Indicator, Outturn, Target
from indicators.ratings import Rating
from readiness.demo.made_up import load_made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(home_council, analyst):
    load_made_up(by=analyst)


def page(code):
    return indicator_page.build(code, council=indicator_page.home_council())


def test_each_says_in_its_title_and_source_that_it_is_made_up(loaded):
    for indicator in Indicator.objects.all():
        assert "made up" in indicator.title
        assert indicator.source == "Made up for the demonstration"
    assert set(Target.objects.values_list("reason", flat=True)) == {
        "Made up for the demonstration."
    }


def test_loading_again_changes_nothing(loaded, analyst):
    before = (Outturn.objects.count(), Target.objects.count())
    load_made_up(by=analyst)
    assert (Outturn.objects.count(), Target.objects.count()) == before


def test_the_months_have_a_control_chart_with_something_to_say(loaded):
    panel = page("DEMO-WAIT").panel
    assert panel.title == "Bury: improvement, 9 in a row below the mean"
    assert "hit and miss" in panel.assurance


def test_the_quarters_have_a_forecast_a_ceiling_and_a_baseline(loaded):
    summary = page("DEMO-ADM").summary
    assert summary.forecast_text == "248 forecast for 2026-27"
    assert summary.rating is Rating.WITHIN_TOLERANCE
    assert summary.since_baseline.words == "Down 7 since Quarter 2 2024-25: improving"


def test_the_small_team_is_in_arrears_and_based_on_few_people(loaded):
    summary = page("DEMO-MSP").summary
    assert summary.few_people_text == "based on few people"
    assert summary.arrears_text == "Reported 1 quarter in arrears"
