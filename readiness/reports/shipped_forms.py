"""The forms of report that come with the product: which sections, in which order. Reviewed files.

A section's ``options``: ``columns`` (names of ``figure_columns``), ``arranged_by`` (an arrangement
of the scorecard), ``about`` (words, one of which an indicator's title or heading must have, or its
code be), ``counted`` (say how many met their targets), ``most`` (charts, at most), ``months`` (how
many stand side by side under the column of that name; three are those of the quarter).
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from readiness.models import SectionKind
from readiness.reports.figure_columns import COLUMNS

SHIPPED = Path(__file__).parent / "shipped"
FRONT_SHEET = "front_sheet"
ARRANGED_BY = frozenset({"statement", "priority", "team", "owner", "set"})
OPTIONS = frozenset({"columns", "arranged_by", "about", "counted", "most", "months"})


@dataclass(frozen=True)
class SectionForm:
    title: str
    kind: str
    part: str
    guidance: str
    standing: str
    is_required: bool
    options: dict = field(default_factory=dict)


@dataclass(frozen=True)
class ReportForm:
    slug: str
    title: str
    about: str
    sections: tuple[SectionForm, ...]


@cache
def shipped_forms() -> dict[str, ReportForm]:
    """By slug, in the order of their titles."""
    front = read(SHIPPED / f"{FRONT_SHEET}.toml")
    sheet = tuple(section_form(each, front["part"]) for each in front["section"])
    found = [
        report_form(read(path), sheet)
        for path in sorted(SHIPPED.glob("*.toml"))
        if path.stem != FRONT_SHEET
    ]
    return {form.slug: form for form in sorted(found, key=lambda form: form.title)}


def read(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def report_form(file: dict, sheet: tuple[SectionForm, ...]) -> ReportForm:
    own = tuple(section_form(each, "") for each in file["section"])
    return ReportForm(file["slug"], file["title"], file["about"], (*sheet, *own))


def section_form(section: dict, part: str) -> SectionForm:
    """Raises ``ValueError`` naming what is not known."""
    options = section.get("options", {})
    known = {
        *(f"option {name}" for name in options.keys() - OPTIONS),
        *(f"column {name}" for name in set(options.get("columns", ())) - COLUMNS.keys()),
        *(f"arrangement {name}" for name in {options.get("arranged_by")} - ARRANGED_BY - {None}),
    }
    if known:
        raise ValueError(f"“{section['title']}” has an unknown {', '.join(sorted(known))}.")
    return SectionForm(
        title=section["title"],
        kind=SectionKind(section.get("kind", "text")).value,
        part=section.get("part", part),
        guidance=section.get("guidance", ""),
        standing=section.get("standing", ""),
        is_required=section.get("required", False),
        options=options,
    )
