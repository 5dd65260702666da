"""Each council's printed table, beside the report made here of the same figures.

The printed figures come in as any file of figures does; the report is set up from that council's
form and made for the quarter of its paper. What is compared is the report itself, cell by cell.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from indicators import data_packs
from indicators.models import Area, DataPack, Indicator, Outturn
from readiness.models import Audience
from readiness.quarters import Quarter
from readiness.reports.editions import open_edition
from readiness.reports.making import make
from readiness.reports.report import Cell, Chart, Report, Subheading
from readiness.reports.set_up import set_up

NO_FIGURE_PRINTED = {"", "N/A", "n/a", "TBC", "tbc", "No carers survey", "No carer survey"} | {
    "No national data published"
}
NOTHING_SHOWN = {
    "Not available", "No figure", "Not due", "No target", "Not comparable", "Not ranked", "None",
    "Not given", "None made", "No baseline",
}  # fmt: skip
NOT_SHOWN = Cell("Not shown")
NUMBER = re.compile(r"[-+]?[\d,]+(?:\.\d+)?(?![\d/])")
COUNTS = re.compile(r"\(([\d,.]+)(?:/([\d,]+))?")
FORECAST = re.compile(r"Forecast based on Q2 = (\d+) admissions")
PERIOD = re.compile(r"\d{4}-\d\d Q[1-4]|12 months before|[A-Z][a-z]+ \d{4}")
EVERY_MEASURE = "All measures together"

Row = Mapping[str, str]
Alike = Callable[[str, Cell], bool]


# --- whether two cells say the same ---------------------------------------------------------


def leading_number(text: str) -> float | None:
    """The figure of ``302.0 (124 admissions)``; None for ``N/A`` and ``16/17 target``."""
    found = NUMBER.match(text)
    return float(found[0].replace(",", "")) if found else None


def same_number(printed: str, cell: Cell) -> bool:
    value = leading_number(printed)
    return value is not None and value == cell.number


def same_rank(printed: str, cell: Cell) -> bool:
    return int(printed.partition("/")[0]) == cell.number


def same_words(printed: str, cell: Cell) -> bool:
    return printed == cell.words


def same_counts(printed: str, cell: Cell) -> bool:
    return printed == cell.words.replace(",", "")


def meaning(words: Mapping[str, str]) -> Alike:
    """The paper's word for it, and ours; without the arrow and by how much it moved."""

    def is_same(printed: str, cell: Cell) -> bool:
        return words.get(printed) == re.sub(r"^[↑↓→] | \(.*\)$", "", cell.words)

    return is_same


def same_amount(printed: str, cell: Cell) -> bool:
    """``3.6m`` is 3,600,000."""
    value = leading_number(printed)
    times = 1_000_000 if printed.endswith("m") else 1
    return value is not None and cell.number == round(value * times, 6)


def same_length(printed: str, cell: Cell) -> bool:
    """The period that our figure is labelled with is as long as the paper says."""
    return re.search(LENGTHS[printed], cell.words) is not None


LENGTHS = {
    "Latest month": r"\([A-Z][a-z]+ \d{4}\)$",
    "Rolling year": r"\(12 months to [A-Z][a-z]+ \d{4}\)$",
}
SCORE = meaning({
    "on_or_exceeding": "Met",
    "within_tolerance": "Within tolerance",
    "below_target": "Not met",
    "no_target": "No target",
})  # fmt: skip
TREND = meaning({"improved": "Improving", "consistent": "No change", "worsened": "Worsening"})
POLARITY = meaning({
    "higher": "Higher is better",
    "lower": "Lower is better",
    "Bigger is better": "Higher is better",
    "Smaller is better": "Lower is better",
    "Neutral": "For information",
})  # fmt: skip
CONCERN = meaning({"listed": "Listed"})


