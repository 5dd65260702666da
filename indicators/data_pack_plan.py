"""What confirming a file would do: each figure new, changed or already there.

Reads the database in a fixed number of queries and writes nothing.
"""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from indicators import periods
from indicators.layouts.reading import COMPARED, Figure, Measure, Place, Problem, Reading
from indicators.models import Area, Indicator, Outturn, Period
from indicators.periods import PeriodSpec
from indicators.places import KnownPlace, Places

COMPARED_FIELDS = Figure._fields[COMPARED]
MAX_LISTED = 200  # changed figures and problems kept for the page; counts are always exact
SAME_TITLE = 0.4  # share of words two titles must have in common


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
    warnings: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    new_measures: dict[str, Measure] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Differs as soon as confirming would do something else."""
        replaced = ",".join(str(row.replaces) for row in self.rows if row.replaces)
        digest = hashlib.sha256(replaced.encode()).hexdigest()[:16]
        return "/".join(str(self.counts[name]) for name in ("new", "changed")) + f"/{digest}"

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
            "new_measures": [
                {"code": measure.code, "title": measure.title}
                for measure in self.new_measures.values()
            ],
            "fingerprint": self.fingerprint,
        }


def plan(reading: Reading, *, council: Area | None, on: date) -> Plan:
    """Compare what was read with what is current. Four queries."""
    found = Plan(reading, warnings=[*reading.warnings], problems=[*reading.problems])
    lookup = Lookup(found, council, on)
    current = current_figures(set(lookup.indicators.values()))
    seen: dict[tuple, Figure] = {}
    for figure in reading.figures:
        place = lookup.place(figure)
        if place is None:
            continue
        if lookup.moved and (note := lookup.moved.get((figure.measure, figure.place))):
            figure = figure._replace(note=note)  # noqa: PLW2901 (the same figure, with its note)
        indicator = lookup.indicators[figure.measure]
        period = lookup.periods[figure.period]
        key = (indicator, place, period)
        if (earlier := seen.setdefault(key, figure)) is not figure:
            report_twice(earlier, figure, found)
            continue
        found.states[figure.state] += 1
        file_figure(Row(*key, None, figure), current.get(key), found)
    return found


def file_figure(row: Row, now: tuple | None, found: Plan) -> None:
    """New, changed or already there; ``now`` is the current row: id, then what is compared."""
    if now is None:
        found.counts["new"] += 1
        found.rows.append(row)
    elif now[1:] == row.figure[COMPARED]:
        found.counts["unchanged"] += 1
    else:
        found.counts["changed"] += 1
        found.rows.append(row._replace(replaces=now[0]))
        if len(found.changed) < MAX_LISTED:
            found.changed.append(change_of(row.figure, now))


def change_of(figure: Figure, now: tuple) -> dict:
    """Old and new of one figure, in words for the page."""
    old = Figure(figure.measure, figure.place, figure.period, *now[1:])
    return {
        "measure": figure.measure,
        "place": figure.place.name,
        "period": periods.label(*figure.period),
        "sheet": figure.sheet,
        "cell": figure.cell,
        "old": said(old),
        "new": said(figure),
        "what": [
            name.replace("is_", "").replace("_", " ")
            for name in COMPARED_FIELDS
            if getattr(old, name) != getattr(figure, name)
        ],
    }


def said(figure: Figure) -> dict:
    return {"value": figure.value, "state": figure.state, "note": figure.note}


def current_figures(indicators: set) -> dict[tuple, tuple]:
    """(indicator, area, period) to (id, state … note) of what is current."""
    rows = Outturn.objects.current().filter(
        indicator_id__in=[known for known in indicators if isinstance(known, int)]
    )
    names = ("indicator_id", "area_id", "period_id", "id", *COMPARED_FIELDS)
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


def at(figure: Figure, message: str, value: str | None = None) -> Problem:
    column = figure.cell.rstrip("0123456789")
    row = figure.cell.removeprefix(column)
    shown = figure.value if figure.value is not None else figure.state
    text = str(shown) if value is None else value
    return Problem(figure.sheet, int(row) if row else None, column, text, message)


class Lookup:
    """Ids for what the file names; what is wrong with a place is said once, not per figure."""

    def __init__(self, found: Plan, council: Area | None, on: date):
        self.found = found
        self.council = council
        self.on = on
        self.known_places = Places(known_places())
        self.places: dict[tuple, int | KnownPlace | None] = {}
        self.moved: dict[tuple[str, Place], str] = {}  # to the note that says so
        self.indicators = find_indicators(found)
        self.periods = self.find_periods()

    def find_periods(self) -> dict[PeriodSpec, int | PeriodSpec]:
        specs = dict.fromkeys(figure.period for figure in self.found.reading.figures)
        known = {
            PeriodSpec(kind, starts_on, ends_on): pk
            for pk, kind, starts_on, ends_on in Period.objects.values_list(
                "pk", "kind", "starts_on", "ends_on"
            )
        }
        return {spec: known.get(spec, spec) for spec in specs}

    def place(self, figure: Figure) -> int | None:
        """The area's id; None where the figure is left out, after saying so."""
        key = (figure.place, figure.period)
        if key not in self.places:
            self.places[key] = self.judge_place(figure)
        found = self.places[key]
        return self.place_of_ended(figure, found) if isinstance(found, KnownPlace) else found

    def judge_place(self, figure: Figure) -> int | KnownPlace | None:
        if figure.period.starts_on > self.on:
            label = periods.label(*figure.period)
            self.say_once(self.found.problems, figure, f"{label} has not begun yet.", label)
            return None
        if figure.place == Place():
            return self.own_council(figure)
        known = self.known_places.find(*figure.place)
        if known is None:
            self.report_unknown(figure)
            return None
        ended = known.ended_on and figure.period.starts_on >= known.ended_on
        return known if ended else known.id

    def own_council(self, figure: Figure) -> int | None:
        if self.council is None:
            message = "The file does not say whose figures these are. Say which council."
            self.say_once(self.found.problems, figure, message)
            return None
        return self.council.pk

    def report_unknown(self, figure: Figure) -> None:
        name = " ".join(part for part in figure.place if part)
        if any(one.value is not None for one in self.found.reading.figures
               if one.place == figure.place):  # fmt: skip
            message = f"“{name}” is not a place we know."
            self.say_once(self.found.problems, figure, message, name)
        else:
            message = f"“{name}” is not a place we know. It has no figures and is left out."
            self.say_once(self.found.warnings, figure, message, name)

    def say_once(
        self, said: list[Problem], figure: Figure, message: str, value: str | None = None
    ) -> None:
        problem = at(figure, message, value)
        if value is not None:  # it is the row that names the place, not the figure's own cell
            problem = problem._replace(column="")
        if not any(one.message == message and one.sheet == problem.sheet for one in said):
            said.append(problem)

    def place_of_ended(self, figure: Figure, known: KnownPlace) -> int:
        """Some tables go on using the name of a council that has been replaced. Its figures are
        the new council's, unless the table has that as well."""
        successor = self.known_places.successor(known)
        if figure.value is None or successor is None or known.ended_on is None:
            return known.id
        if (figure.measure, successor.code) in self.codes_by_measure:
            return known.id
        message = (
            f"{known.name} ({known.code}) ended on {periods.day_label(known.ended_on)}. Its later "
            f"figures on this sheet are kept for {successor.name}, which replaced it."
        )
        self.say_once(self.found.warnings, figure, message, figure.place.name)
        self.moved[figure.measure, figure.place] = f"Published for {known.name}"
        return successor.id

    @cached_property
    def codes_by_measure(self) -> set[tuple[str, str]]:
        return {(figure.measure, figure.place.code) for figure in self.found.reading.figures}


