"""The coverage page: documents by category, for each statement, topic or lens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q

from config.addresses import address_of
from readiness.coverage import (
    Category,
    Cell,
    Coverage,
    Level,
    counted_by,
    coverage,
    links_for,
)
from readiness.coverage_findings import Held, finding, how_far
from readiness.models import Framework, Lens, Topic
from readiness.models.links import COUNTED

STATEMENTS, TOPICS, LENSES = "statement", "topic", "lens"
WAYS = {STATEMENTS: "By quality statement", TOPICS: "By topic", LENSES: "By lens"}


@dataclass(frozen=True)
class Place:
    """One cell of the matrix, with the address of its documents."""

    category: Category
    cell: Cell
    level: Level
    address: str

    @property
    def is_needed(self) -> bool:
        return self.level != Level.NOT_APPLICABLE or self.cell.count > 0


@dataclass(frozen=True)
class Line:
    """A statement, topic or lens; ``under`` is what it stands under (theme, statement)."""

    title: str
    address: str
    under: str
    places: tuple[Place, ...]
    finding: str = ""

    @property
    def total(self) -> int:
        return sum(place.cell.count for place in self.places)


@dataclass(frozen=True)
class CoveragePage:
    way: str
    categories: list[Category]
    lines: list[Line]
    sentence: str

    @property
    def findings(self) -> list[Line]:
        return [line for line in self.lines if line.finding]

    @property
    def first_heading(self) -> str:
        return {STATEMENTS: "Quality statement", TOPICS: "Topic", LENSES: "Lens"}[self.way]


def build(framework: Framework, *, way: str, user, on: date) -> CoveragePage:
    """At most four queries."""
    found = coverage(framework, on=on, user=user)
    if way == TOPICS:
        lines = by_topic(framework, found, user=user, on=on)
    elif way == LENSES:
        lines = by_lens(framework, found, user=user, on=on)
    else:
        way, lines = STATEMENTS, by_statement(framework, found)
    said = said_of_subjects(way, lines) if way != STATEMENTS else said_of_statements(lines)
    return CoveragePage(way, found.categories, lines, said)


def by_statement(framework: Framework, found: Coverage) -> list[Line]:
    return [
        Line(
            statement.title,
            address_of("statement", statement.slug),
            statement.theme.title,
            tuple(
                Place(
                    category,
                    cell,
                    found.level(statement.pk, original),
                    documents_in(cell, statement=statement.slug, category=category.slug),
                )
                for original, (category, cell) in zip(
                    found.categories, found.of_statement(statement.pk), strict=True
                )
            ),
            finding(held(found.of_statement(statement.pk))),
        )
        for statement in framework.statements.select_related("theme")
    ]


def held(cells: Iterable[tuple[Category, Cell]]) -> list[Held]:
    return [
        Held(category.title, category.is_required, cell.count, cell.out_of_date, cell.newest)
        for category, cell in cells
    ]


def by_topic(framework: Framework, found: Coverage, *, user, on: date) -> list[Line]:
    links = links_for(user).filter(
        topic_links__ended_at__isnull=True, topic_links__topic__statement__framework=framework
    )
    cells = cells_of(counted_by(links, "topic_links__topic_id", on=on))
    topics = Topic.objects.filter(statement__framework=framework).select_related("statement")
    return [
        Line(
            topic.title,
            documents_at(topic=topic.pk),
            topic.statement.title,
            places(found, cells, topic.pk, topic=topic.pk),
        )
        for topic in topics.order_by("statement__position", "position")
    ]


def by_lens(framework: Framework, found: Coverage, *, user, on: date) -> list[Line]:
    links = links_for(user).filter(
        Q(document__lens_links__ended_at__isnull=True),
        document__lens_links__lens__framework=framework,
        statement__framework=framework,
    )
    cells = cells_of(counted_by(links, "document__lens_links__lens_id", on=on))
    return [
        Line(
            lens.title,
            documents_at(lens=lens.slug),
            "",
            places(found, cells, lens.pk, lens=lens.slug),
        )
        for lens in Lens.objects.filter(framework=framework)
    ]


def cells_of(counted) -> dict[tuple[int, int], Cell]:
    return {(one, category): cell for one, category, cell in counted}


def places(found: Coverage, cells, pk: int, **asked) -> tuple[Place, ...]:
    of_each = ((category, cells.get((pk, category.pk), Cell())) for category in found.categories)
    return tuple(
        Place(
            category,
            cell,
            Level.OPTIONAL,
            documents_in(cell, **asked, category=category.slug),
        )
        for category, cell in of_each
    )


def documents_in(cell: Cell, **asked) -> str:
    """Exactly those that are counted."""
    return documents_at(**asked, judged=COUNTED) if cell.sent_back else documents_at(**asked)


def documents_at(**asked) -> str:
    return f"{address_of('library')}?{urlencode(asked)}"


def said_of_statements(lines: list[Line]) -> str:
    wanted = [
        place.cell.state for line in lines for place in line.places if place.level == Level.REQUIRED
    ]
    return how_far(
        wanted=len(wanted),
        in_date=wanted.count("fresh"),
        stale=wanted.count("stale"),
        empty=wanted.count("empty"),
    )


def said_of_subjects(way: str, lines: list[Line]) -> str:
    bare = [line.title for line in lines if not line.total]
    noun = "topic" if way == TOPICS else "lens"
    if not bare:
        return f"Every {noun} has evidence."
    nouns = noun if len(lines) == 1 else {"topic": "topics", "lens": "lenses"}[noun]
    has = "has" if len(bare) == 1 else "have"
    return f"{len(bare)} of {len(lines)} {nouns} {has} no evidence yet."
