"""The council's own words for ratings: chosen on a page, used on every other."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from indicators.council_words import choose_words, in_use
from indicators.models import RatingWords
from indicators.rating_words import STANDARD
from indicators.ratings import Rating
from readiness.roles import Role
from tests.factories import (
    HomeCouncilFactory,
    IndicatorFactory,
    IndicatorLinkFactory,
    OutturnFactory,
    PeriodFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
DUDLEY = {
    "met": "On or exceeding target",
    "within_tolerance": "Nearly there",
    "not_met": "Below target",
}


@pytest.fixture
def choose(director):
    def choose(**fields):
        latest = RatingWords.objects.order_by("-pk").first()
        given = DUDLEY | {"by": director, "seen": latest.pk if latest else 0} | fields
        return choose_words(**given)

    return choose


@pytest.fixture
def rated(home_council):
    """One indicator of each rating."""
    found = []
    for value in (70, 58, 20):
        indicator = IndicatorFactory()
        OutturnFactory(indicator=indicator, value=value)
        TargetFactory(indicator=indicator, period=PeriodFactory(), value=60)
        found.append(indicator)
    return found


def words(response):
    return " ".join(response.content.decode().split())


def test_the_newest_words_hold_and_the_earlier_stay(choose):
    choose()
    choose(met="Green", within_tolerance="Amber", not_met="Red", reason="As cabinet says it")
    assert [row.met for row in RatingWords.objects.all()] == ["Green", "On or exceeding target"]
    with in_use():
        assert Rating.MET.word == "Green"
    assert Rating.MET.word == "Met"


def test_before_any_are_chosen_the_standard_words_hold():
    with in_use() as found:
        assert found == STANDARD


def test_each_rating_needs_a_word_of_its_own(choose):
    with pytest.raises(ValidationError) as refused:
        choose(within_tolerance=" ", not_met="on or exceeding TARGET")
    assert refused.value.message_dict == {
        "within_tolerance": ["Give the word for when it is missed within tolerance."],
        "not_met": ["“on or exceeding TARGET” is the word for another rating as well."],
    }


def test_the_words_there_are_already_are_no_change(choose):
    with pytest.raises(ValidationError, match="Nothing was changed"):
        choose(met="Met", within_tolerance="Within tolerance", not_met="Not met")
    choose()
    with pytest.raises(ValidationError, match="Nothing was changed"):
        choose(met=" On or  exceeding target")


def test_a_second_chooser_is_told(choose):
    choose()
    with pytest.raises(ValidationError, match="chose “On or exceeding target”"):
        choose(met="Green", seen=0)


def test_a_director_renames_them_and_sees_who_did_and_why(signed_in):
    client = signed_in(Role.DIRECTOR)
    address = reverse("rating_words")
    assert 'value="Within tolerance"' in words(client.get(address))
    shown = words(client.post(address, DUDLEY | {"reason": "As in the scorecard"}, follow=True))
    assert "Every page and file now uses these words." in shown
    assert "On or exceeding target · Nearly there · Below target</strong>, chosen by Sam" in shown
    assert "As in the scorecard" in shown


def test_a_refused_choice_keeps_what_was_typed(signed_in):
    shown = words(signed_in(Role.DIRECTOR).post(reverse("rating_words"), DUDLEY | {"met": ""}))
    assert "Give the word for when the target is met." in shown
    assert 'value="Nearly there"' in shown
    assert not RatingWords.objects.exists()


@pytest.mark.parametrize("role", [Role.ANALYST, Role.REVIEWER])
def test_lists_pages_and_files_use_them_for_everyone(signed_in, choose, rated, role):
    choose()
    client = signed_in(role)
    listed = words(client.get(reverse("indicator_list")))
    assert "1 on or exceeding target, 1 nearly there, 1 below target" in listed
    assert '<option value="met">On or exceeding target</option>' in listed
    assert "Not met" not in listed
    assert "Within tolerance" not in listed
    file = client.get(reverse("indicator_list_export", args=["csv"])).getvalue().decode()
    assert "On or exceeding target" in file
    assert "Not met" not in file
    page = words(client.get(reverse("indicator", args=[rated[2].code])))
    assert "Below target" in page
    assert "On or exceeding target at 60.0% or more; nearly there (5% of target) to 57.0%" in page
    figures = client.get(reverse("indicator_figures", args=[rated[2].code])).content.decode()
    assert "Below target" in figures


def test_the_overview_and_the_statement_use_them(signed_in, choose, rated):
    choose()
    link = IndicatorLinkFactory(indicator=rated[0])
    client = signed_in(Role.REVIEWER)
    overview = words(client.get(reverse("overview")))
    assert ">On or exceeding target</th>" in overview
    assert "Not met" not in overview
    slug = link.statement.slug
    assert "On or exceeding target" in words(client.get(reverse("statement", args=[slug])))
    chosen = words(client.get(reverse("statement_indicators", args=[slug]), {"rating": "met"}))
    assert "1 indicator on or exceeding target" in chosen


def test_the_words_cost_a_page_no_query(signed_in, choose, django_assert_num_queries):
    HomeCouncilFactory()
    client = signed_in(Role.ANALYST)
    address = reverse("indicator_list")
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)
    choose()
    with django_assert_num_queries(5):
        client.get(address)
