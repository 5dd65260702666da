"""Small workbooks for tests, written out in full so that a test shows what it reads."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

from indicators.workbook import column_letters

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def zipped(parts: dict[str, str]) -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            # The same time in every file, so that the same rows are the same content.
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return package.getvalue()


def xlsx(sheets: dict[str, list[list]]) -> bytes:
    """An Excel workbook: numbers as numbers, everything else as text."""
    parts = {
        "[Content_Types].xml": content_types(len(sheets)),
        "_rels/.rels": relations({"r0": ("officeDocument", "xl/workbook.xml")}),
        "xl/_rels/workbook.xml.rels": relations(
            {f"r{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(len(sheets))}
        ),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
        + "".join(
            f'<sheet name={quoteattr(name)} sheetId="{n + 1}" r:id="r{n}"/>'
            for n, name in enumerate(sheets)
        )
        + "</sheets></workbook>",
    }
    for n, rows in enumerate(sheets.values()):
        parts[f"xl/worksheets/sheet{n}.xml"] = xlsx_sheet(rows)
    return zipped(parts)


def content_types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n in range(sheets)
    )
    return (
        f'<Types xmlns="{PARTS}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f"{overrides}</Types>"
    )


def relations(targets: dict[str, tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{PARTS}/relationships">{lines}</Relationships>'


def xlsx_sheet(rows: list[list]) -> str:
    lines = "".join(
        f'<row r="{number}">'
        + "".join(xlsx_cell(f"{column_letters(n)}{number}", cell) for n, cell in enumerate(row, 1))
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{SHEET}"><sheetData>{lines}</sheetData></worksheet>'


def xlsx_cell(where: str, cell: object) -> str:
    if cell in ("", None):
        return ""
    if isinstance(cell, (int, float)):
        return f'<c r="{where}"><v>{cell!r}</v></c>'
    return f'<c r="{where}" t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>'


def ods(sheets: dict[str, list[list]]) -> bytes:
    """An OpenDocument workbook of the same rows."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(map(ods_row, rows))}</table:table>"
        for name, rows in sheets.items()
    )
    return zipped(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
            "content.xml": f'<office:document-content xmlns:office="{ODF}:office:1.0" '
            f'xmlns:table="{ODF}:table:1.0" xmlns:text="{ODF}:text:1.0"><office:body>'
            f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
            "</office:document-content>",
        }
    )


def ods_row(row: list) -> str:
    return f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>"


def ods_cell(cell: object) -> str:
    if cell in ("", None):
        return "<table:table-cell/>"
    if isinstance(cell, (int, float)):
        return (
            f'<table:table-cell office:value-type="float" office:value="{cell!r}">'
            f"<text:p>{cell}</text:p></table:table-cell>"
        )
    return (
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(str(cell))}</text:p></table:table-cell>"
    )


# --- the national workbook in small -----------------------------------------------------------

CONTENTS = [
    ["Contents table: measure descriptions and the start year"],
    ["Metric", "Description", "Source", "Start year", "2022 to 2023 Code"],
    ["1A", "Social care-related quality of life score", "ASCS", "2010 to 2011", "1A"],
]
NOTES = [
    ["Notes"],
    ["Note number ", "Note text", "Note Link"],
    ["[note 1]", "Outcomes based on few respondents should be treated with caution.", ""],
]
HEADER = [
    "Local authority code",
    "Local authority",
    "ONS area code",
    "2023 to 2024 - number of respondents",
    "2023 to 2024 - outcome",
    "2024 to 2025 - number of respondents",
    "2024 to 2025 - outcome",
]
ENGLAND = ["England", "England", "E92000001", 57000, 19.1, 58000, 19.2]
BURY = [305, "Bury", "E08000002", 320, 18.9, 340, 19.0]


def table_1a(*rows: list, header: list = HEADER) -> list[list]:
    """Table 1a with England and Bury, or with the rows given."""
    return [
        ["Table 1a: social care-related quality of life score [note 1]"],
        ["This worksheet contains one table."],
        ["Cells marked with an [x] indicate no data is available."],
        header,
        *(rows or (ENGLAND, BURY)),
    ]


def small_release(*rows: list, **more: list[list]) -> bytes:
    """An xlsx in the shape of the release with one table of two places and two years."""
    sheets = {"Contents": CONTENTS, "Notes": NOTES, "Table_1a": table_1a(*rows)}
    return xlsx(sheets | more)
