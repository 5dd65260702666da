"""Reading CQC's list of items from the council's spreadsheet. Pure.

Headings are known by the words councils use. A cell that says nothing we know is a problem with its
sheet, row and column. A column that is not there leaves what is known as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from indicators.workbook import Sheet, Workbook
from readiness.register_file import LOOKED_AT, Line, NoHeadingsError, Problem, plain

HEADINGS = {
    "code": ("code", "item code", "reference", "ref", "number", "no", "item number", "item"),
    "title": ("title", "item title", "name", "what is asked", "document requested", "request"),
    "theme": ("theme", "section"),
    "statements": ("quality statements", "quality statement", "statements", "statement"),
    "guidance": ("guidance", "notes", "description", "what to send", "details"),
    "links_allowed": (
        "public link allowed",
        "public links allowed",
        "link allowed",
        "links allowed",
        "public link",
    ),
    "owner": ("owner", "owners e mail", "owner e mail", "owner email", "lead"),
    "due_on": ("due", "due date", "due by"),
}
NEEDED = {"code", "title"}
LONGEST = {"code": 20, "title": 300, "theme": 120}
YES = {"yes", "y", "true", "1", "allowed", "✓"}
NO = {"", "no", "n", "false", "0", "not allowed"}


@dataclass(frozen=True)
class ReturnRow:
    """One item. ``fields`` holds only what the file has a column for."""

    sheet: str
    number: int
    code: str
    title: str
    fields: dict[str, Any]
    problems: tuple[Problem, ...] = field(default=())


def read_items(
    workbook: Workbook, *, statements: Mapping[str, Any], people: Mapping[str, Any]
) -> list[ReturnRow]:
    """Every row of every sheet that has headings; raises NoHeadingsError where none has."""
    rows: list[ReturnRow] = []
    found = False
    for sheet in workbook.sheets:
        if place := headings_of(sheet):
            found = True
            rows += rows_of(sheet, *place, statements, people)
    if not found:
        raise NoHeadingsError
    return with_twice_said(rows)


def headings_of(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    for index, cells in enumerate(sheet.rows[:LOOKED_AT]):
        words = {plain(cell): place for place, cell in reversed(list(enumerate(cells)))}
        columns = {
            name: next(words[spelling] for spelling in spellings if spelling in words)
            for name, spellings in HEADINGS.items()
            if any(spelling in words for spelling in spellings)
        }
        if columns.keys() >= NEEDED:
            return index, columns
    return None


def rows_of(sheet: Sheet, header: int, columns, statements, people) -> Iterator[ReturnRow]:
    for index, cells in enumerate(sheet.rows[header + 1 :], start=header + 1):
        said = {name: cells[at] for name, at in columns.items() if at < len(cells)}
        if any(str(cell).strip() for cell in said.values()):
            yield ItemLine(sheet.name, index + 1, columns, said).item(statements, people)


def with_twice_said(rows: list[ReturnRow]) -> list[ReturnRow]:
    """A code that stands in two rows is a problem of the second."""
    first: dict[str, ReturnRow] = {}
    checked = []
    for row in rows:
        before = first.setdefault(row.code.casefold(), row)
        if row.code and before is not row:
            words = f"Row {before.number} has this code already."
            problem = Problem(row.sheet, row.number, "", row.code, words)
            checked.append(replace(row, problems=(*row.problems, problem)))
        else:
            checked.append(row)
    return checked


class ItemLine(Line):
    """One row on its way from cells to meaning, gathering what is wrong with it."""

    def item(self, statements: Mapping[str, Any], people: Mapping[str, Any]) -> ReturnRow:
        code, title = self.short("code"), self.short("title")
        if not code:
            self.wrong("code", "Give the item’s code.")
        if not title:
            self.wrong("title", "Say what is asked.")
        fields = dict(self.fields(statements, people))
        return ReturnRow(self.sheet, self.number, code, title, fields, tuple(self.problems))

    def fields(self, statements, people) -> Iterator[tuple[str, Any]]:
        for name in self.columns:
            if name == "theme":
                yield name, self.short(name)
            elif name == "guidance":
                value = self.said.get(name, "")
                yield name, value.strip() if isinstance(value, str) else self.text(name)
            elif name == "statements":
                yield name, [*self.statements(statements)] if self.text(name) else []
            elif name == "links_allowed":
                yield name, self.yes_or_no(name)
            elif name == "owner":
                yield name, self.person(people)
            elif name == "due_on":
                yield name, self.day(name)

    def short(self, name: str) -> str:
        words = self.text(name)
        if len(words) > LONGEST[name]:
            self.wrong(name, f"It has {len(words)} characters. At most {LONGEST[name]} fit.")
        return words

    def yes_or_no(self, name: str) -> bool:
        words = self.text(name).casefold()
        if words not in YES | NO:
            self.wrong(name, "Say yes or no.")
        return words in YES

    def person(self, known: Mapping[str, Any]) -> Any:
        """Nobody where the cell is empty."""
        words = self.text("owner")
        person = known.get(words.casefold()) or known.get(plain(words))
        if words and person is None:
            self.wrong("owner", f"Nobody who can work on it is called “{words}”. Use their e-mail.")
        return person