def known_places() -> list[KnownPlace]:
    fields = ("pk", "code", "name", "other_names", "social_care_code", "ended_on")
    return [KnownPlace(*row) for row in Area.objects.values_list(*fields)]


# --- measures ---------------------------------------------------------------------------------


def find_indicators(found: Plan) -> dict[str, int | str]:
    """Id of each measure; its code where confirming would add it."""
    known = {
        code.casefold(): (pk, title, previous)
        for pk, code, title, previous in Indicator.objects.values_list(
            "pk", "code", "title", "previous_code"
        )
    }
    return {
        measure.code: find_indicator(measure, known, found)
        for measure in found.reading.measures.values()
    }


def find_indicator(measure: Measure, known: dict[str, tuple], found: Plan) -> int | str:
    """By code; a title that says otherwise means the code was another measure's then."""
    match = known.get(measure.code.casefold())
    if match and alike(match[1], measure.title):
        return match[0]
    for pk, title, previous in known.values():
        if previous.casefold() == measure.code.casefold() and alike(title, measure.title):
            return pk
    if match:
        message = (
            f"“{measure.title}” has the code {measure.code} here, which is “{match[1]}” in our "
            "list of indicators. Codes change between releases: check which measure this is."
        )
        found.problems.append(Problem("", None, "", measure.code, message))
        return match[0]
    found.new_measures[measure.code] = measure
    message = f"{measure.code} is not in our list of indicators. It will be added: {measure.title}."
    found.warnings.append(Problem("", None, "", measure.code, message))
    return measure.code


def alike(one: str, other: str) -> bool:
    """Whether two titles speak of the same thing; a title with no words fits anything."""
    first, second = (set(re.findall(r"\w+", title.lower())) for title in (one, other))
    if not first or not second:
        return True
    return len(first & second) / min(len(first), len(second)) >= SAME_TITLE
