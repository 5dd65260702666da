"""A scorecard as CSV and as an Excel workbook: what is on the screen, figures as numbers, and for
each figure the file, sheet and cell it came from."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import xlsxwriter

from config.wording import day_in_words, name_of
from indicators.figures import rounded
from indicators.figures_file import safe
from indicators.list_files import NARROWEST, WIDEST, as_text, write_cell
from indicators.models import Outturn
from indicators.reporting_periods import in_code
from indicators.scorecard import Scorecard
from indicators.scorecard_row import ScorecardRow

AT_ONCE = 5000
BEFORE = ("Code", "Indicator", "Better is", "Unit", "Period", "Figure", "State")
COUNTED = ("Numerator", "Denominator")
JUDGED = (
    *("Target", "Against target", "Since the last period", "Since last year", "England"),
    *("Difference from England", "Beside England", "Trend", "Since the baseline"),
)
AMONG = ("Mean of {0}", "Rank in {0}", "Of", "Tied", "Quarter of councils")
AFTER = (
    *("Forecast for the year", "Part of", "Area or team", "Owner"),
    *("Look at first because", "Commentary", "Data pack", "File", "Sheet", "Cell"),
)
SOURCE_HEADINGS = (
    *("Code", "Indicator", "Place", "Period", "Figure", "State", "Data pack", "File", "Sheet"),
    "Cell",
)


class Source(NamedTuple):
    """Where an outturn came from."""

    pk: int
    place: str
    pack: str
    file: str
    sheet: str
    cell: str


TYPED_IN = Source(0, "", "Typed in", "", "", "")


@dataclass(frozen=True)
class Listed:
    """A row under the heading it is shown under."""

    heading: str
    row: ScorecardRow


@dataclass(frozen=True)
class File:
    """What is written: the rows as listed, and the lines that say what they are."""

    scorecard: Scorecard
    listed: tuple[Listed, ...]
    arranged_by: str
    asked: tuple[tuple[str, str], ...]
    """What the list was narrowed to, as label and words."""
    on: date
    sources: dict[int, Source]

    @property
    def title(self) -> str:
        return f"{self.scorecard.council.name}: scorecard for {self.scorecard.period_text}"

    @property
    def headings(self) -> list[str]:
        among = self.scorecard.among.name
        return [
            *([self.arranged_by] if self.arranged_by else []),
            *(*BEFORE, *COUNTED, *self.scorecard.column_labels, *JUDGED),
            *(heading.format(among) for heading in AMONG),
            *AFTER,
        ]

    def cells(self, listed: Listed) -> list:
        return [*([listed.heading] if self.arranged_by else []), *self._cells(listed.row)]

    def _cells(self, row: ScorecardRow) -> Iterable:
        summary, latest, rank = row.summary, row.summary.held.latest, row.rank
        indicator = row.indicator
        source = self.sources.get(row.pk or 0, TYPED_IN)
        yield from (indicator.code, indicator.title, indicator.get_polarity_display())
        yield from (indicator.get_unit_display(), in_code(*row.point[:3]))
        yield shown(row, row.point.number, summary.value_text)
        yield Outturn.State(row.point.state).label
        yield from (latest.numerator, latest.denominator) if latest else (None, None)
        for cell in row.cells:
            yield shown(row, cell.number, cell.words)
        yield summary.target_text if summary.target is None else shown(row, summary.target.value)
        yield summary.rating.word
        yield from (summary.short_term.words, summary.annual.words)
        yield shown(row, row.england, summary.england_text)
        yield shown(row, summary.england_difference)
        yield from (row.similar, row.trend_words, row.baseline_words)
        yield shown(row, row.group.mean, "Not available")
        yield rank.position if rank else "Not ranked"
        yield row.group.n or None
        yield rank.tied if rank else None
        yield rank.quartile if rank else None
        yield shown(row, summary.forecast.value if summary.forecast else None)
        yield str(indicator.parent) if indicator.parent else ""
        yield from (indicator.team, name_of(indicator.owner) if indicator.owner else "")
        yield "; ".join(row.reasons)
        yield row.commentary or ""
        yield from source[2:] if row.pk else ("", "", "", "")


def shown(row: ScorecardRow, value, words: str | None = None):
    """The number that the screen shows, without its unit; its words where there is none."""
    return words if value is None else float(rounded(value, row.indicator.decimals))


def sources_of(rows: Iterable[ScorecardRow]) -> dict[int, Source]:
    """By outturn: of every figure that is shown, and of England's."""
    wanted = sorted({pk for row in rows for pk in outturns_of(row)})
    found: dict[int, Source] = {}
    for first in range(0, len(wanted), AT_ONCE):
        held = Outturn.objects.filter(pk__in=wanted[first : first + AT_ONCE]).values_list(
            *("pk", "area__name", "data_pack__title", "data_pack__original_name"),
            *("sheet", "cell"),
        )
        for pk, place, pack, file, sheet, cell in held:
            found[pk] = Source(pk, place, pack or TYPED_IN.pack, file or "", sheet, cell)
    return found


