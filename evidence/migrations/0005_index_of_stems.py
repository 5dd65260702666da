"""The index holds stems made by us, the same on both databases, and is filled again from the texts
that are kept."""

from django.db import migrations

from evidence.search_words import stems

CREATE = {
    "sqlite": [
        "DROP TABLE evidence_words",
        "CREATE VIRTUAL TABLE evidence_words USING fts5("
        "text, tokenize = 'unicode61 remove_diacritics 0')",
    ],
    "postgresql": [
        "DROP FUNCTION evidence_words_with",
        "DROP TABLE evidence_words",
        "DROP TEXT SEARCH CONFIGURATION evidence_words",
        "DROP TEXT SEARCH DICTIONARY evidence_stem",
        "CREATE TABLE evidence_words ("
        "document_id bigint NOT NULL, page integer NOT NULL, "
        "words tsvector NOT NULL, PRIMARY KEY (document_id, page))",
        "CREATE INDEX evidence_words_found ON evidence_words USING gin (words)",
        # Left to itself the planner reads every page's words for a common word, which takes
        # seconds: it does not count the cost of fetching them. The index answers without.
        "CREATE FUNCTION evidence_words_with(asked text) "
        "RETURNS TABLE (document_id bigint, page integer) "
        "LANGUAGE sql STABLE SET enable_seqscan = off SET work_mem = '64MB' AS "
        "'SELECT document_id, page FROM evidence_words WHERE words @@ asked::tsquery'",
    ],
}
BEFORE = {
    "sqlite": [
        "DROP TABLE evidence_words",
        "CREATE VIRTUAL TABLE evidence_words USING fts5("
        "text, tokenize = 'porter unicode61 remove_diacritics 2')",
    ],
    "postgresql": [
        "DROP FUNCTION evidence_words_with",
        "DROP TABLE evidence_words",
        "CREATE TEXT SEARCH DICTIONARY evidence_stem (TEMPLATE = snowball, LANGUAGE = english)",
        "CREATE TEXT SEARCH CONFIGURATION evidence_words (COPY = english)",
        "ALTER TEXT SEARCH CONFIGURATION evidence_words "
        "ALTER MAPPING FOR asciiword, word WITH evidence_stem",
        "CREATE TABLE evidence_words ("
        "document_id bigint NOT NULL, page integer NOT NULL, "
        "text text NOT NULL, words tsvector NOT NULL, PRIMARY KEY (document_id, page))",
        "CREATE INDEX evidence_words_found ON evidence_words USING gin (words)",
        "CREATE FUNCTION evidence_words_with(typed text) "
        "RETURNS TABLE (document_id bigint, page integer) "
        "LANGUAGE sql STABLE SET enable_seqscan = off SET work_mem = '32MB' AS "
        "'SELECT document_id, page FROM evidence_words "
        "WHERE words @@ websearch_to_tsquery(''evidence_words'', typed)'",
    ],
}
PAGES = 1_000_000  # as in evidence/sqlite_search.py


def forwards(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
    fill(apps, schema_editor.connection)


def fill(apps, connection):
    """The rows of the index; the words offered for misspelt ones come with the next indexing."""
    on_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for document_id, page, text in texts(apps):
            if on_sqlite:
                cursor.execute(
                    "INSERT INTO evidence_words (rowid, text) VALUES (%s, %s)",
                    [document_id * PAGES + page, stems(text)],
                )
            else:
                cursor.execute(
                    "INSERT INTO evidence_words VALUES (%s, %s, to_tsvector('simple', %s))",
                    [document_id, page, stems(text)],
                )


def texts(apps):
    documents = apps.get_model("evidence", "Document").objects.select_related("latest_version")
    for document in documents.iterator():
        version = document.latest_version
        name = version.original_name if version else ""
        about = (document.title, document.description, document.address, name)
        yield document.pk, 0, "\n".join(filter(None, about))
    pages = apps.get_model("evidence", "DocumentPage").objects.filter(
        version__pk__in=documents.values("latest_version")
    )
    yield from pages.values_list("version__document_id", "number", "text").iterator()


def backwards(apps, schema_editor):
    """The index is then empty until ``manage.py index_documents``."""
    for statement in BEFORE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_periods_notes_and_known_words")]
    operations = [migrations.RunPython(forwards, backwards)]
