"""A report as PDF: tagged, with a title, headings, table headers and alternative text (PDF/UA-1).

The layout is ``report.typ``. What people wrote reaches it as JSON, so that nothing typed can become
an instruction to it.
"""

import json
import re
from pathlib import Path

import typst

from readiness.reports.fonts import fonts
from readiness.reports.look import as_drawing
from readiness.reports.pictures import on_paper
from readiness.reports.report import Report, as_content

NO_FONT = re.compile(r'the text `"(.+?)"` could not be displayed')
REPLACED_BY = "□"
MOST_REPLACED = 200
LAYOUT = Path(__file__).parent / "report.typ"


def write(report: Report) -> bytes:
    content = as_content(report)
    if report.logo:
        content["logo"] = as_drawing(report.logo)
    for section in content["sections"]:
        for block in section["blocks"]:
            dress(block, report.accent)
    return typeset(json.dumps(content, ensure_ascii=False))


def typeset(content: str) -> bytes:
    """A sign that no font has would make a PDF that cannot be read aloud, so it is refused; it is
    replaced then, and said so by a sign of its own."""
    layout = LAYOUT.read_bytes()
    for _ in range(MOST_REPLACED):
        compiler = typst.Compiler(layout, font_paths=fonts())
        try:
            written = compiler.compile(
                format="pdf", pdf_standards="ua-1", sys_inputs={"report": content}
            )
        except typst.TypstError as error:
            content = without_sign(content, error)
        else:
            break
    if not isinstance(written, bytes):
        raise TypeError("A PDF is one file.")
    return written


def without_sign(content: str, error: typst.TypstError) -> str:
    found = NO_FONT.search(error.message)
    if found is None or found[1] not in content:
        raise error
    return content.replace(found[1], REPLACED_BY * len(found[1]))


def dress(block: dict, accent: str) -> None:
    """Pictures get their size and looks; those that are only for screens go."""
    if block.get("picture"):
        block["picture"] = on_paper(block["picture"], accent)
        block["narrow"] = ""
    for row in block.get("rows", ()):
        for cell in row:
            if cell["picture"]:
                cell["picture"] = on_paper(cell["picture"], accent)
