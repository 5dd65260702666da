"""The table of words behind the search: FTS5 in SQLite, a tsvector with GIN in PostgreSQL."""

from django.db import migrations

CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE evidence_words USING fts5("
        "text, tokenize = 'porter unicode61 remove_diacritics 2')"
    ],
    "postgresql": [
        # English word stems with no word left out, as in SQLite: what may be left out of a
        # search is decided once, in search_words.
        "CREATE TEXT SEARCH DICTIONARY evidence_stem (TEMPLATE = snowball, LANGUAGE = english)",
        "CREATE TEXT SEARCH CONFIGURATION evidence_words (COPY = english)",
        "ALTER TEXT SEARCH CONFIGURATION evidence_words "
        "ALTER MAPPING FOR asciiword, word WITH evidence_stem",
        "CREATE TABLE evidence_words ("
        "document_id bigint NOT NULL, page integer NOT NULL, "
        "text text NOT NULL, words tsvector NOT NULL, PRIMARY KEY (document_id, page))",
        "CREATE INDEX evidence_words_found ON evidence_words USING gin (words)",
        # Left to itself the planner reads every page's words for a common word, which takes
        # seconds: it does not count the cost of fetching them. The index answers without.
        "CREATE FUNCTION evidence_words_with(typed text) "
        "RETURNS TABLE (document_id bigint, page integer) "
        "LANGUAGE sql STABLE SET enable_seqscan = off SET work_mem = '32MB' AS "
        "'SELECT document_id, page FROM evidence_words "
        "WHERE words @@ websearch_to_tsquery(''evidence_words'', typed)'",
    ],
}


DROP = {
    "sqlite": ["DROP TABLE evidence_words"],
    "postgresql": [
        "DROP FUNCTION evidence_words_with",
        "DROP TABLE evidence_words",
        "DROP TEXT SEARCH CONFIGURATION evidence_words",
        "DROP TEXT SEARCH DICTIONARY evidence_stem",
    ],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
