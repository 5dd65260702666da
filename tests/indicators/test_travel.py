"""Which way a figure moved, and whether that is good."""

from datetime import date

import pytest

from indicators.travel import (
    Point,
    Trend,
    a_year_before,
    at_baseline,
    direction,
    previous,
    same_point_last_year,
)


def year(starts, value, state="ok", series=0):
    return Point(
        kind="financial_year",
        starts_on=date(starts, 4, 1),
        ends_on=date(starts + 1, 3, 31),
        label=f"{starts}-{(starts + 1) % 100}",
        state=state,
        value=value,
        series=series,
    )


def quarter(year, number, value, state="ok"):
    starts, ends = {
        1: ((year, 4, 1), (year, 6, 30)),
        2: ((year, 7, 1), (year, 9, 30)),
        3: ((year, 10, 1), (year, 12, 31)),
        4: ((year + 1, 1, 1), (year + 1, 3, 31)),
    }[number]
    label = f"Quarter {number} {year}-{(year + 1) % 100}"
    return Point("quarter", date(*starts), date(*ends), label, state, value)


def moved(now, then, polarity="higher", **rest):
    fields = {"unit": "percent", "decimals": 1, "polarity": polarity} | rest
    return direction(now, then, **fields)


@pytest.mark.parametrize(
    ("now", "polarity", "trend", "words"),
    [
        (66.2, "higher", Trend.IMPROVED, "Up 2.0 points since 2022-23: improving"),
        (61.1, "higher", Trend.WORSENED, "Down 3.1 points since 2022-23: worsening"),
        (61.1, "lower", Trend.IMPROVED, "Down 3.1 points since 2022-23: improving"),
        (66.2, "lower", Trend.WORSENED, "Up 2.0 points since 2022-23: worsening"),
        (66.2, "none", Trend.INCREASED, "Up 2.0 points since 2022-23: increasing"),
        (61.1, "none", Trend.DECREASED, "Down 3.1 points since 2022-23: decreasing"),
    ],
)
def test_the_arrow_is_the_number_and_the_word_is_the_judgement(now, polarity, trend, words):
    found = moved(year(2023, now), year(2022, 64.2), polarity)
    assert (found.trend, found.words) == (trend, words)
    assert found.arrow == ("↑" if now > 64.2 else "↓")


def test_equal_as_shown_is_no_change():
    found = moved(year(2023, 64.24), year(2022, 64.16))
    assert found.trend is Trend.SAME
    assert found.words == "No change since 2022-23"


def test_any_move_as_shown_is_a_move_unless_a_dead_band_is_set():
    assert moved(year(2023, 64.3), year(2022, 64.2)).trend is Trend.IMPROVED
    assert moved(year(2023, 64.3), year(2022, 64.2), dead_band=0.1).trend is Trend.SAME


def test_no_earlier_figure_is_not_comparable_and_never_no_change():
    found = moved(year(2023, 64.3), None)
    assert found.trend is Trend.NOT_COMPARABLE
    assert found.words == "Not comparable: no earlier figure"


@pytest.mark.parametrize("state", ["missing", "suppressed", "not_applicable"])
def test_without_a_number_at_either_end_nothing_is_compared(state):
    assert moved(year(2023, None, state), year(2022, 60)).trend is Trend.NOT_COMPARABLE
    assert moved(year(2023, 60), year(2022, None, state)).trend is Trend.NOT_COMPARABLE


def test_figures_on_either_side_of_a_break_are_not_comparable():
    found = moved(year(2024, 64.3, series=1), year(2023, 60.0, series=0))
    assert found.words == "Not comparable: break in series since 2023-24"


def test_towards_a_range_is_improving_and_inside_it_is_neither():
    ranged = {"polarity": "range", "bounds": (80, 90)}
    assert moved(year(2023, 92), year(2022, 97), **ranged).trend is Trend.IMPROVED
    assert moved(year(2023, 75), year(2022, 79), **ranged).trend is Trend.WORSENED
    assert moved(year(2023, 85), year(2022, 82), **ranged).trend is Trend.INCREASED


def test_a_low_figure_counts_as_nought():
    assert moved(year(2023, None, "low"), year(2022, 3), "lower").trend is Trend.IMPROVED


def test_a_year_is_compared_with_the_latest_earlier_year_that_has_a_figure():
    points = [year(2020, 60), year(2021, None, "missing"), year(2022, 66)]
    assert previous(points, points[-1]) is points[0]


def test_a_quarter_is_compared_with_the_quarter_before_it_and_no_other():
    points = [quarter(2023, 1, 5), quarter(2023, 3, 6)]
    assert previous(points, points[-1]) is None
    points = [quarter(2023, 4, 5), quarter(2024, 1, 6)]
    assert previous(points, points[-1]) is points[0]


def test_a_suppressed_quarter_is_not_skipped_over():
    points = [quarter(2023, 1, 5), quarter(2023, 2, None, "suppressed"), quarter(2023, 3, 6)]
    assert moved(points[-1], previous(points, points[-1])).trend is Trend.NOT_COMPARABLE


def test_year_to_date_is_compared_only_with_the_same_point_last_year():
    points = [quarter(2022, 2, 11), quarter(2023, 1, 6), quarter(2023, 2, 13)]
    assert previous(points, points[-1], build_up="cumulative") is points[0]
    assert previous(points[1:], points[-1], build_up="cumulative") is None


def test_a_quarter_is_never_compared_with_a_whole_year():
    points = [year(2022, 50), quarter(2023, 1, 6)]
    assert previous(points, points[-1]) is None
    assert same_point_last_year([year(2022, 50)], quarter(2023, 4, 6)) is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 9, 30), date(2023, 9, 30)),
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2025, 2, 28), date(2024, 2, 29)),
        (date(2023, 2, 28), date(2022, 2, 28)),
        (date(2025, 2, 27), date(2024, 2, 27)),
    ],
)
def test_the_last_day_of_a_month_stays_the_last_day(day, expected):
    assert a_year_before(day) == expected


def at_baseline_of(points, days, build_up="period"):
    return at_baseline(points, points[-1], days=days, build_up=build_up)


def test_the_baseline_of_years_is_the_figure_of_that_year():
    points = [year(2016, 40), year(2017, 42), year(2018, 45)]
    assert at_baseline_of(points, (date(2016, 4, 1), date(2017, 3, 31))) is points[0]
    assert at_baseline_of(points, (date(2010, 4, 1), date(2011, 3, 31))) is None


def test_quarters_are_measured_from_the_same_quarter_of_a_baseline_year():
    points = [quarter(2016, 1, 5), quarter(2016, 2, 6), quarter(2017, 2, 7)]
    assert at_baseline_of(points, (date(2016, 4, 1), date(2017, 3, 31))) is points[1]


def test_a_baseline_quarter_is_that_quarter_unless_figures_build_up_over_the_year():
    points = [quarter(2016, 1, 5), quarter(2017, 2, 7)]
    days = (date(2016, 4, 1), date(2016, 6, 30))
    assert at_baseline_of(points, days) is points[0]
    assert at_baseline_of(points, days, build_up="cumulative") is None
