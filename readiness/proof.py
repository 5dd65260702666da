"""What shows that an action is done, and what shows that it made a difference: two things.

Completion is proved in the update that claims it. Evidence of impact may come at any time, is
recorded on its own, and is taken back with a reason.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.wording import day_in_words, name_of
from readiness.models import Action, ActionImpact, Status
from readiness.plan_clock import HUNDRED


def checked_proof(proof, why_no_proof: str) -> tuple:
    """The document and the reason to keep with “completed”: one of the two is needed."""
    reason = " ".join(why_no_proof.split())
    if proof is None and not reason:
        raise ValidationError(
            {"proof": "Choose the document that shows it is completed, or say why there is none."}
        )
    if proof is not None and proof.deleted_at:
        raise ValidationError({"proof": f"“{proof}” has been deleted. Choose another document."})
    return proof, "" if proof else reason


def checked_percent(percent: int | None, status: str) -> int | None:
    """What is completed is all done; what has not started has nothing done."""
    if percent is not None and not 0 <= percent <= HUNDRED:
        raise ValidationError({"percent": "Give a percentage from 0 to 100."})
    if status == Status.COMPLETED:
        if percent not in (None, HUNDRED):
            raise ValidationError(
                {"percent": f"Completed means 100%, not {percent}%. Change one of the two."}
            )
        return HUNDRED
    if status == Status.NOT_STARTED and percent:
        raise ValidationError(
            {"percent": f"It has not started, yet {percent}% is done. Change one of the two."}
        )
    return percent


@transaction.atomic
def record_impact(action, *, shows: str, by, document=None, indicator=None) -> ActionImpact:
    """Say what shows the difference the action made: one document, or one indicator."""
    action = Action.objects.select_for_update().get(pk=action.pk)
    if (document is None) == (indicator is None):
        raise ValidationError("Choose a document or an indicator: one of the two.")
    if document is not None and document.deleted_at:
        raise ValidationError({"document": f"“{document}” has been deleted. Choose another."})
    shows = " ".join(shows.split())
    held = action.impacts.live().filter(document=document, indicator=indicator, shows=shows)
    if held.exists():
        raise ValidationError({"shows": "This is recorded already, in the same words."})
    impact = ActionImpact(
        action=action, document=document, indicator=indicator, shows=shows, recorded_by=by
    )
    impact.full_clean()
    impact.save()
    return impact


@transaction.atomic
def end_impact(impact, *, reason: str, by) -> ActionImpact:
    """It does not show it any more, or never did. It stays in the history."""
    impact = ActionImpact.objects.select_for_update().get(pk=impact.pk)
    if impact.ended_at:
        raise ValidationError(
            f"{name_of(impact.ended_by)} took this back on {day_in_words(impact.ended_at)}: "
            f"{impact.ended_reason}"
        )
    if not reason.strip():
        raise ValidationError({"reason": "Say why it does not show it any more."})
    impact.ended_by, impact.ended_at, impact.ended_reason = by, timezone.now(), reason.strip()
    impact.full_clean()
    impact.save()
    return impact
