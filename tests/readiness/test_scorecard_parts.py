"""The scorecard: parts under their whole, likeness to England, trend and baseline."""

import pytest

from indicators.models import Outturn
from tests.factories import EnglandFactory, IndicatorFactory, OutturnFactory, TargetFactory
from tests.indicators.published import period_row
from tests.lists import rows_of_csv
from tests.readiness.test_scorecard_page import ADDRESS, codes, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council")]


@pytest.fixture
def client(signed_in):
    return signed_in("director")


@pytest.fixture
def figure():
    """An indicator with figures of 2023-24 quarters 1 and 2, and a target."""

    def make(code, before, now, *, target=None, **fields):
        indicator = IndicatorFactory(code=code, title=code, frequency="quarterly", **fields)
        for name, value in (("2023-24 Q1", before), ("2023-24 Q2", now)):
            OutturnFactory(indicator=indicator, period=period_row(name), value=value)
        if target is not None:
            TargetFactory(indicator=indicator, period=period_row("2023-24"), value=target)
        return indicator

    return make


def test_parts_stand_under_what_they_are_parts_of_wherever_that_stands(client, figure):
    whole = figure("WHOLE", 50, 60, target=55)
    figure("OTHER", 50, 40, target=55)
    figure("PART", 50, 30, target=55, parent=whole, breakdown="Team", breakdown_label="Hospital")

    page = client.get(ADDRESS)

    assert set(codes(page)) == {"WHOLE", "OTHER", "PART"}
    assert codes(page).index("PART") == codes(page).index("WHOLE") + 1
    assert "Part of WHOLE WHOLE: Hospital" in text_of(page)


def test_a_part_whose_whole_is_not_listed_says_what_it_is_part_of(client, figure):
    whole = IndicatorFactory(code="WHOLE", title="WHOLE")
    figure("PART", 50, 30, parent=whole, breakdown="Team", breakdown_label="Hospital")

    assert "Part of WHOLE WHOLE: Hospital" in text_of(client.get(ADDRESS))


@pytest.fixture
def surveyed(figure):
    """A figure with a margin beside England's, five quarters of it, and a baseline."""
    baseline = period_row("2022-23 Q2")
    indicator = figure("S", 61, 60, baseline=baseline)
    for name, value in (("2022-23 Q2", 50), ("2022-23 Q3", 52), ("2022-23 Q4", 57)):
        OutturnFactory(indicator=indicator, period=period_row(name), value=value)
    now = period_row("2023-24 Q2")
    Outturn.objects.filter(indicator=indicator, period=now).update(margin=3)
    england = {"area": EnglandFactory(), "indicator": indicator, "period": now}
    OutturnFactory(**england, value=62, margin=0.5)
    return indicator


def test_likeness_to_england_trend_and_baseline_are_on_the_page(client, surveyed):
    page = text_of(client.get(ADDRESS))

    assert "Similar to England" in page
    assert "Baseline: up 10.0 points since" in page
    assert "Trend: improving" in page


def test_likeness_to_england_trend_and_baseline_are_in_the_files(client, surveyed):
    [row] = rows_of_csv(client.get(f"{ADDRESS}download.csv"))

    assert row["Beside England"] == "similar to England"
    assert row["Since the baseline"].startswith("Up 10.0 points since")
    assert row["Trend"].startswith("Improving: up about ")
    assert "over 5 figures from" in row["Trend"]


def test_without_intervals_nothing_is_said_of_likeness_to_england(client, figure):
    indicator = figure("A", 50, 60)
    england = EnglandFactory()
    OutturnFactory(area=england, indicator=indicator, period=period_row("2023-24 Q2"), value=60)

    assert "Similar to England" not in text_of(client.get(ADDRESS))