# --- the five papers ------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """``printed`` is its heading in the file, ``ours`` the report's (or the period that a figure
    is labelled with), ``about`` what the document calls it."""

    printed: str
    ours: str
    about: str = ""
    is_alike: Alike = same_number

    @property
    def name(self) -> str:
        return self.about or self.printed


@dataclass(frozen=True)
class Paper:
    """``read`` puts beside a line of the file what else the paper prints of it."""

    council: str
    code: str
    title: str
    file: str
    form: str
    quarter: Quarter
    columns: tuple[Column, ...]
    read: Callable[[Row], Row] = field(default=lambda row: row)
    lists: str = ""
    """A section of ours that lists indicators by subheading, compared as a column of that name."""
    counts: Mapping[str, str] = field(default_factory=dict)
    """How many measures the paper counts under each of our ratings, as a report words them."""
    tolerance: float | None = None
    """In per cent of target, where the paper says."""


def months(*names: str) -> Iterator[Column]:
    """``Apr-22`` stands under ``Apr 2022`` with us."""
    return (Column(name, name.replace("-", " 20"), name.replace("-", " 20")) for name in names)


def with_dudleys_arrows(row: Row) -> Row:
    """The file leaves out two arrows that the paper draws (its notes say so)."""
    arrow = "an arrow" if row["code"] in ("PI.2625", "PI.2628") else ""
    return {**row, "published_annual_trend": row["published_annual_trend"] or arrow}


def with_its_period(row: Row) -> Row:
    """Bury's smaller tables are of the paper's quarter, unless a row's name or their own says."""
    name = f"{row['table']}: {row['row']}, {row['column']}"
    period = PERIOD.search(name)
    return {**row, "Indicator Name": name, "period": period[0] if period else "2024-25 Q3"}


def with_leicesters_counts(row: Row) -> Row:
    """Those in brackets after the figure, and the forecast among the comments."""
    counts = COUNTS.search(row["2017/18 Q2"])
    parts = [part.replace(",", "") for part in counts.groups() if part] if counts else []
    forecast = FORECAST.search(row["Comments"])
    return {
        **row,
        "counts": " of ".join(parts),
        "forecast": f"{forecast[1]} admissions" if forecast else "",
    }


