"""Which column of a file says what. Pure; kept as JSON by name for the next file of its kind.

Recognition makes one, a person may make or change one, and one reader reads by it.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import NamedTuple

from indicators import periods
from indicators.workbook import Sheet, Workbook, column_letters

OWN_REGION = "own region"  # of the council whose file it is
ENGLAND = "E92000001"


class Role(NamedTuple):
    """What a column can be, in words for the person who chooses."""

    value: str
    words: str
    hint: str


ROLES = [
    Role("title", "Indicator", "The indicator in words"),
    Role("code", "Indicator code", "Such as 2A, PI.2132 or 7.1"),
    Role("council_name", "Council or area", "Its name"),
    Role("council_code", "Council or area code", "Its ONS code, such as E08000002"),
    Role("period", "Period", "Each row says its own: 2023-24, Q2 2023-24, Sep 2023"),
    Role("year", "Year", "Where the quarter or month stands in another column"),
    Role("part_of_year", "Quarter or month", "Where the year stands in another column"),
    Role("value", "Figure", "The outturn; with a period where the column is one period's"),
    Role("target", "Target", "What the council aims for"),
    Role("numerator", "Numerator", "The count above the line"),
    Role("denominator", "Denominator", "The count below the line"),
    Role("base", "People who answered", "Of a survey"),
    Role("margin", "Margin of error", "Plus or minus"),
    Role("lower", "Lower limit", "Of the confidence interval"),
    Role("upper", "Upper limit", "Of the confidence interval"),
    Role(
        "measure_type", "Kind of figure", "Each row says: outcome, numerator, denominator, margin"
    ),
    Role("breakdown", "Breakdown", "Sex, age, team: each gets an indicator of its own"),
    Role("unit", "Unit", "Percentage, number, per 100,000, days, £"),
    Role("polarity", "Which way is better", "Higher, lower or for information"),
    Role("frequency", "How often", "Monthly, quarterly, yearly"),
    Role("reporting_lag", "Quarters in arrears", "0, 1 or more"),
    Role("heading", "Priority or section", "What the council lists the indicator under"),
    Role("definition", "Definition", "How it is measured"),
    Role("source", "Source", "Where the figure comes from"),
    Role("note", "Note or comment", "Kept beside the latest figure of the row"),
    Role("rank", "Published rank", "Kept as a note: ranks are worked out here"),
    Role("comparator", "Average of other councils", "Kept as a note: groups are averaged here"),
    Role("country", "Country", "Rows outside England are left out"),
    Role("derived", "Worked out here", "Rating, trend, difference: left out, and worked out here"),
    Role("ignored", "Leave out", "Nothing is read from it"),
    Role("unknown", "Not recognised", "Left out, and said so"),
]
WORDS = {role.value: role.words for role in ROLES}
FIGURES = ("value", "numerator", "denominator", "base", "margin", "lower", "upper", "target")
UNKNOWN = "unknown"
KINDS = {
    "long_table": "a long table: one row for each council, indicator and period",
    "wide_scorecard": "a scorecard: one row for each indicator, periods across",
    "numbered_data_pack": "a numbered data pack: metrics such as 7.1 to 7.14",
    "council_table": "a table with one row for each council, measures or periods across",
}


@dataclass(frozen=True)
class Column:
    """``period``, ``place`` and ``measure`` are what the whole column is of; empty where the row
    says, or nothing does. ``place`` is a code, a name, or ``OWN_REGION``."""

    index: int  # 0 is A
    heading: str
    role: str
    period: str = ""
    place: str = ""
    measure: str = ""

    @property
    def letters(self) -> str:
        return column_letters(self.index + 1)


@dataclass(frozen=True)
class TableMapping:
    """One sheet. Rows are numbered as a person sees them, from 1.

    ``period`` is of figures whose row and column do not say; ``measure`` likewise a title.
    ``markers`` adds to what words in cells mean: {"not held": "missing"}.
    """

    sheet: str
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    period: str = ""
    measure: str = ""
    unit: str = ""
    markers: dict[str, str] = field(default_factory=dict)

    @property
    def first_row(self) -> int:
        return self.header_rows[-1] + 1

    def of(self, *roles: str) -> list[Column]:
        return [column for column in self.columns if column.role in roles]

    def first(self, role: str) -> Column | None:
        return next(iter(self.of(role)), None)

    @property
    def kind(self) -> str:
        """One of ``KINDS``, from what its columns say."""
        if self.of("period", "year") or not any(column.period for column in self.of(*FIGURES)):
            named = self.of("title", "code") or not self.of("council_code", "council_name")
            return "long_table" if named else "council_table"
        return "wide_scorecard" if self.of("title", "code") else "council_table"


@dataclass(frozen=True)
class Mapping:
    """A whole file: the tables to read. ``layout`` is one of ``KINDS``."""

    tables: tuple[TableMapping, ...]
    layout: str

    def as_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, content: dict) -> "Mapping":
        """Raises ``ValueError`` with a sentence where it is not one."""
        try:
            tables = tuple(table_from_json(table) for table in content["tables"])
            layout = content.get("layout") or (tables[0].kind if tables else "long_table")
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("This is not a list of columns that can be read.") from error
        return cls(tables, layout)


def table_from_json(content: dict) -> TableMapping:
    columns = tuple(Column(**column) for column in content["columns"])
    if unknown := {column.role for column in columns} - WORDS.keys():
        raise ValueError(f"“{unknown.pop()}” is not something a column can be.")
    fields = content | {"columns": columns, "header_rows": tuple(content["header_rows"])}
    return TableMapping(**fields)


# --- what is missing --------------------------------------------------------------------------


def faults(mapping: Mapping) -> list[str]:
    """Why a file cannot be read by this mapping; empty where it can."""
    if not mapping.tables:
        return ["No sheet has a table of figures that we recognise."]
    several = len(mapping.tables) > 1
    return [
        f"Sheet “{table.sheet}”: {fault}" if several else fault
        for table in mapping.tables
        for fault in table_faults(table)
    ]


def table_faults(table: TableMapping) -> Iterator[str]:
    figures = table.of("value", "numerator")
    if not figures:
        yield "Say which column holds the figures."
    if not (table.of("title", "code") or table.measure or all(one.measure for one in figures)):
        yield "Say which column names the indicator."
    if not (table.of("period", "year") or table.period or any(one.period for one in figures)):
        yield "Say which column holds the period, or which period the figures are of."
    if table.of("part_of_year") and not (table.of("year") or table.period):
        yield "Say which column holds the year of the quarter or month."
    yield from said_twice(table)
    yield from unreadable_periods(table)


def said_twice(table: TableMapping) -> Iterator[str]:
    for role in ("title", "code", "council_code", "council_name", "period", "year", "measure_type"):
        columns = table.of(role)
        if len(columns) > 1:
            letters = " and ".join(column.letters for column in columns)
            yield f"Columns {letters} are both “{WORDS[role]}”. Choose one."


def unreadable_periods(table: TableMapping) -> Iterator[str]:
    named = [
        ("", table.period),
        *((f"Column {one.letters}: ", one.period) for one in table.columns),
    ]
    for where, text in named:
        try:
            if text:
                periods.parse_text(text)
        except ValueError as error:
            yield f"{where}{error}"


# --- the same kind of file again --------------------------------------------------------------


def header_key(mapping: Mapping) -> str:
    """Equal for next quarter's file with the same columns: periods, and how many, are left out."""
    tables = []
    for table in mapping.tables:
        words = [words_of(column) for column in table.columns]
        tables.append("|".join(dict.fromkeys(word for word in words if word)))
    return " / ".join(dict.fromkeys(tables))


