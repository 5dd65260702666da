"""A director's name under a score: never their own score, an old one, or one without evidence."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef

from config.wording import name_of
from readiness.models import (
    EvidenceLink,
    RoundState,
    Score,
    SignOff,
    SignOffWithdrawal,
    StatementStep,
    StepKind,
)
from readiness.round_states import SIGNABLE, latest_state, state_of
from readiness.scoring import latest_score, lock


@transaction.atomic
def sign_off(score: Score, *, by, note: str = "", open_challenges: Sequence[dict] = ()) -> SignOff:
    """``open_challenges``: what the facts asked and nobody had answered, as the director was shown
    it: it does not stop them, and is kept with their name.

    Raises ValidationError with every reason against it.
    """
    score.self_assessment = lock(score.self_assessment)  # it may have been closed since it was read
    # One document behind it is held, so that its link cannot be ended before this is signed.
    score.statement.evidence_links.live().not_sent_back().select_for_update().first()
    if reasons := list(reasons_against(score, by=by)):
        raise ValidationError(reasons)
    return SignOff.objects.create(
        score=score, signed_by=by, note=note.strip(), open_challenges=list(open_challenges)
    )


@transaction.atomic
def withdraw_sign_off(score: Score, *, reason: str, by) -> SignOffWithdrawal:
    """Take the signature under a score back. It stays readable; the statement is scored again
    before anybody signs. Raises ValidationError."""
    round_ = lock(score.self_assessment)
    if not by.has_perm("readiness.sign_off_score"):
        raise ValidationError("Only a director can withdraw a sign-off.")
    signed = SignOff.objects.filter(score=score, withdrawal__isnull=True).first()
    if signed is None:
        raise ValidationError("There is no sign-off to withdraw: nobody has signed this score.")
    if (state := state_of(round_)) not in SIGNABLE:
        raise ValidationError(f"“{round_}” is {state.label.lower()}. {WAY_BACK[state]}")
    if not reason.strip():
        raise ValidationError({"reason": "Say why you withdraw the sign-off."})
    return SignOffWithdrawal.objects.create(sign_off=signed, reason=reason.strip(), withdrawn_by=by)


WAY_BACK = {
    RoundState.SIGNED_OFF: "Return the round first, then withdraw the sign-off.",
    RoundState.CLOSED: "What was signed in it stays signed.",
}


def reasons_against(score: Score, *, by) -> Iterator[str]:
    """Why this person cannot sign this score now, in sentences. The page shows them beforehand."""
    if not by.has_perm("readiness.sign_off_score"):
        yield "Only a director can sign off a score."
    now = as_it_stands(score)
    if signed := getattr(now, "sign_off", None):
        yield f"{name_of(signed.signed_by)} has already signed off this score."
        if hasattr(signed, "withdrawal"):
            yield "That sign-off was withdrawn. Score the statement again, then sign that score."
    if score.scored_by_id == by.pk:
        yield "You recorded this score, so another director must sign it off."
    returns = score.steps.filter(kind=StepKind.RETURNED).select_related("taken_by")
    if now.is_returned and (returned := returns.first()):
        yield (
            f"{name_of(returned.taken_by)} returned this score: “{returned.note}” "
            "It has to be submitted again first."
        )
    if not score.self_assessment.is_open:
        yield f"“{score.self_assessment}” is closed, so nothing in it can be signed off."
    elif now.round_state not in SIGNABLE:
        yield (
            f"“{score.self_assessment}” is signed off as a whole. Return it before you sign "
            "anything else in it."
        )
    latest = latest_score(score.statement, score.self_assessment) if now.is_old else None
    if latest:
        yield (
            f"This is not the latest score: {name_of(latest.scored_by)} scored the statement "
            f"{latest.value} since. Sign off that one."
        )
    if not now.has_evidence:
        yield (
            f"No evidence is linked to “{score.statement}” that was not sent back. "
            "Link at least one document, then sign off."
        )


def as_it_stands(score: Score):
    """The score with its sign-off, whether it is the latest, whether evidence is linked and the
    state of its round: all that may speak against it, in one query."""
    same = Score.objects.filter(
        self_assessment=OuterRef("self_assessment"), statement=OuterRef("statement")
    )
    returns = StatementStep.objects.filter(score=OuterRef("pk"), kind=StepKind.RETURNED)
    live = EvidenceLink.objects.live().not_sent_back().filter(statement=OuterRef("statement"))
    signed = Score.objects.select_related("sign_off__signed_by", "sign_off__withdrawal")
    asked = signed.annotate(
        is_old=Exists(same.filter(pk__gt=OuterRef("pk"))),
        has_evidence=Exists(live),
        is_returned=Exists(returns),
        round_state=latest_state(OuterRef("self_assessment")),
    )
    return asked.get(pk=score.pk)
