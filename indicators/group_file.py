"""Lists of councils to compare with, from a spreadsheet: read, shown, then loaded as one.

A row is a council of a group. Group, source and date stand in columns, or are said once for the
whole file. Rows of a group are the whole group.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from config.form_fields import DayField
from indicators import grouping
from indicators.data_pack_lookup import known_places
from indicators.models import Area, ComparatorGroup
from indicators.places import Places
from indicators.workbook import Sheet, UnreadableFileError, column_letters, open_workbook

HEADINGS = {
    "group": ("comparator group", "group", "group name", "name of group"),
    "source": ("source", "where the list comes from"),
    "as_of": ("as of", "as at", "date", "date of the list"),
    "code": ("ons code", "council code", "code", "local authority code", "area code"),
    "council": ("council", "council name", "local authority", "name", "area", "area name"),
}
LOOKED_AT = 20  # rows among which the headings are
MOST_ROWS = 5000
LARGEST = 2 * 1024 * 1024
SAID_BY = {"group": "name", "source": "source", "as_of": "date"}


class GroupLine(NamedTuple):
    """A row as it was read. ``columns`` are the letters of those it has, by field."""

    row: int
    group: str
    source: str
    as_of: str
    code: str
    council: str
    columns: dict[str, str]

    @property
    def named(self) -> str:
        return self.council or self.code


class RowProblem(NamedTuple):
    row: int
    column: str
    value: str
    message: str


@dataclass(frozen=True)
class PlannedGroup:
    """What loading makes of a group: ``held`` is ours as it is now, if we have it."""

    name: str
    source: str
    as_of: date
    councils: tuple[Area, ...]
    held: ComparatorGroup | None
    changes: tuple[str, ...]

    @property
    def words(self) -> str:
        if self.held is None:
            return "New"
        return "Changed" if self.changes else "As it is now"


@dataclass(frozen=True)
class GroupPlan:
    groups: tuple[PlannedGroup, ...]
    problems: tuple[RowProblem, ...]

    @property
    def to_write(self) -> list[PlannedGroup]:
        return [each for each in self.groups if each.held is None or each.changes]

    @property
    def needs_reason(self) -> bool:
        return any(each.held for each in self.to_write)

    @property
    def seen(self) -> list[int]:
        """Differs as soon as somebody changes one of the groups."""
        return [grouping.seen(each.held) if each.held else 0 for each in self.groups]


def read(content: bytes, name: str, *, given: Mapping[str, str]) -> list[GroupLine]:
    """The rows of the file; ``given`` is what was said for all of it. Raises ValidationError."""
    if len(content) > LARGEST:
        raise ValidationError("The file is larger than 2 MB. A list of councils is much smaller.")
    try:
        workbook = open_workbook(content, name)
    except UnreadableFileError as problem:
        raise ValidationError(str(problem)) from None
    for sheet in workbook.sheets:
        if not sheet.is_hidden and (header := header_of(sheet)):
            lines = list(lines_of(sheet, *header, given))
            if lines:
                return refuse_what_is_not_said(lines)
    raise ValidationError(
        "No column is headed “Council” or “ONS code”. Give the column of councils that heading, "
        "save the file and choose it again."
    )


def header_of(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The place of the row of headings, and of each column that is known."""
    for number, row in enumerate(sheet.rows[:LOOKED_AT]):
        texts = [" ".join(str(cell).split()).casefold() for cell in row]
        found = {
            field: texts.index(words[0])
            for field, known in HEADINGS.items()
            if (words := [word for word in known if word in texts])
        }
        if "council" in found or "code" in found:
            return number, found
    return None


def lines_of(
    sheet: Sheet, header: int, columns: Mapping[str, int], given: Mapping[str, str]
) -> Iterator[GroupLine]:
    letters = {field: column_letters(index + 1) for field, index in columns.items()}
    for number, row in enumerate(sheet.rows[header + 1 :][:MOST_ROWS], header + 2):
        said = {field: text_of(row, index) for field, index in columns.items()}
        if not any(said.values()):
            continue
        told = {field: said.get(field) or given.get(field, "") for field in SAID_BY}
        yield GroupLine(
            row=number,
            **told,
            code=said.get("code", ""),
            council=said.get("council", ""),
            columns=letters,
        )


def text_of(row: list, index: int) -> str:
    """Days of a workbook as they are written here; a code that looks like a number as it stood."""
    cell = row[index] if index < len(row) else ""
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    return " ".join(f"{cell:g}".split() if isinstance(cell, float) else str(cell).split())


def refuse_what_is_not_said(lines: list[GroupLine]) -> list[GroupLine]:
    wanting = [field for field in SAID_BY if not any(getattr(line, field) for line in lines)]
    if wanting:
        words = {field: f"No column says the group’s {SAID_BY[field]}." for field in wanting}
        raise ValidationError({field: f"{said} Say it here." for field, said in words.items()})
    return lines


