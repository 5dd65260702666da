"""Files for tests: those kept in tests/data/documents, and ones made to measure."""

import io
import zipfile
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

FOLDER = Path(__file__).resolve().parents[1] / "data" / "documents"
TERMS = "130501 Revised TOR as at May 2013.doc"
ACTION_LOG = "ODUG Action Log 14 May 2013_0_10.odt"
GROUPS = "04.FamilyGroups.pdf"
MAIN = "application/vnd.openxmlformats-officedocument."
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)
RELATION = (
    '<Relationship Id="r{0}" Target="{1}" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/{2}"/>'
)


def sample(name: str, *, called: str | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(called or name, (FOLDER / name).read_bytes())


def text_file(words: str = "What carers told us.", *, called: str = "Carers survey.txt"):
    return SimpleUploadedFile(called, words.encode())


def zipped(parts: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def office_parts(kind: str, main: str, body: str, *relations: str) -> dict[str, str]:
    """The parts every Office file has, for one main part."""
    folder, name = main.split("/")
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/{main}" ContentType="{MAIN}{kind}.main+xml"/></Types>'
        ),
        "_rels/.rels": RELATIONS.format(RELATION.format(1, main, "officeDocument")),
        f"{folder}/_rels/{name}.rels": RELATIONS.format("".join(relations)),
        main: body,
    }


def word_parts(words: str = "Waiting times fell.") -> dict[str, str]:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return office_parts(
        "wordprocessingml.document",
        "word/document.xml",
        f'<w:document xmlns:w="{namespace}"><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p>'
        "</w:body></w:document>",
    )


def presentation(*slides: str) -> bytes:
    """A PowerPoint file with one line of text on each slide."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    show = "http://schemas.openxmlformats.org/presentationml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(f'<p:sldId id="{255 + n}" r:id="r{n}"/>' for n in range(1, len(slides) + 1))
    parts = office_parts(
        "presentationml.presentation",
        "ppt/presentation.xml",
        f'<p:presentation xmlns:p="{show}" xmlns:r="{relations}">'
        f"<p:sldIdLst>{listed}</p:sldIdLst></p:presentation>",
        *(RELATION.format(n, f"slides/slide{n}.xml", "slide") for n in range(1, len(slides) + 1)),
    )
    for number, words in enumerate(slides, start=1):
        parts[f"ppt/slides/slide{number}.xml"] = (
            f'<p:sld xmlns:p="{show}" xmlns:a="{drawing}"><p:cSld><p:spTree><p:sp><p:txBody>'
            f"<a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
        )
    return zipped(parts)


def workbook(**sheets: list[list[str]]) -> bytes:
    """An Excel file: sheet name to rows of words."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>'
        for n, name in enumerate(sheets, start=1)
    )
    parts = office_parts(
        "spreadsheetml.sheet",
        "xl/workbook.xml",
        f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>{listed}</sheets></workbook>',
        *(
            RELATION.format(n, f"worksheets/sheet{n}.xml", "worksheet")
            for n in range(1, len(sheets) + 1)
        ),
    )
    for number, rows in enumerate(sheets.values(), start=1):
        cells = "".join(
            f'<row r="{r}">'
            + "".join(
                f'<c r="{"ABCDEFG"[c]}{r}" t="inlineStr"><is><t>{words}</t></is></c>'
                for c, words in enumerate(row)
            )
            + "</row>"
            for r, row in enumerate(rows, start=1)
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
        )
    return zipped(parts)
