"""Which measure a row is of, from its code, title and breakdowns, and what the row says of it."""

import re
from dataclasses import dataclass, field

from indicators.layouts import measure_words
from indicators.layouts.column_mapping import Column, TableMapping
from indicators.layouts.measure_words import WHOLE, code_of, polarity_of, with_part
from indicators.layouts.reading import Measure, Problem, Reading
from indicators.workbook import Sheet

LONGEST_TITLE = 300
LONGEST_HEADING = 200
DEFINED_BY = ("unit", "polarity", "frequency", "reporting_lag", "heading", "definition", "source")
METRIC_NUMBER = re.compile(r"(\d+)\.(\d+)")
CODE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w.()/-]{2,12}")
CUMULATIVE = re.compile(r"\bcumulative\b(?! average| mean| rate| %| percent)", re.IGNORECASE)
FOOTNOTE = re.compile(r"\s*(?:\[\s*note\s+\d+\s*\]|[*†‡]+)\s*$", re.IGNORECASE)


@dataclass
class MeasureNames:
    """Names the measures of one table; each is described once, by the first row that has it."""

    table: TableMapping
    reading: Reading
    breakdowns: list[Column] = field(default_factory=list)
    section: str = ""
    previous: str = ""  # the code before, to tell 7.10 from 7.1
    titles: dict[str, str] = field(default_factory=dict)  # of codes made of titles

    def __post_init__(self) -> None:
        self.value_words = " ".join(column.heading for column in self.table.of("value")[:1])
        self.columns = {role: self.table.first(role) for role in ("code", "title", *DEFINED_BY)}

    def find(self, row: list, number: int, more: str = "") -> str:
        """The code of a row's measure; empty where it names none. ``more`` breaks it down."""
        code, title = self.text("code", row), self.text("title", row)
        title = FOOTNOTE.sub("", title) or self.table.measure
        if not code and not title:
            return ""
        if code:
            code = self.whole_number(code, title, number)
        parts = [*self.parts(row), *([more] if more else [])]
        return self.describe(row, number, code, title, parts)

    def of_column(self, title: str) -> str:
        """A measure that a whole column is of."""
        code = title if CODE.fullmatch(title) else ""
        return self.describe([], self.table.header_rows[-1], code, title, [])

    def describe(self, row: list, number: int, own_code: str, title: str, parts: list[str]) -> str:
        whole = own_code[: measure_words.LONGEST_CODE] or code_of(title)
        code = with_part(whole, " ".join(parts)) if parts else whole
        if code in self.reading.measures:
            return code
        words = f"{title or whole}: {', '.join(parts)}" if parts else title or whole
        self.reading.measures[code] = self.said_of(row, number, words)._replace(
            code=code,
            title=words[:LONGEST_TITLE],
            parent=whole if parts else "",
            is_known_by_title=not own_code,
        )
        return code

    def said_of(self, row: list, number: int, title: str) -> Measure:
        kind = self.table.first("measure_type")
        kind_words = text_at(row, kind.index) if kind else ""
        lag = self.text("reporting_lag", row)
        return Measure(
            "",
            title,
            source=self.text("source", row)[:LONGEST_HEADING],
            unit=measure_words.unit_of(
                self.text("unit", row), self.table.unit, kind_words, title, self.value_words
            ),
            polarity=self.polarity(row, number),
            frequency=measure_words.frequency_of(self.text("frequency", row)),
            build_up=self.build_up(row, title),
            reporting_lag=int(float(lag)) if re.fullmatch(r"\d(?:\.0)?", lag) else 0,
            heading=(self.text("heading", row) or self.section)[:LONGEST_HEADING],
            definition=self.text("definition", row),
        )

    def polarity(self, row: list, number: int) -> str:
        """Not stated: for information until somebody says. Words we do not know: the same, said."""
        words = self.text("polarity", row)
        found = polarity_of(words)
        if found is None:
            column = self.columns["polarity"]
            message = f"“{words[:60]}” does not say which way is better. It is left open."
            letters = column.letters if column else ""
            where = Problem(self.table.sheet, number, letters, words[:80], message)
            self.reading.warnings.append(where)
        return found or ""

    def build_up(self, row: list, title: str) -> str:
        """Comments say that a count is a cumulative measure; an average adds up to nothing."""
        notes = (text_at(row, column.index) for column in self.table.of("note", "definition"))
        return "cumulative" if any(CUMULATIVE.search(words) for words in (title, *notes)) else ""

    def text(self, role: str, row: list) -> str:
        column = self.columns[role]
        return text_at(row, column.index) if column else ""

    def parts(self, row: list) -> list[str]:
        texts = (text_at(row, column.index) for column in self.breakdowns)
        return [text for text in texts if text.lower() not in WHOLE]

    def whole_number(self, code: str, title: str, number: int) -> str:
        """7.1 after 7.9 is 7.10: spreadsheets drop the last nought of what they take for a
        number."""
        before, now = METRIC_NUMBER.fullmatch(self.previous), METRIC_NUMBER.fullmatch(code)
        if before and now and before[1] == now[1]:
            following = str(int(before[2]) + 1)
            if following.endswith("0") and following.rstrip("0") == now[2]:
                message = (
                    f"{code} stands after {self.previous}, so it is read as {now[1]}.{following}."
                )
                column = self.columns["code"]
                letters = column.letters if column else ""
                self.reading.warnings.append(
                    Problem(self.table.sheet, number, letters, code, message)
                )
                code = f"{now[1]}.{following}"
        self.previous = code
        return code


def text_at(row: list, index: int) -> str:
    """A cell as words: 7.0 is 7."""
    if index >= len(row):
        return ""
    cell = row[index]
    if isinstance(cell, float):
        return f"{cell:.12g}"
    return " ".join(str(cell).split())


def breakdowns_that_differ(sheet: Sheet, table: TableMapping) -> list[Column]:
    """Those whose cells are not all the same: “Persons” in every row breaks nothing down."""
    rows = sheet.rows[table.first_row - 1 :]
    return [
        column
        for column in table.of("breakdown")
        if len({row[column.index] for row in rows if column.index < len(row)} - {""}) > 1
    ]
