"""The change record: what became of each indicator, by whom, when and why.

Rows are only ever added, by the flows that change something. ``words_of`` an indicator before and
after a change say what differs; a change of target, tolerance or polarity, and dropping an
indicator, need a reason.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from config.wording import day_in_words, name_of
from indicators.models import Indicator, IndicatorChange
from indicators.ratings import rule_of, tolerance_words

Kind = IndicatorChange.Kind
NEEDS_REASON = {Kind.TARGET, Kind.TOLERANCE, Kind.POLARITY, Kind.DROPPED, Kind.RESTORED}
NOT_TOLD = {
    *("id", "code", "position", "first_named_by", "retired_from", "retired_reason"),
    *("tolerance", "tolerance_kind", "range_from", "range_to"),
}
KIND_OF = {"polarity": Kind.POLARITY, "range": Kind.POLARITY, "tolerance": Kind.TOLERANCE}
SCREENED = "Moves that stand out are left out of the limits"
LABELS = {
    "polarity": "Which way is better",
    "range": "Range aimed for",
    "build_up": "How a year builds up",
    "reporting_lag": "Quarters in arrears",
    "is_survey": "From a survey",
    "group": "Set",
    "heading": "Listed under",
    "parent": "Part of",
    "breakdown": "Divided by",
    "dead_band": "Move that is no change",
    "has_limits": "Control chart",
    "screens_limits": SCREENED,
    "what_good_looks_like": "What good looks like",
}


class Words(NamedTuple):
    label: str
    text: str


class Difference(NamedTuple):
    kind: str
    what: str
    before: str
    after: str


def words_of(indicator: Indicator) -> dict[str, Words]:
    """What the record would say of an indicator as it is now, by field."""
    said = {
        field.name: Words(label_of(field), text_of(indicator, field))
        for field in Indicator._meta.concrete_fields
        if field.name not in NOT_TOLD
    }
    said["tolerance"] = Words("Tolerance", tolerance_words(rule_of(indicator)))
    said["range"] = Words(LABELS["range"], range_words(indicator))
    return said


def label_of(field) -> str:
    words = LABELS.get(field.name, str(field.verbose_name))
    return words[0].upper() + words[1:]


def text_of(indicator: Indicator, field) -> str:
    value = getattr(indicator, field.name)
    if value in (None, ""):
        return ""
    if field.choices:
        return str(getattr(indicator, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return name_of(value) if hasattr(value, "get_full_name") else str(value)


def range_words(indicator: Indicator) -> str:
    if indicator.range_from is None or indicator.range_to is None:
        return ""
    return f"{indicator.range_from:g} to {indicator.range_to:g}"


def differences(before: Mapping[str, Words], after: Mapping[str, Words]) -> list[Difference]:
    """In the order of the fields; a tolerance that only follows another polarity is left out."""
    return [
        Difference(KIND_OF.get(name, Kind.DEFINITION), now.label, before[name].text, now.text)
        for name, now in after.items()
        if name in before and before[name].text != now.text
        if not same_tolerance(name, before[name].text, now.text)
    ]


def same_tolerance(name: str, before: str, after: str) -> bool:
    """“5% of target” and “5% of the nearer end of the range” are one tolerance."""
    return name == "tolerance" and before.partition(" of ")[0] == after.partition(" of ")[0]


def refuse_without_reason(found: Iterable[Difference], reason: str, *, field="reason") -> None:
    """Raises ValidationError with what needs one."""
    wanting = [
        each.what.lower() for each in found if each.kind in NEEDS_REASON or each.what == SCREENED
    ]
    if wanting and not reason.strip():
        said = " and ".join(dict.fromkeys(wanting))
        raise ValidationError({field: f"Say why this changes: {said}."})


def record(
    indicator: Indicator, kind: str, *, what: str, by, before="", after="", reason="", source=""
) -> IndicatorChange:
    return IndicatorChange.objects.create(
        indicator=indicator,
        kind=kind,
        what=what,
        before=before,
        after=after,
        reason=reason.strip()[:400],
        source=source[:300],
        changed_by=by,
    )


def record_differences(
    indicator: Indicator, found: Iterable[Difference], *, by, reason="", source=""
) -> None:
    record_many(((indicator.pk, each) for each in found), by=by, reason=reason, source=source)


def record_added(indicators: Iterable[Indicator], *, by, reason="", source="") -> None:
    """``source`` is the file that brought them, where one did."""
    found = [
        (each.pk, Difference(Kind.ADDED, "Indicator", "", added_words(each))) for each in indicators
    ]
    record_many(found, by=by, reason=reason, source=source)


def added_words(indicator: Indicator) -> str:
    return f"{indicator.title}. {indicator.get_polarity_display()}."


def record_many(
    found: Iterable[tuple[int, Difference]], *, by, reason: str = "", source: str = ""
) -> None:
    IndicatorChange.objects.bulk_create(
        IndicatorChange(
            indicator_id=pk,
            **each._asdict(),
            reason=reason.strip()[:400],
            source=source[:300],
            changed_by=by,
        )
        for pk, each in found
    )


def told() -> QuerySet[Indicator]:
    """Indicators with what ``words_of`` asks of them."""
    return Indicator.objects.select_related("parent", "owner", "baseline")


def drop_words(indicator: Indicator) -> str:
    return f"From {day_in_words(indicator.retired_from)}" if indicator.retired_from else ""
