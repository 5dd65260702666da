"""A round from open to closed: who may take each step, what stands in the way, and the way back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from readiness import round_steps
from readiness.models import RoundState, RoundStep, Score, SignOff, SignOffWithdrawal
from readiness.roles import Role
from readiness.round_states import state_of, with_state
from readiness.scoring import record_score
from readiness.self_assessments import close_self_assessment
from readiness.sign_off import sign_off, withdraw_sign_off
from tests.factories import (
    EvidenceLinkFactory,
    ScoreFactory,
    SelfAssessmentFactory,
    StatementFactory,
)
from tests.readiness.judged import path_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def score(statement, this_round, contributor):
    EvidenceLinkFactory(statement=statement)
    return ScoreFactory(self_assessment=this_round, statement=statement, scored_by=contributor)


@pytest.fixture
def signed(score, director):
    return sign_off(score, by=director)


@pytest.fixture
def submitted(this_round, signed, contributor):
    round_steps.submit(this_round, by=contributor)
    return this_round


@pytest.fixture
def signed_off(submitted, director):
    round_steps.sign_off(submitted, by=director)
    return submitted


def test_a_round_goes_from_open_to_closed_and_every_step_says_who(
    signed_off, contributor, director
):
    closed = close_self_assessment(signed_off, by=director)
    steps = list(closed.steps.order_by("pk").values_list("state", "taken_by"))
    assert steps == [
        (RoundState.SUBMITTED, contributor.pk),
        (RoundState.SIGNED_OFF, director.pk),
        (RoundState.CLOSED, director.pk),
    ]
    assert closed.closed_at == closed.steps.first().taken_at


STEPS = {
    "submit": ("this_round", round_steps.submit, {Role.CONTRIBUTOR, Role.DIRECTOR}),
    "sign off": ("submitted", round_steps.sign_off, {Role.DIRECTOR}),
    "return": ("submitted", round_steps.send_back, {Role.DIRECTOR}),
    "close": ("signed_off", close_self_assessment, {Role.DIRECTOR}),
}


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize("step", STEPS)
def test_who_may_take_each_step(step, role, request, person):
    fixture, take, may = STEPS[step]
    this_round, somebody = request.getfixturevalue(fixture), person(role)
    before = state_of(this_round)
    if role in may:
        take(this_round, by=somebody, note="Because.")
        this_round.refresh_from_db()
        assert state_of(this_round) != before
    else:
        with pytest.raises(ValidationError, match=r"Only a director|Your role cannot"):
            take(this_round, by=somebody, note="Because.")
        assert state_of(this_round) == before


def test_a_round_with_statements_left_out_is_submitted_only_with_a_reason(
    statement, this_round, signed, contributor
):
    StatementFactory(theme=statement.theme, title="Governance", position=2)
    with pytest.raises(ValidationError, match="1 statement not scored yet: Governance"):
        round_steps.submit(this_round, by=contributor, note="  ")
    step = round_steps.submit(this_round, by=contributor, note="Governance is reviewed in May.")
    assert step.note == "Governance is reviewed in May."


def test_a_round_of_a_framework_without_scores_is_submitted_as_it_is(
    statement, this_round, contributor
):
    statement.framework.rules = None
    statement.framework.save()
    assert round_steps.submit(this_round, by=contributor).state == RoundState.SUBMITTED


def test_whoever_submitted_a_round_does_not_sign_it(this_round, signed, director, person):
    round_steps.submit(this_round, by=director)
    with pytest.raises(ValidationError, match="You submitted this round"):
        round_steps.sign_off(this_round, by=director)
    assert round_steps.sign_off(this_round, by=person("director"))


def test_a_round_is_not_signed_while_a_score_in_it_is_not(this_round, score, contributor, director):
    round_steps.submit(this_round, by=contributor)
    with pytest.raises(ValidationError, match="1 score not signed off yet: Safeguarding"):
        round_steps.sign_off(this_round, by=director)
    sign_off(score, by=director)
    assert round_steps.sign_off(this_round, by=director)


def test_steps_are_taken_in_their_order(this_round, submitted, contributor, director):
    with pytest.raises(ValidationError, match=r"is submitted .* A director signs it off"):
        round_steps.submit(this_round, by=contributor)
    round_steps.send_back(this_round, by=director, note="Look at waits again.")
    with pytest.raises(ValidationError, match="has to be submitted first"):
        round_steps.sign_off(this_round, by=director)
    with pytest.raises(ValidationError, match="is open"):
        round_steps.send_back(this_round, by=director, note="Again.")


def test_a_round_goes_back_only_with_a_reason_and_can_then_be_scored(
    signed_off, statement, contributor, director
):
    with pytest.raises(ValidationError, match="Say why the round goes back"):
        round_steps.send_back(signed_off, by=director, note=" ")
    again = {"value": 3, "rationale": "Waits fell.", "by": contributor}
    with pytest.raises(ValidationError, match="is signed off, so its scores stand"):
        record_score(statement, self_assessment=signed_off, **again)
    round_steps.send_back(signed_off, by=director, note="The audit came in.")
    assert record_score(statement, self_assessment=signed_off, **again).value == 3


def test_the_database_refuses_a_return_without_a_reason_and_a_second_closing(signed_off, director):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundStep.objects.create(self_assessment=signed_off, state="open", taken_by=director)
    close_self_assessment(signed_off, by=director)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundStep.objects.create(self_assessment=signed_off, state="closed", taken_by=director)


def test_a_round_not_signed_off_is_closed_only_with_a_reason(this_round, director):
    with pytest.raises(ValidationError, match="is open, not signed off"):
        close_self_assessment(this_round, by=director)
    close_self_assessment(this_round, by=director, note="The framework was withdrawn.")
    assert this_round.steps.first().note == "The framework was withdrawn."


def test_a_round_closed_before_steps_were_kept_reads_as_closed(director):
    old = SelfAssessmentFactory(closed_at="2024-05-01T09:00Z", closed_by=director)
    assert with_state(type(old).objects).get(pk=old.pk).state == RoundState.CLOSED


# --- a signature taken back ------------------------------------------------------------------


def test_a_withdrawn_sign_off_stays_readable_and_counts_no_more(score, signed, director):
    gone = withdraw_sign_off(score, reason=" The audit was misread. ", by=director)
    assert (gone.reason, gone.withdrawn_by) == ("The audit was misread.", director)
    assert SignOff.objects.get() == signed
    assert Score.objects.get().signature is None


@pytest.mark.parametrize("role", ["contributor", "analyst", "reviewer", "administrator"])
def test_only_a_director_withdraws_a_sign_off(role, score, signed, person):
    with pytest.raises(ValidationError, match="Only a director"):
        withdraw_sign_off(score, reason="No.", by=person(role))


def test_a_sign_off_is_withdrawn_once_and_with_a_reason(score, signed, director):
    with pytest.raises(ValidationError, match="Say why you withdraw"):
        withdraw_sign_off(score, reason=" ", by=director)
    withdraw_sign_off(score, reason="Misread.", by=director)
    with pytest.raises(ValidationError, match="There is no sign-off to withdraw"):
        withdraw_sign_off(score, reason="Misread.", by=director)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOffWithdrawal.objects.create(sign_off=signed, reason="Again.", withdrawn_by=director)


def test_a_round_that_is_signed_off_goes_back_before_a_sign_off_is_withdrawn(
    signed_off, score, director
):
    with pytest.raises(ValidationError, match="Return the round first"):
        withdraw_sign_off(score, reason="Misread.", by=director)
    close_self_assessment(signed_off, by=director)
    with pytest.raises(ValidationError, match="What was signed in it stays signed"):
        withdraw_sign_off(score, reason="Misread.", by=director)


def test_after_a_withdrawal_the_same_score_is_given_again_before_it_is_signed(
    score, signed, contributor, director
):
    withdraw_sign_off(score, reason="Misread.", by=director)
    with pytest.raises(ValidationError, match="Score the statement again"):
        sign_off(score, by=director)
    again = record_score(
        score.statement,
        self_assessment=score.self_assessment,
        value=score.value,
        rationale=score.rationale,
        by=contributor,
    )
    assert again.pk != score.pk
    assert sign_off(again, by=director)


def test_a_reviewer_sees_nothing_of_a_score_whose_sign_off_was_withdrawn(
    score, signed, statement, director, signed_in
):
    reviewer = signed_in("reviewer")
    assert score.rationale in text_of(reviewer.get(path_of(statement)))
    withdraw_sign_off(score, reason="Misread.", by=director)
    for address in (path_of(statement), reverse("overview")):
        page = text_of(reviewer.get(address))
        assert score.rationale not in page
        assert "Misread." not in page
    staff = text_of(signed_in("contributor").get(path_of(statement)))
    assert "Sign-off withdrawn" in staff
    assert "Misread." in staff


# --- on the pages ----------------------------------------------------------------------------


def at(name, this_round):
    return reverse(name, kwargs={"pk": this_round.pk})


def test_a_round_is_led_through_its_steps_on_its_page(this_round, signed, signed_in):
    worker, director = signed_in("contributor"), signed_in("director")
    round_page = at("self_assessment", this_round)
    assert "Submit this round" in text_of(worker.get(round_page))
    worker.post(at("submit_round", this_round), {"note": ""})
    page = text_of(director.get(round_page))
    assert "Sign off this round" in page
    assert "Submit this round" not in page
    director.post(at("return_round", this_round), {"note": "Waits again."})
    page = text_of(worker.get(round_page))
    assert "Waits again." in page
    assert "Submit this round" in page
    worker.post(at("submit_round", this_round), {"note": ""})
    director.post(at("sign_off_round", this_round), {"note": ""})
    assert "is closed and can only be read" in text_of(
        director.post(at("close_self_assessment", this_round), {"note": ""}, follow=True)
    )


def test_the_page_for_signing_a_round_says_beforehand_what_stands_in_the_way(
    this_round, score, contributor, signed_in
):
    director = signed_in("director")
    assert "It has to be submitted first" in text_of(director.get(at("sign_off_round", this_round)))
    round_steps.submit(this_round, by=contributor)
    page = text_of(director.get(at("sign_off_round", this_round)))
    assert "1 score not signed off yet: Safeguarding" in page
    assert "Sign off the round</button>" not in page


def test_a_submitted_round_takes_no_score_on_its_pages(submitted, statement, signed_in):
    client = signed_in("contributor")
    form = reverse("score", kwargs={"pk": submitted.pk, "slug": statement.slug})
    assert "This round is submitted" in text_of(client.get(form))
    assert form not in text_of(client.get(at("self_assessment", submitted)))
    assert form not in text_of(client.get(path_of(statement)))


def test_a_director_withdraws_a_sign_off_from_the_statement(score, signed, statement, signed_in):
    client = signed_in("director")
    address = reverse("withdraw_sign_off", kwargs={"pk": score.pk})
    assert address in text_of(client.get(path_of(statement)))
    assert "Say why you withdraw the sign-off." in text_of(client.post(address, {"reason": ""}))
    page = text_of(client.post(address, {"reason": "Misread."}, follow=True))
    assert "Sign-off withdrawn" in page
    assert "“Misread.”" in page


def test_a_reviewer_reads_no_notes_between_the_steps(this_round, signed, director, signed_in):
    round_steps.submit(this_round, by=director, note="Between ourselves.")
    address = at("self_assessment", this_round)
    assert "Between ourselves." not in text_of(signed_in("reviewer").get(address))
    assert "Between ourselves." in text_of(signed_in("analyst").get(address))
