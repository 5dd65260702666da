"""Small real files for the demonstration's made-up documents: PDF, Word, OpenDocument, CSV, text.

Just enough of each format to be opened by people and read by the product.
"""

import csv
import io
import textwrap
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

MADE_UP = "Made up for the demonstration. It says nothing about a real council."
LINE_LENGTH = 88
WORD_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
WORD_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OPEN_TEXT_TYPE = "application/vnd.oasis.opendocument.text"
OPEN_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"
OPEN_MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{OPEN_NAMESPACE}:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{OPEN_TEXT_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
XML = '<?xml version="1.0" encoding="UTF-8"?>'


def make(extension: str, title: str, text: Sequence[str], table: Sequence[Sequence[str]]) -> bytes:
    """The bytes of such a file; a table is for CSV only."""
    if extension == "csv":
        return separated_values([[MADE_UP], *table])
    return MAKERS[extension](title, [MADE_UP, *text])


def separated_values(rows) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def plain_text(title: str, paragraphs: Sequence[str]) -> bytes:
    return "\n\n".join([title, *paragraphs]).encode()


def word(title: str, paragraphs: Sequence[str]) -> bytes:
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
        for text in [title, *paragraphs]
    )
    document = f'{XML}<w:document xmlns:w="{WORD_NAMESPACE}"><w:body>{body}</w:body></w:document>'
    return zipped(
        {
            "[Content_Types].xml": XML + WORD_TYPES,
            "_rels/.rels": XML + WORD_RELATIONS,
            "word/document.xml": document,
        }
    )


def open_document(title: str, paragraphs: Sequence[str]) -> bytes:
    body = f"<text:h text:outline-level='1'>{escape(title)}</text:h>" + "".join(
        f"<text:p>{escape(text)}</text:p>" for text in paragraphs
    )
    content = (
        f'{XML}<office:document-content xmlns:office="{OPEN_NAMESPACE}:office:1.0" '
        f'xmlns:text="{OPEN_NAMESPACE}:text:1.0" office:version="1.2"><office:body>'
        f"<office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": OPEN_TEXT_TYPE,
            "content.xml": content,
            "META-INF/manifest.xml": XML + OPEN_MANIFEST,
        }
    )


def zipped(parts: dict[str, str]) -> bytes:
    """Always the same bytes for the same parts, the first one stored as it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for place, (name, content) in enumerate(parts.items()):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_STORED if place == 0 else zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return out.getvalue()


def pdf(title: str, paragraphs: Sequence[str]) -> bytes:
    """The title and the first two paragraphs on page 1, then one paragraph to a page."""
    pages = [[title, *paragraphs[:2]], *([each] for each in paragraphs[2:])]
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", page_tree(len(pages))]
    objects.append(FONT)
    for place, page in enumerate(pages):
        objects += [page_object(place), stream_object(page)]
    return numbered(objects)


def page_tree(count: int) -> str:
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(count))
    return f"<< /Type /Pages /Kids [{kids}] /Count {count} >>"


def page_object(place: int) -> str:
    return (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
        f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * place} 0 R >>"
    )


def stream_object(paragraphs: Sequence[str]) -> str:
    lines = [
        line for paragraph in paragraphs for line in [*textwrap.wrap(paragraph, LINE_LENGTH), ""]
    ]
    shown = "".join(f"({in_pdf(line)}) Tj T*\n" for line in lines)
    content = f"BT /F1 11 Tf 16 TL 56 770 Td\n{shown}ET"
    return f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream"


def in_pdf(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def numbered(objects: Sequence[str]) -> bytes:
    """The objects one after another, with the table of where each begins."""
    out, begins = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        begins.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{begin:010d} 00000 n \n" for begin in begins)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    )
    return out + end.encode()


MAKERS: dict[str, Callable[[str, Sequence[str]], bytes]] = {
    "pdf": pdf,
    "docx": word,
    "odt": open_document,
    "txt": plain_text,
}
