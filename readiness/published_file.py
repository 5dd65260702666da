"""Reading a file of councils' published scores: rows out, or every problem with its row. Pure.

A row is a council: its name, a score for each quality statement (columns ``qs1`` … in the
framework's order, or named by the statements), and, where known, rating, percentage, date and
source.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from readiness.overall_rating import ScoringRules, overall_rating

HEADINGS = {
    "authority": ("authority", "council", "local authority"),
    "published": ("publication date", "published", "published on", "date"),
    "rating": ("overall rating", "rating"),
    "percent": ("overall percent", "overall percentage", "percent"),
    "source": ("source url", "source", "address"),
}
NOTHING = ("", "-", "n/a", "not scored")
A_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
MOST_ROWS = 1000


@dataclass(frozen=True)
class StatementNames:
    """A statement, and the names under which a column may hold its scores."""

    slug: str
    title: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """``scores`` by statement's slug; None where the file has none."""

    authority: str
    scores: dict[str, int | None]
    rating: str = ""
    percent: int | None = None
    published: str = ""
    source: str = ""


@dataclass
class PublishedFile:
    """``notes`` are worth a look and stop nothing; ``problems`` do."""

    results: list[Result] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def rows_as_json(self) -> list[dict]:
        return [asdict(result) for result in self.results]


def read(
    headers: Sequence[str],
    rows: Iterable[Mapping[str, object]],
    *,
    statements: Sequence[StatementNames],
    rules: ScoringRules,
    row_number: str,
) -> PublishedFile:
    """``row_number`` is the key under which each row says where it stands in the file."""
    file = PublishedFile()
    columns = found_columns(headers, statements)
    file.problems += missing_columns(columns, statements)
    if file.problems:
        return file
    for row in rows:
        cells = {what: str(row[heading] or "").strip() for what, heading in columns.items()}
        read_row(file, cells, f"Row {row[row_number]}", statements, rules)
    if not file.results and not file.problems:
        file.problems.append("The file has headings but no council under them.")
    if len(file.results) > MOST_ROWS:
        file.problems.append(f"The file has more than {MOST_ROWS} rows: England has 153 councils.")
    return file


def plain(words: object) -> str:
    return " ".join(re.sub(r"[_\s]+", " ", str(words)).casefold().split())


def found_columns(headers: Sequence[str], statements: Sequence[StatementNames]) -> dict[str, str]:
    """What each column holds -> its heading; a statement's by its slug."""
    by_name = {plain(header): header for header in reversed(headers)}
    wanted = dict(HEADINGS) | {
        one.slug: (f"qs{number}", *(plain(name) for name in one.names))
        for number, one in enumerate(statements, 1)
    }
    return {
        what: by_name[name] for what, names in wanted.items() for name in names if name in by_name
    }


def missing_columns(columns, statements: Sequence[StatementNames]) -> Iterator[str]:
    if "authority" not in columns:
        yield "No column is headed “authority” or “council”."
    for number, one in enumerate(statements, 1):
        if one.slug not in columns:
            yield f"No column is headed “qs{number}” or “{one.title}”."


def read_row(file: PublishedFile, cells: dict, place: str, statements, rules) -> None:
    problems = list(problems_of(cells, file.results, statements, rules, place))
    if problems:
        file.problems += problems
        return
    result = Result(
        authority=cells["authority"],
        scores={one.slug: score_in(cells[one.slug]) for one in statements},
        rating=cells.get("rating", ""),
        percent=int(cells["percent"]) if cells.get("percent") else None,
        published=cells.get("published", ""),
        source=cells.get("source", ""),
    )
    file.results.append(result)
    file.notes += notes_on(result, rules)


def score_in(cell: str) -> int | None:
    return None if cell.casefold() in NOTHING else int(cell)


def problems_of(cells, before: Sequence[Result], statements, rules, place) -> Iterator[str]:
    name = cells["authority"]
    if not name:
        yield f"{place} names no council."
    elif any(plain(one.authority) == plain(name) for one in before):
        yield f"{place}: {name} stands in the file twice."
    for one in statements:
        cell = cells[one.slug]
        if cell.casefold() not in NOTHING and (
            not cell.isascii() or not cell.isdigit() or rules.level(int(cell[:4])) is None
        ):
            yield (
                f"{place}, {one.title}: “{cell[:40]}” is no score. "
                f"Write {rules.lowest} to {rules.highest}, or leave it empty."
            )
    rating, ratings = cells.get("rating", ""), [band.rating for band in rules.bands]
    if rating and rating not in ratings:
        yield f"{place}: “{rating[:40]}” is no rating. Write one of: {', '.join(ratings)}."
    percent = cells.get("percent", "")
    if percent and not re.fullmatch(r"[0-9]{1,3}", percent):
        yield f"{place}: “{percent[:40]}” is no whole percentage."
    published = cells.get("published", "")
    if published and not is_a_date(published):
        yield f"{place}: “{published[:40]}” is no date. Write 2025, 2025-02 or 2025-02-28."
    source = cells.get("source", "")
    if source and not source.startswith(("https://", "http://")):
        yield f"{place}: the source must be a web address that begins with https:// or http://."


def is_a_date(words: str) -> bool:
    if not A_DATE.fullmatch(words):
        return False
    try:
        date.fromisoformat(words + "-01-01"[len(words) - 4 :] if len(words) < 10 else words)  # noqa: PLR2004
    except ValueError:
        return False
    return True


def notes_on(result: Result, rules: ScoringRules) -> Iterator[str]:
    """Where the published result is not what its scores come to."""
    ours = overall_rating(list(result.scores.values()), rules)
    if ours.provisional:
        yield f"{result.authority}: {ours.scored} of {ours.of} scores are given."
        return
    if result.rating and result.rating != ours.rating:
        yield (
            f"{result.authority}: published as {result.rating}; its scores come to {ours.rating}."
        )
    if result.percent is not None and result.percent != ours.percent:
        yield (
            f"{result.authority}: published as {result.percent}%; its scores come to "
            f"{ours.percent}%."
        )
