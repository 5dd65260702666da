"""What confirming a file would do: each figure new, changed or already there.

Reads the database in a fixed number of queries and writes nothing.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import NamedTuple

from indicators.data_pack_lookup import WHOSE, Lookup
from indicators.data_pack_words import COMPARED_FIELDS, at, change_of
from indicators.indicator_matching import Clash, Matching, Renamed
from indicators.layouts.reading import COMPARED, Figure, Measure, Problem, Reading
from indicators.models import Area, Outturn
from indicators.pack_targets import PlannedTarget, current_targets
from indicators.pack_targets import change_of as change_of_target
from indicators.periods import PeriodSpec

MAX_LISTED = 200  # changed figures and problems kept with the pack; counts are always exact


FIRST_COMPARED = 2  # of a current figure, after its id and its pack


Key = tuple[int | str, int, int | PeriodSpec]  # of a figure: indicator, area and period


class Row(NamedTuple):
    """A figure to write. ``indicator`` and ``period`` are ids, or a code and dates not known."""

    indicator: int | str
    area: int
    period: int | PeriodSpec
    replaces: int | None
    figure: Figure


@dataclass
class Plan:
    reading: Reading
    rows: list[Row] = field(default_factory=list)
    changed: list[dict] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)  # new, changed, unchanged
    states: Counter = field(default_factory=Counter)
    by_state: Counter = field(default_factory=Counter)  # (state, new | changed | unchanged)
    revises: Counter = field(default_factory=Counter)  # id of the pack whose figures are replaced
    warnings: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    new_measures: dict[str, Measure] = field(default_factory=dict)
    unknown: dict[str, Measure] = field(default_factory=dict)  # those and what was decided on
    clashes: dict[str, Clash] = field(default_factory=dict)  # whose code is another's in our list
    renamed: dict[str, Renamed] = field(default_factory=dict)  # whose code was another in our list
    targets: list[PlannedTarget] = field(default_factory=list)
    changed_targets: list[dict] = field(default_factory=list)
    lines: list[tuple[str, Figure, tuple | None]] | None = None  # every figure, where asked for

    @property
    def needs_council(self) -> bool:
        return any(problem.message == WHOSE for problem in self.problems)

    @property
    def fingerprint(self) -> str:
        """Differs as soon as confirming would do something else."""
        targets = (one.replaces.pk for one in self.targets if one.replaces)
        rows = (row.replaces for row in self.rows if row.replaces)
        replaced = ",".join(map(str, chain(rows, targets)))
        digest = hashlib.sha256(replaced.encode()).hexdigest()[:16]
        counts = [str(self.counts[name]) for name in ("new", "changed", "comparators", "targets")]
        return "/".join([*counts, digest])

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not self.rows and not self.targets

    def summary(self) -> dict:
        """As ``import_data_pack --json`` prints it and ``DataPack.preview`` keeps it."""
        return {
            "layout": self.reading.layout,
            "new": self.counts["new"],
            "changed": self.counts["changed"],
            "unchanged": self.counts["unchanged"],
            "states": dict(self.states),
            "warnings": [problem._asdict() for problem in self.warnings],
            "problems": [problem._asdict() for problem in self.problems],
            "written": False,
        }

    def preview(self) -> dict:
        summary = self.summary()
        summary["problem_count"] = len(self.problems)
        summary["problems"] = summary["problems"][:MAX_LISTED]
        return summary | {
            "title": self.reading.title,
            "tables": self.reading.tables,
            "changes": self.changed,
            "by_state": self.table_of_states(),
            "revises": dict(self.revises),
            "comparators": self.counts["comparators"],
            "targets": self.counts["targets"],
            "changed_targets": self.changed_targets[:MAX_LISTED],
            "changed_target_count": len(self.changed_targets),
            "needs_council": self.needs_council,
            "not_figures": self.reading.not_figures,
            "new_measures": [self.described(one) for one in self.new_measures.values()],
            "unknown": [self.described(one) for one in self.unknown.values()],
            "clashes": {code: one._asdict() for code, one in self.clashes.items()},
            "renamed": self.renamed_measures(),
            "fingerprint": self.fingerprint,
        }

    def table_of_states(self) -> dict[str, dict[str, int]]:
        table: dict[str, dict[str, int]] = {state: {} for state in self.states}
        for (state, outcome), number in self.by_state.items():
            table[state][outcome] = number
        return table

    def renamed_measures(self) -> dict[str, dict]:
        """By the file's code: what is kept under another code, and what the file says of it."""
        known = self.reading.measures
        return {
            code: one._asdict() | {"measure": self.described(known[code])}
            for code, one in self.renamed.items()
            if code not in self.unknown
        }

    def described(self, measure: Measure) -> dict:
        return measure._asdict()


def rows_to_write(preview: dict) -> int:
    names = ("new", "changed", "comparators", "targets")
    return sum(preview.get(name, 0) for name in names)


