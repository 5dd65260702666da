"""A report as Word that a committee officer can edit: real styles, headings, header rows that
repeat, and alternative text on every picture."""

import base64
import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import _Cell

from readiness.reports.pictures import as_png, on_paper
from readiness.reports.report import (
    Block,
    Cell,
    Chart,
    Note,
    Paragraph,
    Points,
    Quote,
    Report,
    Subheading,
    Table,
)

FONT = "Arial"
MANY_COLUMNS = 8
LOGO = Cm(1.8)
PICTURE, SMALL_PICTURE, SPARKLINE = Cm(16), Cm(8), Cm(2.2)
A4 = (Cm(21), Cm(29.7))
SHORT_SIDE, LONG_SIDE = Cm(17), Cm(25.7)
FIRST_COLUMN = 2.2
"""How many times as wide as the others the column is that names each row."""
COLOURS = {
    "red": ("F4D7D7", "651B1B"),
    "green": ("CFE4DC", "083D29"),
    "yellow": ("FFEE80", "3D3500"),
    "blue": ("D2E2F1", "0D3353"),
    "orange": ("F3DDCE", "612A05"),
    "turquoise": ("D0E6E7", "0B4144"),
    "purple": ("DDD6EC", "2A1950"),
    "grey": ("E5E6E7", "383C3E"),
}
TABLE_TEXT, SMALL_TABLE_TEXT = "Table Text", "Table Text Small"
QUIET = RGBColor(0x4D, 0x54, 0x5C)


def write(report: Report) -> bytes:
    writer = Writer(report)
    writer.write()
    written = io.BytesIO()
    writer.document.save(written)
    return written.getvalue()


