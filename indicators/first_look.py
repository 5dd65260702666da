"""The sheets of a workbook and their first rows, for a person to say what the columns are. Pure."""

from datetime import date, datetime

from indicators.workbook import Sheet, Workbook, column_letters

SHEETS, ROWS, COLUMNS = 30, 15, 60
LONGEST = 60  # characters of a cell


def of_workbook(workbook: Workbook) -> list[dict]:
    return [of_sheet(sheet) for sheet in workbook.sheets[:SHEETS] if any(map(any, sheet.rows))]


def of_sheet(sheet: Sheet) -> dict:
    rows = [[in_words(cell) for cell in row[:COLUMNS]] for row in sheet.rows[:ROWS]]
    widest = max(map(last_filled, rows), default=0)
    return {
        "name": sheet.name,
        "is_hidden": sheet.is_hidden,
        "row_count": len(sheet.rows),
        "rows": [[*row[:widest], *[""] * (widest - len(row))] for row in rows],
        "letters": [column_letters(number) for number in range(1, widest + 1)],
    }


def last_filled(row: list[str]) -> int:
    return max((number for number, cell in enumerate(row, 1) if cell), default=0)


def in_words(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.10g}"
    if isinstance(cell, datetime):
        cell = cell.date()
    text = cell.isoformat() if isinstance(cell, date) else str(cell if cell is not None else "")
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
