"""Setting what our council aims for. A changed target is a new row; the old one stays, and one
that is withdrawn says by whom and why."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.wording import name_of
from indicators import change_record, periods
from indicators.models import Area, Indicator, Period, Target
from indicators.periods import PeriodSpec

PER_CENT = 100  # the most there can be
HIGHER, LOWER, RANGE = (Indicator.Polarity[name] for name in ("HIGHER", "LOWER", "RANGE"))


@dataclass(frozen=True)
class Aimed:
    """What somebody wants a target to say. For a range, from ``value`` to ``range_to``."""

    value: float
    floor: float | None = None
    range_to: float | None = None
    tolerance: float | None = None
    tolerance_kind: str = ""

    @classmethod
    def of(cls, target: Target) -> "Aimed":
        return cls(**{name: getattr(target, name) for name in AIMED})

    @property
    def figures(self) -> dict[str, float]:
        """Those in the indicator's own unit, by field."""
        found = {"value": self.value, "range_to": self.range_to, "floor": self.floor}
        return {name: figure for name, figure in found.items() if figure is not None}


AIMED = ("value", "floor", "range_to", "tolerance", "tolerance_kind")


@transaction.atomic
def set_target(
    *,
    indicator: Indicator,
    period: str,
    value: float,
    floor: float | None = None,
    range_to: float | None = None,
    tolerance: float | None = None,
    tolerance_kind: str = "",
    reason: str = "",
    by,
    seen_target: int,
) -> Target:
    """``period`` as people write it; ``seen_target`` is the newest target its setter saw (0 for
    none). A target that replaces another needs a reason."""
    kind = tolerance_kind if tolerance is not None else ""
    aimed = Aimed(value, floor, range_to, tolerance, kind)
    _begin(indicator, seen_target)
    _refuse_what_cannot_be(indicator, aimed)
    spec = read_period(indicator, period)
    replaced = _current(indicator).get(spec)
    if replaced:
        _refuse_a_change_without_reason(replaced, aimed, reason)
    return _write(indicator, spec, aimed, replaced, reason=reason, by=by)


@transaction.atomic
def set_profile(
    *,
    indicator: Indicator,
    aims: Mapping[PeriodSpec, Aimed | None],
    reason: str = "",
    by,
    seen_target: int,
) -> list[Target]:
    """The targets of several periods in one go, such as a year and its quarters; None is no
    target. Those that stay as they are cost nothing. Problems are named by the period's place:
    ``{"1.floor": ...}``."""
    _begin(indicator, seen_target)
    current = _current(indicator)
    changed = {
        spec: aimed
        for spec, aimed in aims.items()
        if aimed != (Aimed.of(current[spec]) if spec in current else None)
    }
    if not changed:
        raise ValidationError("Nothing was changed: these are the targets already.")
    _refuse_by_place(indicator, list(aims), changed)
    if not reason.strip() and any(spec in current for spec in changed):
        raise ValidationError({"reason": "Say why: a target that has been set is changed."})
    return [
        _write(indicator, spec, aimed, current.get(spec), reason=reason, by=by)
        if aimed
        else _withdraw(current[spec], reason=reason, by=by)
        for spec, aimed in changed.items()
    ]


def newest(indicator: Indicator) -> Target | None:
    ours = indicator.targets.ours().select_related("period", "set_by", "indicator")
    return ours.order_by("-pk").first()


def seen(indicator: Indicator) -> int:
    """What a form remembers of the targets it was opened with: it changes with each of them."""
    latest = newest(indicator)
    if latest is None:
        return 0
    return latest.pk + indicator.targets.ours().exclude(withdrawn_at=None).count()


def read_period(indicator: Indicator, text: str) -> PeriodSpec:
    """Raises ValidationError: a target is for one period, not for several years together, unless
    that is how the indicator's own figures are published."""
    try:
        spec = periods.parse(text)
    except ValueError as problem:
        raise ValidationError({"period": str(problem)}) from None
    together = Period.Kind.ROLLING_YEARS
    if spec.kind != together or indicator.outturns.filter(period__kind=together).exists():
        return spec
    raise ValidationError(
        {
            "period": f"{periods.label(*spec)} is more than one year. Set a target for one period "
            f"at a time, such as {periods.label(*periods.financial_year(spec.starts_on.year))}."
        }
    )


def home_council() -> Area:
    """Whose targets people set."""
    home = Area.objects.filter(code=settings.COUNCIL_CODE).first()
    if home is None:
        raise ValidationError(
            "The list of councils has not been loaded yet, so there is no council to set a target "
            "for. Ask an administrator to load it."
        )
    return home


def _begin(indicator: Indicator, seen_target: int) -> None:
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    if indicator.polarity == Indicator.Polarity.NONE:
        raise ValidationError("This indicator is for information only, so it has no target.")
    if seen(indicator) != seen_target:
        _refuse_what_moved_on(indicator)


def _refuse_what_moved_on(indicator: Indicator) -> None:
    target, who, did = newest(indicator), "A file", "set a"
    ours = indicator.targets.ours()
    withdrawn = ours.select_related("withdrawn_by", "period", "indicator")
    last = withdrawn.exclude(withdrawn_at=None).order_by("-withdrawn_at").first()
    if target and target.set_by:
        who = name_of(target.set_by)
    if last and target and last.withdrawn_at and last.withdrawn_at > target.set_at:
        target, who, did = last, name_of(last.withdrawn_by), "withdrew the"
    if target:
        raise ValidationError(
            f"{who} {did} target of {target.value_text} for {target.period} "
            "while you were working. Check it, then save yours again if it should still be set."
        )


