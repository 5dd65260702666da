"""A round's way: submitted by those who worked on it, signed off by a director who did not submit
it, closed; or returned with a reason. Each step is a row, taken while the round is locked."""

from django.core.exceptions import ValidationError
from django.db import transaction

from config.wording import moment_in_words, name_of
from readiness.models import RoundState, RoundStep, Score, SelfAssessment
from readiness.round_states import state_of
from readiness.score_reads import newest_in
from readiness.score_words import counted, listed
from readiness.scoring import lock


@transaction.atomic
def submit(self_assessment: SelfAssessment, *, by, note: str = "") -> RoundStep:
    """Hand the round to the directors. Statements without a score need a word on why."""
    self_assessment = lock(self_assessment)
    if not by.has_perm("readiness.submit_self_assessment"):
        raise ValidationError("Your role cannot submit a round. Ask a contributor or a director.")
    refuse_unless_in(self_assessment, RoundState.OPEN)
    missing = unscored(self_assessment)
    if missing and not note.strip():
        raise ValidationError(
            {
                "note": f"{counted(len(missing), 'statement')} not scored yet: {listed(missing)}. "
                "Score them, or say here why they are left."
            }
        )
    return take(self_assessment, RoundState.SUBMITTED, by=by, note=note)


@transaction.atomic
def sign_off(self_assessment: SelfAssessment, *, by, note: str = "") -> RoundStep:
    """Raises ValidationError with every reason against it."""
    self_assessment = lock(self_assessment)
    if reasons := reasons_against_sign_off(self_assessment, by=by):
        raise ValidationError(reasons)
    return take(self_assessment, RoundState.SIGNED_OFF, by=by, note=note)


def reasons_against_sign_off(self_assessment: SelfAssessment, *, by) -> list[str]:
    """Why this person cannot sign the round now, in sentences; the page shows them beforehand."""
    reasons = []
    if not by.has_perm("readiness.sign_off_score"):
        reasons.append("Only a director can sign off a round.")
    if (state := state_of(self_assessment)) != RoundState.SUBMITTED:
        return [*reasons, not_now(self_assessment, state)]
    last = latest_step(self_assessment)
    if last and last.taken_by_id == by.pk:
        reasons.append("You submitted this round, so another director must sign it off.")
    if unsigned := scored_but_unsigned(self_assessment):
        reasons.append(
            f"{counted(len(unsigned), 'score')} not signed off yet: {listed(unsigned)}. "
            "Sign each of them, or return the round."
        )
    return reasons


@transaction.atomic
def send_back(self_assessment: SelfAssessment, *, by, note: str) -> RoundStep:
    """Open it again for scoring, with a reason."""
    self_assessment = lock(self_assessment)
    refuse_unless_director(by)
    refuse_unless_in(self_assessment, RoundState.SUBMITTED, RoundState.SIGNED_OFF)
    if not note.strip():
        raise ValidationError(
            {"note": "Say why the round goes back, so that others can act on it."}
        )
    return take(self_assessment, RoundState.OPEN, by=by, note=note)


def take(self_assessment: SelfAssessment, state: RoundState, *, by, note: str) -> RoundStep:
    step = RoundStep(self_assessment=self_assessment, state=state, note=note.strip(), taken_by=by)
    step.full_clean()
    step.save()
    return step


def refuse_unless_director(by) -> None:
    if not by.has_perm("readiness.manage_self_assessments"):
        raise ValidationError("Only a director can open, return or close a round.")


def refuse_unless_in(self_assessment: SelfAssessment, *states: RoundState) -> None:
    state = state_of(self_assessment)
    if state not in states:
        raise ValidationError(not_now(self_assessment, state))


def not_now(self_assessment: SelfAssessment, state: RoundState) -> str:
    """ "“Self-assessment 2026” is submitted (Ann Lee, 3 March 2026 at 14:05)…" """
    last = latest_step(self_assessment)
    who = f" ({name_of(last.taken_by)}, {moment_in_words(last.taken_at)})" if last else ""
    return f"“{self_assessment}” is {state.label.lower()}{who}. {NEXT[state]}"


NEXT = {
    RoundState.OPEN: "It has to be submitted first.",
    RoundState.SUBMITTED: "A director signs it off or returns it.",
    RoundState.SIGNED_OFF: "A director closes it or returns it.",
    RoundState.CLOSED: "It can only be read.",
}


def latest_step(self_assessment: SelfAssessment) -> RoundStep | None:
    return self_assessment.steps.select_related("taken_by").first()


def unscored(self_assessment: SelfAssessment) -> list[str]:
    """The titles of the statements without a score; none where the framework has no scores."""
    if not self_assessment.framework.rules:
        return []
    scored = Score.objects.filter(self_assessment=self_assessment).order_by().values("statement")
    left = self_assessment.framework.statements.exclude(pk__in=scored).order_by("position")
    return list(left.values_list("title", flat=True))


def scored_but_unsigned(self_assessment: SelfAssessment) -> list[str]:
    """The titles of the statements whose latest score nobody's signature is under."""
    scores = Score.objects.filter(self_assessment=self_assessment)
    latest = scores.filter(pk__in=newest_in(scores)).order_by("statement__position")
    signed = latest.filter(sign_off__isnull=False, sign_off__withdrawal__isnull=True)
    unsigned = latest.exclude(pk__in=signed.order_by().values("pk"))
    return list(unsigned.values_list("statement__title", flat=True))
