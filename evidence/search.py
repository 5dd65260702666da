"""Finding documents by their words: title, description, file name, address and the text inside.

One set of functions, two back ends: SQLite's FTS5 and PostgreSQL's text search. Whatever is
typed is cut into plain words first, so nothing typed can be a syntax error or an operator; words
in double quotes are kept together. A document is found when every term is somewhere in it. What a
word is, which words are the same, which page is shown and what comes first is decided here, so
that both databases give the same answers in the same order.

``index()`` is the one place where a third back end would be chosen.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.safestring import SafeString

from evidence import spelling
from evidence.models import Document, KnownWord
from evidence.postgresql_search import PostgresqlIndex
from evidence.search_words import (
    excerpt,
    marked,
    plain,
    stem,
    stems,
    stems_in,
    terms_in,
    without_marks,
)
from evidence.sqlite_search import SqliteIndex

MOST_TRIED = 16
MOST_OFFERED = 3
MOST_KNOWN = 5_000
WORDS_AT_ONCE = 900  # SQLite looks for so many at once


@dataclass(frozen=True)
class Hit:
    """Where a document answers: page 0 is its title and description. ``excerpt`` is safe HTML."""

    document_id: int
    page: int
    excerpt: SafeString


@dataclass(frozen=True)
class Found:
    """Identities of documents, best first. ``typed`` is what was looked for in the end;
    ``instead_of`` what nothing was found for."""

    ids: list[int]
    typed: str
    instead_of: str = ""


def index() -> SqliteIndex | PostgresqlIndex:
    return SqliteIndex() if connection.vendor == "sqlite" else PostgresqlIndex()


def found(typed: str, *, among: QuerySet[Document] | None = None) -> list[int]:
    """Identities of the documents found, best first, in one query; none when nothing is typed.

    ``among``: only these documents, where the search is not over all of them. First come those
    with every term in the title or description, then those with most pages that hold every term.
    """
    terms = stems_in(typed)
    if not terms:
        return []
    sql, values = index().together(terms)
    if len(terms) > 1:
        each, of_each = index().holding(terms)
        sql = f"SELECT document_id, in_title, 1 AS together FROM ({sql}) AS same_page"  # noqa: S608
        sql += f" UNION ALL SELECT document_id, 0, 0 FROM ({each}) AS somewhere"  # noqa: S608
        values = values + of_each
    else:
        sql = f"SELECT document_id, in_title, 1 AS together FROM ({sql}) AS same_page"  # noqa: S608
    only, of_only = restriction(among)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT document_id FROM ({sql}) AS matching {only} GROUP BY document_id "  # noqa: S608
            "ORDER BY max(in_title) DESC, sum(together) DESC, document_id DESC",
            [*values, *of_only],
        )
        return [document_id for (document_id,) in cursor.fetchall()]


def restriction(among: QuerySet[Document] | None) -> tuple[str, list]:
    if among is None:
        return "", []
    sql, values = among.order_by().values("pk").query.sql_with_params()
    return f"WHERE document_id IN ({sql})", list(values)


def holding(typed: str, *, least: int = 0) -> RawSQL | None:
    """For ``filter(pk__in=...)``: the documents that hold what is typed, from number ``least``."""
    terms = stems_in(typed)
    return RawSQL(*index().holding(terms, least=least)) if terms else None  # noqa: S611 - our SQL


def hits(typed: str, document_ids) -> dict[int, Hit]:
    """For each of a page of results, the best place in it, in one query: the first page with
    most of the terms."""
    terms = stems_in(typed)
    if not terms or not document_ids:
        return {}
    return {
        document_id: Hit(document_id, page, excerpt(marked(without_marks(text), terms)))
        for document_id, page, text in best_places(terms, list(document_ids))
    }


def best_places(terms: list[str], document_ids: list[int]) -> list[tuple[int, int, str]]:
    """(document, page, its text) for each document."""
    sql, values = index().pages(terms, document_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT best.document_id, best.page, coalesce(page_of.text, document.title || '\n' ||
                document.description || '\n' || document.address || '\n' ||
                coalesce(version.original_name, ''))
            FROM (
                SELECT document_id, page, row_number() OVER (
                    PARTITION BY document_id ORDER BY page = 0, count(*) DESC, page
                ) AS place
                FROM ({sql}) AS matching GROUP BY document_id, page
            ) AS best
            JOIN evidence_document AS document ON document.id = best.document_id
            LEFT JOIN evidence_documentversion AS version
                ON version.id = document.latest_version_id
            LEFT JOIN evidence_documentpage AS page_of
                ON page_of.version_id = version.id AND page_of.number = best.page AND best.page > 0
            WHERE best.place = 1
            """,  # noqa: S608 - our constants
            values,
        )
        return cursor.fetchall()


