"""The scorecard: which figure stands for a period, and what is said of it."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from indicators import periods, scorecard
from indicators.compared import UnknownError, compared
from indicators.models import Period
from indicators.ratings import Rating
from indicators.scorecard_json import as_json
from indicators.travel import Trend
from tests.factories import (
    AreaFactory,
    EnglandFactory,
    IndicatorFactory,
    OutturnFactory,
    PeriodFactory,
    TargetFactory,
)
from tests.indicators.published import DATA, load_dudley, period_row, rows_of

pytestmark = pytest.mark.django_db

PUBLISHED_SCORES = {
    "on_or_exceeding": "met",
    "within_tolerance": "within_tolerance",
    "below_target": "not_met",
    "no_target": "no_target",
}
PUBLISHED_TRENDS = {
    "improved": "improved",
    "consistent": "same",
    "worsened": "worsened",
    "": "not_comparable",
}


@pytest.fixture
def home(home_council):
    return home_council


@pytest.fixture
def quarterly():
    """``quarterly({"2023-24 Q1": 5, "2023-24 Q2": 6})`` is an indicator with those figures; a word
    in place of a figure is its state."""

    def make(figures, *, area=None, **fields):
        indicator = fields.pop("indicator", None)
        indicator = indicator or IndicatorFactory(frequency="quarterly", **fields)
        for name, figure in figures.items():
            said = (
                {"value": None, "state": figure} if isinstance(figure, str) else {"value": figure}
            )
            place = {"area": area} if area else {}
            OutturnFactory(indicator=indicator, period=period_row(name), **place, **said)
        return indicator

    return make


def card(period="2023-24 Q2", **asked):
    return scorecard.build(periods.parse(period), compared(**asked))


def only(**asked):
    (row,) = card(**asked).rows
    return row


# --- the published scorecard ---------------------------------------------------------------------


@pytest.fixture
def dudley(settings):
    settings.COUNCIL_CODE = "E08000027"
    council = AreaFactory(code="E08000027", name="Dudley")
    load_dudley(council)
    return as_json(card())


def test_every_published_score_is_ours(dudley):
    ours = {row["code"]: row["rating"] for row in dudley["rows"]}
    published = {
        row["code"]: PUBLISHED_SCORES[row["published_score"]]
        for row in rows_of("dudley-2023-24-q2.csv")
    }
    assert ours == published


def test_every_published_trend_is_ours_but_two_arrows_without_an_earlier_year(dudley):
    for row in rows_of("dudley-2023-24-q2.csv"):
        ours = next(one for one in dudley["rows"] if one["code"] == row["code"])
        assert ours["short_term"] == PUBLISHED_TRENDS[row["published_short_term_trend"]]
        assert ours["annual"] == PUBLISHED_TRENDS[row["published_annual_trend"]]
    no_year_before = {"PI.2628", "PI.2625"}
    assert {row["annual"] for row in dudley["rows"] if row["code"] in no_year_before} == {
        "not_comparable"
    }


def test_the_published_counts_are_ours(dudley):
    expected = json.loads((DATA / "dudley-2023-24-q2.expected.json").read_text(encoding="utf-8"))
    assert (dudley["period"], len(dudley["rows"])) == (expected["period"], expected["measures"])
    counts = dudley["counts"]
    for published, ours in PUBLISHED_SCORES.items():
        assert counts["rating"][ours] == expected["score"][published]
    for published, ours in (
        ("improved", "improved"), ("consistent", "same"), ("worsened", "worsened"),
        ("not_comparable", "not_comparable"),
    ):  # fmt: skip
        assert counts["short_term"][ours] == expected["short_term_trend"][published]
        assert counts["annual"][ours] == expected["annual_trend"][published]


def test_what_is_reported_in_arrears_is_labelled_with_its_own_quarter(dudley):
    late = next(row for row in dudley["rows"] if row["code"] == "PI.2626")
    assert (late["period"], late["value"], late["target"]) == ("2023-24 Q1", 66, 72)
    assert (late["numerator"], late["denominator"]) == (67, 102)


@pytest.fixture
def imported(settings, capsys):
    """The published file, through the commands that people use."""
    settings.COUNCIL_CODE = "E08000027"
    file = str(DATA / "dudley-2023-24-q2.csv")
    call_command("import_data_pack", file, council="E08000027", confirm=True)
    capsys.readouterr()
    out, _, ended = run(capsys, "--period", "2023-24 Q2", "--council", "E08000027", "--json")
    assert ended == 0
    return json.loads(out)


def test_from_the_published_file_to_json_the_counts_are_those_printed(imported):
    counts = imported["counts"]
    assert counts["rating"] == {
        "met": 5, "within_tolerance": 1, "not_met": 3, "no_target": 2, "no_data": 0,
    }  # fmt: skip
    moved = ("improved", "same", "worsened", "not_comparable")
    assert [counts["short_term"][word] for word in moved] == [7, 1, 1, 2]
    assert [counts["annual"][word] for word in moved] == [1, 0, 0, 10]


def test_from_the_published_file_to_json_every_score_is_the_one_printed(imported):
    ours = {row["code"]: row["rating"] for row in imported["rows"]}
    assert ours == {
        row["code"]: PUBLISHED_SCORES[row["published_score"]]
        for row in rows_of("dudley-2023-24-q2.csv")
    }


# --- which figure stands for the period ----------------------------------------------------------


def test_a_quarter_that_is_due_and_not_held_does_not_borrow_the_one_before(home, quarterly):
    quarterly({"2023-24 Q1": 70})
    row = only()
    assert (row.summary.rating, row.point.label) == (Rating.NO_DATA, "Quarter 2 2023-24")
    assert row.summary.value_text == "Not available"
    assert row.last_known_text == "Last figure: 70.0% in Quarter 1 2023-24"
    assert row.summary.short_term.trend == Trend.NOT_COMPARABLE


def test_a_figure_in_arrears_that_has_come_by_now_is_shown(home, quarterly):
    quarterly({"2023-24 Q1": 70, "2023-24 Q2": 75}, reporting_lag=1)
    assert only().summary.value == 75


def test_more_than_its_arrears_is_missing(home, quarterly):
    quarterly({"2022-23 Q4": 70}, reporting_lag=1)
    assert only().is_missing


def test_a_yearly_figure_stands_in_a_quarter_under_its_own_name(home):
    OutturnFactory(period=PeriodFactory(year=2022), value=64.2)
    row = only()
    assert (row.point.label, row.summary.value) == ("2022-23", 64.2)
    assert [cell.words for cell in row.cells] == [
        "Not due", "Not due", "Not due", "64.2%", "Not due", "Not due",
    ]  # fmt: skip
    assert row.cells[3].own_period == "2022-23"


def test_a_survey_of_every_other_year_shows_its_last_figure_in_the_year_between(home):
    indicator = IndicatorFactory(frequency="biennial")
    OutturnFactory(indicator=indicator, period=PeriodFactory(year=2021), value=40)
    OutturnFactory(
        indicator=indicator, period=PeriodFactory(year=2022), value=None, state="not_applicable"
    )
    assert only(period="2022-23").point.label == "2021-22"


def test_later_figures_are_not_seen(home, quarterly):
    quarterly({"2023-24 Q2": 70, "2023-24 Q3": 90})
    row = only()
    assert row.summary.value == 70
    assert [point.label for point in row.summary.points] == ["Quarter 2 2023-24"]


def test_of_two_figures_that_end_on_the_same_day_the_asked_kind_is_shown(home):
    indicator = IndicatorFactory()
    OutturnFactory(indicator=indicator, period=period_row("2022-23"), value=1)
    OutturnFactory(indicator=indicator, period=period_row("2022-23 Q4"), value=4)
    assert only(period="2022-23").summary.value == 1
    assert only(period="2022-23 Q4").summary.value == 4


def test_an_indicator_without_figures_for_years_is_no_longer_listed(home, quarterly):
    quarterly({"2019-20 Q4": 70})
    assert card().rows == ()


def test_an_indicator_that_was_never_reported_is_not_listed(home):
    IndicatorFactory()
    assert card().rows == ()


def test_six_quarters_stand_side_by_side(home, quarterly):
    quarterly(
        {"2022-23 Q1": 1, "2022-23 Q2": "suppressed", "2023-24 Q1": "missing", "2023-24 Q2": 9}
    )
    found = card()
    assert found.column_labels == (
        "2022-23 Q1", "2022-23 Q2", "2022-23 Q3", "2022-23 Q4", "2023-24 Q1", "2023-24 Q2",
    )  # fmt: skip
    assert [cell.words for cell in found.rows[0].cells] == [
        "1.0%", "Suppressed", "No figure", "No figure", "Not available", "9.0%",
    ]  # fmt: skip


def test_months_stand_side_by_side_for_a_month(home):
    assert card(period="Feb 2024").column_labels[0] == "September 2023"


def test_the_target_of_the_year_holds_for_its_quarters_and_that_of_the_asked_quarter_in_arrears(
    home, quarterly
):
    yearly = quarterly({"2023-24 Q2": 70})
    TargetFactory(indicator=yearly, period=PeriodFactory(year=2023), value=60)
    late = quarterly({"2023-24 Q1": 70}, reporting_lag=1)
    TargetFactory(indicator=late, period=period_row("2023-24 Q2"), value=80)
    assert [row.summary.rating for row in card().rows] == [Rating.MET, Rating.NOT_MET]


# --- beside others -------------------------------------------------------------------------------


@pytest.fixture
def among(home, quarterly):
    """Ours beside England's and three councils' in one quarter."""

    def make(ours, others=(60, 60, 90), **fields):
        indicator = quarterly({"2023-24 Q2": ours}, **fields)
        for figure in others:
            quarterly({"2023-24 Q2": figure}, area=AreaFactory(), indicator=indicator)
        england = EnglandFactory()
        quarterly({"2023-24 Q2": 75.5}, area=england, indicator=indicator)
        return as_json(card())["rows"][0]

    return make


def test_ties_share_the_better_place(among):
    row = among(60)
    assert (row["rank"], row["of"], row["tied"], row["quartile"]) == (2, 4, True, 2)
    assert (row["england"], row["difference"], row["group_mean"]) == (75.5, -15.5, 67.5)


def test_first_is_the_lowest_where_lower_is_better(among):
    row = among(50, polarity="lower")
    assert (row["rank"], row["tied"], row["quartile"]) == (1, False, 1)


def test_without_a_better_direction_there_is_a_place_and_no_quarter(among):
    row = among(50, polarity="none")
    assert (row["rank"], row["quartile"], row["rating"]) == (4, None, "no_target")


@pytest.mark.parametrize("state", ["missing", "suppressed"])
def test_without_our_figure_the_others_still_have_their_mean(among, state):
    row = among(state)
    assert (row["value"], row["state"], row["rating"]) == (None, state, "no_data")
    assert (row["rank"], row["tied"], row["quartile"], row["difference"]) == (
        None,
        False,
        None,
        None,
    )
    assert (row["of"], row["group_mean"], row["england"]) == (3, 70, 75.5)
    assert row["short_term"] == row["annual"] == "not_comparable"


def test_where_we_have_no_row_at_all_the_others_still_have_their_mean(home, quarterly):
    indicator = quarterly({"2023-24 Q1": 40})
    for figure in (50, 60):
        quarterly({"2023-24 Q2": figure}, area=AreaFactory(), indicator=indicator)
    row = as_json(card())["rows"][0]
    assert (row["state"], row["rank"], row["of"], row["group_mean"]) == ("missing", None, 2, 55)


def test_the_suppressed_and_missing_of_the_others_are_not_ranked(among):
    row = among(60, others=(90, "suppressed", "missing"))
    assert (row["rank"], row["of"]) == (2, 2)


def test_low_counts_as_nought(among):
    row = among("low", others=(1, 2, 3))
    assert (row["value"], row["state"], row["rank"]) == (0, "low", 4)


def test_alone_there_is_no_place(among):
    row = among(60, others=())
    assert (row["rank"], row["of"], row["group_mean"]) == (None, 1, 60)


def test_a_group_ranks_its_own_councils_and_ours(home, quarterly):
    north = AreaFactory(code="E12000002", name="North West", kind="region")
    home.region = north
    home.save()
    indicator = quarterly({"2023-24 Q2": 50})
    quarterly({"2023-24 Q2": 60}, area=AreaFactory(region=north), indicator=indicator)
    quarterly({"2023-24 Q2": 90}, area=AreaFactory(), indicator=indicator)
    quarterly({"2023-24 Q2": 55}, area=north, indicator=indicator)
    row = as_json(card(group="north west"))["rows"][0]
    assert (row["rank"], row["of"], row["group_mean"]) == (2, 2, 55)
    assert as_json(card())["rows"][0]["of"] == 3


def test_another_council_can_be_asked_for(home, quarterly):
    other = AreaFactory(code="E06000001", name="Hartlepool")
    quarterly({"2023-24 Q2": 70}, area=other)
    assert card().rows == ()
    assert card(code="E06000001").rows[0].summary.value == 70


def test_unknown_council_and_group_are_refused_in_words(home):
    with pytest.raises(UnknownError, match="no council with the code “E99”"):
        compared("E99")
    with pytest.raises(UnknownError, match="no group called “Nowhere”"):
        compared(group="Nowhere")


def test_a_region_is_not_a_council(home):
    AreaFactory(code="E12000002", name="North West", kind="region")
    with pytest.raises(UnknownError):
        compared("E12000002")


@pytest.mark.parametrize("count", [1, 11])
def test_it_costs_the_same_queries_whatever_the_number_of_indicators(
    home, quarterly, django_assert_num_queries, count
):
    england = EnglandFactory()
    for _ in range(count):
        indicator = quarterly({"2023-24 Q1": 70, "2023-24 Q2": 75})
        quarterly({"2023-24 Q2": 75}, area=england, indicator=indicator)
        TargetFactory(indicator=indicator)
    with django_assert_num_queries(6):
        as_json(card())


# --- the command ---------------------------------------------------------------------------------

KEYS = (
    *("code", "title", "polarity", "period", "value", "state", "numerator", "denominator"),
    *("target", "rating", "short_term", "annual", "england", "difference", "group_mean"),
    *("rank", "of", "tied", "quartile", "forecast"),
)


def run(capsys, *arguments):
    """What the command prints, what it complains of, and what it ends with."""
    ended = 0
    try:
        call_command("scorecard", *arguments)
    except SystemExit as end:
        ended = end.code
    printed = capsys.readouterr()
    return printed.out, printed.err, ended


def test_the_command_prints_the_agreed_keys(home, quarterly, capsys):
    quarterly({"2023-24 Q2": 70})
    out, err, ended = run(capsys, "--period", "Q2 2023/24", "--json")
    found = json.loads(out)
    assert list(found) == ["period", "council", "rows", "counts"]
    assert (found["period"], found["council"]) == ("2023-24 Q2", "E08000002")
    assert tuple(found["rows"][0]) == KEYS
    assert found["counts"]["rating"] == {
        "met": 0, "within_tolerance": 0, "not_met": 0, "no_target": 1, "no_data": 0,
    }  # fmt: skip
    assert (err, ended) == ("", 0)


def test_the_command_reads_well_without_json(home, quarterly, capsys):
    quarterly({"2023-24 Q2": 70}, code="PI.1", title="People helped")
    out, _, ended = run(capsys, "--period", "2023-24 Q2")
    assert "Bury, Quarter 2 2023-24, among England" in out
    assert "PI.1" in out
    assert "70.0%" in out
    assert "No target: 1" in out
    assert ended == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--period", "soon"], "“soon” is not a period"),
        (["--period", "2031-32 Q1"], "The newest are for 2023-24 Q2"),
        (["--period", "2023-24 Q2", "--council", "E99"], "no council with the code “E99”"),
        (["--period", "2023-24 Q2", "--group", "Friends"], "no group called “Friends”"),
    ],
)
def test_the_command_refuses_what_it_does_not_know(home, quarterly, capsys, asked, said):
    quarterly({"2023-24 Q2": 70})
    out, err, ended = run(capsys, *asked, "--json")
    assert said in err
    assert ended == 1
    refused = json.loads(out)
    assert list(refused) == ["period", "council", "rows", "counts"]
    assert (refused["period"], refused["rows"]) == (asked[1], [])


def test_the_command_refuses_in_words_where_there_are_no_figures_at_all(home, capsys):
    out, err, ended = run(capsys, "--period", "2023-24 Q2")
    assert (out, err.strip(), ended) == ("", "There are no figures for Bury.", 1)


def test_periods_that_can_be_asked_for_are_those_held_newest_first(home, quarterly):
    quarterly({"2023-24 Q1": 1, "2023-24 Q2": 2, "2023-24": 3})
    Period.objects.create(kind="month", starts_on=date(2030, 1, 1), ends_on=date(2030, 1, 31))
    found = [periods.label(*spec) for spec in scorecard.periods_held(home)]
    assert found == ["2023-24", "Quarter 2 2023-24", "Quarter 1 2023-24"]
