"""Which indicator of ours a file means: by code, by title, or as somebody has said before."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from indicators.layouts.reading import Measure, Problem, Reading
from indicators.models import Indicator, IndicatorAlias

SAME_TITLE = 0.4  # share of words two titles must have in common
ADD, MATCH, LEAVE_OUT = "add", "match", "leave_out"
MANY = 3  # new indicators that are named one by one


class Known(NamedTuple):
    pk: int
    code: str
    title: str
    short_title: str
    previous_code: str


class Found(Protocol):
    """What is being put together: a ``data_pack_plan.Plan``."""

    reading: Reading
    warnings: list[Problem]
    problems: list[Problem]
    new_measures: dict[str, Measure]
    unknown: dict[str, Measure]


@dataclass
class Matching:
    """``decisions`` is what a person said of this file's measures: code to ``{"do": …}``."""

    found: Found
    decisions: dict[str, dict] = field(default_factory=dict)

    def __post_init__(self):
        names = Known._fields
        self.known = [Known(*row) for row in Indicator.objects.values_list(*names)]
        self.by_code = {one.code.casefold(): one for one in self.known}
        self.by_title = unique_titles(self.known)
        self.by_alias = dict(IndicatorAlias.objects.values_list("name", "indicator_id"))

    def indicators(self) -> dict[str, int | str | None]:
        """Id of each measure; its code where confirming would add it, None where left out."""
        found = {
            measure.code: self.find(measure) for measure in self.found.reading.measures.values()
        }
        self.say_what_is_added()
        return found

    def find(self, measure: Measure) -> int | str | None:
        known = self.held(measure)
        if known is not None:
            return known
        self.found.unknown[measure.code] = measure
        return self.decided(measure, self.decisions.get(measure.code, {}))

    def held(self, measure: Measure) -> int | None:
        """By code; a title that says otherwise means the code was another measure's then."""
        if measure.is_known_by_title and (pk := self.by_title.get(spelt(measure.title))):
            return pk
        match = self.by_code.get(measure.code.casefold())
        if match and alike(match.title, measure.title):
            return match.pk
        for one in self.known:
            if one.previous_code.casefold() == measure.code.casefold() and alike(
                one.title, measure.title
            ):
                return one.pk
        return self.by_alias.get(spelt(measure.title or measure.code))

    def decided(self, measure: Measure, decision: dict) -> int | str | None:
        match decision.get("do", ADD):
            case "match":
                return decision["indicator"]
            case "leave_out":
                self.warn(measure, f"Left out: {decision['reason']}")
                return None
        if clash := self.by_code.get(decision.get("code", measure.code).casefold()):
            self.refuse(measure, clash)
            return None
        return self.add(measure, decision)

    def add(self, measure: Measure, decision: dict) -> str:
        said = {name: decision[name] for name in Measure._fields if decision.get(name) is not None}
        self.found.new_measures[measure.code] = measure._replace(**said)
        return measure.code

    def say_what_is_added(self) -> None:
        """Nobody has decided on these. Many are said in one sentence."""
        added = [one for one in self.found.new_measures.values() if one.code not in self.decisions]
        if len(added) > MANY:
            codes = ", ".join(one.title for one in added[:MANY])
            message = (
                f"{len(added)} indicators are not in our list. They will be added: {codes} "
                f"and {len(added) - MANY} more."
            )
            self.found.warnings.append(Problem("", None, "", "", message))
        else:
            for one in added:
                name = "This" if one.is_known_by_title else one.code
                added_as = f"It will be added: {one.title}."
                self.warn(one, f"{name} is not in our list of indicators. {added_as}")

    def refuse(self, measure: Measure, clash: Known) -> None:
        message = (
            f"“{measure.title}” has the code {measure.code} here, which is “{clash.title}” in our "
            "list of indicators. Codes change between releases: say which measure this is."
        )
        self.found.problems.append(Problem("", None, "", measure.code, message))

    def warn(self, measure: Measure, message: str) -> None:
        self.found.warnings.append(Problem("", None, "", measure.code, message))


def unique_titles(known: list[Known]) -> dict[str, int]:
    """A title that two indicators have names neither."""
    found: dict[str, int] = {}
    twice = set()
    for one in known:
        for title in {spelt(one.title), spelt(one.short_title)} - {""}:
            if found.setdefault(title, one.pk) != one.pk:
                twice.add(title)
    return {title: pk for title, pk in found.items() if title not in twice}


def spelt(name: str) -> str:
    """As an alias is kept: small letters, single spaces."""
    return " ".join(name.casefold().split())[:300]


def alike(one: str, other: str) -> bool:
    """Whether two titles speak of the same thing; a title with no words fits anything."""
    first, second = (set(re.findall(r"\w+", title.lower())) for title in (one, other))
    if not first or not second:
        return True
    return len(first & second) / min(len(first), len(second)) >= SAME_TITLE
