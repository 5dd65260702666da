"""Reading back what a page sent as a file."""

import csv
import io

from python_calamine import CalamineWorkbook


def rows_of_csv(response) -> list[dict]:
    text = response.getvalue().decode()
    assert text.startswith("\ufeff")  # or Excel takes it for another encoding
    return list(csv.DictReader(io.StringIO(text[1:])))


def rows_of_workbook(response) -> list[dict]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.getvalue()))
    headings, *rows = book.get_sheet_by_index(0).to_python()
    return [dict(zip(headings, row, strict=True)) for row in rows]
