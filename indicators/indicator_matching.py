"""Which indicator of ours a file means: by code, by title, or as somebody has said before.

The national codes were given out anew in 2023: 3A was satisfaction and is control over daily life,
1E was paid employment and is satisfaction of carers. A code counts only with a title that fits it.
One that means something else here is never matched: it is a decision (``Clash``), and until
somebody takes it the figures are kept apart.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol

from indicators.layouts.reading import Measure, Problem, Reading
from indicators.models import Indicator, IndicatorAlias

SAME_TITLE = 0.4  # share of words two titles must have in common
SAME_MEASURE = 0.75  # where the code was another measure's when the figures were published
RENUMBERED = date(2023, 4, 1)
NATIONAL = "ASCOF"  # the set whose codes were given out anew then
EARLIER = " (before 2023)"  # after the code of a measure whose code is another's today
ADD, MATCH, LEAVE_OUT = "add", "match", "leave_out"
MANY = 3  # new indicators that are named one by one


class Known(NamedTuple):
    pk: int
    code: str
    title: str
    short_title: str
    previous_code: str
    group: str


class Clash(NamedTuple):
    """A code of the file that is another indicator's in our list. ``own_code`` is what the file's
    measure is kept under, where it can be kept without asking."""

    indicator: int
    code: str
    title: str
    own_code: str


class Renamed(NamedTuple):
    """A measure that has another code in our list, and the same title. ``own_code`` is what it is
    kept under where somebody says that it is another."""

    indicator: int
    code: str
    title: str
    own_code: str


class Found(Protocol):
    """What is being put together: a ``data_pack_plan.Plan``."""

    reading: Reading
    warnings: list[Problem]
    problems: list[Problem]
    new_measures: dict[str, Measure]
    unknown: dict[str, Measure]
    clashes: dict[str, Clash]
    renamed: dict[str, Renamed]


@dataclass
class Matching:
    """``decisions`` is what a person said of this file's measures: code to ``{"do": …}``."""

    found: Found
    decisions: dict[str, dict] = field(default_factory=dict)

    def __post_init__(self):
        names = Known._fields
        self.known = [Known(*row) for row in Indicator.objects.values_list(*names)]
        self.by_code = {one.code.casefold(): one for one in self.known}
        self.by_previous_code = by_previous_code(self.known)
        self.by_title = unique_titles(self.known)
        self.by_alias = dict(IndicatorAlias.objects.values_list("name", "indicator_id"))

    def indicators(self) -> dict[str, int | str | None]:
        """Id of each measure; its code where confirming would add it, None where left out."""
        found = {
            measure.code: self.find(measure) for measure in self.found.reading.measures.values()
        }
        self.say_what_is_added()
        self.say_which_codes_differ()
        return found

    def find(self, measure: Measure) -> int | str | None:
        decision = self.decisions.get(measure.code, {})
        known = self.held(measure)
        if known is not None and not (decision and measure.code in self.found.renamed):
            return known
        self.found.unknown[measure.code] = measure
        return self.decided(measure, decision)

    def held(self, measure: Measure) -> int | None:
        """By code; a title that says otherwise means the code is another measure's here."""
        if measure.is_known_by_title and (pk := self.by_title.get(spelt(measure.title))):
            return pk
        now = self.by_code.get(measure.code.casefold())
        then = self.of_that_code_before(measure)
        if now and self.fits(now, measure, then):
            return now.pk
        if pk := self.as_somebody_said(measure):
            return pk
        if then:
            own_code = self.clash_with(now, measure).own_code if now else measure.code
            renamed = Renamed(then.pk, then.code, then.title, own_code)
            self.found.renamed[measure.code] = renamed
            return then.pk
        return None

    def as_somebody_said(self, measure: Measure) -> int | None:
        """That it is one of ours, or that it is to be kept apart from what has its code today."""
        if pk := self.by_alias.get(spelt(measure.title or measure.code)):
            return pk
        apart = self.by_code.get(f"{measure.code}{EARLIER}".casefold())
        return apart.pk if apart and alike(apart.title, measure.title) else None

    def of_that_code_before(self, measure: Measure) -> Known | None:
        """The indicator of ours that had the code before, and still has the title."""
        had = [one for one in self.by_previous_code.get(measure.code.casefold(), ())
               if alike(one.title, measure.title)]  # fmt: skip
        return max(had, key=lambda one: likeness(one.title, measure.title), default=None)

    def fits(self, now: Known, measure: Measure, then: Known | None) -> bool:
        """Whether the file means the indicator that has its code today."""
        if now is then or not self.has_other_meaning_before(now):
            return alike(now.title, measure.title)
        if then and likeness(then.title, measure.title) >= likeness(now.title, measure.title):
            return False
        if self.is_from_before:
            return likeness(now.title, measure.title) >= SAME_MEASURE
        return alike(now.title, measure.title)

    def has_other_meaning_before(self, now: Known) -> bool:
        renumbered = now.group == NATIONAL and now.previous_code.casefold() != now.code.casefold()
        return renumbered or now.code.casefold() in self.by_previous_code

    @cached_property
    def is_from_before(self) -> bool:
        """Whether its newest figures are from before the codes were given out anew."""
        return all(one.period.ends_on < RENUMBERED for one in self.found.reading.figures)

    def decided(self, measure: Measure, decision: dict) -> int | str | None:
        other = self.by_code.get(measure.code.casefold())
        own_code = ""
        if other:
            self.found.clashes[measure.code] = self.clash_with(other, measure)
            own_code = self.found.clashes[measure.code].own_code
        match decision.get("do", ADD):
            case "match":
                return decision["indicator"]
            case "leave_out":
                self.warn(measure, f"Left out: {decision['reason']}")
                return None
        decision = {"code": own_code or measure.code} | decision
        if taken := self.by_code.get(decision["code"].casefold()):
            self.refuse(measure, taken)
            return None
        return self.add(measure, decision)

    def clash_with(self, other: Known, measure: Measure) -> Clash:
        """Without asking, only what had the code before 2023 is kept apart."""
        own_code = f"{measure.code}{EARLIER}"
        is_free = own_code.casefold() not in self.by_code
        before = self.is_from_before and self.has_other_meaning_before(other) and is_free
        return Clash(other.pk, other.code, other.title, own_code if before else "")

    def add(self, measure: Measure, decision: dict) -> str:
        said = {name: decision[name] for name in Measure._fields if decision.get(name) is not None}
        self.found.new_measures[measure.code] = measure._replace(**said)
        return measure.code

    def say_what_is_added(self) -> None:
        """Nobody has decided on these. Many are said in one sentence."""
        new = self.found.new_measures
        added = [new[code] for code in new if code not in {*self.decisions, *self.found.clashes}]
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

    def say_which_codes_differ(self) -> None:
        """Codes that are another measure's today, or that another code has taken the place of."""
        for code, clash in self.found.clashes.items():
            if clash.own_code and code not in self.decisions:
                self.warn(self.found.unknown[code], apart_words(self.found.unknown[code], clash))
        matched = [one for one in self.found.renamed if one not in self.decisions]
        if matched:
            said = ", ".join(f"{code} is {self.found.renamed[code].code} today" for code in matched)
            message = (
                f"The codes of national measures were given out anew in 2023. By their titles, "
                f"these are kept under today’s code: {said}."
            )
            self.found.warnings.append(Problem("", None, "", "", message))

    def refuse(self, measure: Measure, other: Known) -> None:
        message = (
            f"“{measure.title}” has the code {measure.code} here, which is “{other.title}” in our "
            "list of indicators. Codes change between releases: say which measure this is, under "
            "“Indicators we do not hold”, or give it another code in the file."
        )
        self.found.problems.append(Problem("", None, "", measure.code, message))

    def warn(self, measure: Measure, message: str) -> None:
        self.found.warnings.append(Problem("", None, "", measure.code, message))


