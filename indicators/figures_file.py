"""One indicator's figures as a file that spreadsheets open safely. Pure."""

import csv
import io

from indicators.indicator_page import IndicatorPage

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
HEADINGS = (
    *("Indicator", "Title", "Council", "Period", "Figure", "State", "Numerator", "Denominator"),
    *("People who answered", "Margin of error", "England", "Region", "Rank", "Of", "Ranked among"),
    *("Target", "Against target", "Note", "Data pack", "Sheet", "Cell"),
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
    for row in page.rows:
        figure = row.figure
        writer.writerow(
            safe(cell)
            for cell in (
                *(page.indicator.code, page.indicator.title, page.council.name, row.period_text),
                *(figure.value, row.state_text, figure.numerator, figure.denominator),
                *(figure.base, figure.margin, _number(row.england), _number(row.region)),
                row.rank.position if row.rank else None,
                row.rank.of if row.rank else None,
                page.chosen.name,
                row.target.value if row.target else None,
                *(row.rating.word, figure.note, figure.pack_title, figure.sheet, figure.cell),
            )
        )
    return "\ufeff" + written.getvalue()


def _number(figure) -> float | None:
    return figure.number if figure else None