class Writer:
    def __init__(self, report: Report):
        self.report = report
        self.document = Document()
        self.pictures = drawn(report)
        self.pictures_placed = 0

    def write(self) -> None:
        self.set_up()
        self.front()
        last = ""
        for section in self.report.sections:
            if section.part and section.part != last:
                self.document.add_heading(section.part, 1)
            last = section.part
            level = 2 if section.part else 1
            if section.is_wide:
                self.turn(WD_ORIENT.LANDSCAPE)
            self.document.add_heading(section.title, level)
            for block in section.blocks:
                self.block(block, level)
            if section.is_wide:
                self.turn(WD_ORIENT.PORTRAIT)
        self.document.add_heading("How this report was made", 1)
        self.points(self.report.rules)

    # --- the document as a whole ---

    def set_up(self) -> None:
        about = self.document.core_properties
        about.title = f"{self.report.title}, {self.report.subtitle}"
        about.author = about.last_modified_by = self.report.council
        about.language, about.comments = "en-GB", ""
        about.created = about.modified = datetime.now(UTC)
        self.styles()
        page = self.document.sections[0]
        page.page_width, page.page_height = A4
        page.left_margin = page.right_margin = Cm(2)
        words = f"{' · '.join(self.footer())} · Page "
        footer = page.footer.paragraphs[0]
        footer.add_run(words).font.size = Pt(8)
        add_page_number(footer)

    def footer(self) -> tuple[str, ...]:
        return (self.report.council, self.report.audience, self.report.state)

    def styles(self) -> None:
        styles = self.document.styles
        styles["Normal"].font.name, styles["Normal"].font.size = FONT, Pt(11)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-GB")
        styles["Normal"].element.get_or_add_rPr().append(language)
        accent = RGBColor.from_string(self.report.accent.lstrip("#").upper())
        for name, size in (("Title", 24), ("Heading 1", 17), ("Heading 2", 14), ("Heading 3", 12)):
            font = styles[name].font
            font.name, font.size, font.color.rgb = FONT, Pt(size), accent
            fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
            for which in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(which), None)
        styles["Subtitle"].font.name, styles["Subtitle"].font.color.rgb = FONT, QUIET
        for name, points in ((TABLE_TEXT, 9), (SMALL_TABLE_TEXT, 7)):
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style, style.font.size = styles["Normal"], Pt(points)
        caption = styles["Caption"].font
        caption.size, caption.bold, caption.color.rgb = Pt(10), True, RGBColor(0, 0, 0)

    def front(self) -> None:
        if self.report.logo:
            logo = base64.b64decode(self.report.logo)
            self.inline(self.document.add_paragraph(), logo, self.report.council, height=LOGO)
        self.quiet(self.report.council)
        self.document.add_paragraph(self.report.title, style="Title")
        self.document.add_paragraph(self.report.subtitle, style="Subtitle")
        said = f"{self.report.audience} copy. {self.report.state}. Made on {self.report.made_on}."
        self.quiet(said)

    # --- blocks ---

    def block(self, block: Block, level: int) -> None:
        match block:
            case Paragraph(words):
                self.document.add_paragraph(words)
            case Note(words):
                self.quiet(words)
            case Subheading(words):
                self.document.add_heading(words, level + 1)
            case Points(items):
                self.points(items)
            case Quote(words, source):
                self.document.add_paragraph(f"“{words}”", style="Intense Quote")
                self.quiet(source)
            case Chart():
                self.chart(block)
            case Table():
                self.table(block)

    def quiet(self, words: str) -> None:
        run = self.document.add_paragraph().add_run(words)
        run.font.size, run.font.color.rgb = Pt(9.5), QUIET

    def points(self, items) -> None:
        for item in items:
            self.document.add_paragraph(item, style="List Bullet")

    def chart(self, chart: Chart) -> None:
        title = self.document.add_paragraph(chart.title, style="Caption")
        title.paragraph_format.keep_with_next = True
        if chart.picture:
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.keep_with_next = True
            width = SMALL_PICTURE if chart.is_small else PICTURE
            self.picture(paragraph, chart.picture, width, chart.sentence)
        self.quiet(chart.sentence)

    def picture(self, paragraph, picture: str, width, words: str) -> None:
        self.inline(paragraph, self.pictures[picture], words, width=width)

    def inline(self, paragraph, png: bytes, words: str, *, width=None, height=None) -> None:
        """By its own count: python-docx reads the whole document for the next number."""
        self.pictures_placed += 1
        relation, image = self.document.part.get_or_add_image(io.BytesIO(png))
        size = image.scaled_dimensions(width, height)
        inline = CT_Inline.new_pic_inline(self.pictures_placed, relation, image.filename, *size)
        inline.docPr.set("descr", words)
        inline.docPr.set("title", "")
        paragraph.add_run()._r.add_drawing(inline)

    def table(self, table: Table) -> None:
        """Every row is a copy of the same empty one: building each by itself takes ten times as
        long."""
        is_turned = self.document.sections[-1].orientation == WD_ORIENT.LANDSCAPE
        caption = self.document.add_paragraph(table.title, style="Caption")
        caption.paragraph_format.keep_with_next = True
        written = self.document.add_table(rows=0, cols=len(table.columns), style="Table Grid")
        describe(written, table.title)
        set_widths(written, self.shares(table), LONG_SIDE if is_turned else SHORT_SIDE)
        empty = self.empty_row(written, table.columns)
        headings = [Cell(column.words) for column in table.columns]
        repeat_as_header(self.row(written, empty, headings, is_heading=True))
        keep_together(empty)
        for row in table.rows:
            self.row(written, empty, row)
        self.document.add_paragraph()

    def shares(self, table: Table) -> tuple[float, ...]:
        """How the width of the paper is shared among the columns."""
        return (FIRST_COLUMN, *(1.0 for _ in table.columns[1:]))

    def empty_row(self, written, columns):
        """Not in the table yet."""
        line = written.add_row()
        name = SMALL_TABLE_TEXT if len(columns) > MANY_COLUMNS else TABLE_TEXT
        style = self.document.styles[name].style_id  # once: it is looked for among all styles
        for cell, column in zip(line.cells, columns, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph._p.style = style
            if column.is_number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        written._tbl.remove(line._tr)
        return line._tr

    def row(self, written, empty, cells, *, is_heading=False):
        line = deepcopy(empty)
        written._tbl.append(line)
        for into, cell in zip(line.tc_lst, cells, strict=True):
            self.cell(_Cell(into, written), cell, is_heading=is_heading)
        return line

    def cell(self, into, cell: Cell, *, is_heading=False) -> None:
        paragraph = into.paragraphs[0]
        if cell.picture:
            self.picture(paragraph, cell.picture, SPARKLINE, cell.words)
            return
        run = paragraph.add_run(cell.words)
        if is_heading or cell.colour:
            run.bold = True
        if cell.colour:
            paper, ink = COLOURS.get(cell.colour, COLOURS["grey"])
            shade(into, paper)
            run.font.color.rgb = RGBColor.from_string(ink)

    def turn(self, orientation) -> None:
        """The pages that follow lie the other way."""
        lay(self.document.add_section(), orientation)


def lay(page, orientation) -> None:
    page.orientation = orientation
    short, long = A4
    is_portrait = orientation == WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (short, long) if is_portrait else (long, short)


def drawn(report: Report) -> dict[str, bytes]:
    """Every picture of the report as PNG, by its SVG."""
    pictures = list(dict.fromkeys(pictures_of(report)))
    dressed = [on_paper(picture, report.accent) for picture in pictures]
    return dict(zip(pictures, as_png(dressed), strict=True))


def pictures_of(report: Report):
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Chart) and block.picture:
                yield block.picture
            if isinstance(block, Table):
                yield from (cell.picture for row in block.rows for cell in row if cell.picture)


def repeat_as_header(row) -> None:
    """Read out as the headings of the columns, and printed again on each page."""
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row.get_or_add_trPr().append(header)


def keep_together(row) -> None:
    """A row is not torn across two pages."""
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def set_widths(table, shares: Sequence[float], room: int) -> None:
    """Of a table that has no rows yet: they take their widths from the columns."""
    for share, column in zip(shares, table.columns, strict=True):
        column.width = Emu(int(room * share / sum(shares)))


def describe(table, words: str) -> None:
    properties = table._tbl.tblPr
    for name in ("w:tblCaption", "w:tblDescription"):
        said = OxmlElement(name)
        said.set(qn("w:val"), words)
        properties.append(said)


def shade(cell, colour: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shading.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shading)


def add_page_number(paragraph) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(8)
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = words or None
        run._r.append(part)
