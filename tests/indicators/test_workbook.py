"""Opening files of figures, good and bad: each refusal is a sentence, and nothing is unpacked
before its size is known."""

import zipfile
from io import BytesIO
from string import ascii_uppercase

import pytest

from indicators import workbook, workbook_details
from indicators.workbook import UnreadableFileError, open_workbook
from tests.indicators.workbooks import ods, xlsx, xlsx_sheet, zipped

ROWS = [["Council", "2023-24"], ["Bury", 66.2], ["", "[x]"]]


@pytest.mark.parametrize("write", [xlsx, ods])
def test_excel_and_opendocument_give_the_same_rows(write):
    book = open_workbook(write({"Figures": ROWS}), "figures")

    assert [sheet.name for sheet in book.sheets] == ["Figures"]
    assert book.sheets[0].rows == ROWS


def test_the_rows_start_at_a1_even_where_the_table_does_not():
    book = open_workbook(xlsx({"Figures": [[], ["", "", "Bury", 1.0]]}), "figures.xlsx")

    assert book.sheets[0].rows[1] == ["", "", "Bury", 1.0]


@pytest.mark.parametrize(
    "content",
    [
        b"Council,2023-24\nBury,66.2\n",
        b"\xef\xbb\xbfCouncil,2023-24\r\nBury,66.2\r\n",
        "Council;2023-24\nBury;66.2\n".encode("cp1252"),
        "Council\t2023-24\nBury\t66.2\n".encode("utf-16"),
    ],
)
def test_text_tables_are_read_whatever_wrote_them(content):
    book = open_workbook(content, "figures.csv")

    assert book.sheets[0].rows == [["Council", "2023-24"], ["Bury", "66.2"]]


@pytest.mark.parametrize("where", ["XFD1", "XFD1048576"])
def test_a_cell_beyond_any_table_is_left_out_and_remembered(where):
    [sheet] = open_workbook(far_cell(where), "figures.xlsx").sheets

    assert sheet.rows == [[1.0]]
    assert sheet.details.furthest == 16384


def test_empty_cells_that_only_have_a_style_take_no_room():
    [sheet] = open_workbook(far_cell("XFD1048576", content=""), "figures.xlsx").sheets

    assert sheet.rows == [[1.0]]


def test_old_windows_letters_are_read():
    book = open_workbook("Council,Note\nBury,“£5”\n".encode("cp1252"), "figures.csv")

    assert book.sheets[0].rows[1] == ["Bury", "“£5”"]


def far_cell(where: str, content: str = "<v>2</v>") -> bytes:
    package = xlsx({"S": [[1.0]]})
    number = where.lstrip(ascii_uppercase)
    sheet = xlsx_sheet([[1.0]]).replace(
        "</sheetData>", f'<row r="{number}"><c r="{where}">{content}</c></row></sheetData>'
    )
    with zipfile.ZipFile(BytesIO(package)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    return zipped(parts | {"xl/worksheets/sheet0.xml": sheet})


def repeated_cell() -> bytes:
    with zipfile.ZipFile(BytesIO(ods({"S": [[1.0]]}))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    text = parts["content.xml"]
    rows, columns = (f'table:number-{one}-repeated="9000000" ' for one in ("rows", "columns"))
    text = text.replace("<table:table-row", f"<table:table-row {rows}")
    parts["content.xml"] = text.replace("<table:table-cell ", f"<table:table-cell {columns}")
    return zipped(parts)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "figures is empty"),
        (b"\n \n", "figures is empty"),
        (b"%PDF-1.7 ...", "is a PDF, not a spreadsheet"),
        (b"\x89PNG....", "is a picture"),
        (b"PK\x03\x04 not really", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is not a spreadsheet"),
        (b"\0\1\2\3" * 50, "damaged or not a spreadsheet"),
        (zipped({"letter.txt": "Dear Sir"}), "is an archive, not a workbook"),
        (zipped({"Index/Document.iwa": "packed"}), "Apple Numbers"),
        (zipped({"word/document.xml": "<w/>"}), "is a document"),
        (zipped({"content.xml": "<a/>", "mimetype": "…opendocument.text"}), "is a document"),
        (zipped({"xl/styles.xml": "<a/>"}), "parts of the workbook are missing"),
        (zipped({"xl/workbook.xml": "<workbook"}), "is damaged"),
        (xlsx({"Sheet1": []}), "every sheet in it is empty"),
        (far_cell("ZZ1048576"), "so far down that its sheet spans 736,100,352 cells"),
        (repeated_cell(), "is damaged and cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, sentence):
    with pytest.raises(UnreadableFileError, match=sentence):
        open_workbook(content, "figures")


def test_a_file_that_would_unpack_to_too_much_is_never_unpacked(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 1000)

    with pytest.raises(UnreadableFileError, match="would unpack to"):
        open_workbook(zipped({"xl/workbook.xml": "0" * 5000}), "bomb.xlsx")


def test_a_size_that_lies_is_found_out():
    content = bytearray(xlsx({"S": ROWS}))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet0.xml").file_size.to_bytes(4, "little")
    lying = bytes(content).replace(size, (5).to_bytes(4, "little"))

    with pytest.raises(UnreadableFileError, match="damaged"):
        open_workbook(lying, "lying.xlsx")


def test_a_file_larger_than_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_FILE", 10)

    with pytest.raises(UnreadableFileError, match="Split it"):
        open_workbook(b"Council,2023-24\n", "large.csv")


HOSTILE = [
    ("documents/corrupt/xlsx-corrupted.xlsx", "damaged"),
    ("documents/corrupt/clusterfuzz-testcase-minimized-POIXSSFFuzzer-5089447305609216.xlsx",
     "damaged"),
    ("documents/bombs/poc-shared-strings.xlsx", "damaged"),
    ("documents/bombs/generated_docx_150MB_document_xml.docx", "document"),
    ("documents/encrypted/ecma376standard_password.docx", "locked with a password"),
    ("documents/encrypted/testODTEncrypted.odt", "locked with a password"),
    ("documents/misnamed/Data pack.xlsx", "archive"),
    ("documents/misnamed/Self assessment.pdf", "not a spreadsheet"),
    ("documents/active/excel4_sample_macro.xlsb", "damaged"),
    ("documents/empty/zero_bytes.pdf", "empty"),
    ("messy/unstructured_empty.xlsx", "empty"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "word"), HOSTILE)
def test_published_hostile_files_are_refused_in_a_sentence(shared_data, path, word):
    file = shared_data / path

    with pytest.raises(UnreadableFileError, match=word) as refusal:
        open_workbook(file.read_bytes(), file.name)

    assert str(refusal.value).startswith(file.name)


@pytest.mark.parametrize(
    "path",
    [
        "documents/misnamed/Q3 performance.xlsx",
        "documents/active/SimpleMacro.xls",
        "documents/active/xxe_in_schema.xlsx",
        "documents/bombs/xlsx_04_inflated.xlsx",
        "documents/encrypted/workbookProtection-workbook_password-2013.xlsx",
        "messy/lpdp_ELGIN saves money.ods",
        "messy/unstructured_stanley-cups-utf-16.csv",
    ],
)
def test_odd_but_harmless_files_are_read(shared_data, path):
    file = shared_data / path

    assert open_workbook(file.read_bytes(), file.name).sheets


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (16384, "XFD")])
def test_columns_have_the_letters_people_see(number, letters):
    assert workbook.column_letters(number) == letters
    assert workbook_details.column_number(letters) == number
