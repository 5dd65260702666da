"""Reading a council's own list of evidence: which column is what, and what each row says. Pure.

Headings are known by the words councils use. A cell that says nothing we know is a problem with
its sheet, row and column; the rest of the row is read all the same, so that one look shows all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from string import ascii_uppercase
from typing import Any

from indicators.figures_file import FORMULA_STARTS
from indicators.workbook import Sheet, Workbook

HEADINGS = {
    "title": ("title", "document", "document title", "name", "name of document", "evidence"),
    "shows": ("what it shows", "what does it show", "shows", "relevance", "what it evidences"),
    "description": ("description", "notes", "comments", "summary"),
    "statements": (
        "quality statement",
        "quality statements",
        "statement",
        "statements",
        "cqc quality statement",
        "cqc statement",
    ),
    "category": ("category", "evidence category", "kind of evidence", "type of evidence"),
    "owner": ("owner", "lead", "lead officer", "responsible", "document owner"),
    "evidence_date": ("date of evidence", "evidence date", "document date", "date", "dated"),
    "review_by": ("review by", "review date", "next review", "review"),
    "file": ("file", "file name", "filename", "file path", "path"),
    "address": ("link", "web address", "address", "url", "hyperlink", "web link"),
    "location": ("page or section", "page", "section", "location", "page number"),
}
LOOKED_AT = 20
"""Rows in which the headings are looked for, below whatever title stands above them."""
MOST_ROWS = 5000


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, in a sentence."""

    sheet: str
    row: int
    column: str
    value: str
    message: str


@dataclass(frozen=True)
class Known:
    """What names in cells can mean: words as ``plain`` makes them -> what they name."""

    statements: Mapping[str, Any]
    categories: Mapping[str, Any]
    owners: Mapping[str, Any]


@dataclass(frozen=True)
class RegisterRow:
    """One line of the list. ``statements`` and the rest are what ``Known`` gave for its names."""

    sheet: str
    number: int
    title: str
    shows: str
    description: str
    statements: tuple[Any, ...]
    category: Any
    owner: Any
    evidence_date: date | None
    review_by: date | None
    file: str
    address: str
    location: str
    problems: tuple[Problem, ...] = field(default=())


class NoHeadingsError(ValueError):
    """Nothing in the file looks like a list of evidence."""


def plain(words: object) -> str:
    """For comparing: no case, no punctuation, single spaces; “&” is “and”."""
    text = str(words).casefold().replace("&", " and ").replace("_", " ").replace("’", "'")
    return " ".join(re.sub(r"[^\w\s]", " ", text.replace("'", "")).split())


def read_register(workbook: Workbook, known: Known) -> list[RegisterRow]:
    """Every row of every sheet that has headings; raises NoHeadingsError where none has."""
    rows: list[RegisterRow] = []
    found = False
    for sheet in workbook.sheets:
        place = headings_of(sheet)
        if place:
            found = True
            rows += rows_of(sheet, *place, known)
    if not found:
        raise NoHeadingsError
    return rows


