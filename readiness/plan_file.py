"""Reading a plan from a spreadsheet: which column is what, and what each row says. Pure.

The file under the list of actions is read back as it was written; a council's own list is read by
the same headings. A column that is not there leaves what is known as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from indicators.workbook import Workbook
from readiness.plan_updates_file import HEADINGS as OF_UPDATES
from readiness.plan_updates_file import SaidUpdate, columns_of_quarters, updates_in
from readiness.register_file import Line, Problem, names_in, plain
from readiness.sheet_lines import lines_in

HEADINGS = {
    "reference": ("reference", "number", "ref"),
    "plan": ("plan",),
    "priority": ("priority",),
    "title": ("action", "title"),
    "description": ("description", "notes"),
    "measure": ("measure of success", "measure"),
    "resource": ("what it takes", "resource", "resources"),
    "owner": ("owners e mail", "owner e mail", "owner email", "owner", "lead"),
    "collaborators": ("together with", "collaborators"),
    "starts_on": ("starts", "start date", "start"),
    "due_on": ("due", "due date", "end date"),
    "implemented_on": ("in use since", "implemented on"),
    "statements": ("quality statements", "quality statement"),
    "indicators": ("indicators", "indicator"),
} | OF_UPDATES
NEEDED = {"title", "priority"}
LONGEST = {"title": 200, "measure": 300, "resource": 300}
DAYS = ("starts_on", "due_on", "implemented_on")


@dataclass(frozen=True)
class KnownNames:
    """What names in cells can mean: words as ``plain`` makes them -> what they name."""

    plans: Mapping[str, Any]
    statements: Mapping[str, Any]
    indicators: Mapping[str, Any]
    people: Mapping[str, Any]
    statuses: Mapping[str, str]


@dataclass(frozen=True)
class PlanRow:
    """One action. ``fields`` holds only what the file has a column for."""

    sheet: str
    number: int
    reference: str
    plan: Any
    priority: str
    title: str
    fields: dict[str, Any]
    updates: tuple[SaidUpdate, ...] = ()
    """What it says of quarters, earliest first."""
    problems: tuple[Problem, ...] = field(default=())


def read_plan(workbook: Workbook, known: KnownNames) -> list[PlanRow]:
    """Every row of every sheet that has headings; raises NoHeadingsError where none has."""
    lines = lines_in(workbook, ActionLine, HEADINGS, NEEDED, more=columns_of_quarters)
    return [line.action(known) for line in lines]


class ActionLine(Line):
    """One row on its way from cells to meaning, gathering what is wrong with it."""

    longest = LONGEST

    def action(self, known: KnownNames) -> PlanRow:
        plan, title, priority = self.plan(known.plans), self.words("title"), self.text("priority")
        if not title:
            self.wrong("title", "Say what the action is.")
        if not priority:
            self.wrong("priority", "Say which priority it belongs to.")
        return PlanRow(
            sheet=self.sheet,
            number=self.number,
            reference=self.text("reference"),
            plan=plan,
            priority=priority,
            title=title,
            fields=dict(self.fields(known)),
            updates=tuple(updates_in(self, known.statuses)),
            problems=tuple(self.problems),
        )

    def fields(self, known: KnownNames) -> Iterator[tuple[str, Any]]:
        for name in self.columns:
            if name in ("description", "measure", "resource"):
                yield name, self.words(name)
            elif name in DAYS:
                yield name, self.day(name)
            elif name == "owner":
                yield name, self.person(self.text(name), known.people)
            elif name == "collaborators":
                yield name, [self.person(each, known.people) for each in self.parts(name)]
            elif name == "statements":
                yield name, [*self.statements(known.statements)] if self.text(name) else []
            elif name == "indicators":
                yield name, [self.indicator(each, known) for each in self.parts(name, ",")]

    def parts(self, name: str, mark: str = ";") -> list[str]:
        cells = self.text(name).replace(";", mark).split(mark)
        return [part.strip() for part in cells if part.strip()]

    def plan(self, known: Mapping[str, Any]) -> Any:
        """The only plan there is, where the file names none."""
        words = self.text("plan")
        if not words and len(known) == 1:
            return next(iter(known.values()))
        if plain(words) not in known:
            said = f"There is no plan called “{words}”." if words else "Say which plan."
            self.wrong("plan", f"{said} It can be: {names_in(known) or 'none yet; add one first'}.")
        return known.get(plain(words))

    def person(self, words: str, known: Mapping[str, Any]) -> Any:
        person = known.get(words.casefold()) or known.get(plain(words))
        if person is None:
            name = "owner" if words == self.text("owner") else "collaborators"
            said = f"Nobody who updates actions is called “{words}”." if words else "Say who."
            self.wrong(name, f"{said} Use their e-mail address.")
        return person

    def indicator(self, code: str, known: KnownNames) -> Any:
        if code.casefold() not in known.indicators:
            self.wrong("indicators", f"There is no indicator {code}.")
        return known.indicators.get(code.casefold())