# --- other spellings ------------------------------------------------------------------------


def found_exactly(typed: str, *, among: QuerySet[Document] | None = None) -> Found:
    return Found(found(typed, among=among), typed)


def found_or_meant(typed: str, *, among: QuerySet[Document] | None = None) -> Found:
    """As ``found``; where nothing is, what a likelier spelling finds. At most four queries."""
    ids = found(typed, among=among)
    if ids or not terms_in(typed):
        return Found(ids, typed)
    meant = respelt(typed, among=among)
    others = found(meant, among=among) if meant else []
    return Found(others, meant, instead_of=typed) if others else Found([], typed)


def respelt(typed: str, *, among: QuerySet[Document] | None = None) -> str:
    """What was typed with the fewest letters changed so that documents hold it; nothing where
    there is nothing to try. Two queries."""
    return next(iter(other_spellings(typed, near_words(typed), among=among)), "")


def also_spelt(typed: str, *, among: QuerySet[Document] | None = None) -> list[str]:
    """Other spellings of the names and words typed that documents hold, nearest first. Two
    queries; one where no word has another spelling."""
    return other_spellings(typed, near_words(typed, by_sound=True), among=among)[:MOST_OFFERED]


def other_spellings(typed: str, near: dict[str, list[str]], *, among) -> list[str]:
    tries = list(itertools.islice(spelling.variants(terms_in(typed), near), MOST_TRIED))
    held = counts([as_typed(terms) for terms in tries], among=among)
    return [words for words in map(as_typed, tries) if held.get(words)]


def as_typed(terms: Sequence[str]) -> str:
    """Terms in one line again, phrases in their quotes."""
    return " ".join(f'"{term}"' if " " in term else term for term in terms)


def near_words(typed: str, *, by_sound: bool = False) -> dict[str, list[str]]:
    """Each word typed -> the known words it may have been meant for, in one query. ``by_sound``:
    only those that differ in vowels and doubled letters, which is how names differ."""
    words = [term for term in terms_in(typed) if spelling.is_worth_guessing(term)]
    if not words:
        return {}
    wanted = Q()
    for word in words:
        wanted |= Q(skeleton=spelling.skeleton(word))
        if not by_sound:
            wanted |= Q(start=word[:3]) | Q(finish=word[-3:])
    known = list(KnownWord.objects.filter(wanted).values_list("word", flat=True)[:MOST_KNOWN])
    near = {
        word: [other for other in spelling.nearest(word, known) if stem(other) != stem(word)]
        for word in words
    }
    return {word: others for word, others in near.items() if others}


def counts(searches: Sequence[str], *, among: QuerySet[Document] | None = None) -> dict[str, int]:
    """How many documents each search finds, in one query."""
    parts, values = [], []
    only, of_only = restriction(among)
    for place, typed in enumerate(searches):
        sql, of_search = index().holding(stems_in(typed))
        parts.append(
            f"SELECT {place}, count(DISTINCT document_id) FROM ({sql}) AS matching {only}"  # noqa: S608
        )
        values += [*of_search, *of_only]
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return {searches[place]: count for place, count in cursor.fetchall()}


# --- putting documents in -------------------------------------------------------------------


def index_document(document: Document) -> None:
    """Put a document's words, and the text of its latest version, in place of what was there."""
    rows = [(page, text) for page, text in texts_of(document) if text]
    index().replace(document.pk, [(page, stems(text)) for page, text in rows])
    keep_words({word for _, text in rows for word in plain(text).split()})


def remove_document(document_id: int) -> None:
    """Its words are found no more."""
    index().replace(document_id, [])


def texts_of(document: Document) -> list[tuple[int, str]]:
    about = [document.title, document.description, document.address]
    pages = []
    if version := document.latest_version:
        about.append(version.original_name)
        pages = list(version.pages.values_list("number", "text"))
    return [(0, "\n".join(filter(None, about))), *pages]


def keep_words(words: set[str]) -> None:
    """So that a slip of the pen can be put right. A word that no document holds any more stays,
    and is offered to nobody."""
    telling = sorted(filter(spelling.is_worth_guessing, words))
    for first in range(0, len(telling), WORDS_AT_ONCE):
        some = telling[first : first + WORDS_AT_ONCE]
        there = set(KnownWord.objects.filter(word__in=some).values_list("word", flat=True))
        new = [KnownWord.of(word) for word in some if word not in there]
        KnownWord.objects.bulk_create(new, ignore_conflicts=True)


def index_everything() -> int:
    """Index every document afresh, for when the index was lost; returns how many."""
    count = 0
    for document in (
        Document.objects.kept().select_related("latest_version").iterator(chunk_size=500)
    ):
        index_document(document)
        count += 1
    return count
