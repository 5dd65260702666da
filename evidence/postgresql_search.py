"""Words of documents in PostgreSQL: one row per page, with a GIN index over its tsvector.

The words are those of the plain text (``search_words.plain``). Left to itself PostgreSQL reads
"2024-25" as a number and a negative number and "gov.uk/care" as an address, and keeps accents.
"""

from django.db import connection

from evidence.search_words import START, STOP, marks_moved, plain

TABLE = "evidence_words"
WITH_WORDS = "evidence_words_with(%s)"
QUERY = "websearch_to_tsquery('evidence_words', %s)"
MARKS = f"HighlightAll=true, StartSel={START}, StopSel={STOP}"


def any_of(terms: list[str]) -> str:
    return " OR ".join(f'"{term}"' for term in terms)


def all_of(terms: list[str]) -> str:
    return " ".join(f'"{term}"' for term in terms)


class PostgresqlIndex:
    def replace(self, document_id: int, rows: list[tuple[int, str]]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE document_id = %s", [document_id])  # noqa: S608 - our constant
            cursor.executemany(
                f"""
                INSERT INTO {TABLE} (document_id, page, text, words)
                VALUES (%s, %s, %s, to_tsvector('evidence_words', %s))
                """,  # noqa: S608
                [(document_id, page, text, plain(text)) for page, text in rows],
            )

    def ranked(self, terms: list[str]) -> list[int]:
        """Every term in the title first, then by the number of pages that hold every term.

        ts_rank would read the words of each page found, which takes seconds for common words;
        this asks the GIN index alone.
        """
        in_all = " INTERSECT ".join([f"SELECT document_id FROM {WITH_WORDS}"] * len(terms))  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                SELECT document_id
                FROM (SELECT DISTINCT document_id FROM ({in_all}) AS matching) AS found
                LEFT JOIN (
                    SELECT document_id, bool_or(page = 0) AS in_title, count(*) AS pages
                    FROM {WITH_WORDS} GROUP BY document_id
                ) AS together USING (document_id)
                ORDER BY coalesce(in_title, false) DESC, coalesce(pages, 0) DESC, document_id DESC
                """,  # noqa: S608
                [*(all_of([term]) for term in terms), all_of(terms)],
            )
            return [document_id for (document_id,) in cursor.fetchall()]

    def best_places(self, terms: list[str], document_ids: list[int]) -> list[tuple[int, int, str]]:
        """(document, page, its text with matches between the marks) for each document."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                WITH pages AS MATERIALIZED (
                    SELECT document_id, page, text, words FROM {TABLE} WHERE document_id = ANY(%s)
                )
                SELECT DISTINCT ON (document_id) document_id, page, text
                FROM pages, {QUERY} AS any_term, {QUERY} AS every_term
                WHERE words @@ any_term
                ORDER BY document_id, page = 0, words @@ every_term DESC,
                    ts_rank(words, any_term) DESC, page
                """,  # noqa: S608
                [document_ids, any_of(terms), all_of(terms)],
            )
            places = cursor.fetchall()
            marked = self.marked(cursor, terms, [text for _, _, text in places])
        return [(*place[:2], text) for place, text in zip(places, marked, strict=True)]

    def marked(self, cursor, terms: list[str], texts: list[str]) -> list[str]:
        cursor.execute(
            f"""
            SELECT ts_headline('evidence_words', given.text, {QUERY}, %s)
            FROM unnest(%s::text[]) WITH ORDINALITY AS given (text, place) ORDER BY place
            """,  # noqa: S608
            [any_of(terms), MARKS, [plain(text) for text in texts]],
        )
        return [
            marks_moved(marked, text)
            for (marked,), text in zip(cursor.fetchall(), texts, strict=True)
        ]