def headings_of(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The index of the row of headings, and which column is what."""
    for index, cells in enumerate(sheet.rows[:LOOKED_AT]):
        columns = columns_of(cells)
        if {"title", "file", "address"} & columns.keys() and {"statements"} <= columns.keys():
            return index, columns
    return None


def columns_of(cells: Sequence[object]) -> dict[str, int]:
    meaning = {words: name for name, spellings in HEADINGS.items() for words in spellings}
    columns: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = meaning.get(plain(str(cell).replace("(s)", "s")))
        if name:
            columns.setdefault(name, place)
    return columns


def rows_of(
    sheet: Sheet, header: int, columns: dict[str, int], known: Known
) -> Iterator[RegisterRow]:
    for index, cells in enumerate(sheet.rows[header + 1 :], start=header + 1):
        said = {name: cells[at] for name, at in columns.items() if at < len(cells)}
        if any(str(cell).strip() for cell in said.values()):
            yield Line(sheet.name, index + 1, columns, said).read(known)


class Line:
    """One row on its way from cells to meaning, gathering what is wrong with it."""

    def __init__(self, sheet: str, number: int, columns: dict[str, int], said: dict[str, object]):
        self.sheet, self.number, self.columns, self.said = sheet, number, columns, said
        self.problems: list[Problem] = []

    def read(self, known: Known) -> RegisterRow:
        file, address = self.text("file"), self.text("address")
        if bool(file) == bool(address):
            where = "file" if "file" in self.columns else "address"
            both = "a file name or a link, not both" if file else "the name of a file, or a link"
            self.wrong(where, f"Give {both}.")
        evidence_date, review_by = self.day("evidence_date"), self.day("review_by")
        if evidence_date and review_by and review_by < evidence_date:
            self.wrong("review_by", "The review date is before the date of the evidence.")
        return RegisterRow(
            sheet=self.sheet,
            number=self.number,
            title=self.text("title"),
            shows=(self.text("shows") or self.text("description") or self.text("title"))[:300],
            description=self.text("description"),
            statements=self.statements(known.statements),
            category=self.named("category", known.categories, "kind of evidence"),
            owner=self.owner(known.owners),
            evidence_date=evidence_date,
            review_by=review_by,
            file=file,
            address=address,
            location=self.text("location")[:100],
            problems=tuple(self.problems),
        )

    def wrong(self, name: str, message: str) -> None:
        column = letters(self.columns[name]) if name in self.columns else ""
        value = str(self.said.get(name, ""))[:80]
        self.problems.append(Problem(self.sheet, self.number, column, value, message))

    longest: Mapping[str, int] = {}
    """Characters that fit into what a column is kept as."""

    def words(self, name: str) -> str:
        """A cell of several lines keeps them; what is too long is said, not cut."""
        value = self.said.get(name, "")
        words = value.strip() if isinstance(value, str) else self.text(name)
        if words.startswith("'") and words[1:].startswith(FORMULA_STARTS):
            words = words[1:]  # our own files guard such words from Excel
        most = self.longest.get(name)
        if most and len(words) > most:
            self.wrong(name, f"It has {len(words)} characters. At most {most} fit.")
        return words

    def text(self, name: str) -> str:
        value = self.said.get(name, "")
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return " ".join(str(value).split())

    def statements(self, known: Mapping[str, Any]) -> tuple[Any, ...]:
        """All the statements a cell names, however they are listed: titles hold commas too."""
        rest, found = f" {plain(self.text('statements'))} ", []
        for words in sorted(known, key=len, reverse=True):
            if f" {words} " in rest:
                rest = rest.replace(f" {words} ", " , ")
                if known[words] not in found:
                    found.append(known[words])
        left = plain(rest.replace(" and ", " "))
        if not found and not left:
            self.wrong("statements", "Name at least one quality statement.")
        elif left:
            self.wrong("statements", f"No quality statement is called “{left}”.")
        return tuple(found)

    def named(self, name: str, known: Mapping[str, Any], what: str) -> Any:
        words = self.text(name)
        if plain(words) in known:
            return known[plain(words)]
        said = f"There is no {what} called “{words}”." if words else f"Say which {what} it is."
        self.wrong(name, f"{said} It can be: {names_in(known)}.")
        return None

    def owner(self, known: Mapping[str, Any]) -> Any:
        """Nobody where the cell is empty: then it is whoever brings the list in."""
        words = self.text("owner")
        if not words:
            return None
        person = known.get(words.casefold()) or known.get(plain(words))
        if person is None:
            self.wrong(
                "owner", f"Nobody who keeps evidence is called “{words}”. Use their e-mail address."
            )
        return person

    def day(self, name: str) -> date | None:
        value = self.said.get(name, "")
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        words = self.text(name)
        found = day_from(words) if words else None
        if words and found is None:
            self.wrong(name, f"There is no day “{words}”. Write a date such as 3 March 2026.")
        return found


def day_from(words: str) -> date | None:
    for way in ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(words, way).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def names_in(known: Mapping[str, Any]) -> str:
    return ", ".join(dict.fromkeys(str(one) for one in known.values()))


def letters(place: int) -> str:
    """0 -> A, 26 -> AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = ascii_uppercase[rest] + name
    return name


def known_by(rows: Iterable[tuple[Any, Iterable[str]]]) -> dict[str, Any]:
    """Rows by each of the words they go by."""
    return {plain(words): row for row, spellings in rows for words in spellings if plain(words)}
