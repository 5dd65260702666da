"""One indicator's figures as a file that spreadsheets open safely. Pure."""

import csv
import io

from indicators.figure_rows import FigureRow
from indicators.indicator_page import IndicatorPage

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
HEADINGS = (
    *("Indicator", "Title", "Council", "Period", "Figure", "State", "Numerator", "Denominator"),
    *("People who answered", "Margin of error", "Interval from", "Interval to"),
    *("England", "Difference from England", "Region", "Rank", "Of", "Ranked among"),
    *("Mean", "Median", "Target", "Floor", "Against target", "Forecast for the year"),
    *("Note", "Data pack", "Sheet", "Cell"),
)


def safe(cell) -> object:
    """Text that a spreadsheet would take for a formula is kept as text; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return "" if cell is None else cell


def figures_csv(page: IndicatorPage) -> str:
    """With a byte order mark, by which Excel knows that it is UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(HEADINGS)
    writer.writerows([safe(cell) for cell in cells(page, row)] for row in page.rows)
    return "\ufeff" + written.getvalue()


def cells(page: IndicatorPage, row: FigureRow) -> tuple:
    """In the order of the headings."""
    figure, ends, group = row.figure, row.interval, row.group
    forecast, target = row.judgement.forecast, row.target
    return (
        *(page.indicator.code, page.indicator.title, page.council.name, row.period_text),
        *(figure.value, row.state_text, figure.numerator, figure.denominator, figure.base),
        *(figure.margin, ends and round(ends.low, 4), ends and round(ends.high, 4)),
        *(_number(row.england), _plain(row.england_difference), _number(row.region)),
        *(row.rank and row.rank.position, row.rank and row.rank.of, page.chosen.name),
        *(group and _plain(group.mean), group and _plain(group.median)),
        *(target and target.value, target and target.floor, row.rating.word),
        forecast and _plain(forecast.value),
        *(figure.note, figure.pack_title, figure.sheet, figure.cell),
    )


def _plain(value) -> float | None:
    return None if value is None else round(float(value), 6)


def _number(figure) -> float | None:
    return figure.number if figure else None
