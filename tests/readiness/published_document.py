"""docs/published-reports.md, written from the comparison and from the differences named."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from readiness.reports.shipped_forms import shipped_forms
from tests.readiness.published_reports import Line, Paper

DIFFERENCES = Path(__file__).with_name("published_differences.toml")
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "published-reports.md"
BEGINNING = """\
# Five councils’ printed tables, beside our reports of the same figures

For each council the figures it printed were loaded as any file is, a report was set up from the
form that comes with the product after that council’s own, and made for the quarter of the paper.
Every cell the paper prints stands here beside the same cell of our report. Where they differ, a
number says why, under the table. What neither gives is left out; a figure is the same where its
number is, however many decimals are written.

Why the calculations behind them agree or differ is in [published-tables.md](published-tables.md).

`tests/readiness/test_five_councils.py` makes this page. It fails where the page is not what the
comparison gives, and where a cell differs without a reason in
`tests/readiness/published_differences.toml`. To write the page anew, with the published files
beside the project:

    WRITE_DOCUMENTS=1 .venv/bin/python -m pytest tests/readiness/test_five_councils.py
"""


@dataclass(frozen=True)
class Difference:
    """A reason, and the cells it is for: columns of a paper, of some indicators or of every one."""

    paper: str
    of: tuple[str, ...]
    reason: str
    indicators: tuple[str, ...] = ()

    def is_about(self, line: Line) -> bool:
        named = not self.indicators or any(is_named(line, name) for name in self.indicators)
        return line.about in self.of and named


def is_named(line: Line, name: str) -> bool:
    """By its code or its whole title."""
    return line.indicator == name or line.indicator.startswith(f"{name} ")


def differences_of(paper: Paper) -> list[Difference]:
    found = tomllib.loads(DIFFERENCES.read_text(encoding="utf-8"))["difference"]
    return [
        Difference(one["paper"], tuple(one["of"]), one["reason"], tuple(one.get("indicators", ())))
        for one in found
        if one["paper"] == paper.file
    ]


def document(found: Sequence[tuple[Paper, list[Line]]]) -> str:
    """The whole page, of each paper with its cells."""
    summary = [
        "| Paper | Cells | The same | Different |",
        "|---|---:|---:|---:|",
        *(summary_row(paper, lines) for paper, lines in found),
    ]
    sections = ["\n".join(section(paper, lines)) for paper, lines in found]
    return "\n".join([BEGINNING, *summary, "", "\n".join(sections)])


def summary_row(paper: Paper, lines: list[Line]) -> str:
    same = sum(line.is_same for line in lines)
    return f"| {name_of(paper)} | {len(lines)} | {same} | {len(lines) - same} |"


def name_of(paper: Paper) -> str:
    return f"{paper.council}, {paper.title}"


def section(paper: Paper, lines: list[Line]) -> Iterator[str]:
    form, differences = shipped_forms()[paper.form], differences_of(paper)
    quarter = str(paper.quarter).replace("Quarter", "quarter")
    yield f"## {name_of(paper)}"
    yield ""
    yield f"Made with the form “{form.title}” for {quarter}."
    yield ""
    yield "| Indicator or action | Column or period | Printed | Ours | Why different |"
    yield "|---|---|---|---|---|"
    for indicator, of_it in groupby(lines, key=lambda line: line.indicator):
        name = indicator
        for line in of_it:
            cells = (name, line.about, printed_words(line.printed), line.ours)
            yield f"| {' | '.join(map(plain, cells))} | {why(line, differences)} |"
            name = ""
    yield ""
    for number, one in enumerate(differences, 1):
        yield f"{number}. {one.reason}"
    yield ""


def printed_words(text: str) -> str:
    return text.replace("_", " ")


def plain(text: str) -> str:
    """As it is, whatever Markdown would make of it."""
    return text.replace("*", r"\*").replace("|", r"\|")


def why(line: Line, differences: list[Difference]) -> str:
    if line.is_same:
        return ""
    return ", ".join(str(n) for n, one in enumerate(differences, 1) if one.is_about(line))
