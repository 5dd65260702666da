"""Trends, forecasts and differences that councils published come out of their own figures."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from indicators.comparisons import difference
from indicators.forecasts import forecast
from indicators.travel import Trend, direction, previous, same_point_last_year
from indicators.value_states import parse
from tests.indicators.points import at

DATA = Path(__file__).resolve().parents[1] / "data"
QUARTERS = [f"{year} Q{n}" for year in ("2022-23", "2023-24") for n in (1, 2, 3, 4)][:6]
SAID = {
    Trend.IMPROVED: "improved",
    Trend.SAME: "consistent",
    Trend.WORSENED: "worsened",
    Trend.NOT_COMPARABLE: "",
}


def dudley():
    with (DATA / "dudley-2023-24-q2.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def expected(name):
    found = json.loads((DATA / "dudley-2023-24-q2.expected.json").read_text(encoding="utf-8"))
    return {word: count for word, count in found[name].items() if count}


def points_of(measure):
    held = [quarter for quarter in QUARTERS if measure[quarter]]
    return [at(quarter, parse(measure[quarter]).value) for quarter in held]


def trend(measure, find) -> Trend:
    points = points_of(measure)
    rules = {"polarity": measure["polarity"], "unit": measure["unit"], "decimals": 1}
    return direction(points[-1], find(points, points[-1]), **rules).trend


def counted(found) -> dict:
    return dict(Counter(SAID[each] or "not_comparable" for each in found))


def test_dudleys_short_term_trends_come_out_as_published():
    measures = dudley()
    found = [trend(measure, previous) for measure in measures]
    assert counted(found) == expected("short_term_trend")
    published = [measure["published_short_term_trend"] for measure in measures]
    assert [SAID[each] for each in found] == published


def test_dudleys_annual_trends_come_out_as_its_text_counts_them():
    """Its table draws two arrows without an earlier figure; the text counts neither."""
    found = [trend(measure, same_point_last_year) for measure in dudley()]
    assert counted(found) == expected("annual_trend")


def test_a_measure_in_arrears_shows_its_latest_figure_by_its_own_period():
    late = [measure for measure in dudley() if measure["reporting_lag_quarters"] == "1"]
    assert [points_of(measure)[-1].label for measure in late] == ["Quarter 1 2023-24"] * 2


@pytest.mark.shared_data
def test_leicesters_forecasts_come_out_as_published(shared_data):
    file = shared_data / "published" / "leicester-ascof-2017-18-q2.csv"
    found = {}
    for row in csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()):
        if said := re.search(r"Forecast based on Q2 = (\d+) admissions", row["Comments"]):
            admissions = float(re.search(r"\((\d+) admissions\)", row["2017/18 Q2"])[1])
            to_date = at("Q2 2017-18", admissions)
            reckoned = forecast(to_date, build_up="cumulative", unit="number").value
            found[row["code"]] = (reckoned, int(said[1]))
    assert found == {"2Ai": (26, 26), "2Aii": (248, 248)}


@pytest.mark.shared_data
def test_southamptons_differences_from_england_come_out_as_published(shared_data):
    """Its neutral count of applications as well: a difference needs no better direction."""
    file = shared_data / "published" / "southampton-2022-09.csv"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    published = [row for row in rows if row["published_diff"]]
    assert published
    for row in published:
        gap = difference(row["Sep-22"], row["England"])
        assert float(gap) == float(row["published_diff"]), row["indicator"]
