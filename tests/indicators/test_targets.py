"""Setting a target: what it replaces stays, and a second setter is told."""

import pytest
from django.core.exceptions import ValidationError

from indicators.models import Target
from indicators.targets import newest, set_target
from tests.factories import IndicatorFactory, PeriodFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator():
    return IndicatorFactory()


@pytest.fixture
def set_it(indicator, analyst):
    def set_it(period="2025-26", value=66.5, **fields):
        latest = newest(indicator)
        given = {"by": analyst, "seen_target": latest.pk if latest else 0} | fields
        return set_target(**{"indicator": indicator} | given, period=period, value=value)

    return set_it


def test_a_target_says_who_set_it_for_which_period(set_it, analyst):
    target = set_it("Q2 2025-26", 66.5)
    assert (target.value_text, target.set_by) == ("66.5%", analyst)
    assert str(target.period) == "Quarter 2 2025-26"


def test_a_changed_target_is_a_new_row_and_the_old_one_stays(set_it, indicator):
    set_it(value=66.5)
    set_it(value=70, reason="Agreed by cabinet")
    assert list(indicator.targets.order_by("pk").values_list("value", "is_current")) == [
        (66.5, False),
        (70, True),
    ]


def test_a_target_for_another_period_leaves_the_first_in_force(set_it):
    set_it("2024-25")
    set_it("2025-26")
    assert Target.objects.filter(is_current=True).count() == 2


def test_a_change_needs_a_reason(set_it):
    set_it(value=66.5)
    with pytest.raises(ValidationError, match=r"Say why: the target for 2025-26 has been 66.5%"):
        set_it(value=70, reason=" ")


def test_setting_the_same_target_again_is_refused(set_it):
    set_it(value=66.5)
    with pytest.raises(ValidationError, match=r"already 66.5%"):
        set_it(value=66.5, reason="again")


def test_a_second_setter_is_told_who_was_first(set_it, indicator, analyst):
    set_it(value=66.5)
    with pytest.raises(ValidationError, match=r"set a target of 66.5% for 2025-26"):
        set_it("2026-27", 70, seen_target=0)
    assert indicator.targets.count() == 1


def test_a_period_that_cannot_be_read_is_a_sentence(set_it, indicator):
    with pytest.raises(ValidationError) as refused:
        set_it("next year")
    assert "next year" in refused.value.message_dict["period"][0]
    assert indicator.targets.count() == 0


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1, 100.1])
def test_an_impossible_target_is_refused(set_it, value):
    with pytest.raises(ValidationError):
        set_it(value=value)


@pytest.mark.parametrize(
    ("polarity", "extra", "words"),
    [
        ("none", {}, "for information only"),
        ("range", {"range_from": 80, "range_to": 90}, "aims for a range"),
    ],
)
def test_indicators_that_are_not_judged_by_a_target_have_none(set_it, polarity, extra, words):
    with pytest.raises(ValidationError, match=words):
        set_it(indicator=IndicatorFactory(polarity=polarity, **extra), seen_target=0)


def test_an_old_period_is_found_and_not_made_twice(set_it):
    period = PeriodFactory(year=2025)
    assert set_it("2025 to 2026").period == period
