"""One line per indicator: the council's latest figure beside its target, past, England."""

from datetime import date

import pytest

from indicators.models import Area, SeriesBreak
from indicators.ratings import Rating
from indicators.summaries import summaries_for, summarise, with_histories
from indicators.travel import Trend
from tests.factories import (
    AreaFactory,
    DataPackFactory,
    EnglandFactory,
    IndicatorFactory,
    OutturnFactory,
    PeriodFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(home_council):
    region = AreaFactory(code="E12000002", name="North West", kind=Area.Kind.REGION)
    home_council.region = region
    home_council.save()
    return region


def summary_of(indicator, council):
    return summaries_for([indicator.pk], council=council)[indicator.pk]


def figure(indicator, area, value, year=2024, **fields):
    return OutturnFactory(
        indicator=indicator, area=area, value=value, period=PeriodFactory(year=year), **fields
    )


def quarter(starts_on, ends_on):
    return PeriodFactory(kind="quarter", starts_on=starts_on, ends_on=ends_on)


def test_the_latest_figure_stands_beside_its_target_past_england_and_region(home_council, region):
    indicator = IndicatorFactory()
    figure(indicator, home_council, 64.2, 2023)
    figure(indicator, home_council, 66.2, 2024)
    figure(indicator, EnglandFactory(), 68.3)
    figure(indicator, region, 67.0)
    TargetFactory(indicator=indicator, period=PeriodFactory(year=2024), value=66)
    found = summary_of(indicator, home_council)
    assert (found.value_text, found.state, found.rating) == ("66.2%", "ok", Rating.MET)
    assert (found.target_text, found.england_text, found.region_text) == ("66.0%", "68.3%", "67.0%")
    assert found.short_term.trend is Trend.IMPROVED
    assert [point.value for point in found.points] == [64.2, 66.2]
    assert found.latest.period == PeriodFactory(year=2024)


def test_an_indicator_without_figures_says_so(home_council):
    found = summary_of(IndicatorFactory(), home_council)
    assert found.latest is None
    assert (found.value_text, found.rank_text) == ("No figures yet", "Not ranked")
    assert found.rating is Rating.NO_DATA
    assert found.short_term.trend is Trend.NOT_COMPARABLE
    assert found.points == ()


@pytest.mark.parametrize(
    ("state", "word", "rating"),
    [
        ("suppressed", "Suppressed", Rating.SUPPRESSED),
        ("missing", "Not available", Rating.NO_DATA),
    ],
)
def test_a_reason_is_shown_in_place_of_a_figure_and_is_not_ranked(
    home_council, state, word, rating
):
    indicator = IndicatorFactory()
    figure(indicator, home_council, 60, 2023)
    figure(indicator, home_council, None, 2024, state=state)
    figure(indicator, AreaFactory(), 50)
    found = summary_of(indicator, home_council)
    assert (found.value_text, found.rating, found.rank) == (word, rating, None)


def test_a_year_in_which_a_survey_was_not_run_does_not_hide_the_last_one(home_council):
    indicator = IndicatorFactory()
    figure(indicator, home_council, 7.0, 2023)
    figure(indicator, home_council, None, 2024, state="not_applicable")
    found = summary_of(indicator, home_council)
    assert found.latest.value == 7.0
    assert found.latest.period == PeriodFactory(year=2023)


def test_only_councils_with_a_figure_for_the_same_period_are_ranked(home_council, region):
    indicator = IndicatorFactory()
    figure(indicator, home_council, 60)
    figure(indicator, AreaFactory(), 70)
    figure(indicator, AreaFactory(), 60)
    figure(indicator, AreaFactory(), 50)
    figure(indicator, AreaFactory(), 99, 2023)
    figure(indicator, AreaFactory(), None, state="suppressed")
    figure(indicator, AreaFactory(), None, state="missing")
    figure(indicator, AreaFactory(), 98, is_current=False)
    figure(indicator, EnglandFactory(), 99)
    figure(indicator, region, 99)
    figure(indicator, AreaFactory(code="M", kind=Area.Kind.COUNCIL_TYPE), 99)
    found = summary_of(indicator, home_council)
    assert (found.rank, found.of, found.tied, found.quartile) == (2, 4, True, 2)
    assert found.standing.left_out == "Not ranked: 1 suppressed and 1 not available."


def test_a_low_figure_is_ranked_as_nought(home_council):
    indicator = IndicatorFactory(polarity="lower")
    figure(indicator, home_council, 3)
    figure(indicator, AreaFactory(), None, state="low")
    assert summary_of(indicator, home_council).rank == 2


def test_where_lower_is_better_the_highest_is_in_the_lowest_quarter(home_council):
    indicator = IndicatorFactory(polarity="lower")
    figure(indicator, home_council, 9)
    for value in (1, 2, 3):
        figure(indicator, AreaFactory(), value)
    found = summary_of(indicator, home_council)
    assert found.is_lowest_quarter
    assert found.rank_words == "4th of 4 in England (1st is best), lowest 25%"


def test_a_council_alone_is_not_ranked(home_council):
    indicator = IndicatorFactory()
    figure(indicator, home_council, 9)
    found = summary_of(indicator, home_council)
    assert (found.rank, found.is_lowest_quarter, found.rank_text) == (None, False, "Not ranked")


def test_a_years_target_holds_for_its_quarters_and_the_quarters_own_comes_first(home_council):
    indicator = IndicatorFactory()
    second = quarter(date(2024, 7, 1), date(2024, 9, 30))
    OutturnFactory(indicator=indicator, area=home_council, value=50, period=second)
    TargetFactory(indicator=indicator, period=PeriodFactory(year=2024), value=60)
    assert summary_of(indicator, home_council).target_text == "60.0%"
    TargetFactory(indicator=indicator, period=second, value=40)
    assert summary_of(indicator, home_council).target_text == "40.0%"


def test_a_target_of_another_year_or_one_that_was_replaced_does_not_count(home_council):
    indicator = IndicatorFactory()
    figure(indicator, home_council, 50)
    TargetFactory(indicator=indicator, period=PeriodFactory(year=2023))
    TargetFactory(indicator=indicator, period=PeriodFactory(year=2024), is_current=False)
    assert summary_of(indicator, home_council).rating is Rating.NO_TARGET


def test_a_break_in_series_stops_the_comparison(home_council):
    indicator = IndicatorFactory()
    figure(indicator, home_council, 50, 2023)
    figure(indicator, home_council, 60, 2024)
    SeriesBreak.objects.create(indicator=indicator, begins_on=date(2024, 4, 1), reason="New return")
    assert summary_of(indicator, home_council).short_term.words == (
        f"Not comparable: break in series since {PeriodFactory(year=2023)}"
    )


def test_a_break_of_a_pack_that_was_undone_stops_nothing(home_council):
    indicator = IndicatorFactory()
    figure(indicator, home_council, 50, 2023)
    figure(indicator, home_council, 60, 2024)
    undone = DataPackFactory(state="undone")
    SeriesBreak.objects.create(indicator=indicator, begins_on=date(2024, 4, 1), data_pack=undone)
    assert "Not comparable" not in summary_of(indicator, home_council).short_term.words


def test_a_revised_figure_counts_once(home_council):
    indicator = IndicatorFactory()
    old = figure(indicator, home_council, 50, is_current=False)
    figure(indicator, home_council, 51, replaces=old)
    found = summary_of(indicator, home_council)
    assert [point.value for point in found.points] == [51]


def test_quarters_and_years_are_not_drawn_on_one_line(home_council):
    indicator = IndicatorFactory()
    figure(indicator, home_council, 50, 2023)
    second = quarter(date(2024, 7, 1), date(2024, 9, 30))
    OutturnFactory(indicator=indicator, area=home_council, value=12, period=second)
    assert [point.value for point in summary_of(indicator, home_council).points] == [12]


@pytest.mark.parametrize("count", [1, 11])
def test_summaries_cost_four_queries_whatever_their_number(
    home_council, django_assert_num_queries, count
):
    indicators = IndicatorFactory.create_batch(count)
    for indicator in indicators:
        figure(indicator, home_council, 50)
        figure(indicator, AreaFactory(), 60)
        TargetFactory(indicator=indicator)
    with django_assert_num_queries(4):
        found = summaries_for([i.pk for i in indicators], council=home_council)
        assert all(summary.rank == 2 and summary.period_text for summary in found.values())


def test_the_latest_figure_alone_gives_the_same_rating_and_rank(
    home_council, django_assert_num_queries
):
    indicators = IndicatorFactory.create_batch(3)
    for place, indicator in enumerate(indicators):
        for year in (2022, 2023, 2024):
            state = "not_applicable" if year == 2024 and place == 0 else "ok"
            OutturnFactory(
                indicator=indicator,
                area=home_council,
                period=PeriodFactory(year=year),
                state=state,
                value=None if state != "ok" else year - 2000 + place,
            )
            OutturnFactory(
                indicator=indicator, area=AreaFactory(), period=PeriodFactory(year=year), value=24
            )
        TargetFactory(indicator=indicator, period=PeriodFactory(year=2024), value=25)
    whole = summarise(indicators, council=home_council)
    quick = summarise(indicators, council=home_council, history=False)
    for one, other in zip(whole, quick, strict=True):
        assert (one.rating, one.rank_text, one.value_text) == (
            other.rating,
            other.rank_text,
            other.value_text,
        )
    with django_assert_num_queries(1):
        assert with_histories(quick, council=home_council) == whole
