"""A figure against the target that holds for it, with forecasts, floors and ranges of its own."""

from typing import NamedTuple

import pytest

from indicators import periods
from indicators.forecasts import forecast
from indicators.judging import judge, target_for
from indicators.ratings import Rating, Rule, rule_words
from tests.indicators.points import at

HIGHER = Rule("higher", "percent", 1)
ADMISSIONS = Rule("lower", "number", 0, build_up="cumulative")


class Target(NamedTuple):
    value: float
    period: periods.PeriodSpec
    floor: float | None = None
    range_to: float | None = None
    tolerance: float | None = None
    tolerance_kind: str = ""


def target(value, period="2017-18", **rest):
    return Target(value, periods.parse(period), **rest)


def test_thirteen_admissions_by_quarter_two_are_on_course_for_twenty_six():
    found = forecast(at("Q2 2017-18", 13), build_up="cumulative", unit="number")
    assert (found.value, found.year, found.elapsed, found.periods) == (26, "2017-18", 2, 4)
    assert found.rule == "The figure to date × 4 quarters ÷ 2 quarters gone."


def test_a_hundred_and_twenty_four_are_on_course_for_two_hundred_and_forty_eight():
    assert forecast(at("Q2 2017-18", 124), build_up="cumulative", unit="number").value == 248


@pytest.mark.parametrize(
    ("period", "expected"),
    [("Q1 2017-18", 48), ("Q3 2017-18", 16), ("Q4 2017-18", 12), ("Apr 2017", 144),
     ("Mar 2018", 12), ("Dec 2017", 16)],
)  # fmt: skip
def test_each_quarter_and_month_knows_how_much_of_the_year_is_gone(period, expected):
    found = forecast(at(period, 12), build_up="cumulative", unit="number")
    assert found.value == expected
    assert found.is_year_end == (expected == 12)


@pytest.mark.parametrize(
    ("period", "build_up", "unit"),
    [("Q2 2017-18", "period", "number"), ("Q2 2017-18", "rolling", "number"),
     ("Q2 2017-18", "cumulative", "percent"), ("Q2 2017-18", "cumulative", "days"),
     ("2017-18", "cumulative", "number")],
)  # fmt: skip
def test_what_does_not_add_up_over_the_year_has_no_forecast(period, build_up, unit):
    assert forecast(at(period, 13), build_up=build_up, unit=unit) is None


def test_without_a_figure_there_is_nothing_to_forecast():
    missing = at("Q2 2017-18", None, state="suppressed")
    assert forecast(missing, build_up="cumulative", unit="number") is None
    assert forecast(None, build_up="cumulative", unit="number") is None


def test_a_years_target_judges_a_figure_to_date_by_its_forecast():
    """Half a year's 13 is not "met" because the whole year may have 25."""
    found = judge(at("Q2 2017-18", 13), target(25), rule=ADMISSIONS)
    assert found.rating is Rating.WITHIN_TOLERANCE
    assert found.rule_text == (
        "Judged by its forecast for 2017-18, 26, because the target is for the whole year. Lower "
        "is better. Met at 25 or less; within tolerance (5% of target) to 26.25; not met above "
        "26.25."
    )


def test_a_target_of_the_quarters_own_judges_the_figure_itself():
    found = judge(at("Q2 2017-18", 13), target(13, "Q2 2017-18"), rule=ADMISSIONS)
    assert (found.rating, found.judged_by) == (Rating.MET, None)
    assert found.forecast.value == 26


def test_at_the_years_end_the_figure_is_the_years():
    found = judge(at("Q4 2017-18", 27), target(25), rule=ADMISSIONS)
    assert (found.rating, found.judged_by) == (Rating.NOT_MET, None)


def test_the_target_of_the_period_goes_before_the_years():
    year, quarter = target(60), target(50, "Q2 2017-18")
    assert target_for(at("Q2 2017-18", 1), [year, quarter]) is quarter
    assert target_for(at("Q3 2017-18", 1), [year, quarter]) is year
    assert target_for(at("Q1 2018-19", 1), [year, quarter]) is None
    assert target_for(None, [year]) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [(60, Rating.MET), (59.9, Rating.WITHIN_TOLERANCE), (55, Rating.WITHIN_TOLERANCE),
     (54.9, Rating.NOT_MET)],
)  # fmt: skip
def test_a_floor_takes_the_place_of_the_tolerance(value, expected):
    assert judge(at("2017-18", value), target(60, floor=55), rule=HIGHER).rating is expected


def test_where_lower_is_better_the_floor_is_a_ceiling():
    rule = Rule("lower", "number", 0)
    held = target(100, floor=120)
    ratings = [judge(at("2017-18", value), held, rule=rule).rating for value in (100, 120, 121)]
    assert ratings == [Rating.MET, Rating.WITHIN_TOLERANCE, Rating.NOT_MET]
    assert rule_words(rule.with_target(held), 100) == (
        "Lower is better. Met at 100 or less; within tolerance (the ceiling) to 120; not met "
        "above 120."
    )


def test_the_floor_is_said():
    assert rule_words(HIGHER.with_target(target(60, floor=55)), 60) == (
        "Higher is better. Met at 60.0% or more; within tolerance (the floor) to 55.0%; "
        "not met below 55.0%."
    )


def test_a_floor_on_the_wrong_side_of_the_target_allows_nothing():
    found = judge(at("2017-18", 59), target(60, floor=65), rule=HIGHER)
    assert found.rating is Rating.NOT_MET


def test_a_target_may_bring_its_own_tolerance():
    held = target(60, tolerance=0.5, tolerance_kind="points")
    assert judge(at("2017-18", 59.5), held, rule=HIGHER).rating is Rating.WITHIN_TOLERANCE
    assert judge(at("2017-18", 59.4), held, rule=HIGHER).rating is Rating.NOT_MET


def test_a_range_of_the_periods_own_goes_before_the_indicators():
    rule = Rule("range", "percent", 0, range_from=80, range_to=90)
    held = target(70, range_to=75)
    assert judge(at("2017-18", 72), held, rule=rule).rating is Rating.MET
    assert judge(at("2017-18", 85), held, rule=rule).rating is Rating.NOT_MET
    assert judge(at("2017-18", 85), None, rule=rule).rating is Rating.MET


def test_without_a_figure_or_a_target_the_reason_stands():
    assert judge(None, target(60), rule=HIGHER).rating is Rating.NO_DATA
    assert judge(at("2017-18", 60), None, rule=HIGHER).rating is Rating.NO_TARGET
    hidden = at("Q2 2017-18", None, state="suppressed")
    assert judge(hidden, target(60), rule=ADMISSIONS).rating is Rating.SUPPRESSED
