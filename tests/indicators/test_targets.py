"""Setting a target: what it replaces stays, and a second setter is told."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from indicators.models import Target
from indicators.target_years import parts_of
from indicators.targets import Aimed, newest, seen, set_profile, set_target
from tests.factories import IndicatorFactory, OutturnFactory, PeriodFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(home_council):
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


def test_an_indicator_for_information_has_no_target(set_it):
    with pytest.raises(ValidationError, match="for information only"):
        set_it(indicator=IndicatorFactory(polarity="none"), seen_target=0)


def test_a_range_needs_both_ends_in_order(set_it):
    ranged = {
        "indicator": IndicatorFactory(polarity="range", range_from=80, range_to=90),
        "seen_target": 0,
    }
    with pytest.raises(ValidationError, match="give both ends"):
        set_it(**ranged)
    with pytest.raises(ValidationError, match="ends below where it begins"):
        set_it(value=70, range_to=60, **ranged)
    assert set_it(value=70, range_to=75, **ranged).value_text == "70.0% to 75.0%"


def test_only_a_range_has_another_end(set_it):
    with pytest.raises(ValidationError, match="does not aim for a range"):
        set_it(range_to=90)


@pytest.mark.parametrize("period", ["2024-26", "2015/16 - 17/18", "2015 - 17"])
def test_a_target_is_for_one_period(set_it, indicator, period):
    with pytest.raises(ValidationError) as refused:
        set_it(period)
    said = refused.value.message_dict["period"][0]
    assert "is more than one year. Set a target for one period at a time, such as 20" in said
    assert indicator.targets.count() == 0


def test_unless_its_figures_are_published_for_several_years_together(set_it, indicator):
    together = PeriodFactory(
        kind="rolling_years", starts_on=date(2015, 1, 1), ends_on=date(2017, 12, 31)
    )
    OutturnFactory(indicator=indicator, period=together)
    assert str(set_it("2018 - 20").period) == "2018 to 2020"


def test_a_floor_lies_on_the_far_side_of_the_target(set_it):
    with pytest.raises(ValidationError, match="the floor is below the target"):
        set_it(value=60, floor=60)
    lower = {"indicator": IndicatorFactory(polarity="lower", unit="number"), "seen_target": 0}
    with pytest.raises(ValidationError, match="the ceiling is above the target"):
        set_it(value=60, floor=50, **lower)
    assert set_it(value=60, floor=55).allowance_text == "floor 55.0%"
    assert set_it(value=60, floor=70, **lower).allowance_text == "ceiling 70.0"


def test_a_floor_and_a_tolerance_are_not_both_given(set_it):
    with pytest.raises(ValidationError, match="not both"):
        set_it(value=60, floor=50, tolerance=5, tolerance_kind="percent")


def test_a_tolerance_of_its_own_says_what_it_is_in(set_it):
    assert set_it(tolerance=2, tolerance_kind="points").allowance_text == "tolerance 2 points"
    assert set_it("2026-27", tolerance=2, tolerance_kind="percent").allowance_text == (
        "tolerance 2% of target"
    )
    with pytest.raises(ValidationError, match="Say what the tolerance is in"):
        set_it("2027-28", tolerance=2)
    with pytest.raises(ValidationError, match="0 or more"):
        set_it("2027-28", tolerance=-2, tolerance_kind="points")


def test_a_target_of_nought_needs_a_tolerance_in_points(set_it):
    with pytest.raises(ValidationError, match="has no percentage"):
        set_it(value=0, tolerance=5, tolerance_kind="percent")
    assert set_it(value=0, tolerance=5, tolerance_kind="points").value == 0


def test_the_same_figure_with_another_floor_is_a_change(set_it, indicator):
    set_it(value=60)
    set_it(value=60, floor=55, reason="Agreed by cabinet")
    assert indicator.targets.count() == 2


# --- a year with its quarters ---

YEAR = parts_of(2025, "quarter")


@pytest.fixture
def set_year(indicator, analyst):
    def set_year(*values, **fields):
        aims = {
            spec: value if isinstance(value, Aimed) or value is None else Aimed(value)
            for spec, value in zip(YEAR, values, strict=True)
        }
        given = {"indicator": indicator, "by": analyst, "seen_target": seen(indicator)} | fields
        return set_profile(aims=aims, **given)

    return set_year


def in_force(indicator):
    rows = indicator.targets.filter(is_current=True).order_by(
        "period__ends_on", "-period__starts_on"
    )
    return [(str(row.period), row.value) for row in rows]


def test_a_year_and_its_quarters_are_set_in_one_go(set_year, indicator):
    set_year(80, 20, 40, 60, 80)
    assert in_force(indicator) == [
        ("Quarter 1 2025-26", 20),
        ("Quarter 2 2025-26", 40),
        ("Quarter 3 2025-26", 60),
        ("Quarter 4 2025-26", 80),
        ("2025-26", 80),
    ]


def test_what_stays_as_it_was_is_left_alone(set_year, indicator):
    set_year(80, 20, 40, 60, 80)
    changed = set_year(80, 20, 45, 60, 80, reason="A slow summer")
    assert [str(target.period) for target in changed] == ["Quarter 2 2025-26"]
    assert indicator.targets.count() == 6
    with pytest.raises(ValidationError, match="Nothing was changed"):
        set_year(80, 20, 45, 60, 80)


def test_a_target_that_is_emptied_is_withdrawn_and_stays_in_the_history(
    set_year, indicator, analyst
):
    set_year(80, 20, None, None, None)
    set_year(80, None, None, None, None, reason="Not measured quarterly")
    assert in_force(indicator) == [("2025-26", 80)]
    row = indicator.targets.get(period__kind="quarter")
    assert (row.withdrawn_by, row.withdrawn_reason) == (analyst, "Not measured quarterly")


def test_changing_or_withdrawing_needs_a_reason_and_a_first_target_none(set_year):
    set_year(80, None, None, None, None)
    set_year(80, 20, None, None, None)
    for values in ((81, 20, None, None, None), (None, 20, None, None, None)):
        with pytest.raises(ValidationError, match="Say why"):
            set_year(*values)


def test_every_problem_is_named_by_its_place_and_nothing_is_written(set_year, indicator):
    with pytest.raises(ValidationError) as refused:
        set_year(80, Aimed(20, floor=30), 40, 101, None)
    assert set(refused.value.message_dict) == {"1.floor", "3.value"}
    assert indicator.targets.count() == 0


def test_a_second_editor_of_the_year_is_told(set_year, indicator):
    opened = seen(indicator)
    set_year(80, 20, None, None, None)
    with pytest.raises(ValidationError, match="while you were working"):
        set_year(70, None, None, None, None, reason="Mine", seen_target=opened)
    opened = seen(indicator)
    set_year(80, None, None, None, None, reason="Not measured")
    with pytest.raises(ValidationError, match=r"withdrew the target of 20.0% for Quarter 1"):
        set_year(70, None, None, None, None, reason="Mine", seen_target=opened)


def test_an_old_period_is_found_and_not_made_twice(set_it):
    period = PeriodFactory(year=2025)
    assert set_it("2025 to 2026").period == period