# --- what it would do ---------------------------------------------------------------------------


def plan(lines: Iterable[GroupLine]) -> GroupPlan:
    """In three queries and one for each group that we hold."""
    reader = _Reader()
    together: dict[str, list[GroupLine]] = {}
    for line in lines:
        together.setdefault(" ".join(line.group.split()).casefold(), []).append(line)
    groups = [reader.group(rows) for rows in together.values()]
    problems = sorted(reader.problems, key=lambda each: each.row)
    return GroupPlan(tuple(each for each in groups if each), tuple(problems))


class _Reader:
    def __init__(self):
        self.places = Places(known_places())
        self.councils = Area.objects.councils().in_bulk()
        self.held = {each.name.casefold(): each for each in ComparatorGroup.objects.all()}
        self.problems: list[RowProblem] = []

    def group(self, rows: list[GroupLine]) -> PlannedGroup | None:
        first, before = rows[0], len(self.problems)
        if not first.group:
            self.problems += [report(row, "group", "This row names no group.") for row in rows]
            return None
        day = self.day(first)
        for row in rows[1:]:
            self.refuse_what_differs(first, row)
        councils = {area.pk: area for row in rows if (area := self.council(row))}
        if day is None or len(self.problems) > before:
            return None
        return self.planned(first, day, tuple(councils.values()))

    def day(self, line: GroupLine) -> date | None:
        try:
            return DayField().clean(line.as_of)
        except ValidationError as problem:
            message = " ".join(problem.messages) if line.as_of else "The group has no date."
            self.problems.append(report(line, "as_of", message))
            return None

    def refuse_what_differs(self, first: GroupLine, row: GroupLine) -> None:
        for field, words in (("source", "source"), ("as_of", "date")):
            if getattr(row, field) not in ("", getattr(first, field)):
                message = f"Row {first.row} gives another {words} for the same group."
                self.problems.append(report(row, field, message))

    def council(self, line: GroupLine) -> Area | None:
        place = self.places.find(line.code, line.council or line.code)
        if place and place.id in self.councils:
            return self.councils[place.id]
        field = "council" if line.council else "code"
        said = "This row names no council." if not line.named else (
            f"“{line.named}” is not a council in England that we know. Check the spelling, or give "
            "its ONS code."
        )  # fmt: skip
        self.problems.append(report(line, field, said))
        return None

    def planned(
        self, first: GroupLine, day: date, councils: tuple[Area, ...]
    ) -> PlannedGroup | None:
        held = self.held.get(" ".join(first.group.split()).casefold())
        if held and held.ended_at:
            message = f"{held.name} is out of use. Put it back in use first."
            self.problems.append(report(first, "group", message))
            return None
        name = held.name if held else first.group
        try:
            said = grouping.checked(name, first.source, day, councils)
        except ValidationError as refusal:
            self.problems.append(report(first, "group", " ".join(refusal.messages)))
            return None
        changes = grouping.what_changes(held, said, councils) if held else []
        return PlannedGroup(**said, councils=councils, held=held, changes=tuple(changes))


def report(line: GroupLine, field: str, message: str) -> RowProblem:
    return RowProblem(line.row, line.columns.get(field, ""), getattr(line, field), message)


# --- loading it ---------------------------------------------------------------------------------


@transaction.atomic
def load(
    lines: Iterable[GroupLine], *, file_name: str, reason: str, seen: list[int], by
) -> list[ComparatorGroup]:
    """All groups of the file or none. Raises ValidationError, also where somebody has changed one
    of them since they were shown."""
    found = plan(lines)
    if found.problems:
        raise ValidationError("The file has problems. Put them right and choose it again.")
    if found.seen != seen:
        raise ValidationError(
            "Somebody has changed one of these groups while you were looking. Look at what the "
            "file would change now."
        )
    if not found.to_write:
        raise ValidationError("There is nothing to load: every group is like this already.")
    if found.needs_reason and not reason.strip():
        raise ValidationError({"reason": "Say why: a group that we hold is changed."})
    because = " ".join(filter(None, (reason.strip(), f"From the file {file_name}.")))[:300]
    return [_write(each, reason=because, by=by) for each in found.to_write]


def _write(planned: PlannedGroup, *, reason: str, by) -> ComparatorGroup:
    said = {name: getattr(planned, name) for name in ("name", "source", "as_of", "councils")}
    if planned.held is None:
        return grouping.add_group(**said, reason=reason, by=by)
    seen = grouping.seen(planned.held)
    return grouping.change_group(group=planned.held, **said, reason=reason, by=by, seen=seen)
