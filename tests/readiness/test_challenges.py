"""What the facts ask of a score: each question when it is asked, and just when it is not."""

from dataclasses import replace
from datetime import date

import pytest

from readiness.challenges import (
    OF_THE_SCORE,
    RULES,
    TITLES,
    prompts,
    prompts_if,
)
from readiness.overall_rating import ScoringRules
from readiness.rubric import Mark
from readiness.statement_facts import Before, Facts, Figure, Held, Promise
from tests.factories import four_levels

GOOD = Figure("1A", "Quality of life", "19.1", "2024-25", is_judged=True, is_met=True)
POOR = Figure("3B", "Overall satisfaction", "58.2%", "2024-25", is_judged=True, is_not_met=True)
LOWEST = Figure(
    "4A", "Feeling safe", "61.0%", "2024-25", is_lowest_quarter=True, rank="140th of 151"
)
PEOPLE = Held("People's experience", True, 3, slug="peoples-experience")
PROCESSES = Held("Processes", True, 3, slug="processes")
SOUND = Facts(
    slug="safeguarding",
    rules=ScoringRules.from_json(four_levels()),
    score=3,
    strengths=2,
    evidence=(PEOPLE, PROCESSES),
    voices=1,
    figures=(GOOD,),
    actions=(Promise(7, "Prepare a strategy"),),
)


def asked(facts):
    return [prompt.rule for prompt in prompts(facts)]


def the(rule, facts):
    (prompt,) = [one for one in prompts(facts) if one.rule == rule]
    return prompt


def test_a_sound_statement_is_asked_nothing():
    assert asked(SOUND) == []


def test_every_question_has_a_name_and_is_known_by_it():
    assert list(TITLES) == list(RULES)
    assert set(OF_THE_SCORE) <= set(RULES)


@pytest.mark.parametrize("score", [3, 4])
@pytest.mark.parametrize("figure", [POOR, LOWEST])
def test_a_high_score_is_asked_about_poor_figures(score, figure):
    prompt = the("high-despite-figures", replace(SOUND, score=score, figures=(GOOD, figure)))
    assert "1 of its 2 indicators" in prompt.reason
    assert prompt.lines == (figure.words,)
    assert prompt.address.endswith("/statements/safeguarding/#indicators")


@pytest.mark.parametrize("score", [1, 2, None])
def test_a_low_score_is_not_asked_about_poor_figures(score):
    assert "high-despite-figures" not in asked(replace(SOUND, score=score, figures=(POOR,)))


def test_a_figure_says_what_is_wrong_with_it():
    assert POOR.words == "Overall satisfaction: 58.2% in 2024-25, target not met"
    assert LOWEST.words == "Feeling safe: 61.0% in 2024-25, 140th of 151, lowest 25%"


@pytest.mark.parametrize("score", [1, 2])
def test_a_low_score_is_asked_about_where_all_else_is_well(score):
    assert asked(replace(SOUND, score=score)) == ["low-despite-all"]


@pytest.mark.parametrize(
    "but",
    [
        {"figures": ()},
        {"figures": (replace(GOOD, is_judged=False),)},
        {"figures": (GOOD, POOR)},
        {"evidence": (PEOPLE, replace(PROCESSES, out_of_date=3))},
        {"evidence": (PEOPLE, replace(PROCESSES, count=0))},
        {"actions": (Promise(7, "Prepare a strategy", is_behind=True),)},
    ],
)
def test_a_low_score_is_not_thought_too_low_where_anything_speaks_for_it(but):
    assert "low-despite-all" not in asked(replace(SOUND, score=2, **but))


def test_a_score_that_stays_while_figures_move_is_asked_about():
    moved = replace(GOOD, moved="Up 1.2: improving", is_new=True)
    facts = replace(SOUND, before=Before(3, "Self-assessment 2025"), figures=(moved,))
    prompt = the("unchanged-though-figures-moved", facts)
    assert "what it was in “Self-assessment 2025”, while 1 indicator has moved" in prompt.reason


@pytest.mark.parametrize(
    ("before", "figure"),
    [
        (None, replace(GOOD, moved="Up", is_new=True)),
        (Before(2, "2025"), replace(GOOD, moved="Up", is_new=True)),
        (Before(3, "2025"), replace(GOOD, moved="", is_new=True)),
        (Before(3, "2025"), replace(GOOD, moved="Up", is_new=False)),
    ],
)
def test_it_is_not_asked_without_an_equal_score_before_and_new_figures_that_moved(before, figure):
    assert asked(replace(SOUND, before=before, figures=(figure,))) == []


@pytest.mark.parametrize(("strengths", "is_asked"), [(6, False), (7, True)])
def test_more_strengths_than_evidence_in_date_are_asked_about(strengths, is_asked):
    facts = replace(SOUND, strengths=strengths)  # 3 and 3 pieces of evidence
    assert ("strengths-without-evidence" in asked(facts)) is is_asked


