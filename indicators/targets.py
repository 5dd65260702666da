"""Setting what the council aims for. A changed target is a new row; the old one stays."""

import math

from django.core.exceptions import ValidationError
from django.db import transaction

from config.wording import name_of
from indicators import periods
from indicators.models import Indicator, Period, Target

PER_CENT = 100  # the most there can be


@transaction.atomic
def set_target(
    *, indicator: Indicator, period: str, value: float, reason: str = "", by, seen_target: int
) -> Target:
    """``period`` as people write it; ``seen_target`` is the newest target its setter saw (0 for
    none). A target that replaces another needs a reason."""
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    _refuse_what_cannot_have_a_target(indicator, value)
    _refuse_what_moved_on(indicator, seen_target)
    row = _period(period)
    replaced = indicator.targets.filter(period=row, is_current=True).first()
    if replaced:
        _refuse_a_change_without_reason(replaced, value, reason)
        Target.objects.filter(pk=replaced.pk).update(is_current=False)
    return Target.objects.create(
        indicator=indicator, period=row, value=value, reason=reason.strip(), set_by=by
    )


def newest(indicator: Indicator) -> Target | None:
    return indicator.targets.select_related("period", "set_by").order_by("-pk").first()


def _refuse_what_cannot_have_a_target(indicator: Indicator, value: float) -> None:
    if indicator.polarity == Indicator.Polarity.NONE:
        raise ValidationError("This indicator is for information only, so it has no target.")
    if indicator.polarity == Indicator.Polarity.RANGE:
        raise ValidationError(
            "This indicator aims for a range, which is part of its definition. "
            "Ask an administrator to change the range."
        )
    if not math.isfinite(value):
        raise ValidationError({"value": "Enter the target as a number, such as 66.5."})
    if value < 0 and indicator.unit != Indicator.Unit.SCORE:
        raise ValidationError({"value": "A target cannot be below 0."})
    if value > PER_CENT and indicator.unit == Indicator.Unit.PERCENT:
        raise ValidationError({"value": "This indicator is a percentage: 100 at most."})


def _refuse_what_moved_on(indicator: Indicator, seen_target: int) -> None:
    latest = newest(indicator)
    if latest and latest.pk != seen_target:
        who = name_of(latest.set_by) if latest.set_by else "A file"
        raise ValidationError(
            f"{who} set a target of {latest.value_text} for {latest.period} "
            "while you were working. Check it, then save yours again if it should still be set."
        )


def _refuse_a_change_without_reason(replaced: Target, value: float, reason: str) -> None:
    written = replaced.value_text
    if replaced.value == value:
        raise ValidationError({"value": f"The target for {replaced.period} is already {written}."})
    if not reason.strip():
        raise ValidationError(
            {"reason": f"Say why: the target for {replaced.period} has been {written}."}
        )


def _period(text: str) -> Period:
    try:
        spec = periods.parse(text)
    except ValueError as problem:
        raise ValidationError({"period": str(problem)}) from None
    return Period.objects.get_or_create(**spec._asdict())[0]