def outturns_of(row: ScorecardRow) -> list[int]:
    shown_cells = [cell.pk for cell in row.cells]
    return [pk for pk in (row.pk, *shown_cells, row.group.england_pk) if pk]


def as_csv(file: File) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([safe(heading) for heading in file.headings])
    for listed in file.listed:
        writer.writerow([safe(as_text(cell)) for cell in file.cells(listed)])
    return ("\ufeff" + written.getvalue()).encode()


def as_workbook(file: File) -> bytes:
    """Three sheets: the scorecard, what it is, and where each figure came from."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    book.set_properties({"title": file.title, "author": file.scorecard.council.name})
    rows = [file.cells(listed) for listed in file.listed]
    write_sheet(book, "Scorecard", file.headings, rows)
    write_sheet(book, "About", ("About this scorecard", ""), about(file))
    write_sheet(book, "Sources", SOURCE_HEADINGS, source_rows(file))
    book.close()
    return written.getvalue()


WRITERS = {"csv": as_csv, "xlsx": as_workbook}
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write_sheet(book, name: str, headings: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Text as text, numbers as numbers; the headings stay in sight."""
    rows = list(rows)
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
        longest = max((len(str(row[place] or "")) for row in rows), default=0)
        sheet.set_column(place, place, min(max(NARROWEST, longest + 2), WIDEST))
    for line, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            write_cell(sheet, line, place, cell, {})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 1)


def about(file: File) -> list[tuple]:
    scorecard = file.scorecard
    among = f"{scorecard.among.name}. {scorecard.among.source}".rstrip(". ")
    lines: list[tuple] = [
        ("Council", scorecard.council.name),
        ("Period", scorecard.period_text),
        ("Compared with", among),
        *file.asked,
        ("Made on", day_in_words(file.on)),
        ("Indicators listed", len(file.listed)),
        ("", ""),
        ("All indicators of the period", scorecard.counts.total),
    ]
    lines += [(rating.word, n) for rating, n in scorecard.counts.rating.items() if n]
    lines += [
        (f"Since the last period: {trend.word}", n)
        for trend, n in scorecard.counts.short_term.items()
        if n
    ]
    lines += [("", ""), ("How each is rated", "")]
    lines += [(listed.row.indicator.code, listed.row.summary.rule_text) for listed in file.listed]
    return lines


def source_rows(file: File) -> Iterable[list]:
    """Each figure once, with where it came from."""
    for row in dict.fromkeys(listed.row for listed in file.listed):
        indicator = row.indicator
        for pk, words, number, period, state in figures_of(row, file.scorecard):
            source = file.sources.get(pk, TYPED_IN)
            yield [
                *(indicator.code, indicator.title, source.place, period),
                *(shown(row, number, words), state, *source[2:]),
            ]


def figures_of(row: ScorecardRow, scorecard: Scorecard) -> Iterable[tuple]:
    """The figures of a row that are held: outturn, words, number, period, state."""
    held = {each.pk: each for each in row.summary.held.rows}
    if latest := row.summary.held.latest:
        held[latest.pk] = latest
    for pk in dict.fromkeys(pk for pk in outturns_of(row) if pk in held):
        point = held[pk].point
        words = row.summary.write(point.value, point.state)
        yield pk, words, point.number, in_code(*point[:3]), Outturn.State(point.state).label
    if england := row.group.england_pk:
        state = Outturn.State(row.group.standing.england_state or Outturn.State.MISSING).label
        period = in_code(*row.point[:3])
        yield england, row.summary.england_text, row.england, period, state
