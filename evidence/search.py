"""Finding documents by their words: title, description, file name, address and the text inside.

One set of functions, two back ends: SQLite's FTS5 and PostgreSQL's text search. Whatever is
typed is cut into plain words first, so nothing typed can be a syntax error or an operator; words
in double quotes are kept together. A document is found when every term is somewhere in it.
"""

from dataclasses import dataclass

from django.db import connection
from django.utils.safestring import SafeString

from evidence.models import Document
from evidence.postgresql_search import PostgresqlIndex
from evidence.search_words import excerpt, terms_in, without_marks
from evidence.sqlite_search import SqliteIndex


@dataclass(frozen=True)
class Hit:
    """Where a document answers: page 0 is its title and description. ``excerpt`` is safe HTML."""

    document_id: int
    page: int
    excerpt: SafeString


def index() -> SqliteIndex | PostgresqlIndex:
    return SqliteIndex() if connection.vendor == "sqlite" else PostgresqlIndex()


def found(typed: str) -> list[int]:
    """Identities of the documents found, best first, in one query; none when nothing is typed."""
    terms = terms_in(typed)
    return index().ranked(terms) if terms else []


def hits(typed: str, document_ids) -> dict[int, Hit]:
    """For each of a page of results, the best place in it, in one query."""
    terms = terms_in(typed)
    if not terms or not document_ids:
        return {}
    return {
        document_id: Hit(document_id, page, excerpt(marked))
        for document_id, page, marked in index().best_places(terms, list(document_ids))
    }


def index_document(document: Document) -> None:
    """Put a document's words, and the text of its latest version, in place of what was there."""
    about = [document.title, document.description, document.address]
    pages = []
    if version := document.latest_version:
        about.append(version.original_name)
        pages = list(version.pages.values_list("number", "text"))
    rows = [(0, "\n".join(filter(None, about))), *pages]
    index().replace(document.pk, [(page, without_marks(text)) for page, text in rows if text])


def index_everything() -> int:
    """Index every document afresh, for when the index was lost; returns how many."""
    count = 0
    for document in Document.objects.select_related("latest_version").iterator(chunk_size=500):
        index_document(document)
        count += 1
    return count
