"""Words of documents in SQLite: an FTS5 table whose row number says document and page."""

from django.db import connection

from evidence.search_words import START, STOP

# A row's number is document * PAGES + page, so that a document is known without reading the row.
PAGES = 1_000_000
TABLE = "evidence_words"


def quoted(terms: list[str]) -> list[str]:
    """Each term as an FTS5 string: inside quotes nothing is an operator."""
    return [f'"{term}"' for term in terms]


class SqliteIndex:
    def replace(self, document_id: int, rows: list[tuple[int, str]]) -> None:
        first = document_id * PAGES
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {TABLE} WHERE rowid BETWEEN %s AND %s",  # noqa: S608 - our constant
                [first, first + PAGES - 1],
            )
            cursor.executemany(
                f"INSERT INTO {TABLE} (rowid, text) VALUES (%s, %s)",  # noqa: S608
                [(first + page, text) for page, text in rows],
            )

    def ranked(self, terms: list[str]) -> list[int]:
        """Every term in the title or description first, then by the pages that hold every term.

        Titles are ordered by FTS5's own rank. To rank each page found as well would take most of
        the time of a search for common words.
        """
        each = quoted(terms)
        in_all = " INTERSECT ".join(
            [f"SELECT rowid / {PAGES} FROM {TABLE} WHERE {TABLE} MATCH %s"] * len(each)  # noqa: S608
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                SELECT document_id FROM (
                    SELECT rowid / {PAGES} AS document_id, 1 AS has_all,
                        iif(rowid %% {PAGES}, 0, -rank) AS in_title
                    FROM {TABLE} WHERE {TABLE} MATCH %s
                    UNION ALL
                    SELECT *, 0, 0 FROM ({in_all})
                )
                GROUP BY document_id
                ORDER BY max(in_title) DESC, sum(has_all) DESC, document_id DESC
                """,  # noqa: S608
                [" AND ".join(each), *each],
            )
            return [document_id for (document_id,) in cursor.fetchall()]

    def best_places(self, terms: list[str], document_ids: list[int]) -> list[tuple[int, int, str]]:
        """(document, page, its text with matches between the marks) for each document."""
        # No rank here: FTS5 would weigh the whole index anew for each document. The best page
        # is one that has every term, else the one with the most matches.
        one = f"""
            SELECT document_id, page, marked FROM (
                SELECT rowid / {PAGES} AS document_id, rowid %% {PAGES} AS page,
                    highlight({TABLE}, 0, char({ord(START)}), char({ord(STOP)})) AS marked,
                    rowid IN (
                        SELECT rowid FROM {TABLE}
                        WHERE {TABLE} MATCH %s AND rowid BETWEEN %s AND %s
                    ) AS has_all,
                    length(text) AS plain_length
                FROM {TABLE}
                WHERE {TABLE} MATCH %s AND rowid BETWEEN %s AND %s
                ORDER BY page = 0, has_all DESC, length(marked) - plain_length DESC, page
                LIMIT 1
            )
            """  # noqa: S608
        each = quoted(terms)
        values: list[str | int] = []
        for document_id in document_ids:
            rows = (document_id * PAGES, document_id * PAGES + PAGES - 1)
            values += [" AND ".join(each), *rows, " OR ".join(each), *rows]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([one] * len(document_ids)), values)
            return cursor.fetchall()