def test_what_people_say_may_be_a_quote_or_a_document():
    without = replace(SOUND, evidence=(replace(PEOPLE, count=0), PROCESSES))
    assert "no-peoples-experience" not in asked(without)
    assert asked(replace(without, voices=0)) == ["no-peoples-experience"]
    late = replace(PEOPLE, out_of_date=3, newest=date(2024, 3, 1))
    prompt = the("no-peoples-experience", replace(SOUND, evidence=(late,), voices=0))
    assert "no people's experience since March 2024" in prompt.reason


def test_evidence_is_missing_out_of_date_or_thin_each_in_its_own_question():
    def with_processes(**changed):
        return asked(replace(SOUND, evidence=(PEOPLE, replace(PROCESSES, **changed))))

    assert with_processes(count=0) == ["evidence-missing"]
    assert with_processes(count=2, out_of_date=2) == ["evidence-out-of-date"]
    assert with_processes(count=1) == ["evidence-thin"]
    assert with_processes(count=2) == []
    assert with_processes(count=0, is_required=False) == []


def test_kinds_that_lack_the_same_are_named_in_one_question():
    empty = replace(PROCESSES, count=0)
    partners = Held("Feedback from partners", True, slug="feedback-from-partners")
    prompt = the("evidence-missing", replace(SOUND, evidence=(PEOPLE, empty, partners)))
    assert "under processes and feedback from partners, which are required" in prompt.reason
    assert len(prompt.about) == 2


def test_actions_behind_or_overdue_are_asked_about():
    late = Promise(8, "Open the hub", is_behind=True, overdue_since=date(2026, 5, 1))
    prompt = the("actions-behind", replace(SOUND, actions=(*SOUND.actions, late)))
    assert prompt.reason == "1 action of 2 is behind or overdue."
    assert prompt.lines == ("Open the hub: behind and was due on 1 May 2026",)


def test_a_completed_action_without_proof_is_asked_about():
    done = Promise(9, "Train staff", lacks=("no evidence of impact",))
    prompt = the("improvement-without-proof", replace(SOUND, actions=(done,)))
    assert prompt.lines == ("Train staff: no evidence of impact",)


def test_an_unscored_statement_is_asked_about_its_evidence_and_actions_only():
    facts = replace(
        SOUND, score=None, evidence=(PEOPLE,), figures=(POOR,), before=Before(3, "2025"), voices=0
    )
    assert asked(facts) == []
    assert asked(replace(facts, evidence=(replace(PROCESSES, count=0),))) == ["evidence-missing"]


def test_each_level_brings_its_own_questions():
    facts = replace(SOUND, score=None, figures=(POOR,), before=Before(2, "2025"))
    assert [prompts_if(facts, level) != () for level in (1, 2, 3, 4)] == [False, False, True, True]


def test_a_score_that_the_ticked_characteristics_do_not_speak_for_is_asked_about():
    facts = replace(SOUND, marks=(Mark(3, True), Mark(4, True)))
    prompt = the("beside-the-characteristics", facts)
    assert prompt.question == "Why 3, when what is ticked speaks for 4?"
    assert asked(replace(facts, score=4)) == []
    assert asked(replace(SOUND, marks=(Mark(3, False),))) == []


class TestWhatAnAnswerHoldsFor:
    def test_a_fact_that_goes_does_not_open_the_question_again(self):
        before = the("high-despite-figures", replace(SOUND, figures=(POOR, LOWEST)))
        after = the("high-despite-figures", replace(SOUND, figures=(LOWEST,)))
        assert after.is_covered_by(before.about)
        assert not before.is_covered_by(after.about)

    @pytest.mark.parametrize(
        "changed",
        [
            {"score": 4},
            {"figures": (replace(POOR, period="2025-26"),)},
            {"figures": (replace(POOR, value="57.0%"),)},
        ],
    )
    def test_another_score_period_or_value_does(self, changed):
        facts = replace(SOUND, figures=(POOR,))
        before = the("high-despite-figures", facts)
        assert not the("high-despite-figures", replace(facts, **changed)).is_covered_by(
            before.about
        )

    def test_less_evidence_opens_the_question_of_strengths_and_more_does_not(self):
        def about(count):
            held = replace(PROCESSES, count=count)
            return the("strengths-without-evidence", replace(SOUND, strengths=5, evidence=(held,)))

        assert about(3).is_covered_by(about(2).about)
        assert not about(2).is_covered_by(about(3).about)

    def test_facts_are_single_lines_whatever_a_title_holds(self):
        late = Promise(8, "Open\nthe\u2028hub", is_behind=True)
        (fact,) = the("actions-behind", replace(SOUND, actions=(late,))).about
        assert fact == "Action 8, Open the hub: behind"