def apart_words(measure: Measure, clash: Clash) -> str:
    return (
        f"{measure.code} is “{clash.title}” in our list, and “{measure.title}” here. It is kept "
        f"apart, as {clash.own_code}. If they are the same measure, say so before you confirm."
    )


def by_previous_code(known: list[Known]) -> dict[str, list[Known]]:
    found: dict[str, list[Known]] = {}
    for one in known:
        if one.previous_code:
            found.setdefault(one.previous_code.casefold(), []).append(one)
    return found


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
    return likeness(one, other) >= SAME_TITLE


def likeness(one: str, other: str) -> float:
    """The share of words that tell something which two titles have in common, of the shorter."""
    first, second = words_that_tell(one), words_that_tell(other)
    if not first or not second:
        return 1
    return len(first & second) / min(len(first), len(second))


@lru_cache(maxsize=4096)
def words_that_tell(title: str) -> frozenset[str]:
    """All but those that half the measures share; of a title of only those, all."""
    words = frozenset(re.findall(r"\w+", title.lower()))
    return words - TELL_NOTHING or words


TELL_NOTHING = frozenset(
    (
        *("a", "aged", "an", "and", "are", "as", "at", "by", "for", "from"),
        *("have", "in", "is", "of", "or", "per", "people", "proportion"),
        *("percentage", "number", "rate", "receive", "received", "report"),
        *("reported", "service", "services", "that", "the", "their", "they"),
        *("this", "to", "use", "used", "users", "was", "were", "where", "which"),
        *("who", "with"),
    )
)
