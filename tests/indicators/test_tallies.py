"""Tallies say of many indicators what their summaries say of each."""

from datetime import date

import pytest

from indicators.models import Indicator, Outturn, Period
from indicators.ratings import Rating, rule_of
from indicators.summaries import summaries_for
from indicators.tallies import Counts, Tally, counts_of, tallies_for
from tests.factories import (
    AreaFactory,
    IndicatorFactory,
    OutturnFactory,
    PeriodFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


def tally(indicators, council):
    return tallies_for({each.pk: rule_of(each) for each in indicators}, council=council)


def rank_last(indicator, period=None):
    for value in (80, 90, 100):
        OutturnFactory(
            indicator=indicator, area=AreaFactory(), value=value, period=period or PeriodFactory()
        )


@pytest.fixture
def indicators(home_council):
    """One of each kind that a page may have to count."""
    met, not_met, lower, survey, low, plain = (IndicatorFactory() for _ in range(6))
    lower.polarity = survey.polarity = Indicator.Polarity.LOWER
    plain.polarity = Indicator.Polarity.NONE
    for each in (lower, survey, plain):
        each.save()
    last_year = PeriodFactory(year=2023)
    for each, value in ((met, 70), (not_met, 20), (lower, 50), (plain, 50)):
        OutturnFactory(indicator=each, value=1, period=last_year)
        OutturnFactory(indicator=each, value=value)
        TargetFactory(indicator=each, value=60)
        rank_last(each)
    OutturnFactory(indicator=survey, value=50, period=last_year)
    OutturnFactory(indicator=survey, value=None, state=Outturn.State.NOT_APPLICABLE)
    OutturnFactory(indicator=low, value=None, state=Outturn.State.LOW)
    rank_last(low)
    TargetFactory(indicator=survey, value=55, period=last_year)
    nothing_held = IndicatorFactory()
    suppressed = IndicatorFactory()
    OutturnFactory(indicator=suppressed, value=None, state=Outturn.State.SUPPRESSED)
    return [met, not_met, lower, survey, low, plain, nothing_held, suppressed]


def test_a_tally_says_what_the_summary_says(indicators, home_council):
    summaries = summaries_for([each.pk for each in indicators], council=home_council)
    assert tally(indicators, home_council) == {
        pk: Tally(summary.rating, summary.is_lowest_quarter) for pk, summary in summaries.items()
    }


def test_a_year_s_target_holds_for_its_quarters(home_council):
    indicator = IndicatorFactory()
    quarter = PeriodFactory(
        kind=Period.Kind.QUARTER, starts_on=date(2024, 7, 1), ends_on=date(2024, 9, 30)
    )
    OutturnFactory(indicator=indicator, value=70, period=quarter)
    TargetFactory(indicator=indicator, value=80)
    assert tally([indicator], home_council)[indicator.pk].rating == Rating.NOT_MET
    TargetFactory(indicator=indicator, value=60, period=quarter)
    assert tally([indicator], home_council)[indicator.pk].rating == Rating.MET


def test_tallies_are_counted():
    tallies = [
        Tally(Rating.MET, True),
        Tally(Rating.NOT_MET, True),
        Tally(Rating.NO_TARGET, False),
        Tally(Rating.NO_DATA, False),
    ]
    assert counts_of(tallies) == Counts(total=4, held=3, met=1, not_met=1, lowest=2)


def test_tallies_are_three_queries_however_many(home_council, django_assert_num_queries):
    for count in (1, 10):
        made = [OutturnFactory().indicator for _ in range(count)]
        with django_assert_num_queries(3):
            tally(made, home_council)


def test_of_no_indicators_there_is_nothing_to_say(home_council):
    assert tally([], home_council) == {}
