"""Whose figures a row holds, of which measure and period; each answer is worked out once."""

import re
from collections import Counter
from collections.abc import Callable
from operator import itemgetter

from indicators import periods
from indicators.layouts.column_mapping import Column, TableMapping
from indicators.layouts.headers import day_of
from indicators.layouts.headings import is_year, plain
from indicators.layouts.measure_names import MeasureNames, text_at
from indicators.layouts.reading import Place, Problem, Reading
from indicators.periods import PeriodSpec

NOWHERE = Place()
ONS_CODE = re.compile(r"[A-Z]\d{8}")
COUNCILS = ("E06", "E08", "E09", "E10", "E12", "E92")
TOTALS = {"total", "grand total", "average", "mean", "median", "all councils", "sum"}


class RowSources:
    """``place``, ``period`` and ``measure`` of a row; None where it has none that can be used,
    which has then been said."""

    def __init__(self, table: TableMapping, names: MeasureNames, reading: Reading):
        self.table, self.names, self.reading = table, names, reading
        self.fixed_period = periods.parse_text(table.period) if table.period else None
        self.left_out: Counter[str] = Counter()
        self.first_left_out: dict[str, tuple[int, str]] = {}
        self.place_key = key_of(table.of("council_code", "council_name", "country"))
        self.period_key = key_of(table.of("period", "year", "part_of_year"))
        self.measure_key = key_of(
            [*table.of("code", "title"), *names.breakdowns, *table.of("measure_type")]
        )
        self.places: dict[object, Place | None] = {}
        self.periods: dict[object, PeriodSpec | None] = {}

    # --- places ---

    def place(self, row: list, number: int) -> Place | None:
        if self.place_key is None:
            return NOWHERE
        key = self.place_key(row)
        if key not in self.places:
            self.places[key] = self.find_place(row, number)
        found = self.places[key]
        if found is None:
            self.count_left_out(row, number)
        return found

    def find_place(self, row: list, number: int) -> Place | None:
        place = Place(self.text("council_code", row), self.text("council_name", row))
        return None if self.why_left_out(place, row) else self.tidied(place)

    def tidied(self, place: Place) -> Place:
        """What is in the code's column and is no code may be a name."""
        if place.code and not ONS_CODE.fullmatch(place.code.upper()) and not place.name:
            return Place("", place.code)
        return Place(place.code.upper(), place.name)

    def why_left_out(self, place: Place, row: list) -> str:
        country = self.text("country", row)
        if country and country.lower() not in ("england", "eng", "e"):
            return f"are in {country}"
        if ONS_CODE.fullmatch(place.code) and not place.code.startswith(COUNCILS):
            return KINDS.get(place.code[:1], KINDS.get(place.code[:3], "are not councils"))
        if place.name.lower() in TOTALS:
            return "are totals of others"
        return ""

    def count_left_out(self, row: list, number: int) -> None:
        place = Place(self.text("council_code", row), self.text("council_name", row))
        why = self.why_left_out(place, row)
        self.left_out[why] += 1
        self.first_left_out.setdefault(why, (number, place.name or place.code))

    def report_left_out(self) -> None:
        for why, count in self.left_out.items():
            number, name = self.first_left_out[why]
            rows = "1 row is" if count == 1 else f"{count:,} rows are"
            message = (
                f"{rows} of places that {why}, the first of them {name}. They are left out: "
                "figures are kept for councils with adult social care, regions and England."
            )
            column = (self.table.of("council_code", "council_name") or self.table.columns)[0]
            self.reading.warnings.append(
                Problem(self.table.sheet, number, column.letters, name, message)
            )

    # --- periods ---

    def period(self, row: list, number: int) -> PeriodSpec | None:
        if self.period_key is None:
            return self.fixed_period
        key = self.period_key(row)
        if key not in self.periods:
            self.periods[key] = self.find_period(row, number)
        return self.periods[key]

    def find_period(self, row: list, number: int) -> PeriodSpec | None:
        """Said once for each wording that cannot be read, at its first row."""
        table = self.table
        column = (table.of("period") or table.of("part_of_year") or table.of("year"))[0]
        content = row[column.index] if column.index < len(row) else ""
        try:
            return self.period_said(row, content, column)
        except ValueError as error:
            message = str(error) if str(content).strip() else "The row does not say its period."
            self.reading.problems.append(
                Problem(self.table.sheet, number, column.letters, str(content)[:80], message)
            )
            return None

    def period_said(self, row: list, content: object, column: Column) -> PeriodSpec:
        if column.role != "part_of_year":
            return self.relative_period(content) or periods.parse(whole_year(content))
        part = str(content).strip()
        year = self.table.first("year")
        if year:
            of = periods.parse(whole_year(row[year.index] if year.index < len(row) else ""))
        elif self.fixed_period and is_year(self.fixed_period):
            of = self.fixed_period
        elif self.fixed_period:
            of = periods.parse_text(periods.financial_year_label(day_of(self.fixed_period)))
        else:
            raise ValueError(f"“{part}” does not say its year.")
        return periods.within(of, part) or periods.parse(content)

    def relative_period(self, content: object) -> PeriodSpec | None:
        """“Latest month” and “rolling year” are of the period that stands around the table."""
        words = plain(content)
        if self.fixed_period is None or words not in RELATIVE_PERIODS:
            return None
        return RELATIVE_PERIODS[words](self.fixed_period)

    # --- measures ---

    def text(self, role: str, row: list) -> str:
        column = self.table.first(role)
        return text_at(row, column.index) if column else ""


def latest_month(around: PeriodSpec) -> PeriodSpec:
    return periods.month(around.ends_on.year, around.ends_on.month)


def rolling_year(around: PeriodSpec) -> PeriodSpec:
    words = f"12 months to {periods.month_label(around.ends_on)}"
    return periods.parse_text(words)


def latest_quarter(around: PeriodSpec) -> PeriodSpec:
    end = around.ends_on
    year = int(periods.financial_year_label(end)[:4])
    return periods.quarter((end.month - periods.APRIL) % 12 // 3 + 1, year)


RELATIVE_PERIODS: dict[str, Callable[[PeriodSpec], PeriodSpec]] = {
    **dict.fromkeys(("latest month", "current month", "this month"), latest_month),
    **dict.fromkeys(("rolling year", "rolling 12 months", "latest 12 months"), rolling_year),
    **dict.fromkeys(("latest quarter", "current quarter", "this quarter"), latest_quarter),
    **dict.fromkeys(("", "latest", "current", "snapshot"), lambda around: around),
}
KINDS = {
    "W": "are in Wales",
    "S": "are in Scotland",
    "N": "are in Northern Ireland",
    "K": "are several countries together",
    "E07": "are district councils, which have no adult social care",
}


def whole_year(content: object) -> object:
    """“2023.0” as a spreadsheet may write it, and numbers as text."""
    text = str(content).strip()
    return text[:-2] if isinstance(content, str) and re.fullmatch(r"\d{4}\.0", text) else content


def key_of(columns: list[Column]) -> Callable[[list], object] | None:
    return itemgetter(*(column.index for column in columns)) if columns else None
