"""Stems of documents in PostgreSQL: one row per page, with a GIN index over its tsvector.

The vectors are made here, word by word. Left to itself PostgreSQL reads "2024-25" as a number and
a negative number, "gov.uk/care" as an address, and stems a little differently from SQLite.
"""

from django.db import connection

TABLE = "evidence_words"
LAST_POSITION = 16_383
"""PostgreSQL counts no further; phrases beyond are still found by their words' one place."""
MOST_POSITIONS = 255


def vector(text: str) -> str:
    """A tsvector of stems at their places: "'carer':1,3 'wait':2"."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(text.split(), start=1):
        held = places.setdefault(word, [])
        if len(held) < MOST_POSITIONS:
            held.append(min(place, LAST_POSITION))
    return " ".join(f"'{word}':{','.join(map(str, held))}" for word, held in places.items())


def asked(term: str) -> str:
    return " <-> ".join(f"'{word}'" for word in term.split())


def all_of(terms: list[str]) -> str:
    return " & ".join(f"({asked(term)})" for term in terms)


class PostgresqlIndex:
    def replace(self, document_id: int, rows: list[tuple[int, str]]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE document_id = %s", [document_id])  # noqa: S608 - our constant
            cursor.executemany(
                f"INSERT INTO {TABLE} (document_id, page, words) VALUES (%s, %s, %s::tsvector)",  # noqa: S608
                [(document_id, page, vector(text)) for page, text in rows],
            )

    def holding(self, terms: list[str], *, least: int = 0) -> tuple[str, list]:
        """SQL, and its values, for the documents that hold every term; from number ``least``."""
        one = f"SELECT document_id FROM {TABLE}_with(%s)"  # noqa: S608
        if least:
            one += f" WHERE document_id >= {int(least)}"
        return " INTERSECT ".join([one] * len(terms)), [asked(term) for term in terms]

    def together(self, terms: list[str]) -> tuple[str, list]:
        """SQL for (document_id, in_title): a row for each page that holds every term."""
        return (
            f"SELECT document_id, (page = 0)::int AS in_title FROM {TABLE}_with(%s)",  # noqa: S608
            [all_of(terms)],
        )

    def pages(self, terms: list[str], document_ids: list[int]) -> tuple[str, list]:
        """SQL for (document_id, page): a row for each page of these documents and each term it
        holds. The pages are read once, by their documents."""
        sql = f"""
            SELECT document_id, page
            FROM (SELECT * FROM {TABLE} WHERE document_id = ANY(%s)) AS few,
                unnest(%s::text[]) AS term
            WHERE words @@ term::tsquery
            """  # noqa: S608 - our constant
        return sql, [document_ids, [asked(term) for term in terms]]
