"""What a workbook shows its reader and its values do not say: errors, percentages, hidden rows."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from indicators import layouts
from indicators.binary_details import xlsb_percentages, xlsb_sheet, xlsb_sheets
from indicators.workbook import open_workbook
from indicators.workbook_details import is_percent_format
from tests.indicators.workbooks import ods

OLD_EXCEL = Path(__file__).resolve().parents[1] / "data" / "scorecard.xls"
HEADER = ["Ref", "Indicator", "Q1 2023-24", "Q2 2023-24"]


def scorecard() -> bytes:
    """Percentages, an error, a formula with its value, a hidden row, column and sheet."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        share = book.add_format({"num_format": "0.0%;[Red]-0.0%"})
        sheet = book.add_worksheet("Scorecard")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["P1", "% of reviews done"])
        sheet.write_row(1, 2, [0.281, 0.3], share)
        sheet.write_row(2, 0, ["P2", "Number waiting", 12, 14])
        sheet.write_row(3, 0, ["P3", "Average days"])
        sheet.write_formula("C4", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D4", "=5+5", None, 10)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        hidden = book.add_worksheet("Workings")
        hidden.write_row(0, 0, HEADER)
        hidden.write_row(1, 0, ["P9", "Not for reading", 1, 2])
        hidden.hide()
    return content.getvalue()


@pytest.fixture(params=["xlsx", "xls"])
def found(request):
    """The same scorecard as two kinds of Excel file."""
    content = scorecard() if request.param == "xlsx" else OLD_EXCEL.read_bytes()
    return layouts.read(open_workbook(content, f"scorecard.{request.param}"))


def test_a_percentage_is_read_as_it_is_shown(found):
    values = {(one.measure, one.cell): one.value for one in found.figures}

    assert values["P1", "C2"] == 28.1
    assert values["P1", "D2"] == 30
    assert found.measures["P1"].unit == "percent"


def test_an_error_of_a_formula_is_named_and_its_neighbour_is_read(found):
    [problem] = found.problems

    assert (problem.sheet, problem.row, problem.column) == ("Scorecard", 4, "C")
    assert (problem.value, found.figures[-1].value) == ("#DIV/0!", 10)


def test_what_is_hidden_is_said(found):
    said = [(one.sheet, one.message.partition(".")[0]) for one in found.warnings]

    assert ("Scorecard", "Row 3 is hidden in the file and read like the others") in said
    assert ("Workings", "This sheet is hidden, so it is not read") in said
    assert "P2" in found.measures
    assert "P9" not in found.measures


def test_hidden_columns_are_said():
    found = layouts.read(open_workbook(scorecard(), "scorecard.xlsx"))

    assert any(one.message.startswith("Column B is hidden") for one in found.warnings)


def test_opendocument_says_percentages_errors_and_hidden_rows():
    plain = ods({"S": [HEADER, ["P1", "% of reviews", 28.0, 30.0], ["P2", "Days", 1.0, 2.0]]})
    content = replaced_in_ods(
        plain,
        (b'office:value-type="float" office:value="28.0"', PERCENTAGE),
        (b'office:value-type="float" office:value="1.0"', ERROR),
    )

    [sheet] = open_workbook(content, "scorecard.ods").sheets

    assert sheet.rows[1][2] == "28%"
    assert sheet.details.errors


PERCENTAGE = b'office:value-type="percentage" office:value="0.28"'
ERROR = b'office:value-type="string" calcext:value-type="error"'


def replaced_in_ods(content: bytes, *pairs: tuple[bytes, bytes]) -> bytes:
    package, changed = io.BytesIO(content), io.BytesIO()
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            for before, after in pairs:
                text = text.replace(before, after)
            new.writestr(part, text)
    return changed.getvalue()


@pytest.mark.parametrize(
    ("code", "is_percent"),
    [("0%", True), ("0.0%;-0.0%", True), ('0.0" %"', False), (r"0.0\%", False), ("#,##0", False)],
)
def test_a_percent_sign_in_quotes_multiplies_nothing(code, is_percent):
    assert is_percent_format(code) == is_percent


# --- binary workbooks (.xlsb), record by record ------------------------------------------------


def record(kind: int, data: bytes) -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return number + bytes([len(data)]) + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def test_a_binary_workbook_says_its_sheets_percentages_and_errors():
    workbook = record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Scorecard"))
    style = struct.pack("<HH", 0, 0) + bytes(12)
    share = struct.pack("<HH", 0, 164) + bytes(12)
    styles = (
        record(44, struct.pack("<H", 164) + wide("0.0%"))
        + record(617, b"")
        + record(47, style)
        + record(47, share)
        + record(618, b"")
    )
    row = record(0, struct.pack("<IIH", 4, 0, 300) + bytes([0, 0x10]) + bytes(4))
    number = record(5, struct.pack("<IId", 2, 1, 0.28))
    error = record(11, struct.pack("<II", 3, 0) + bytes([0x07]))

    found = xlsb_sheet(row + number + error, xlsb_percentages(styles))

    assert list(xlsb_sheets(workbook)) == [("rId1", "Scorecard")]
    assert (found.percentages, found.hidden_rows) == ({(4, 2)}, [4])
    assert found.errors == {(4, 3): "#DIV/0!"}
