"""Risks to an action: raised in words, closed with a reason."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.wording import day_in_words, name_of
from readiness.models import ActionRisk


@transaction.atomic
def raise_risk(
    action, *, words: str, likelihood: str, impact: str, by, answer: str = ""
) -> ActionRisk:
    risk = ActionRisk(
        action=action,
        words=" ".join(words.split()),
        likelihood=likelihood,
        impact=impact,
        answer=answer.strip(),
        raised_by=by,
    )
    risk.full_clean()
    risk.save()
    return risk


@transaction.atomic
def close_risk(risk, *, reason: str, by) -> ActionRisk:
    risk = ActionRisk.objects.select_for_update().get(pk=risk.pk)
    if not risk.is_open:
        raise ValidationError(
            f"{name_of(risk.closed_by)} closed this risk on {day_in_words(risk.closed_at)}: "
            f"{risk.closed_reason}"
        )
    if not reason.strip():
        raise ValidationError({"reason": "Say why the risk is closed."})
    risk.closed_by, risk.closed_at, risk.closed_reason = by, timezone.now(), reason.strip()
    risk.full_clean()
    risk.save()
    return risk
