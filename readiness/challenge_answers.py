"""Answering what the facts ask of a score, and taking an answer back. Each is a row of its own."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction

from config.second_editor import MOVED_ON
from config.wording import name_of
from readiness.challenges import Prompt
from readiness.models import ChallengeAnswer, SelfAssessment, Statement
from readiness.round_states import SIGNABLE, state_of
from readiness.scoring import lock

Kind = ChallengeAnswer.Kind
FACTS_MOVED = "facts_moved"


@transaction.atomic
def answer_challenge(
    statement: Statement,
    prompt: Prompt,
    *,
    self_assessment: SelfAssessment,
    kind: str,
    reason: str,
    by,
    seen_answer: int = 0,
    seen_facts: Collection[str] | None = None,
) -> ChallengeAnswer:
    """Say why the score stands (answered) or that something will change (accepted).

    ``prompt`` is the question as the facts ask it now; ``seen_facts`` what it was about and
    ``seen_answer`` the latest answer (0 for none) when the form was opened. Raises ValidationError
    where either has moved on.
    """
    lock_open_round(self_assessment, by)
    if kind not in (Kind.ANSWERED, Kind.ACCEPTED):
        raise ValidationError({"kind": "Choose whether you answer or accept it."})
    reason = reason_or_refuse(reason, "reason", "Say why: whoever signs the score off reads it.")
    refuse_unseen_answer(latest_answer(self_assessment, statement, prompt.rule), seen_answer)
    if seen_facts is not None and not prompt.is_covered_by(seen_facts):
        raise ValidationError(
            "The facts have changed while you were writing. What you wrote is kept below and not "
            "saved yet: read the question again, then save.",
            code=FACTS_MOVED,
        )
    return ChallengeAnswer.objects.create(
        self_assessment=self_assessment,
        statement=statement,
        rule=prompt.rule,
        question=prompt.question,
        about="\n".join(sorted(prompt.about)),
        kind=kind,
        reason=reason,
        given_by=by,
    )


@transaction.atomic
def withdraw_answer(answer: ChallengeAnswer, *, reason: str, by) -> ChallengeAnswer:
    """Take an answer back: the question is open again. What was said stays in its history."""
    lock_open_round(answer.self_assessment, by)
    reason = reason_or_refuse(reason, "reason", "Say why the answer no longer holds.")
    latest = latest_answer(answer.self_assessment, answer.statement, answer.rule)
    if latest is None or latest.pk != answer.pk or latest.kind == Kind.WITHDRAWN:
        raise ValidationError(
            "This answer is not in force any more: somebody has answered again or taken it back. "
            "Look again."
        )
    return ChallengeAnswer.objects.create(
        self_assessment=answer.self_assessment,
        statement=answer.statement,
        rule=answer.rule,
        question=answer.question,
        about=answer.about,
        kind=Kind.WITHDRAWN,
        reason=reason,
        given_by=by,
    )


def lock_open_round(self_assessment: SelfAssessment, by) -> None:
    """Answers are recorded in turn, and none after the round has closed."""
    if not by.has_perm("readiness.answer_challenge"):
        raise ValidationError("Your role cannot answer for a score. Ask whoever scores it.")
    state = state_of(lock(self_assessment))
    if state not in SIGNABLE:
        raise ValidationError(
            f"“{self_assessment}” is {state.label.lower()}, so nothing in it can be answered."
        )


def latest_answer(self_assessment, statement, rule: str) -> ChallengeAnswer | None:
    given = ChallengeAnswer.objects.filter(
        self_assessment=self_assessment, statement=statement, rule=rule
    )
    return given.select_related("given_by").order_by("-pk").first()


def reason_or_refuse(reason: str, field: str, words: str) -> str:
    if not reason.strip():
        raise ValidationError({field: words})
    return reason.strip()


def refuse_unseen_answer(latest: ChallengeAnswer | None, seen_answer: int) -> None:
    if latest is None or latest.pk == seen_answer:
        return
    raise ValidationError(
        f"{name_of(latest.given_by)} wrote while you were writing: {latest.get_kind_display()}, "
        f"“{latest.reason}”. Nothing of yours is saved yet: read it, then save yours if it is "
        "still wanted.",
        code=MOVED_ON,
    )
