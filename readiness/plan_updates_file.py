"""What a plan's spreadsheet says of how its actions went: which columns, which quarter. Pure.

Two forms are read. One row of three columns, as our own file has them: status, what was said, and
for which quarter. And trackers with two columns for each quarter, “Q1 2026-27 status” and “Q1
2026-27 update”, in whatever order.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from readiness.quarters import Quarter
from readiness.register_file import plain

STATUS = ("status", "progress status", "rag", "rag status")
NARRATIVE = ("last update", "narrative", "update", "progress update", "progress", "commentary")
QUARTER = ("last update for", "quarter", "update for")
PERCENT = ("percent done", "percent complete")
WHY_NO_PROOF = ("why there is no proof", "why no proof")
HEADINGS = {
    "status": STATUS,
    "narrative": NARRATIVE,
    "quarter": QUARTER,
    "percent": PERCENT,
    "why_no_proof": WHY_NO_PROOF,
}
OF_A_QUARTER = {word: name for name in ("status", "narrative") for word in HEADINGS[name]}
QUARTER_WORDS = re.compile(r"(?:q|qtr|quarter)\s?([1-4])\s(\d{4})(?:\s(?:to\s)?(\d{4}|\d{2}))?")
HUNDRED = 100


@dataclass(frozen=True)
class SaidUpdate:
    """``quarter`` None: the present one. ``status`` is a value of ``Status``."""

    quarter: Quarter | None
    status: str
    narrative: str
    percent: int | None = None
    why_no_proof: str = ""


def quarter_in(words: object) -> Quarter | None:
    """“Q2 2026-27”, “Quarter 2 2026/27”, “Qtr 2 2026 to 2027”; None where it is none of them."""
    found = QUARTER_WORDS.fullmatch(plain(words))
    if found is None:
        return None
    number, year, ends = int(found[1]), int(found[2]), found[3]
    if ends and int(ends) % HUNDRED != (year + 1) % HUNDRED:
        return None
    months = {1: date(year, 4, 1), 2: date(year, 7, 1), 3: date(year, 10, 1)}
    return Quarter(months.get(number) or date(year + 1, 1, 1))


def columns_of_quarters(headings: Mapping[str, int]) -> dict[str, int]:
    """“q2 2026 27 status” -> “status 2026-07-01”, for headings as ``plain`` makes them."""
    found = {}
    for heading, place in headings.items():
        for words, name in OF_A_QUARTER.items():
            rest = heading.removesuffix(f" {words}")
            if rest == heading:
                rest = heading.removeprefix(f"{words} ").removeprefix("for ")
            quarter = quarter_in(rest) if rest != heading else None
            if quarter:
                found[f"{name} {quarter.starts_on}"] = place
    return found


def updates_in(line, statuses: Mapping[str, str]) -> Iterator[SaidUpdate]:
    """In the order of their quarters; ``line`` is told what it says that nothing can be made of.

    A column of statuses without one of words says nothing that could be kept, and is left alone.
    """
    for name in sorted(name for name in line.columns if name.startswith("status")):
        of_quarter = name.removeprefix("status")
        said = f"narrative{of_quarter}"
        status, narrative = line.text(name), line.words(said)
        if said not in line.columns or not (status or narrative):
            continue
        value = statuses.get(plain(status))
        if value is None:
            words = ", ".join(dict.fromkeys(names_of(statuses)))
            wrong = f"“{status}” is no status." if status else "Say how the action is going."
            line.wrong(name, f"{wrong} It can be: {words}.")
            continue
        if of_quarter:
            yield SaidUpdate(Quarter(date.fromisoformat(of_quarter.strip())), value, narrative)
        else:
            yield update_of_row(line, value, narrative)


def names_of(statuses: Mapping[str, str]) -> Iterator[str]:
    """One spelling of each status: the first."""
    seen = set()
    for words, value in statuses.items():
        if value not in seen:
            seen.add(value)
            yield words.capitalize()


def update_of_row(line, status: str, narrative: str) -> SaidUpdate:
    quarter = quarter_in(line.text("quarter"))
    if line.text("quarter") and quarter is None:
        line.wrong("quarter", "Write the quarter as Quarter 2 2026-27.")
    percent = line.text("percent").removesuffix("%").strip()
    if percent and not percent.isdecimal():
        line.wrong("percent", "Write a whole number from 0 to 100.")
    number = int(percent) if percent.isdecimal() else None
    return SaidUpdate(quarter, status, narrative, number, line.text("why_no_proof"))