BURY = Paper(
    council="Bury",
    code="E08000002",
    title="quarterly report to cabinet, highlight table for quarter 3 2024-25",
    file="bury-2024-25-q3-highlight.csv",
    form="highlight-report",
    quarter=Quarter(date(2024, 10, 1)),
    columns=(
        Column("obsession", "Under", "Stands under", same_words),
        Column("polarity", "Better is", "Better is", POLARITY),
        Column("value", "Figure", "Latest figure"),
        Column("period", "Period", "Its period", same_words),
        Column("rank_cipfa_16", "Rank", "Rank among 16 similar councils", same_rank),
        Column("rank_north_west_24", "Rank", "Rank in the North West", same_rank),
        Column("rank_greater_manchester_10", "Rank", "Rank in Greater Manchester", same_rank),
    ),
)
BURY_TABLES = Paper(
    council="Bury",
    code="E08000002",
    title="the same report, its smaller tables",
    file="bury-2024-25-q3-tables.csv",
    form="highlight-report",
    quarter=Quarter(date(2024, 10, 1)),
    columns=(
        Column("value", "Figure", "Figure"),
        Column("period", "Period", "Its period", same_words),
    ),
    read=with_its_period,
)
DUDLEY = Paper(
    council="Dudley",
    code="E08000027",
    title="corporate quarterly scorecard for quarter 2 2023-24",
    file="dudley-2023-24-q2.csv",
    form="corporate-scorecard",
    quarter=Quarter(date(2023, 7, 1)),
    columns=(
        *(Column(f"2022-23 Q{n}", f"2022-23 Q{n}") for n in (1, 2, 3, 4)),
        *(Column(f"2023-24 Q{n}", f"2023-24 Q{n}") for n in (1, 2)),
        Column("target", "Target", "Target"),
        Column("published_score", "Against target", "Score", SCORE),
        Column("published_short_term_trend", "Since last period", "Short-term trend", TREND),
        Column("published_annual_trend", "Since last year", "Annual trend", TREND),
        Column("comparator_national", "England", "National comparator"),
        Column("comparator_regional", "Region", "Regional comparator"),
    ),
    read=with_dudleys_arrows,
    counts={"met": "5", "within tolerance": "1", "not met": "3"},
)
DUDLEY_PANELS = Paper(
    council="Dudley",
    code="E08000027",
    title="the same scorecard, its service panels",
    file="dudley-2023-24-q2-panels.csv",
    form="corporate-scorecard",
    quarter=Quarter(date(2023, 7, 1)),
    columns=(
        Column("service", "Under", "Service", same_words),
        Column("current value", "2023-24 Q2", "Current value"),
        Column("reporting period", "2023-24 Q2", "Reporting period", same_length),
        Column("target", "Target", "Target"),
        Column("national average", "England", "National average"),
        Column("success is", "Better is", "Success is", POLARITY),
    ),
    read=lambda row: {**row, "indicator": row["measure"]},
)
LEICESTER = Paper(
    council="Leicester",
    code="E06000016",
    title="integrated performance report, national measures for quarter 2 2017-18",
    file="leicester-ascof-2017-18-q2.csv",
    form="integrated-performance",
    quarter=Quarter(date(2017, 7, 1)),
    columns=(
        Column("2015/16", "2015-16", "2015-16"),
        Column("2016/17", "2016-17", "2016-17"),
        Column("2016/17 England average", "England", "England 2016-17"),
        Column("2016/17 England ranking", "Rank", "Rank in England 2016-17", same_rank),
        Column("England rank DoT", "Rank before", "Rank the year before", same_words),
        Column("2017/18 Q1", "2017-18 Q1", "2017-18 Q1"),
        Column("2017/18 Q2", "2017-18 Q2", "2017-18 Q2"),
        Column("counts", "Number of people", "People in 2017-18 Q2", same_counts),
        Column("2017/18 Target", "Target", "Target for 2017-18"),
        Column("forecast", "Forecast for the year", "Forecast"),
        Column("Comments", "Comments", "Comments", same_words),
    ),
    read=with_leicesters_counts,
    counts={"met": "7", "within tolerance": "0", "not met": "5"},
    tolerance=0.5,
)
LEICESTER_TEXT = Paper(
    council="Leicester",
    code="E06000016",
    title="the same report, figures and counts in its text",
    file="leicester-2017-18-q2-text.csv",
    form="integrated-performance",
    quarter=Quarter(date(2017, 7, 1)),
    columns=(
        Column("published", "Figure", "Figure", same_amount),
        Column("period", "Period", "Its period", same_words),
    ),
    read=lambda row: {**row, "indicator": f"{row['section']}: {row['measure']}"},
)
SOUTHAMPTON = Paper(
    council="Southampton",
    code="E06000045",
    title="monthly performance analysis, September 2022",
    file="southampton-2022-09.csv",
    form="performance-analysis",
    quarter=Quarter(date(2022, 7, 1)),
    columns=(
        *months("Apr-22", "May-22", "Jun-22", "Jul-22", "Aug-22", "Sep-22"),
        Column("England", "England", "England"),
        Column("published_diff", "Difference from England", "Difference from England"),
        Column("target", "Target", "Target"),
    ),
)  # fmt: skip
WEST_NORTHAMPTONSHIRE = Paper(
    council="West Northamptonshire",
    code="E06000062",
    title="paper to the scrutiny board, figures to November 2023",
    file="west-northamptonshire-2023-11.csv",
    form="scrutiny-report",
    quarter=Quarter(date(2023, 10, 1)),
    columns=(
        *months(
            "Mar-23", "Apr-23", "May-23", "Jun-23", "Jul-23", "Aug-23", "Sep-23", "Oct-23", "Nov-23"
        ),
        Column("Target (2023-24)", "Target", "Target for 2023-24"),
        Column("concern", "Areas of concern", "Area of concern", CONCERN),
    ),
    read=lambda row: {**row, "concern": "listed"},  # all four stand under that heading
    lists="Areas of concern",
)  # fmt: skip
PAPERS = (
    BURY, BURY_TABLES, DUDLEY, DUDLEY_PANELS, LEICESTER, LEICESTER_TEXT, SOUTHAMPTON,
    WEST_NORTHAMPTONSHIRE,
)  # fmt: skip


# --- the comparison -------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One printed cell, and ours. ``indicator`` is as the paper calls it."""

    indicator: str
    about: str
    printed: str
    ours: str
    is_same: bool


def load(paper: Paper, folder: Path) -> DataPack:
    """As an analyst loads it, saying whose figures they are, and keeping words that are none."""
    path = folder / "published" / paper.file
    said = {"council": Area.objects.get(code=paper.code), "layout": "", "keeps_words": True}
    pack = data_packs.load(path.read_bytes(), path.name, write=True, **said).pack
    if paper.tolerance is not None:
        Indicator.objects.filter(outturns__data_pack=pack).update(tolerance=paper.tolerance)
    return pack


