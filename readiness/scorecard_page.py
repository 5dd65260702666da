"""The scorecard as people arrange it: by statement, priority, area or team, owner or set."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from config.wording import name_of
from indicators.models import Period
from indicators.periods import PeriodSpec
from indicators.reporting_periods import months_before
from indicators.scorecard import Counts, Scorecard, counts_of
from indicators.scorecard_row import ScorecardRow
from readiness.models import Action, IndicatorLink

NONE = "none"
"""In an address: those that belong to nothing of the kind."""
FIRST, LAST = 0, 1
YEAR = 12
"""Months."""


@dataclass(frozen=True, order=True)
class Heading:
    order: tuple
    key: str
    title: str


@dataclass(frozen=True)
class Arrangement:
    """A way to sort indicators under headings; one may stand under several."""

    name: str
    label: str
    nothing: str
    of: dict[int, tuple[Heading, ...]]

    def headings_of(self, row: ScorecardRow) -> tuple[Heading, ...]:
        return self.of.get(row.indicator.pk) or (Heading((LAST,), NONE, self.nothing),)

    def headings(self, rows: Iterable[ScorecardRow]) -> list[Heading]:
        """Those that some row has, in order."""
        return sorted({heading for row in rows for heading in self.headings_of(row)})

    def choices(self, rows: Iterable[ScorecardRow]) -> list[tuple[str, str]]:
        """To narrow the list to; none where all rows are under one heading."""
        found = [(heading.key, heading.title) for heading in self.headings(rows)]
        return found if len(found) > 1 else []

    def keeps(self, row: ScorecardRow, key: str) -> bool:
        return any(heading.key == key for heading in self.headings_of(row))


@dataclass(frozen=True)
class Section:
    heading: Heading
    rows: tuple[ScorecardRow, ...]

    @cached_property
    def counts(self) -> Counts:
        return counts_of(self.rows)


def arrangements(
    scorecard: Scorecard, wanted: Collection[str] = ("statement", "priority")
) -> dict[str, Arrangement]:
    """Two queries: what links indicators to statements, and to priorities through actions. Each is
    there without its headings, and not asked for, where it is not wanted."""
    indicators = [row.indicator for row in scorecard.rows]
    statements = by_statement() if "statement" in wanted else {}
    priorities = by_priority(indicators) if "priority" in wanted else {}
    found = (
        Arrangement("statement", "Quality statement", "No quality statement", statements),
        Arrangement("priority", "Priority", "No priority", priorities),
        Arrangement("team", "Area or team", "No area or team", by_words(indicators, "team")),
        Arrangement("owner", "Owner", "No owner", by_owner(indicators)),
        Arrangement("set", "Set", "No set", by_words(indicators, "group")),
    )
    return {arrangement.name: arrangement for arrangement in found}


def by_statement() -> dict[int, tuple[Heading, ...]]:
    """One heading for a statement that two versions of the framework have in common."""
    links = IndicatorLink.objects.live().order_by(
        "-statement__framework__position", "statement__position"
    )
    found: dict[int, dict[str, Heading]] = defaultdict(dict)
    known: dict[str, Heading] = {}
    for pk, slug, title in links.values_list("indicator", "statement__slug", "statement__title"):
        heading = known.setdefault(slug, Heading((FIRST, len(known)), slug, title))
        found[pk][slug] = heading
    return {pk: tuple(headings.values()) for pk, headings in found.items()}


def by_priority(indicators) -> dict[int, tuple[Heading, ...]]:
    """The priorities whose actions name the indicator; else what its council lists it under."""
    links = Action.indicators.through.objects.order_by(
        "-action__priority__plan__starts_on", "action__priority__number"
    ).values_list("indicator", "action__priority", "action__priority__title")
    found: dict[int, dict[str, Heading]] = defaultdict(dict)
    known: dict[str, Heading] = {}
    for pk, priority, title in links:
        key = f"priority-{priority}"
        found[pk][key] = known.setdefault(key, Heading((FIRST, len(known)), key, title))
    by_title = {heading.title.casefold(): heading for heading in known.values()}
    for indicator in indicators:
        words = indicator.heading
        if words and indicator.pk not in found:
            own = Heading((FIRST, len(known), indicator.position), words, words)
            found[indicator.pk][words] = by_title.setdefault(words.casefold(), own)
    return {pk: tuple(headings.values()) for pk, headings in found.items()}


def by_words(indicators, field: str) -> dict[int, tuple[Heading, ...]]:
    return {
        indicator.pk: (Heading((FIRST, words.casefold()), words, words),)
        for indicator in indicators
        if (words := getattr(indicator, field))
    }


def by_owner(indicators) -> dict[int, tuple[Heading, ...]]:
    return {
        indicator.pk: (owner_heading(indicator.owner),)
        for indicator in indicators
        if indicator.owner
    }


def owner_heading(person) -> Heading:
    order = (FIRST, person.last_name.casefold(), person.first_name.casefold())
    return Heading(order, str(person.pk), name_of(person))


def exceptions_first(rows: Iterable[ScorecardRow]) -> list[ScorecardRow]:
    """An indicator with its parts under it stands where the one of them stands that is to be
    looked at first."""
    rows = list(rows)
    parents = {row.indicator.pk: row.indicator.parent_id for row in rows}
    wholes = [whole_of(row.indicator.pk, parents) for row in rows]
    first: dict[int, tuple[int, int]] = {}
    for number, (row, whole) in enumerate(zip(rows, wholes, strict=True)):
        place = (row.place, number)
        first[whole] = min(first.get(whole, place), place)
    keys = [
        (*first[whole], whole != row.indicator.pk, row.place, number)
        for number, (row, whole) in enumerate(zip(rows, wholes, strict=True))
    ]
    return [rows[key[-1]] for key in sorted(keys)]


def whole_of(pk: int, parents: dict[int, int | None]) -> int:
    """What an indicator is a part of, among those listed; itself where it is of none."""
    parent = parents[pk]
    return parent if parent in parents else pk


def sections(rows: Sequence[ScorecardRow], arrangement: Arrangement) -> list[Section]:
    """In the order of the headings, each with its rows in the order given."""
    under: dict[Heading, list[ScorecardRow]] = defaultdict(list)
    for row in rows:
        for heading in arrangement.headings_of(row):
            under[heading].append(row)
    return [Section(heading, tuple(under[heading])) for heading in sorted(under)]


def default_period(held: Sequence[PeriodSpec]) -> PeriodSpec | None:
    """The newest quarter, as councils report by quarter; where figures have gone on for a year
    without one, the newest period of any kind, and of those that end together the longest.
    ``held`` is newest first."""
    if not held:
        return None
    still = months_before(held[0].ends_on, YEAR)
    for spec in held:
        if spec.kind == Period.Kind.QUARTER and spec.ends_on > still:
            return spec
    newest = [spec for spec in held if spec.ends_on == held[0].ends_on]
    return min(newest, key=lambda spec: spec.starts_on)
