"""Recording scores: append-only, in an open round, with reasons, never over somebody's head."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from readiness.models import Score
from readiness.score_reads import (
    current_self_assessment,
    latest_scores,
    rating_of,
    score_history,
)
from readiness.scoring import SCORED_MEANWHILE, record_score
from readiness.self_assessments import close_self_assessment
from tests.factories import (
    FrameworkFactory,
    ScoreFactory,
    SelfAssessmentFactory,
    SignOffFactory,
    StatementFactory,
    UserFactory,
    four_levels,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework():
    return FrameworkFactory(rules=four_levels())


@pytest.fixture
def statement(framework):
    return StatementFactory(theme__framework=framework)


@pytest.fixture
def this_round(framework):
    return SelfAssessmentFactory(framework=framework)


@pytest.fixture
def score(statement, this_round, director):
    """``score(3)`` records a score as the director; anything else may be said."""

    def record(value=2, **said):
        said = {"rationale": "Waits are falling.", "by": director} | said
        return record_score(
            said.pop("statement", statement),
            self_assessment=said.pop("self_assessment", this_round),
            value=value,
            **said,
        )

    return record


def test_a_score_keeps_its_words_and_who_gave_it(score, director):
    score(
        3,
        rationale=" Waits are short. ",
        strengths="Staff stay.",
        areas_for_improvement="Reviews.",
        next_steps="Review by May.",
    )
    kept = Score.objects.get()
    assert (kept.value, kept.rationale, kept.scored_by) == (3, "Waits are short.", director)
    assert (kept.strengths, kept.areas_for_improvement) == ("Staff stay.", "Reviews.")
    assert kept.next_steps == "Review by May."


def test_a_new_score_leaves_the_old_one_as_it_was(score, this_round, statement, director):
    first = score(2)
    second = score(3, rationale="They fell.")
    assert Score.objects.count() == 2
    first.refresh_from_db()
    assert first.value == 2
    assert latest_scores(this_round, user=director) == {statement.pk: second}


def test_a_contributor_may_score(score, contributor):
    assert score(2, by=contributor).scored_by == contributor


@pytest.mark.parametrize("role", ["analyst", "reviewer", "administrator", None])
def test_others_may_not_score(score, person, role):
    with pytest.raises(ValidationError, match="Your role cannot score"):
        score(2, by=person(role))
    assert not Score.objects.exists()


@pytest.mark.parametrize("rationale", ["", "   \n"])
def test_a_score_needs_a_rationale(score, rationale):
    with pytest.raises(ValidationError) as refused:
        score(2, rationale=rationale)
    assert refused.value.message_dict == {"rationale": ["Say why you chose this score."]}


@pytest.mark.parametrize("value", [0, 5, -1, None])
def test_a_score_must_be_one_of_the_framework_s_levels(score, value):
    with pytest.raises(ValidationError, match="from 1 to 4"):
        score(value)


def test_a_closed_round_cannot_be_scored(score, this_round, director):
    close_self_assessment(this_round, note="Not needed", by=director)
    with pytest.raises(ValidationError, match="is closed"):
        score(2)


def test_a_statement_of_another_framework_cannot_be_scored(score):
    other = StatementFactory(theme__framework=FrameworkFactory(slug="other"))
    with pytest.raises(ValidationError, match="is not a statement of"):
        score(2, statement=other)


def test_a_framework_without_scores_cannot_be_scored(score, framework):
    framework.rules = None
    framework.save()
    with pytest.raises(ValidationError, match="are not scored"):
        score(2)


def test_the_second_of_two_people_is_told_and_nothing_is_written(score, contributor):
    seen = score(2)
    score(3, by=contributor, rationale="It is better.", seen_score_id=seen.pk)
    with pytest.raises(ValidationError) as refused:
        score(1, rationale="It is worse.", seen_score_id=seen.pk)
    assert refused.value.code == SCORED_MEANWHILE
    assert f"{contributor.get_full_name()} scored this statement 3" in refused.value.message
    assert Score.objects.count() == 2


def test_two_first_scores_at_once_are_noticed_too(score, contributor):
    score(3, by=contributor, seen_score_id=None)
    with pytest.raises(ValidationError, match="while you were writing"):
        score(1, seen_score_id=None)


def test_a_double_click_records_one_score(score):
    first = score(2, seen_score_id=None)
    assert score(2, seen_score_id=None) == first
    assert Score.objects.count() == 1


def test_the_database_itself_refuses_a_score_without_reasons_or_out_of_bounds():
    for wrong in ({"rationale": ""}, {"value": 0}, {"value": 11}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ScoreFactory(**wrong)


# --- reading --------------------------------------------------------------------------------


def test_a_reviewer_sees_only_what_was_signed_off(this_round, statement, reviewer, director):
    signed = ScoreFactory(self_assessment=this_round, statement=statement, value=2)
    SignOffFactory(score=signed)
    newer = ScoreFactory(self_assessment=this_round, statement=statement, value=3)
    unsigned = StatementFactory(theme=statement.theme)
    ScoreFactory(self_assessment=this_round, statement=unsigned)
    assert latest_scores(this_round, user=reviewer) == {statement.pk: signed}
    assert latest_scores(this_round, user=director)[statement.pk] == newer
    assert score_history(this_round, user=reviewer) == {statement.pk: [signed]}
    assert score_history(this_round, user=director)[statement.pk] == [newer, signed]


def test_scores_of_other_rounds_are_not_mixed_in(this_round, statement, director):
    ScoreFactory(statement=statement, self_assessment__framework=statement.framework)
    assert latest_scores(this_round, user=director) == {}


def test_latest_scores_take_one_query(this_round, statement, director, django_assert_num_queries):
    for _ in range(11):
        SignOffFactory(
            score=ScoreFactory(
                self_assessment=this_round, statement=StatementFactory(theme=statement.theme)
            )
        )
    assert director.has_perm("readiness.view_unsigned_scores")
    with django_assert_num_queries(1):
        for score in latest_scores(this_round, user=director).values():
            assert score.scored_by.last_name
            assert score.sign_off.signed_by.last_name


def test_the_current_round_is_the_newest_open_one_else_the_newest(framework):
    assert current_self_assessment() is None
    closed = {"closed_by": UserFactory(), "closed_at": "2026-10-01T09:00Z"}
    old = SelfAssessmentFactory(framework=framework, starts_on="2025-04-01", **closed)
    newer = SelfAssessmentFactory(framework=framework, starts_on="2026-05-01", **closed)
    assert current_self_assessment() == newer
    open_round = SelfAssessmentFactory(framework=framework, starts_on="2026-04-01")
    assert current_self_assessment() == open_round
    assert old.pk


def test_the_rating_of_a_round_counts_statements_not_scored(framework, statement, director):
    second = StatementFactory(theme=statement.theme)
    scored = ScoreFactory(statement=statement, self_assessment__framework=framework, value=3)
    result = rating_of(framework, [statement, second], {statement.pk: scored})
    assert (result.total, result.maximum, result.provisional) == (3, 8, True)
    framework.rules = None
    assert rating_of(framework, [statement], {}) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_people_saving_at_the_same_moment_one_is_told(person):
    framework = FrameworkFactory(rules=four_levels())
    statement = StatementFactory(theme__framework=framework)
    this_round = SelfAssessmentFactory(framework=framework)
    both_ready = Barrier(2)

    def save(by):
        both_ready.wait(timeout=20)
        try:
            record_score(
                statement,
                self_assessment=this_round,
                value=2,
                rationale="Mine.",
                by=by,
                seen_score_id=None,
            )
        except ValidationError as error:
            return error.code
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(2) as threads:
        said = list(threads.map(save, [person("director"), person("contributor")]))
    assert sorted(said) == ["saved", SCORED_MEANWHILE]
    assert Score.objects.count() == 1
