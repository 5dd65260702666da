"""Working on a statement: naming a lead, drafts, submitting, returning, blocking, comments."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from config.second_editor import MOVED_ON
from readiness import round_steps, statement_work
from readiness.models import (
    Score,
    SignOff,
    StatementComment,
    StatementDraft,
    StatementStep,
    StatementWork,
    StepKind,
)
from readiness.self_assessments import close_self_assessment
from readiness.sign_off import sign_off
from tests.factories import EvidenceLinkFactory, ScoreFactory, StatementCommentFactory

pytestmark = pytest.mark.django_db


def sentence(refusal) -> str:
    return " ".join(refusal.value.messages)


@pytest.fixture
def about(this_round):
    """Where the work is."""
    return {"self_assessment": this_round}


# --- who sees to it ---


def test_a_lead_is_named_with_helpers_and_a_day_and_it_is_kept(
    statement, about, contributor, director
):
    named = {"lead": contributor, "collaborators": [director], "due_on": date(2027, 3, 1)}
    work = statement_work.assign(statement, **about, **named, revision=0, by=director)
    assert (work.lead, list(work.collaborators.all())) == (contributor, [director])
    step = StatementStep.objects.get()
    assert step.kind == StepKind.ASSIGNED
    assert step.note == (
        f"Lead: {contributor.get_full_name()}, with {director.get_full_name()}. Due 1 March 2027."
    )


def test_the_lead_is_not_also_a_helper(statement, about, contributor):
    work = statement_work.assign(
        statement,
        **about,
        lead=contributor,
        collaborators=[contributor],
        revision=0,
        by=contributor,
    )
    assert not work.collaborators.exists()


def test_naming_the_same_people_again_is_no_step(statement, about, contributor):
    for revision in (0, 1):
        statement_work.assign(
            statement, **about, lead=contributor, revision=revision, by=contributor
        )
    assert StatementStep.objects.count() == 1
    assert StatementWork.objects.get().revision == 1


def test_the_second_of_two_who_name_a_lead_is_told(statement, about, contributor, director):
    statement_work.assign(statement, **about, lead=contributor, revision=0, by=contributor)
    with pytest.raises(ValidationError) as refusal:
        statement_work.assign(statement, **about, lead=director, revision=0, by=director)
    assert refusal.value.code == MOVED_ON
    assert StatementWork.objects.get().lead == contributor


def test_a_day_needs_a_lead(statement, about, contributor):
    with pytest.raises(ValidationError) as refusal:
        statement_work.assign(
            statement, **about, lead=None, due_on=date(2027, 3, 1), revision=0, by=contributor
        )
    assert "Name a lead first" in sentence(refusal)


# --- drafts ---


def draft(statement, about, by, **said):
    said = {"rationale": "Waits fell.", "seen_draft_id": None} | said
    return statement_work.save_draft(statement, **about, by=by, **said)


def test_drafts_are_kept_one_after_the_other(statement, about, contributor):
    first = draft(statement, about, contributor)
    second = draft(
        statement, about, contributor, rationale="Waits fell by half.", seen_draft_id=first.pk
    )
    kept = StatementDraft.objects.order_by("pk").values_list("rationale", flat=True)
    assert list(kept) == ["Waits fell.", "Waits fell by half."]
    assert statement_work.latest_draft(statement, about["self_assessment"]) == second


def test_a_draft_saved_twice_is_kept_once(statement, about, contributor):
    first = draft(statement, about, contributor)
    assert draft(statement, about, contributor, rationale=" Waits fell. ") == first
    assert StatementDraft.objects.count() == 1


def test_an_empty_draft_is_refused(statement, about, contributor):
    with pytest.raises(ValidationError) as refusal:
        draft(statement, about, contributor, rationale="  ")
    assert "Nothing is written yet" in sentence(refusal)


def test_a_draft_cannot_hold_a_score_there_is_none_of(statement, about, contributor):
    with pytest.raises(ValidationError) as refusal:
        draft(statement, about, contributor, value=7)
    assert "Choose one of the scores" in sentence(refusal)


def test_the_second_of_two_writers_is_told_and_the_first_one_s_words_stay(
    statement, about, contributor, director
):
    draft(statement, about, contributor)
    with pytest.raises(ValidationError) as refusal:
        draft(statement, about, director, rationale="Waits rose.")
    assert refusal.value.code == statement_work.DRAFTED_MEANWHILE
    assert f"{contributor.get_full_name()} saved a draft while you were writing" in sentence(
        refusal
    )
    assert StatementDraft.objects.get().rationale == "Waits fell."


@pytest.mark.parametrize(
    ("said", "missing"),
    [({"value": 2, "rationale": "", "strengths": "A."}, "Say why"), ({}, "Choose a score")],
)
def test_only_a_whole_draft_is_ready(said, missing, statement, about, contributor):
    with pytest.raises(ValidationError) as refusal:
        draft(statement, about, contributor, is_ready=True, **said)
    assert missing in sentence(refusal)


def test_saying_twice_that_a_draft_is_ready_is_one_step(statement, about, contributor):
    first = draft(statement, about, contributor, value=2, is_ready=True)
    draft(statement, about, contributor, value=2, is_ready=True, seen_draft_id=first.pk)
    assert StatementStep.objects.get().draft == first


def test_a_draft_after_a_score_is_a_new_one_though_it_says_the_same(
    statement, about, contributor, director
):
    before = draft(statement, about, contributor, value=2)
    ScoreFactory(**about, statement=statement, scored_by=director)
    again = draft(statement, about, contributor, value=2, seen_draft_id=before.pk)
    assert again != before
    assert again.after_score == Score.objects.get()


def test_a_score_is_submitted_from_a_draft_that_was_seen(statement, about, contributor):
    written = draft(statement, about, contributor, value=2)
    said = {"value": 2, "rationale": "Waits fell."}
    score = statement_work.submit_score(
        statement, **about, seen_draft_id=written.pk, by=contributor, **said
    )
    assert (score.value, score.rationale) == (2, "Waits fell.")


def test_a_score_does_not_leave_a_colleague_s_new_draft_behind(
    statement, about, contributor, director
):
    draft(statement, about, contributor, rationale="Read the audit first.")
    with pytest.raises(ValidationError) as refusal:
        statement_work.submit_score(
            statement, **about, seen_draft_id=None, by=director, value=3, rationale="Fine."
        )
    assert refusal.value.code == statement_work.DRAFTED_MEANWHILE
    assert not Score.objects.exists()


# --- returning ---


def test_a_returned_score_says_why_and_cannot_be_signed(statement, about, contributor, director):
    EvidenceLinkFactory(statement=statement)
    score = ScoreFactory(**about, statement=statement, scored_by=contributor)
    statement_work.return_score(score, note="Which audit?", by=director)
    with pytest.raises(ValidationError) as refusal:
        sign_off(score, by=director)
    assert f"{director.get_full_name()} returned this score: “Which audit?”" in sentence(refusal)


def test_a_score_is_returned_once_and_with_a_reason(statement, about, contributor, director):
    score = ScoreFactory(**about, statement=statement, scored_by=contributor)
    with pytest.raises(ValidationError, match="Say what has to change"):
        statement_work.return_score(score, note=" ", by=director)
    statement_work.return_score(score, note="Which audit?", by=director)
    with pytest.raises(ValidationError, match="has already returned this score"):
        statement_work.return_score(score, note="Again.", by=director)


def test_only_a_director_returns_a_score(statement, about, contributor):
    score = ScoreFactory(**about, statement=statement)
    with pytest.raises(ValidationError, match="Only a director"):
        statement_work.return_score(score, note="Which audit?", by=contributor)


def test_a_signed_score_is_not_returned(statement, about, director):
    score = ScoreFactory(**about, statement=statement)
    SignOff.objects.create(score=score, signed_by=director)
    with pytest.raises(ValidationError, match="Withdraw the sign-off instead"):
        statement_work.return_score(score, note="Which audit?", by=director)


def test_a_score_of_a_submitted_round_is_not_returned_alone(
    statement, about, director, contributor
):
    score = ScoreFactory(**about, statement=statement, scored_by=contributor)
    round_steps.submit(about["self_assessment"], by=contributor)
    with pytest.raises(ValidationError, match="Return the round first"):
        statement_work.return_score(score, note="Which audit?", by=director)


def test_an_older_score_is_not_returned(statement, about, director, contributor):
    score = ScoreFactory(**about, statement=statement)
    ScoreFactory(**about, statement=statement, value=3, scored_by=contributor)
    with pytest.raises(ValidationError, match="has scored the statement 3 since"):
        statement_work.return_score(score, note="Which audit?", by=director)


# --- blocking ---


def test_blocked_work_says_why_until_it_is_cleared(statement, about, contributor):
    statement_work.block(statement, **about, note="The survey is late.", by=contributor)
    assert (
        statement_work.blocking(statement, about["self_assessment"]).note == "The survey is late."
    )
    statement_work.unblock(statement, **about, by=contributor)
    assert statement_work.blocking(statement, about["self_assessment"]) is None
    with pytest.raises(ValidationError, match="Nothing blocks"):
        statement_work.unblock(statement, **about, by=contributor)


def test_blocking_needs_a_reason(statement, about, contributor):
    with pytest.raises(ValidationError, match="Say what stands in the way"):
        statement_work.block(statement, **about, note="", by=contributor)


# --- comments ---


def test_a_comment_names_who_should_read_it_but_not_who_wrote_it(
    statement, about, contributor, director
):
    said = statement_work.comment(
        statement, **about, words=" Look. ", mentioned=[contributor, director], by=contributor
    )
    assert said.words == "Look."
    assert list(said.mentioned.all()) == [director]


def test_a_comment_sent_twice_is_kept_once(statement, about, contributor):
    for _ in range(2):
        statement_work.comment(statement, **about, words="Look.", by=contributor)
    assert StatementComment.objects.count() == 1


def test_a_settled_comment_stays_and_says_who_settled_it(director):
    said = StatementCommentFactory()
    settled = statement_work.settle_comment(said, by=director)
    assert (settled.settled_by, settled.is_settled) == (director, True)


def test_reviewers_do_not_comment(statement, about, reviewer):
    with pytest.raises(ValidationError, match="Your role cannot comment"):
        statement_work.comment(statement, **about, words="Look.", by=reviewer)


# --- a closed round ---


def test_nothing_is_done_to_the_work_of_a_closed_round(statement, about, director, contributor):
    score = ScoreFactory(**about, statement=statement, scored_by=contributor)
    said = StatementCommentFactory(**about, statement=statement)
    close_self_assessment(about["self_assessment"], note="Begun anew.", by=director)
    for attempt in (
        lambda: draft(statement, about, contributor),
        lambda: statement_work.assign(
            statement, **about, lead=contributor, revision=0, by=director
        ),
        lambda: statement_work.block(statement, **about, note="Late.", by=contributor),
        lambda: statement_work.return_score(score, note="Which audit?", by=director),
        lambda: statement_work.comment(statement, **about, words="Look.", by=contributor),
        lambda: statement_work.settle_comment(said, by=director),
    ):
        with pytest.raises(ValidationError, match="is closed"):
            attempt()
    assert not StatementDraft.objects.exists()


# --- what can never be false ---


@pytest.mark.parametrize("kind", [StepKind.RETURNED, StepKind.BLOCKED, StepKind.READY])
def test_a_step_without_its_reason_score_or_draft_is_no_row(kind, statement, about, director):
    with pytest.raises(IntegrityError), transaction.atomic():
        StatementStep.objects.create(**about, statement=statement, kind=kind, taken_by=director)
