"""The trend over a window: clear, not clear, or too few figures."""

import pytest

from indicators.travel import Trend
from indicators.trends import CRITICAL_T, LEAST, WINDOW, comparable, least_squares, over_window
from tests.indicators.points import at, years


def trend_of(points, **fields):
    given = {"build_up": "period", "polarity": "higher", "unit": "percent", "decimals": 1} | fields
    return over_window(points, points[-1] if points else None, **given)


def test_least_squares_by_hand():
    """Σ(x-3)(y-ȳ) = 8, Σ(x-3)² = 10; residuals 3.6 over 3 degrees of freedom."""
    line = least_squares([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])
    assert line.slope == pytest.approx(0.8)
    assert line.t == pytest.approx(0.8 / (3.6 / 3 / 10) ** 0.5)


def test_there_is_a_critical_value_for_every_window():
    assert sorted(CRITICAL_T) == list(range(LEAST - 2, WINDOW - 1))


def test_a_steady_rise_is_a_trend_and_says_how_fast_and_over_what():
    found = trend_of(years([60, 61, 62, 63, 64]))
    assert found.trend is Trend.IMPROVED
    assert found.words == (
        "Improving: up about 1.0 points a year, over 5 figures from 2016-17 to 2020-21"
    )


def test_polarity_judges_it():
    rising, falling = years([60, 61, 62, 63, 65]), years([65, 63, 62, 61, 60])
    assert trend_of(rising, polarity="lower").trend is Trend.WORSENED
    assert trend_of(falling, polarity="lower").trend is Trend.IMPROVED
    assert trend_of(rising, polarity="none").trend is Trend.INCREASED


def test_towards_a_range_is_improving():
    found = trend_of(years([95, 94, 93, 92, 91]), polarity="range", bounds=(80, 90))
    assert found.trend is Trend.IMPROVED


@pytest.mark.parametrize("values", [[60, 66, 59, 65, 61], [60, 60, 60, 60, 60]])
def test_up_and_down_or_flat_is_no_clear_trend(values):
    found = trend_of(years(values))
    assert (found.trend, found.is_clear) == (Trend.SAME, False)
    assert found.words == "No clear trend over 5 figures from 2016-17 to 2020-21"


def test_the_boundary_is_the_critical_value_of_t():
    """Slope 0.8, t = 2.309 at 3 degrees of freedom: below 3.182, so not clear."""
    assert trend_of(years([2, 1, 4, 3, 5])).trend is Trend.SAME
    assert trend_of(years([1, 2.4, 2.9, 4.2, 5])).trend is Trend.IMPROVED


def test_fewer_than_five_figures_are_not_enough():
    found = trend_of(years([60, 61, 62, 63]))
    assert (found.trend, found.words) == (None, "Not enough figures for a trend: 4 of 5")
    assert trend_of([]).trend is None


def test_only_the_last_eight_count():
    assert len(comparable(years(range(12)), years(range(12))[-1], build_up="period")) == 8
    assert trend_of(years([90, 80, 70, 60, *range(50, 58)])).trend is Trend.IMPROVED


def test_a_break_in_series_stops_it():
    points = years([60, 61, 62]) + years([63, 64, 65], first=2019, series=1)
    assert trend_of(points).words == "Not enough figures for a trend: 3 of 5"


def test_years_without_a_figure_are_left_out():
    points = years([60, 61, 62, 63, 64, 65])
    points[2] = points[2]._replace(state="suppressed", value=None)
    assert trend_of(points).trend is Trend.IMPROVED
    assert "5 figures" in trend_of(points).words


def test_a_latest_period_without_a_figure_has_no_trend():
    points = years([60, 61, 62, 63, 64, 65])
    points[-1] = points[-1]._replace(state="missing", value=None)
    assert trend_of(points).trend is None


def test_year_to_date_is_compared_at_the_same_point_of_each_year():
    points = [at(f"Q{n} 201{y}-1{y + 1}", 10 * n + y) for y in range(3, 8) for n in (1, 2, 3, 4)]
    found = over_window(
        points, points[-3], build_up="cumulative", polarity="lower", unit="number", decimals=0
    )
    assert found.trend is Trend.WORSENED
    assert "over 5 figures from Quarter 2 2013-14 to Quarter 2 2017-18" in found.words
