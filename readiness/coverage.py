"""Evidence coverage: how many documents stand behind each statement, by category.

Only links in force count. A document past its review date still counts and is said to be out of
date: it was evidence once, and somebody should look at it again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from evidence.models import Document
from readiness.models import EvidenceCategory, EvidenceLink, Framework, Statement


@dataclass(frozen=True)
class Cell:
    count: int = 0
    out_of_date: int = 0

    @property
    def state(self) -> str:
        """``empty``, ``stale`` (nothing in it is in date) or ``fresh``."""
        if not self.count:
            return "empty"
        return "stale" if self.out_of_date == self.count else "fresh"

    @property
    def words(self) -> str:
        if not self.count:
            return "no documents"
        said = f"{self.count} document{'' if self.count == 1 else 's'}"
        if not self.out_of_date:
            return said
        if self.out_of_date == self.count:
            return f"{said}, past review"
        return f"{said}, {self.out_of_date} past review"

    @property
    def words_after_count(self) -> str:
        """The same, to be read after the number itself."""
        return self.words.partition(" ")[2]


EMPTY = Cell()


@dataclass(frozen=True)
class Category:
    pk: int
    slug: str
    title: str
    short_title: str
    is_required: bool


class Coverage(Mapping):
    """(statement id, category id) -> Cell; empty cells are found but not listed."""

    def __init__(self, cells: dict[tuple[int, int], Cell], categories: list[Category]):
        self.categories = categories
        self._cells = cells

    def __getitem__(self, key: tuple[int, int]) -> Cell:
        return self._cells.get(key, EMPTY)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)

    def gaps(self, statement_id: int) -> list[Category]:
        """Required categories in which the statement has nothing."""
        return [
            category
            for category in self.categories
            if category.is_required and not self[statement_id, category.pk].count
        ]

    def of_statement(self, statement_id: int) -> list[tuple[Category, Cell]]:
        return [(category, self[statement_id, category.pk]) for category in self.categories]


def coverage(framework: Framework, *, on: date, user=None) -> Coverage:
    """Two queries: the framework's categories, and its live links counted: those that the person
    may see, or all of them."""
    categories = EvidenceCategory.objects.filter(framework=framework).order_by("position", "pk")
    # A list of ids rather than a join: read once, from the index of review dates.
    past_review = Document.objects.past_review(on=on).order_by().values("pk")
    counted = (
        links_for(user)
        .order_by()
        .values_list("statement_id", "category_id")
        .annotate(
            documents=Count("document_id"),
            out_of_date=Count("document_id", filter=Q(document__in=past_review)),
        )
    )
    return Coverage(
        {(statement, category): Cell(*counts) for statement, category, *counts in counted},
        [
            Category(*row)
            for row in categories.values_list("pk", "slug", "title", "short_title", "is_required")
        ],
    )


def links_for(user):
    links = EvidenceLink.objects
    return links.live() if user is None else links.seen_by(user)


@dataclass(frozen=True)
class CoverageRow:
    statement: Statement
    cells: list[tuple[Category, Cell]]

    @property
    def total(self) -> int:
        return sum(cell.count for _, cell in self.cells)


def rows_of(framework: Framework, found: Coverage) -> list[CoverageRow]:
    statements = framework.statements.select_related("theme")
    return [CoverageRow(each, found.of_statement(each.pk)) for each in statements]


def sentence(rows: list[CoverageRow], found: Coverage) -> str:
    """How far the required evidence reaches, in one line."""
    wanted = sum(category.is_required for category in found.categories) * len(rows)
    empty = sum(len(found.gaps(row.statement.pk)) for row in rows)
    if not empty:
        return "Every statement has evidence in each required category."
    verb = "is" if empty == 1 else "are"
    return f"{wanted - empty} of {wanted} required places have evidence; {empty} {verb} empty."
