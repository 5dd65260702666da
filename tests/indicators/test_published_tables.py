"""Councils' published tables, worked out again: docs/published-tables.md says what these hold."""

import csv
import re
from collections import Counter
from datetime import date

import pytest

from indicators import periods
from indicators.comparisons import difference
from indicators.figures import exact
from indicators.forecasts import forecast
from indicators.ratings import Rule, rate
from indicators.travel import Point

pytestmark = pytest.mark.shared_data

CUMULATIVE = {"2Ai", "2Aii"}


def rows_of(shared_data, name):
    with (shared_data / "published" / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def leading_number(text):
    """The figure of ``302.0 (124 admissions)``; None for ``N/A`` and ``16/17 target in BCF``."""
    found = re.match(r"-?[\d,]+(?:\.\d+)?(?![\d/])", text)
    return float(found[0].replace(",", "")) if found else None


def quarter_2(value):
    spec = periods.quarter(2, 2017)
    return Point(*spec, periods.label(*spec), "ok", value)


def to_date(value):
    return forecast(quarter_2(value), build_up="cumulative", unit="number").value


@pytest.fixture
def leicester(shared_data):
    return rows_of(shared_data, "leicester-ascof-2017-18-q2.csv")


def judged(row):
    value = leading_number(row["2017/18 Q2"])
    if row["code"] in CUMULATIVE and value is not None:
        value = to_date(value)
    rule = Rule(row["polarity"], "percent", 1, tolerance=0.5)
    state = "missing" if value is None else "ok"
    return rate(value, state=state, target=leading_number(row["2017/18 Target"]), rule=rule).value


def test_leicester_s_counts_against_target_are_ours_for_the_measures_its_text_counts(leicester):
    counted = Counter(judged(row) for row in leicester if "(local)" not in row["code"])
    assert (counted["met"], counted["within_tolerance"], counted["not_met"]) == (7, 0, 5)
    assert counted["no_data"] + counted["no_target"] == 16


def test_leicester_s_local_rows_would_both_miss(leicester):
    assert [judged(row) for row in leicester if "(local)" in row["code"]] == ["not_met"] * 2


@pytest.mark.parametrize(("people", "year_end"), [(13, 26), (124, 248)])
def test_leicester_s_forecasts_are_ours(people, year_end):
    assert to_date(people) == year_end


def test_leicester_s_ranks_are_those_of_its_table_not_of_its_text(leicester):
    moved = Counter()
    for row in leicester:
        now = re.match(r"\d+", row["2016/17 England ranking"])
        then = re.match(r"From (\d+)", row["England rank DoT"])
        if now and then:
            moved["improved" if int(now[0]) < int(then[1]) else "declined"] += 1
        elif now:
            moved["no earlier rank"] += 1
    assert moved == {"improved": 14, "declined": 9, "no earlier rank": 3}


def test_leicester_s_baseline_counts_cannot_come_from_its_table(leicester):
    moved = Counter()
    for row in leicester:
        if "(local)" not in row["code"]:
            now, before = leading_number(row["2017/18 Q2"]), leading_number(row["2016/17"])
            if row["code"] in CUMULATIVE:
                now = float(to_date(now))
            if now is None:
                now, before = before, leading_number(row["2015/16"])
            moved[moved_word(now, before, row["polarity"])] += 1
    assert moved == {"improved": 11, "same": 3, "deteriorated": 9, "not comparable": 5}


def moved_word(now, before, polarity):
    if now is None or before is None:
        return "not comparable"
    if now == before:
        return "same"
    return "improved" if (now > before) == (polarity == "higher") else "deteriorated"


def test_southampton_s_differences_from_england_are_ours(shared_data):
    compared = 0
    for row in rows_of(shared_data, "southampton-2022-09.csv"):
        ours = difference(row["Sep-22"] or None, row["England"] or None)
        if row["published_diff"]:
            compared += 1
            assert ours == exact(row["published_diff"])
        else:
            assert ours is None
    assert compared == 6


@pytest.mark.parametrize(
    ("tolerance", "expected"),
    [(5, ["within_tolerance", "not_met", "not_met", "not_met"]), (0, ["not_met"] * 4)],
)
def test_west_northamptonshire_s_areas_of_concern_depend_on_a_tolerance_it_does_not_print(
    shared_data, tolerance, expected
):
    rows = rows_of(shared_data, "west-northamptonshire-2023-11.csv")
    ours = [
        rate(
            float(row["Nov-23"]),
            state="ok",
            target=float(row["Target (2023-24)"]),
            rule=Rule(row["polarity"], "number", 2, tolerance=tolerance),
        ).value
        for row in rows
    ]
    assert ours == expected


def test_bury_prints_nothing_that_could_be_worked_out_again(shared_data):
    rows = rows_of(shared_data, "bury-2024-25-q3-highlight.csv")
    assert not any("target" in heading for heading in rows[0])
    ends = {periods.parse(row["period"]).ends_on for row in rows}
    assert ends == {date(2024, 12, 31), date(2024, 3, 31)}
