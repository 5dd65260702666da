"""The control chart in plain words."""

from dataclasses import replace

import pytest

from indicators.control_panel import Measure, panel, short
from tests.indicators.points import at, months

LOWER = Measure("Bury", "lower", "number", 0, "period")
STEADY = [10, 12] * 6


def test_ordinary_variation_is_said_to_be_that():
    found = panel(months(STEADY), LOWER, None)
    assert found.title == "Bury: only ordinary variation since April 2022"
    assert found.findings == ()
    assert found.assurance == "No target to set beside the limits."
    assert found.limits == "Mean 11, limits 6 to 16."


def test_a_figure_outside_names_itself_and_the_limit():
    found = panel(months([*STEADY, 40]), LOWER, None)
    assert found.title == "Bury: concern, a figure above the upper limit"
    assert found.findings[0].startswith("April 2023: 40 is above the upper limit of ")
    assert found.findings[0].endswith("(concern).")


def test_a_run_says_from_when_to_when_and_which_way():
    found = panel(months([20, 21] * 4 + [10, 11] * 4), LOWER, None)
    assert "December 2022 to July 2023: 8 in a row below the mean (improvement)." in found.findings
    assert found.title == "Bury: improvement, 8 in a row below the mean"


def test_what_is_over_says_until_when():
    values = [20, 21] * 4 + [10, 30] * 5
    found = panel(months(values), Measure("Bury", "none", "number", 0, "period"), None)
    for finding in found.findings:
        assert "(a change)" in finding


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (20, "Target 20: consistently met. Even the worst figure to be expected meets it."),
        (11, "Target 11: hit and miss. It lies between the limits"),
        (3, "Target 3: consistently not met. It will not be met until the process itself"),
    ],
)
def test_the_target_beside_the_limits_is_put_in_words(target, words):
    assert panel(months(STEADY), LOWER, target).assurance.startswith(words)


def test_limits_below_nought_are_explained_and_not_drawn():
    vector = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    found = panel(months(vector), Measure("Bury", "lower", "number", 2, "period"), None)
    assert found.limits == (
        "Mean 1.94, limits −3.06 to 6.95. No figure can be below 0, so only the upper limit can "
        "be crossed."
    )
    assert [level.name for level in found.chart.levels] == ["Mean", "Upper limit"]


def test_every_figure_is_in_the_table_with_its_signal_newest_first():
    found = panel(months([*STEADY, 40]), LOWER, None)
    assert len(found.rows) == 13
    assert (found.rows[0].period_text, found.rows[0].value_text) == ("April 2023", "40")
    assert found.rows[0].signal == "A figure above the upper limit: concern"
    assert found.rows[-1].signal == "12 in a row below the mean: improvement"
    assert panel(months(STEADY), LOWER, None).rows[-1].signal == ""


def test_eleven_points_are_not_enough():
    found = panel(months(STEADY[:-1]), LOWER, None)
    assert found.why_not == "Not enough points: 11 of the 12 that limits need."
    assert found.chart is None


def test_only_points_since_the_last_break_count():
    before, after = months(STEADY * 2), months(STEADY[:5], year=2024, series=1)
    assert panel(before + after, LOWER, None).why_not == (
        "Not enough points: 5 of the 12 that limits need since the break in series."
    )


def test_periods_without_a_figure_are_left_out_and_that_is_said():
    points = months([*STEADY, 11, 11])
    points[3] = points[3]._replace(state="missing", value=None)
    found = panel(points, LOWER, None)
    assert found.left_out == "1 period without a figure is left out."
    assert len(found.rows) == 13


def test_years_and_figures_to_date_have_none_and_are_told_why():
    yearly = [at(f"20{n}-{n + 1}", 10) for n in range(10, 24)]
    assert "monthly or quarterly" in panel(yearly, LOWER, None).why_not
    to_date = Measure("Bury", "lower", "number", 0, "cumulative")
    assert "build up over the year" in panel(months(STEADY), to_date, None).why_not
    assert "there are none" in panel([], LOWER, None).why_not


def test_periods_are_shortened_for_an_axis():
    assert short("Quarter 2 2023-24") == "Q2 2023-24"
    assert short("September 2023") == "Sep 2023"
    assert short("12 months to June 2024") == "June 2024"
    assert short("2023-24") == "2023-24"


def test_limits_that_leave_out_what_stands_out_are_narrower_and_say_so():
    values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    measure = Measure("Bury", "lower", "number", 2, "snapshot")

    plain = panel(months(values), measure, None)
    screened = panel(months(values), replace(measure, screened=True), None)

    assert ("6.95" in plain.limits, "4.60" in screened.limits) == (True, True)
    assert "3.267 times their average are left out" in screened.rule
    assert "3.267" not in plain.rule