def report_of(paper: Paper, *, by) -> Report:
    """For the council's own use, as nothing is withheld there that the paper prints."""
    report = set_up(title=f"{paper.council}: {paper.title}", form=paper.form, by=by)
    edition = open_edition(report, quarter=paper.quarter, by=by)
    return make(edition, audience=Audience.INTERNAL, on=paper.quarter.ends_on).report


def compared(paper: Paper, folder: Path, *, by) -> list[Line]:
    """Every cell that says something on either side. ``COUNCIL_CODE`` is the paper's."""
    pack = load(paper, folder)
    report = report_of(paper, by=by)
    shown, names = shown_in(report, paper.lists), names_of(pack, paper.code)
    with (folder / "published" / paper.file).open(newline="", encoding="utf-8") as file:
        rows = [paper.read(row) for row in csv.DictReader(file)]
    return [
        *lines_counted(report, paper.counts),
        *(
            line
            for number, row in enumerate(rows, 2)
            for line in lines_of(row, paper.columns, shown[names[number]])
        ),
    ]


def lines_counted(report: Report, counts: Mapping[str, str]) -> Iterator[Line]:
    """What the paper counts, beside the sentence of the report that does."""
    blocks = [block for section in report.sections for block in section.blocks]
    said = [block.sentence for block in blocks if isinstance(block, Chart)]
    sentence = next((one for one in said if "with a target" in one), "")
    for words, printed in counts.items():
        found = re.search(rf"(\d+) {words}", sentence)
        ours = found[1] if found else "0"
        yield Line(EVERY_MEASURE, f"How many {words}", printed, ours, printed == ours)


def names_of(pack: DataPack, council: str) -> dict[int, str]:
    """Line of the file -> the indicator as a report names it, by the cells figures came from."""
    outturns = Outturn.objects.filter(data_pack=pack, area__code=council)
    return {
        int(re.sub(r"\D", "", outturn.cell)): (
            f"{outturn.indicator.code} {outturn.indicator.short_title or outturn.indicator.title}"
        )
        for outturn in outturns.select_related("indicator")
    }


def shown_in(report: Report, lists: str) -> dict[str, dict[str, Cell]]:
    """Indicator -> heading -> what the report's tables show under it."""
    found: dict[str, dict[str, Cell]] = {}
    for _, table in report.tables:
        for row in table.rows:
            cells = found.setdefault(row[0].words, {"Under": Cell(table.about)})
            for cell, column in zip(row, table.columns, strict=True):
                cells.setdefault(column.words, cell)
            if lists:
                cells[lists] = Cell("Not listed")
    for title in listed(report, lists):
        for name, cells in found.items():
            if name.endswith(f" {title}"):
                cells[lists] = Cell("Listed")
    return found


def listed(report: Report, title: str) -> Iterator[str]:
    for section in report.sections:
        if section.title == title:
            yield from (block.words for block in section.blocks if isinstance(block, Subheading))


def lines_of(row: Row, columns: Iterable[Column], shown: Mapping[str, Cell]) -> Iterator[Line]:
    for column in columns:
        printed, cell = row[column.printed].strip(), cell_of(shown, column.ours)
        says_nothing = printed in NO_FIGURE_PRINTED
        if says_nothing and shows_nothing(cell):
            continue
        is_same = not says_nothing and column.is_alike(printed, cell)
        yield Line(name_printed(row), column.name, printed, cell.words, is_same)


def shows_nothing(cell: Cell) -> bool:
    return cell in (NOT_SHOWN, Cell("")) or cell.words in NOTHING_SHOWN


def name_printed(row: Row) -> str:
    title = row.get("indicator") or row["Indicator Name"]
    return f"{row['code']} {title}" if "code" in row else title


def cell_of(shown: Mapping[str, Cell], heading: str) -> Cell:
    """Under the heading, or labelled with it as the figure's own period."""
    labelled = (cell for cell in shown.values() if cell.words.endswith(f" ({heading})"))
    return shown.get(heading) or next(labelled, NOT_SHOWN)