def words_of(column: Column) -> str:
    """A heading without its period: the same next quarter."""
    plain = " ".join(re.sub(r"[\W_]+", " ", column.heading.lower()).split())
    if column.period:
        plain = " ".join(re.sub(r"\w*\d\w*", " ", plain).split())
        plain = " ".join(word for word in plain.split() if word[:3] not in MONTHS)
        return f"period {plain}".strip()
    return plain


MONTHS = {month.lower()[:3] for month in periods.MONTHS}


def fit(saved: Mapping, guessed: Mapping, workbook: Workbook) -> Mapping:
    """What was chosen for an earlier file, on this one: columns are found by their headings, so
    they may have moved, and new periods stand under what periods were."""
    tables = []
    for guess, sheet in sheets_of(guessed, workbook):
        earlier = next((one for one in saved.tables if one.sheet == sheet.name), saved.tables[0])
        tables.append(fit_table(earlier, guess))
    return replace(saved, tables=tuple(tables))


def sheets_of(mapping: Mapping, workbook: Workbook) -> Iterator[tuple[TableMapping, Sheet]]:
    """Each table with its sheet; a table whose sheet is not there is left out."""
    for table in mapping.tables:
        if sheet := workbook.sheet(table.sheet):
            yield table, sheet


def fit_table(earlier: TableMapping, guess: TableMapping) -> TableMapping:
    known = {words_of(column): column for column in earlier.columns}
    columns = tuple(
        replace(column, role=found.role, place=found.place, measure=found.measure)
        if (found := known.get(words_of(column)))
        else column
        for column in guess.columns
    )
    return replace(
        guess,
        columns=columns,
        period=guess.period or earlier.period,
        measure=earlier.measure or guess.measure,
        unit=earlier.unit,
        markers=earlier.markers,
    )
