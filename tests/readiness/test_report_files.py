"""A report as Word, PDF and Excel: what is in them, and what a screen reader is told."""

import io

import pikepdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from indicators.charts import Part, sparkline, status_bar
from readiness.reports import excel, pdf, word
from readiness.reports.files import file_name
from readiness.reports.report import (
    Cell,
    Chart,
    Column,
    Note,
    Paragraph,
    Points,
    Quote,
    Subheading,
    Table,
    as_content,
    from_content,
    paragraphs,
)
from tests.factories import a_report

BAR = str(status_bar([Part("Met", 3, "green"), Part("Not met", 2, "red")], label="Against target"))
SPARK = str(sparkline([1, 3, 2], words="From 1 to 2"))


@pytest.fixture(scope="module")
def report():
    table = Table(
        "Scorecard",
        (Column("Indicator"), Column("Over time"), Column("Figure", True), Column("Rating")),
        (
            (Cell("1A Quality of life"), Cell("From 1 to 2", picture=SPARK), Cell("18.5%", 18.5),
             Cell("Met", colour="green")),
            (Cell("=2+2"), Cell("No line"), Cell("Suppressed"), Cell("Suppressed")),
        ),
    )  # fmt: skip
    return a_report(
        Paragraph("Ends #here with *no* $tricks$ \\ [x] <b>"),
        Note("Said quietly."),
        Subheading("How it went"),
        Points(("One", "Two")),
        Quote("They rang back.", "Unpaid carer"),
        Chart("Against target", "3 met, 2 not met.", BAR, is_small=True),
        table,
    )


def test_what_is_kept_is_what_was_made(report):
    assert from_content(as_content(report)) == report


def test_another_shape_is_not_guessed_at(report):
    with pytest.raises(ValueError, match="cannot be read here"):
        from_content(as_content(report) | {"version": 99})


def test_lines_with_dashes_are_a_list():
    found = paragraphs("First\nline.\n\n- one\n- two\n\n\nLast.")
    assert found == (Paragraph("First line."), Points(("one", "two")), Paragraph("Last."))


# --- Word -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def document(report):
    return Document(io.BytesIO(word.write(report)))


def test_word_has_a_title_a_language_and_real_headings(document):
    assert document.core_properties.title == "Performance report, Quarter 2 2026-27"
    assert document.core_properties.language == "en-GB"
    styles = {p.text: p.style.name for p in document.paragraphs}
    assert styles["Performance report"] == "Title"
    assert styles["Summary"] == "Heading 1"
    assert styles["How it went"] == "Heading 2"
    assert styles["One"] == "List Bullet"


def test_each_picture_in_word_has_its_words(document):
    words = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert words == ["3 met, 2 not met.", "From 1 to 2"]


def test_each_picture_in_word_has_a_number_of_its_own(document):
    numbers = [shape._inline.docPr.get("id") for shape in document.inline_shapes]
    assert numbers == ["1", "2"]


def test_the_text_of_a_table_in_word_can_be_restyled_in_one_place(document):
    cells = [cell for row in document.tables[0].rows for cell in row.cells]
    assert {cell.paragraphs[0].style.name for cell in cells} == {"Table Text"}


def test_tables_in_word_have_a_header_row_that_repeats(document):
    (table,) = document.tables
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Scorecard"
    assert table.rows[0].cells[0].text == "Indicator"
    assert table.rows[2].cells[0].text == "=2+2"


# --- PDF ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(report):
    return pikepdf.open(io.BytesIO(pdf.write(report)))


def structure(element, found):
    """(kind, alternative text, attributes) of each tagged element, in reading order."""
    if isinstance(element, pikepdf.Array):
        for child in element:
            structure(child, found)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            found.append((str(element.S), str(element.get("/Alt", "")), element))
        if "/K" in element:
            structure(element.K, found)
    return found


def test_the_pdf_is_tagged_and_says_what_it_is(printed):
    assert printed.Root.MarkInfo.Marked
    assert str(printed.Root.Lang) == "en-GB"
    assert printed.Root.ViewerPreferences.DisplayDocTitle
    with printed.open_metadata() as about:
        assert about["dc:title"] == "Performance report, Quarter 2 2026-27"
        assert about["pdfuaid:part"] == "1"


def test_headings_table_headers_and_pictures_are_tagged(printed):
    found = structure(printed.Root.StructTreeRoot.K, [])
    kinds = [kind for kind, _, _ in found]
    assert kinds.count("/H1") + kinds.count("/H2") >= 3
    assert kinds.count("/TH") == 4
    assert "/LI" in kinds
    figures = [words for kind, words, _ in found if kind == "/Figure"]
    assert figures == ["3 met, 2 not met.", "From 1 to 2"]


def test_a_sign_that_no_font_has_does_not_stop_the_report():
    assert pdf.write(a_report(Paragraph("Well done 🐉 to all"))).startswith(b"%PDF")


# --- Excel ----------------------------------------------------------------------------------


def test_figures_are_numbers_and_text_is_text_in_excel(report):
    book = CalamineWorkbook.from_filelike(io.BytesIO(excel.write(report)))
    assert book.sheet_names == ["About", "Summary"]
    rows = book.get_sheet_by_name("Summary").to_python()
    assert rows[1] == ["1A Quality of life", "From 1 to 2", 18.5, "Met"]
    assert rows[2][0] == "=2+2"
    about = book.get_sheet_by_name("About").to_python()
    assert ["Councils are compared among England."] in about


def test_files_have_plain_names(report):
    assert file_name(report, "pdf") == "performance-report-quarter-2-2026-27-committee.pdf"
