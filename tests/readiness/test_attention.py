from dataclasses import replace

import pytest

from readiness.attention import NOTHING, Facts, most_wrong

SOUND = Facts(score=3, flag_level=1, documents=8, indicators=5, actions=4)


def words(**facts) -> str:
    return most_wrong(replace(SOUND, **facts)).words


def test_of_a_sound_statement_nothing_stands_out():
    assert most_wrong(SOUND) == NOTHING


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"score": 1}, "Scored 1: CQC would notify the Secretary of State."),
        ({"documents": 0}, "No evidence yet."),
        ({"score": None}, "Not scored yet."),
        ({"gaps": ("Partners",)}, "Nothing under Partners."),
        (
            {"gaps": ("People", "Processes", "Staff")},
            "Nothing under People, Processes or Staff.",
        ),
        ({"lowest": 3}, "Scored 3, but 3 of 5 indicators are in the lowest 25%."),
        ({"not_met": 5}, "Scored 3, but all 5 indicators are off target."),
        ({"overdue": 1}, "1 of 4 actions is overdue."),
        ({"overdue": 4}, "All 4 actions are overdue."),
        ({"overdue": 1, "actions": 1}, "The only action is overdue."),
        ({"behind": 2}, "2 of 4 actions are behind."),
        ({"not_met": 1}, "1 of 5 indicators misses its target."),
        ({"not_met": 2}, "2 of 5 indicators miss their target."),
        ({"lowest": 1}, "1 of 5 indicators is in the lowest 25%."),
        ({"stale": ("Processes",)}, "Everything under Processes is past review."),
        ({"score": 2, "actions": 0}, "Scored 2, and no action serves it."),
        ({"awaits_sign_off": True}, "The score waits for a director to sign it off."),
    ],
)
def test_the_one_thing_most_wrong_is(facts, said):
    assert words(**facts) == said


@pytest.mark.parametrize(
    ("facts", "about"),
    [
        ({"score": 1, "documents": 0}, "score"),
        ({"documents": 0, "score": None}, "evidence"),
        ({"gaps": ("Processes",), "overdue": 3}, "evidence"),
        ({"lowest": 3, "overdue": 3}, "indicators"),
        ({"overdue": 1, "not_met": 2}, "actions"),
        ({"behind": 1, "awaits_sign_off": True}, "actions"),
    ],
)
def test_of_several_things_the_worst_is_said(facts, about):
    assert most_wrong(replace(SOUND, **facts)).about == about


def test_a_low_score_that_the_figures_bear_out_is_not_challenged():
    assert words(score=2, lowest=3) == "3 of 5 indicators are in the lowest 25%."


def test_half_of_the_indicators_is_not_most_of_them():
    assert words(lowest=2, indicators=4) == "2 of 4 indicators are in the lowest 25%."


def test_whoever_sees_only_signed_scores_is_told_what_is_not_signed_off():
    assert words(score=None, done="signed off") == "Not signed off yet."


def test_a_framework_without_scores_asks_for_none():
    assert most_wrong(replace(SOUND, score=None, is_scored=False, flag_level=None)) == NOTHING
