"""What becomes of the indicators that a file names and we do not hold."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.data_packs import ask_to_read
from indicators.indicator_matching import ADD, LEAVE_OUT, MATCH, spelt
from indicators.models import DataPack, Indicator, IndicatorAlias

APART = "apart"  # added, under a code of its own
WORDS = {
    ADD: ("Will be added", "green"),
    APART: ("Kept apart", "yellow"),
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
    clash: dict
    """The indicator of ours that has its code, and means something else; often none."""
    apart: str
    """The code for one of ours that is to be kept apart after all; empty for others."""

    @property
    def do(self) -> str:
        return self.decision.get("do", ADD)

    @property
    def words(self) -> str:
        return self._words[0]

    @property
    def colour(self) -> str:
        return self._words[1]

    @property
    def _words(self) -> tuple[str, str]:
        return WORDS[APART if self.do == ADD and self.clash else self.do]

    @property
    def own_code(self) -> str:
        """What it is added under."""
        own = self.decision.get("code") or self.clash.get("own_code") or self.apart
        return own or self.code

    @property
    def better(self) -> str:
        """Which way is better, where the file or somebody says so."""
        polarity = self.decision.get("polarity") or self.measure.get("polarity")
        if self.do != ADD:
            return "–"
        if not polarity or polarity == Indicator.Polarity.NONE:
            return "Not said: shown, not rated"
        return Indicator.Polarity(polarity).label

    @property
    def said(self) -> str:
        if self.do == LEAVE_OUT:
            return self.decision["reason"]
        if self.do == MATCH:
            return self.decision.get("title", "")
        if not self.clash:
            return ""
        return f"as {self.own_code}: {self.code} is “{self.clash['title']}” in our list"


def unknown_in(pack: DataPack) -> list[Unknown]:
    """Those nobody has matched yet, and those that were decided on for this file."""
    preview = pack.preview or {}
    renamed, clashes = preview.get("renamed", {}), preview.get("clashes", {})
    listed = {one["code"]: one for one in preview.get("unknown", ())}
    listed |= {code: one["measure"] for code, one in renamed.items()}
    listed |= {code: one["measure"] for code, one in pack.decisions.items() if code not in listed}
    return [
        Unknown(
            number,
            code,
            measure["title"],
            not measure.get("is_known_by_title"),
            measure,
            pack.decisions.get(code) or by_its_title(renamed.get(code)),
            clashes.get(code, {}),
            renamed.get(code, {}).get("own_code", ""),
        )
        for number, (code, measure) in enumerate(sorted(listed.items()), 1)
    ]


def by_its_title(renamed: dict | None) -> dict:
    """What is done where nobody has decided: a measure that has another code today is ours."""
    if renamed is None:
        return {}
    title = f"{renamed['code']} {renamed['title']}"
    return {"do": MATCH, "indicator": renamed["indicator"], "title": title}


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
        refuse_a_code_of_ours(decision.get("code", unknown.own_code))
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
