"""CQC's arithmetic: published councils, every total, and what must hold for any scores."""

import csv
import itertools
import json
import math
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from readiness.framework_file import read_framework
from readiness.overall_rating import ScoringRules, overall_rating, rule_in_words
from tests.factories import FrameworkFactory

TESTS_DATA = Path(__file__).resolve().parents[1] / "data"
SHIPPED = Path(__file__).resolve().parents[2] / "readiness/framework/local_authority_2023.toml"
RULES = ScoringRules.from_json(read_framework(SHIPPED.read_text()).rules)
FIVE_LEVELS = ScoringRules.from_json(
    read_framework((TESTS_DATA / "invented_framework.toml").read_text()).rules
)
NINE_SCORES = st.lists(st.integers(1, 4), min_size=9, max_size=9)
NINE_OR_MISSING = st.lists(st.none() | st.integers(1, 4), min_size=9, max_size=9)
RATINGS = [band.rating for band in RULES.bands]


def published(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def scores_of(row):
    return [int(row[f"qs{number}"]) for number in range(1, 10)]


def of_total(total):
    """Nine scores, as even as can be, that come to a total."""
    return [total // 9 + (place < total % 9) for place in range(9)]


@pytest.mark.parametrize(
    "row",
    published(TESTS_DATA / "cqc_published_scores.csv"),
    ids=lambda row: row["authority"],
)
def test_a_council_s_published_result_is_reproduced(row):
    result = overall_rating(scores_of(row), RULES)
    assert result.rating == row["overall_rating"]
    assert not row["overall_percent"] or result.percent == int(row["overall_percent"])


@pytest.mark.shared_data
def test_all_councils_of_the_published_file_are_reproduced(shared_data):
    rows = published(shared_data / "cqc" / "published_scores.csv")
    assert [overall_rating(scores_of(row), RULES).rating for row in rows] == [
        row["overall_rating"] for row in rows
    ]
    assert len(rows) == 24


@pytest.mark.parametrize("total", range(9, 37))
def test_every_total_of_nine_has_the_rating_cqc_gives_it(total):
    result = overall_rating(of_total(total), RULES)
    expected = (
        "Inadequate"
        if total <= 13
        else "Requires improvement"
        if total <= 22
        else "Good"
        if total <= 31
        else "Outstanding"
    )
    assert (result.total, result.rating) == (total, expected)


def rating_by_total(total):
    """As the totals of nine are published."""
    return RATINGS[sum(total > last for last in (13, 22, 31))]


def test_every_combination_of_scores_given_so_far_has_the_range_its_totals_have():
    """Every number of 1s, 2s, 3s and 4s among nine statements, none to all of them scored."""
    seen = 0
    for counts in itertools.product(range(10), repeat=4):
        given = [level for level, number in enumerate(counts, 1) for _ in range(number)]
        missing = 9 - len(given)
        if missing < 0:
            continue
        result = overall_rating([*given, *[None] * missing], RULES)
        low, high = sum(given) + missing, sum(given) + 4 * missing
        assert (result.lowest_percent, result.highest_percent) == (
            math.ceil(low * 100 / 36),
            math.ceil(high * 100 / 36),
        )
        assert (result.lowest_rating, result.highest_rating) == (
            rating_by_total(low),
            rating_by_total(high),
        )
        assert result.rating == (None if missing else rating_by_total(low))
        assert result.provisional == bool(missing)
        if not missing and result.points_to_next:
            assert rating_by_total(low + result.points_to_next) == result.next_rating
            assert rating_by_total(low + result.points_to_next - 1) == result.rating
        seen += 1
    assert seen == math.comb(13, 4)


@pytest.mark.parametrize(
    ("total", "percent"), [(22, 62), (21, 59), (25, 70), (12, 34), (14, 39), (36, 100), (9, 25)]
)
def test_the_percentage_is_rounded_up(total, percent):
    assert overall_rating(of_total(total), RULES).percent == percent


def test_some_percentages_can_never_appear():
    seen = {overall_rating(of_total(total), RULES).percent for total in range(9, 37)}
    assert not seen & {38, 63, 72, 88}


@pytest.mark.parametrize(
    ("total", "points", "rating"),
    [
        (9, 5, "Requires improvement"),
        (13, 1, "Requires improvement"),
        (21, 2, "Good"),
        (31, 1, "Outstanding"),
    ],
)
def test_points_to_the_next_rating(total, points, rating):
    result = overall_rating(of_total(total), RULES)
    assert (result.points_to_next, result.next_rating) == (points, rating)


def test_nothing_is_above_the_highest_rating():
    result = overall_rating([4] * 9, RULES)
    assert (result.points_to_next, result.next_rating, result.cheapest) == (None, None, ())


def test_four_scores_of_1_are_flagged_but_do_not_cap_the_rating():
    result = overall_rating([1, 2, 2, 1, 2, 1, 1, 2, 2], RULES)
    assert result.rating == "Requires improvement"
    assert result.flagged == (0, 3, 5, 6)


def test_missing_scores_make_it_provisional_with_the_range_still_possible():
    result = overall_rating([2, 2, None, 2, 2, 3, 2, 3, None], RULES)
    assert (result.provisional, result.percent, result.rating) == (True, None, None)
    assert (result.scored, result.of, result.total) == (7, 9, 16)
    assert (result.lowest_percent, result.highest_percent) == (50, 67)
    assert (result.lowest_rating, result.highest_rating) == ("Requires improvement", "Good")
    assert result.points_to_next is None


def test_nothing_scored_leaves_the_whole_range_open():
    result = overall_rating([None] * 9, RULES)
    assert (result.lowest_rating, result.highest_rating) == ("Inadequate", "Outstanding")


def test_the_cheapest_way_up_raises_the_lowest_scores_first():
    result = overall_rating([3, 2, 3, 1, 2, 3, 2, 3, 2], RULES)
    assert [(step.place, step.before, step.after) for step in result.cheapest] == [
        (1, 2, 3),
        (3, 1, 2),
    ]


@pytest.mark.parametrize("scores", [[0], [5], [2, 3, 7], []])
def test_a_score_that_is_no_level_is_refused(scores):
    with pytest.raises(ValueError, match=r"score"):
        overall_rating(scores, RULES)


def test_a_framework_with_other_levels_and_rounding_uses_its_own():
    result = overall_rating([3, 3, 3], FIVE_LEVELS)
    assert (result.maximum, result.percent, result.rating) == (15, 60, "Strong")
    assert overall_rating([2, 3, 3], FIVE_LEVELS).percent == 53


def test_the_rule_in_force_is_said_in_words():
    words = rule_in_words(RULES, 9)
    assert "divided by 36" in words
    assert "rounded up" in words
    assert "Good 63% to 87%" in words


@given(NINE_SCORES, st.integers(0, 8))
def test_a_higher_score_never_lowers_the_rating(scores, place):
    better = [*scores]
    better[place] = min(4, better[place] + 1)
    before, after = overall_rating(scores, RULES), overall_rating(better, RULES)
    assert after.percent >= before.percent
    assert RATINGS.index(after.rating) >= RATINGS.index(before.rating)


@given(NINE_SCORES)
def test_taking_the_cheapest_steps_just_reaches_the_next_rating(scores):
    before = overall_rating(scores, RULES)
    raised = [*scores]
    for step in before.cheapest:
        raised[step.place] = step.after
    assert sum(raised) - sum(scores) == (before.points_to_next or 0)
    if before.next_rating:
        assert overall_rating(raised, RULES).rating == before.next_rating


@given(NINE_OR_MISSING, st.integers(1, 4))
def test_the_final_rating_lies_in_the_provisional_range(scores, rest):
    range_ = overall_rating(scores, RULES)
    final = overall_rating([rest if score is None else score for score in scores], RULES)
    assert range_.lowest_percent <= final.percent <= range_.highest_percent


@given(NINE_SCORES)
def test_the_order_of_the_statements_does_not_matter(scores):
    forwards, backwards = overall_rating(scores, RULES), overall_rating(scores[::-1], RULES)
    assert forwards.percent == backwards.percent


# --- the command ----------------------------------------------------------------------------


def run(*arguments):
    out = StringIO()
    call_command("overall_rating", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_the_agreed_json():
    answer = json.loads(run("--scores", "2,2,2,2,2,3,2,3,3", "--json"))
    expected = {
        "total": 21,
        "maximum": 36,
        "percent": 59,
        "rating": "Requires improvement",
        "provisional": False,
        "lowest_rating": "Requires improvement",
        "highest_rating": "Requires improvement",
        "points_to_next": 2,
    }
    assert expected.items() <= answer.items()


def test_the_command_takes_a_list_that_begins_with_a_statement_not_scored():
    answer = json.loads(run("--scores", "-,2,2,2,2,3,2,3,3", "--json"))
    assert answer["provisional"] is True
    assert answer["percent"] is None


@pytest.mark.parametrize("scores", ["2,2", "2,2,2,2,2,3,2,3,9", "two,2,2,2,2,3,2,3,3", ""])
def test_the_command_refuses_scores_it_cannot_count(scores):
    with pytest.raises(CommandError, match=r"[Ss]core"):
        run("--scores", scores)


@pytest.mark.django_db
def test_the_command_refuses_a_framework_that_is_not_there_or_not_scored():
    with pytest.raises(CommandError, match="no framework “else”"):
        run("--scores", "2", "--framework", "else")
    FrameworkFactory(slug="unscored", title="Unscored", rules=None)
    with pytest.raises(CommandError, match="“Unscored” is not scored"):
        run("--scores", "2", "--framework", "unscored")
