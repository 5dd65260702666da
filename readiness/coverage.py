"""Evidence coverage: how many documents stand behind each statement, by category.

Only links in force count, and none that a curator sent back: how many those are is said beside
the count. A document past its review date is still listed, as it was evidence once, but a required
place with nothing in date behind it does not count as covered.

Which categories a statement needs is the framework's say until the council decides otherwise
(``evidence_needs``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from django.db.models import Count, F, FilteredRelation, Max, Q

from evidence.models import Document
from readiness.models import (
    EvidenceAppraisal,
    EvidenceCategory,
    EvidenceLink,
    EvidenceNeed,
    Framework,
)

Level = EvidenceNeed.Level


@dataclass(frozen=True)
class Cell:
    """``newest``: the latest day that any of its documents speaks to. ``sent_back`` are not among
    the ``count``."""

    count: int = 0
    out_of_date: int = 0
    newest: date | None = None
    sent_back: int = 0

    @property
    def state(self) -> str:
        """``empty``, ``stale`` (nothing in it is in date) or ``fresh``."""
        if not self.count:
            return "empty"
        return "stale" if self.out_of_date == self.count else "fresh"

    @property
    def words(self) -> str:
        said = f"{self.count or 'no'} document{'' if self.count == 1 else 's'}"
        if self.out_of_date:
            late = "" if self.out_of_date == self.count else f"{self.out_of_date} "
            said = f"{said}, {late}past review"
        if self.sent_back:
            said = f"{said}; {self.sent_back} sent back, not counted"
        return said

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

    def __init__(
        self,
        cells: dict[tuple[int, int], Cell],
        categories: list[Category],
        needs: dict[tuple[int, int], Level] | None = None,
    ):
        self.categories = categories
        self._cells = cells
        self._needs = needs or {}

    def __getitem__(self, key: tuple[int, int]) -> Cell:
        return self._cells.get(key, EMPTY)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)

    def level(self, statement_id: int, category: Category) -> Level:
        """Whether the statement needs this kind of evidence."""
        default = Level.REQUIRED if category.is_required else Level.OPTIONAL
        return self._needs.get((statement_id, category.pk), default)

    def is_required(self, statement_id: int, category: Category) -> bool:
        return self.level(statement_id, category) == Level.REQUIRED

    def required(self, statement_id: int) -> list[Category]:
        return [one for one in self.categories if self.is_required(statement_id, one)]

    def gaps(self, statement_id: int) -> list[Category]:
        """Required categories in which the statement has nothing."""
        return self._required_and(statement_id, "empty")

    def stale(self, statement_id: int) -> list[Category]:
        """Required categories in which everything is past its review date."""
        return self._required_and(statement_id, "stale")

    def _required_and(self, statement_id: int, state: str) -> list[Category]:
        required = self.required(statement_id)
        return [one for one in required if self[statement_id, one.pk].state == state]

    def of_statement(self, statement_id: int) -> list[tuple[Category, Cell]]:
        """Each category, required or not as it is of this statement, and what is there."""
        return [
            (
                replace(category, is_required=self.is_required(statement_id, category)),
                self[statement_id, category.pk],
            )
            for category in self.categories
        ]


def coverage(framework: Framework, *, on: date, user=None) -> Coverage:
    """Two queries: the framework's categories with what is needed of them, and its live links
    counted: those that the person may see, or all of them."""
    categories, needs = categories_and_needs(framework)
    counted = counted_by(links_for(user), "statement_id", on=on)
    return Coverage({(one, category): cell for one, category, cell in counted}, categories, needs)


def categories_and_needs(framework: Framework) -> tuple[list[Category], dict]:
    """One query: a row for each category and decision about it, or for the category alone."""
    asked = (
        EvidenceCategory.objects.filter(framework=framework)
        .annotate(
            need=FilteredRelation(
                "evidence_needs", condition=Q(evidence_needs__ended_at__isnull=True)
            ),
            of_statement=F("need__statement_id"),
            level=F("need__level"),
        )
        .order_by("position", "pk")
    )
    categories: dict[int, Category] = {}
    needs: dict[tuple[int, int], Level] = {}
    names = ("pk", "slug", "title", "short_title", "is_required")
    for *about, statement_id, level in asked.values_list(*names, "of_statement", "level"):
        category = categories.setdefault(about[0], Category(*about))
        if level:
            needs[statement_id, category.pk] = Level(level)
    return list(categories.values()), needs


def counted_by(links, *by: str, on: date) -> Iterator[tuple]:
    """What ``by`` names, the category, and the cell of documents there, in one query."""
    # Lists of ids rather than joins: read once, from the index of review dates.
    past_review = Q(document__in=Document.objects.past_review(on=on).order_by().values("pk"))
    sent_back = Q(pk__in=EvidenceAppraisal.objects.sent_back())
    number = partial(Count, "document_id", distinct=by != ("statement_id",))
    counted = (
        links.order_by()
        .values_list(*by, "category_id")
        .annotate(
            documents=number(filter=~sent_back),
            out_of_date=number(filter=past_review & ~sent_back),
            newest=Max("document__evidence_date", filter=~sent_back),
            sent_back=number(filter=sent_back),
        )
    )
    for *key, documents, out_of_date, newest, returned in counted:
        yield (*key, Cell(documents, out_of_date, newest, returned))


def links_for(user):
    links = EvidenceLink.objects
    return links.live() if user is None else links.seen_by(user)
