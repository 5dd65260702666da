"""Ids for the places and periods a file names, and what is wrong with them, said once."""

from datetime import date
from functools import cached_property
from itertools import chain
from typing import Protocol

from django.conf import settings

from indicators import periods
from indicators.data_pack_words import at
from indicators.layouts.column_mapping import OWN_REGION
from indicators.layouts.reading import Figure, Place, Problem, Reading
from indicators.models import Area, Period
from indicators.periods import PeriodSpec
from indicators.places import KnownPlace, Places


class Found(Protocol):
    """What is being put together: a ``data_pack_plan.Plan``."""

    reading: Reading
    warnings: list[Problem]
    problems: list[Problem]


WHOSE = "The file does not say whose figures these are. Say which council."


class Lookup:
    """Ids for what the file names; what is wrong with a place is said once, not per figure."""

    def __init__(self, found: Found, council: Area | None, on: date):
        self.found = found
        self.council = council
        self.on = on
        self.known_places = Places(known_places())
        self.places: dict[tuple, int | KnownPlace | None] = {}
        self.moved: dict[tuple[str, Place], str] = {}  # to the note that says so
        self.periods = self.find_periods()

    def find_periods(self) -> dict[PeriodSpec, int | PeriodSpec]:
        reading = self.found.reading
        figures = (figure.period for figure in chain(reading.figures, reading.comparators))
        targets = (target.period for target in reading.targets)
        specs = dict.fromkeys(chain(figures, targets))
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
        try:
            found = self.places[key]
        except KeyError:
            found = self.places[key] = self.judge_place(figure)
        return self.place_of_ended(figure, found) if isinstance(found, KnownPlace) else found

    def judge_place(self, figure: Figure) -> int | KnownPlace | None:
        if figure.period.starts_on > self.on:
            label = periods.label(*figure.period)
            self.say_once(self.found.problems, figure, f"{label} has not begun yet.", label)
            return None
        if figure.place == Place():
            return self.own_council(figure)
        if figure.place.name == OWN_REGION:
            return self.council.region_id if self.council else None
        known = self.known_places.find(*figure.place)
        if known is None:
            self.report_unknown(figure)
            return None
        ended = known.ended_on and figure.period.starts_on >= known.ended_on
        return known if ended else known.id

    def whose(self, place: Place) -> int | None:
        """The council a target is for: the one whose file it is, else ours. None where it is
        another's, which a file may hold as well."""
        if place == Place():
            return self.council.pk if self.council else None
        known = self.known_places.find(*place)
        asked = self.council.code if self.council else settings.COUNCIL_CODE
        return known.id if known and known.code == asked else None

    def own_council(self, figure: Figure) -> int | None:
        if self.council is None:
            self.say_once(self.found.problems, figure, WHOSE)
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