def _current(indicator: Indicator) -> dict[PeriodSpec, Target]:
    rows = indicator.targets.ours().current().select_related("period", "indicator")
    return {
        PeriodSpec(row.period.kind, row.period.starts_on, row.period.ends_on): row for row in rows
    }


def _write(indicator, spec, aimed: Aimed, replaced: Target | None, *, reason: str, by) -> Target:
    if replaced:
        Target.objects.filter(pk=replaced.pk).update(is_current=False)
    target = Target.objects.create(
        indicator=indicator,
        council=home_council(),
        period=Period.objects.get_or_create(**spec._asdict())[0],
        reason=reason.strip(),
        set_by=by,
        **{name: getattr(aimed, name) for name in AIMED},
    )
    _tell(indicator, target.period, replaced, target, reason=reason, by=by)
    return target


def _tell(indicator, period, before: Target | None, after: Target | None, *, reason, by) -> None:
    change_record.record(
        indicator,
        change_record.Kind.TARGET,
        what=f"Target for {period}",
        before=in_words(before),
        after=in_words(after),
        reason=reason,
        by=by,
    )


def in_words(target: Target | None) -> str:
    """``66.5%, floor 60.0%``."""
    if target is None:
        return ""
    return ", ".join(filter(None, (target.value_text, target.allowance_text)))


def _withdraw(target: Target, *, reason: str, by) -> Target:
    target.is_current = False
    target.withdrawn_by, target.withdrawn_at = by, timezone.now()
    target.withdrawn_reason = reason.strip()
    target.save(update_fields=["is_current", "withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    _tell(target.indicator, target.period, target, None, reason=reason, by=by)
    return target


def _refuse_by_place(indicator: Indicator, places: list, changed: Mapping) -> None:
    """All problems at once, each with the place of its period and its field."""
    problems: dict[str, list] = {}
    for spec, aimed in changed.items():
        try:
            if aimed:
                _refuse_what_cannot_be(indicator, aimed)
        except ValidationError as refusal:
            for field, said in refusal.message_dict.items():
                problems[f"{places.index(spec)}.{field}"] = said
    if problems:
        raise ValidationError(problems)


def _refuse_what_cannot_be(indicator: Indicator, aimed: Aimed) -> None:
    for field, figure in aimed.figures.items():
        _refuse_an_impossible_figure(indicator, field, figure)
    if indicator.polarity == RANGE:
        _refuse_half_a_range(aimed)
    elif aimed.range_to is not None:
        raise ValidationError({"range_to": "This indicator does not aim for a range."})
    if aimed.floor is not None:
        _refuse_a_floor_on_the_wrong_side(indicator, aimed)
    if aimed.tolerance is not None:
        _refuse_an_impossible_tolerance(aimed)


def _refuse_an_impossible_figure(indicator: Indicator, field: str, figure: float) -> None:
    what = {"value": "target", "floor": "floor", "range_to": "range"}[field]
    if not math.isfinite(figure):
        raise ValidationError({field: f"Enter the {what} as a number, such as 66.5."})
    if figure < 0 and indicator.unit != Indicator.Unit.SCORE:
        raise ValidationError({field: f"A {what} cannot be below 0."})
    if figure > PER_CENT and indicator.unit == Indicator.Unit.PERCENT:
        raise ValidationError({field: "This indicator is a percentage: 100 at most."})


def _refuse_half_a_range(aimed: Aimed) -> None:
    if aimed.range_to is None:
        raise ValidationError({"range_to": "This indicator aims for a range: give both ends."})
    if aimed.range_to < aimed.value:
        raise ValidationError({"range_to": "The range ends below where it begins."})


def _refuse_a_floor_on_the_wrong_side(indicator: Indicator, aimed: Aimed) -> None:
    floor, value = aimed.floor or 0, aimed.value
    if indicator.polarity == RANGE:
        raise ValidationError({"floor": "A range has a tolerance, not a floor."})
    if indicator.polarity == HIGHER and floor >= value:
        raise ValidationError({"floor": "Higher is better, so the floor is below the target."})
    if indicator.polarity == LOWER and floor <= value:
        raise ValidationError({"floor": "Lower is better, so the ceiling is above the target."})
    if aimed.tolerance is not None:
        raise ValidationError({"floor": "Give a floor or a tolerance, not both."})


def _refuse_an_impossible_tolerance(aimed: Aimed) -> None:
    if not math.isfinite(aimed.tolerance or 0) or (aimed.tolerance or 0) < 0:
        raise ValidationError({"tolerance": "A tolerance is a number, 0 or more."})
    if aimed.tolerance_kind not in Indicator.ToleranceKind.values:
        raise ValidationError({"tolerance_kind": "Say what the tolerance is in."})
    is_percent = aimed.tolerance_kind == Indicator.ToleranceKind.PERCENT
    if is_percent and aimed.tolerance and not aimed.value:
        raise ValidationError(
            {"tolerance_kind": "A target of 0 has no percentage: give the tolerance in points."}
        )


def _refuse_a_change_without_reason(replaced: Target, aimed: Aimed, reason: str) -> None:
    written = replaced.value_text
    if Aimed.of(replaced) == aimed:
        raise ValidationError({"value": f"The target for {replaced.period} is already {written}."})
    if not reason.strip():
        raise ValidationError(
            {"reason": f"Say why: the target for {replaced.period} has been {written}."}
        )
