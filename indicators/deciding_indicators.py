"""What becomes of the indicators that a file names and we do not hold."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.data_packs import ask_to_read
from indicators.indicator_matching import ADD, LEAVE_OUT, MATCH, spelt
from indicators.models import DataPack, Indicator, IndicatorAlias

WORDS = {
    ADD: ("Will be added", "green"),
    MATCH: ("One of ours", "blue"),
    LEAVE_OUT: ("Left out", "grey"),
}


@dataclass(frozen=True)
class Unknown:
    """``number`` is its place in the file's list, from 1."""

    number: int
    code: str
    title: str
    shows_code: bool
    measure: dict
    decision: dict

    @property
    def do(self) -> str:
        return self.decision.get("do", ADD)

    @property
    def words(self) -> str:
        return WORDS[self.do][0]

    @property
    def colour(self) -> str:
        return WORDS[self.do][1]

    @property
    def said(self) -> str:
        if self.do == LEAVE_OUT:
            return self.decision["reason"]
        return self.decision.get("title", "") if self.do == MATCH else ""


def unknown_in(pack: DataPack) -> list[Unknown]:
    """Those nobody has matched yet, and those that were decided on for this file."""
    listed = {one["code"]: one for one in (pack.preview or {}).get("unknown", ())}
    listed |= {code: one["measure"] for code, one in pack.decisions.items() if code not in listed}
    return [
        Unknown(
            number,
            code,
            measure["title"],
            not measure.get("is_known_by_title"),
            measure,
            pack.decisions.get(code, {}),
        )
        for number, (code, measure) in enumerate(sorted(listed.items()), 1)
    ]


@transaction.atomic
def decide(
    pack: DataPack, unknown: Unknown, *, do: str, by, indicator: Indicator | None = None, **said
) -> DataPack:
    """The file is read again with that. A match is remembered for files to come."""
    decision: dict = {"do": do, "measure": unknown.measure}
    if do == MATCH:
        if indicator is None:
            raise ValidationError({"indicator": "Choose which of our indicators it is"})
        decision |= {"indicator": indicator.pk, "title": str(indicator)}
        remember(unknown, indicator, by=by)
    elif do == LEAVE_OUT:
        decision["reason"] = said["reason"].strip()
    else:
        decision |= {name: value for name, value in said.items() if value and name != "reason"}
        refuse_a_code_of_ours(decision.get("code", unknown.code))
    if do != MATCH:
        forget(unknown)
    return ask_to_read(pack, decisions=pack.decisions | {unknown.code: decision})


def refuse_a_code_of_ours(code: str) -> None:
    if held := Indicator.objects.filter(code__iexact=code).first():
        raise ValidationError(
            {"code": f"{held.code} is “{held.title}” in our list. Give this one another code."}
        )


def name_of_unknown(unknown: Unknown) -> str:
    """What files call it: its title, for codes are other measures' in other files."""
    return spelt(unknown.title or unknown.code)


def remember(unknown: Unknown, indicator: Indicator, *, by) -> None:
    IndicatorAlias.objects.update_or_create(
        name=name_of_unknown(unknown), defaults={"indicator": indicator, "given_by": by}
    )


def forget(unknown: Unknown) -> None:
    """A match that is taken back is not remembered either."""
    if unknown.do == MATCH:
        IndicatorAlias.objects.filter(name=name_of_unknown(unknown)).delete()
