"""Stems of documents in SQLite: an FTS5 table whose row number says document and page."""

from django.db import connection

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

    def holding(self, terms: list[str], *, least: int = 0) -> tuple[str, list]:
        """SQL, and its values, for the documents that hold every term; from number ``least``."""
        one = f"SELECT rowid / {PAGES} AS document_id FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608
        if least:
            one += f" AND rowid >= {least * PAGES}"
        return " INTERSECT ".join([one] * len(terms)), quoted(terms)

    def together(self, terms: list[str]) -> tuple[str, list]:
        """SQL for (document_id, in_title): a row for each page that holds every term."""
        return (
            f"SELECT rowid / {PAGES} AS document_id, rowid %% {PAGES} = 0 AS in_title "  # noqa: S608
            f"FROM {TABLE} WHERE {TABLE} MATCH %s",
            [" AND ".join(quoted(terms))],
        )

    def pages(self, terms: list[str], document_ids: list[int]) -> tuple[str, list]:
        """SQL for (document_id, page): a row for each page of these documents and each term it
        holds. One reading of the index for each document, as the rows of one lie together."""
        one = (
            f"SELECT rowid / {PAGES} AS document_id, rowid %% {PAGES} AS page "  # noqa: S608
            f"FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid BETWEEN %s AND %s"
        )
        values: list[str | int] = []
        for document_id in document_ids:
            for term in quoted(terms):
                values += [term, document_id * PAGES, document_id * PAGES + PAGES - 1]
        return " UNION ALL ".join([one] * (len(values) // 3)), values
