"""Targets, comparison and words in a real browser, by keyboard and without scripts."""

from datetime import date

import pytest
from playwright.sync_api import expect

from indicators import periods
from tests.factories import (
    AreaFactory,
    EnglandFactory,
    IndicatorFactory,
    OutturnFactory,
    PeriodFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def admissions(home_council):
    """Two years of quarters to date, and a neighbour's."""
    indicator = IndicatorFactory(
        code="ADM", short_title="New admissions to care homes", unit="number", decimals=0,
        polarity="lower", build_up="cumulative", frequency="quarterly",
    )  # fmt: skip
    others = [EnglandFactory(), AreaFactory(name="Bolton"), AreaFactory(name="Oldham")]
    for year, values in ((2025, (68, 131, 199, 262)), (2026, (61, 124))):
        for number, value in enumerate(values, start=1):
            period = PeriodFactory(**periods.quarter(number, year)._asdict())
            OutturnFactory(indicator=indicator, period=period, value=value)
            for more, area in enumerate(others, start=1):
                OutturnFactory(indicator=indicator, period=period, area=area, value=value + more)
    return indicator


@pytest.fixture
def waiting(home_council):
    """Two years of months that fall at the end, with a control chart."""
    indicator = IndicatorFactory(
        code="WAIT", short_title="People waiting", unit="number", decimals=0, polarity="lower",
        build_up="snapshot", frequency="monthly", has_limits=True,
    )  # fmt: skip
    for place, value in enumerate([230, 240] * 8 + [205, 200] * 4):
        month = date(2024 + (place + 10) // 12, (place + 10) % 12 + 1, 1)
        period = PeriodFactory(**periods.month(month.year, month.month)._asdict())
        OutturnFactory(indicator=indicator, period=period, value=value)
    return indicator


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_analyst_sets_a_year_of_targets_and_compares(visitor, analyst, admissions, scripts):
    someone = visitor(analyst, scripts=scripts)
    someone.go("/indicators/ADM/")
    someone.sees("248 forecast for 2026-27")
    someone.follow("Set targets")
    someone.fill("Target, 2026-27", "240")
    someone.press("Fill the quarters")
    expect(someone.labelled("Target, Quarter 2 2026-27")).to_have_value("120")
    someone.fill("Ceiling, Quarter 2 2026-27", "110")
    someone.press("Save targets")
    someone.sees("Lower is better, so the ceiling is above the target.")
    someone.fill("Ceiling, Quarter 2 2026-27", "128")
    someone.press("Save targets")
    someone.sees("Saved: 5 targets for 2026-27.")
    someone.sees("Met at 120 or less; within tolerance (the ceiling) to 128; not met above 128.")
    someone.follow("See or add groups")
    someone.follow("Add a group")
    someone.fill("Name", "Neighbours")
    someone.fill("Where the list comes from", "Chosen by the performance board")
    someone.fill("As of", "2026-04-01")
    someone.fill("Councils, by name or ONS code", "Bolton, Oldham")
    someone.press("Save group")
    someone.sees("Neighbours can now be compared with.")
    someone.go("/indicators/ADM/")
    someone.labelled("Compare with").select_option("Neighbours")
    someone.press("Compare")
    someone.sees("Bury is 1st of 3 in Neighbours, Quarter 2 2026-27.")


def test_a_director_renames_the_ratings_and_reads_a_control_chart(visitor, director, waiting):
    someone = visitor(director)
    someone.go("/indicators/WAIT/")
    someone.sees("Bury: improvement, 8 in a row below the mean.")
    someone.follow("Indicators")
    someone.follow("Words for ratings")
    someone.fill("When the target is met", "On or exceeding target")
    someone.fill("When it is missed", "Below target")
    someone.labelled("When it is missed, within tolerance").fill("Nearly there")
    someone.page.get_by_label("When it is missed", exact=True).fill("Below target")
    someone.press("Save words")
    someone.sees("Every page and file now uses these words.")
