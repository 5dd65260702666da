"""The files a report is written as, by their endings."""

from collections.abc import Callable

from readiness.reports import excel, pdf, word
from readiness.reports.report import Report

WRITERS: dict[str, Callable[[Report], bytes]] = {
    "docx": word.write,
    "pdf": pdf.write,
    "xlsx": excel.write,
}
CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TITLES = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}


def file_name(report: Report, kind: str) -> str:
    """``quarterly-report-quarter-2-2026-27-public.pdf``"""
    words = f"{report.title} {report.subtitle} {report.audience}"
    plain = "".join(c if c.isascii() and c.isalnum() else " " for c in words)
    return f"{'-'.join(plain.lower().split())}.{kind}"