def plan(
    reading: Reading,
    *,
    council: Area | None,
    on: date,
    decisions: dict | None = None,
    keep_lines: bool = False,
) -> Plan:
    """Compare what was read with what is current, in a fixed number of queries."""
    found = Plan(reading, warnings=[*reading.warnings], problems=[*reading.problems])
    found.lines = [] if keep_lines else None
    indicators = Matching(found, decisions or {}).indicators()
    lookup = Lookup(found, council, on)
    current = current_figures(set(indicators.values()))
    seen = file_figures(found, indicators, lookup, current)
    for (state, outcome), number in found.by_state.items():
        found.states[state] += number
        found.counts[outcome] += number
    if reading.comparators:
        fill_gaps(found, indicators, lookup, {*current, *seen})
    file_targets(found, indicators, lookup)
    return found


def file_figures(found: Plan, indicators: dict, lookup: Lookup, current: dict) -> dict:
    """Each figure beside the current one; there may be a great many. What was read, by key."""
    place_of, period_of, moved = lookup.place, lookup.periods, lookup.moved
    seen: dict[Key, Figure] = {}
    for figure in found.reading.figures:
        indicator = indicators[figure.measure]
        if indicator is None or (place := place_of(figure)) is None:
            continue
        if moved and (note := moved.get((figure.measure, figure.place))):
            figure = figure._replace(note=note)  # noqa: PLW2901 (the same figure, with its note)
        key = (indicator, place, period_of[figure.period])
        if (earlier := seen.setdefault(key, figure)) is not figure:
            report_twice(earlier, figure, found)
            continue
        file_figure(key, figure, current.get(key), found)
    return seen


def fill_gaps(found: Plan, indicators: dict, lookup: Lookup, held: set[tuple]) -> None:
    """What a council's table prints of others is kept where nothing is held, and replaces
    nothing."""
    for figure in found.reading.comparators:
        indicator = indicators[figure.measure]
        place = lookup.place(figure) if indicator is not None else None
        if indicator is None or place is None or figure.value is None:
            continue
        key = (indicator, place, lookup.periods[figure.period])
        if key in held:
            continue
        held.add(key)
        found.counts["comparators"] += 1
        found.rows.append(Row(*key, None, figure))


def file_targets(found: Plan, indicators: dict, lookup: Lookup) -> None:
    """The council's own; a target that is there already is left."""
    if not found.reading.targets:
        return
    held = current_targets([pk for pk in indicators.values() if isinstance(pk, int)])
    planned: dict[tuple, PlannedTarget] = {}
    for target in found.reading.targets:
        indicator, council = indicators[target.measure], lookup.whose(target.place)
        if indicator is None or council is None:
            continue
        one = PlannedTarget(indicator, council, lookup.periods[target.period], target)
        old = held.get(one.key)
        if old is None or old.value != target.value:
            planned[one.key] = one._replace(replaces=old)
    found.targets = list(planned.values())
    found.changed_targets = [
        change_of_target(one.figure, one.replaces) for one in found.targets if one.replaces
    ]
    found.counts["targets"] = len(planned)


def file_figure(key: Key, figure: Figure, now: tuple | None, found: Plan) -> None:
    """New, changed or already there; ``now`` is the current row: its id and pack, then what is
    compared."""
    if now is None:
        outcome = "new"
        found.rows.append(Row(*key, None, figure))
    elif now[FIRST_COMPARED:] == figure[COMPARED]:
        outcome = "unchanged"
    else:
        outcome = "changed"
        found.rows.append(Row(*key, now[0], figure))
        found.revises[now[1]] += 1
        if len(found.changed) < MAX_LISTED:
            found.changed.append(change_of(figure, now[FIRST_COMPARED:]))
    found.by_state[figure.state, outcome] += 1
    if found.lines is not None:
        found.lines.append((outcome, figure, now and now[FIRST_COMPARED:]))


def current_figures(indicators: set) -> dict[tuple, tuple]:
    """(indicator, area, period) to (id, pack, state … note) of what is current."""
    rows = Outturn.objects.current().filter(
        indicator_id__in=[known for known in indicators if isinstance(known, int)]
    )
    names = ("indicator_id", "area_id", "period_id", "id", "data_pack_id", *COMPARED_FIELDS)
    return {row[:3]: row[3:] for row in rows.values_list(*names).iterator(chunk_size=5000)}


def report_twice(earlier: Figure, figure: Figure, found: Plan) -> None:
    """The same figure twice is left out; two different figures for one thing are a problem."""
    same = earlier[COMPARED] == figure[COMPARED]
    where = f"{earlier.sheet} {earlier.cell}"
    message = (
        f"The same figure is in {where}. It is read once."
        if same
        else f"Another figure for the same place, measure and period is in {where}."
    )
    (found.warnings if same else found.problems).append(at(figure, message))
