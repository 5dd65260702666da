"""Scoring a quality statement. A new score is a new row; nothing before it changes."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from config.wording import name_of
from readiness.models import RoundState, Score, SelfAssessment, SignOffWithdrawal, Statement
from readiness.overall_rating import ScoringRules
from readiness.round_states import state_of

TEXTS = ("rationale", "strengths", "areas_for_improvement", "next_steps")
SCORED_MEANWHILE = "scored_meanwhile"


@dataclass(frozen=True)
class NotAsked:
    """The caller showed nobody a score, so there is none to have moved on from."""


NOT_ASKED = NotAsked()


@transaction.atomic
def record_score(
    statement: Statement,
    *,
    self_assessment: SelfAssessment,
    value: int,
    rationale: str,
    strengths: str = "",
    areas_for_improvement: str = "",
    next_steps: str = "",
    by,
    seen_score_id: int | NotAsked | None = NOT_ASKED,
) -> Score:
    """Append a score. ``seen_score_id``: the latest score when the form was opened, None for none.

    Raises ValidationError; with code ``SCORED_MEANWHILE`` where somebody scored since.
    """
    self_assessment = lock(self_assessment)
    texts = {
        "rationale": rationale.strip(),
        "strengths": strengths.strip(),
        "areas_for_improvement": areas_for_improvement.strip(),
        "next_steps": next_steps.strip(),
    }
    refuse_unless_may_score(statement, self_assessment, by)
    refuse_bad_score(self_assessment, value, texts["rationale"])
    latest = latest_score(statement, self_assessment)
    if latest and sent_twice(latest, by, value, texts):
        return latest
    refuse_if_scored_meanwhile(latest, seen_score_id, by)
    return Score.objects.create(
        statement=statement, self_assessment=self_assessment, value=value, scored_by=by, **texts
    )


def lock(self_assessment: SelfAssessment) -> SelfAssessment:
    """The round as it is now, held until this change is done: scores are recorded in turn."""
    rounds = SelfAssessment.objects.select_for_update(of=("self",)).select_related("framework")
    return rounds.get(pk=self_assessment.pk)


def latest_score(statement: Statement, self_assessment: SelfAssessment) -> Score | None:
    scores = Score.objects.filter(self_assessment=self_assessment, statement=statement)
    return scores.select_related("scored_by").order_by("-pk").first()


def refuse_unless_may_score(statement, self_assessment, by) -> None:
    if not by.has_perm("readiness.record_score"):
        raise ValidationError("Your role cannot score statements. Ask a director.")
    if not self_assessment.is_open:
        raise ValidationError(
            f"“{self_assessment}” is closed, so its scores can no longer change. "
            "Score the statement in an open round."
        )
    if (state := state_of(self_assessment)) != RoundState.OPEN:
        raise ValidationError(
            f"“{self_assessment}” is {state.label.lower()}, so its scores stand as they are. "
            "Ask a director to return it before you score again."
        )
    if statement.framework_id != self_assessment.framework_id:
        raise ValidationError(
            f"“{statement}” is not a statement of {self_assessment.framework}, "
            f"which “{self_assessment}” is made under."
        )


def refuse_bad_score(self_assessment, value, rationale) -> None:
    rules = ScoringRules.from_json(self_assessment.framework.rules)
    if rules is None:
        raise ValidationError(f"Statements of {self_assessment.framework} are not scored.")
    if rules.level(value) is None:
        raise ValidationError({"value": f"Choose a score from {rules.lowest} to {rules.highest}."})
    if not rationale:
        raise ValidationError({"rationale": "Say why you chose this score."})


def sent_twice(latest: Score, by, value: int, texts: dict[str, str]) -> bool:
    """A double click sends the same score twice; it is recorded once."""
    return (
        latest.scored_by_id == by.pk
        and not was_withdrawn(latest)
        and latest.value == value
        and all(getattr(latest, name) == text for name, text in texts.items())
    )


def was_withdrawn(score: Score) -> bool:
    """Whether a director signed it and took that back: it is then scored anew, even if alike."""
    return SignOffWithdrawal.objects.filter(sign_off__score=score).exists()


def refuse_if_scored_meanwhile(latest: Score | None, seen_score_id, by) -> None:
    if seen_score_id is NOT_ASKED or latest is None or latest.pk == seen_score_id:
        return
    if latest.scored_by_id == by.pk:
        happened = f"You scored this statement {latest.value} in another window meanwhile."
    else:
        who = name_of(latest.scored_by)
        happened = f"{who} scored this statement {latest.value} while you were writing."
    raise ValidationError(
        f"{happened} What you wrote is kept below and not saved yet: read that score, then save "
        "yours again if it should follow it.",
        code=SCORED_MEANWHILE,
    )
