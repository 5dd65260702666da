"""The first page of hits against the database's own time for the same words.

    python -m benchmarks.search [--documents 10000] [--pages 20] [--runs 5]

On a database of its own (``DATABASE_URL`` for PostgreSQL). Two floors, asked of the database with
nothing of ours around them: ``matching``, every place that holds the words, by document; and
``ranked``, the best 25 places by the database's own rank. ``hits`` is what the product does for a
first page: which documents, best first, and for 25 of them the page with the words marked.
``page`` is the whole library page, as a signed-in person gets it.
"""

import argparse
import itertools
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

from benchmarks import environment

environment.prepare(database="benchmark-search.sqlite3")

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evidence import search
from evidence.models import Document, DocumentPage, DocumentVersion
from evidence.postgresql_search import all_of
from evidence.search_words import stems_in
from evidence.sqlite_search import quoted
from indicators.models import Area
from readiness.roles import Role

MOST_QUERIES = 10
FIRST_PAGE = 25
WORDS_PER_PAGE = 200
AT_ONCE = 1_000
WHO = "reader@council.example"
chance = random.Random(42)

COMMON = "carers support people assessment review council service care".split()
VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnprstvw"
RIGHT = {"zanzibra": "zanzibar"}  # what the database is asked for instead
QUESTIONS = {
    "on every page": "carers",
    "two, on every page": "carers assessment",
    "three, on every page": "people support council",
    "a phrase of two": '"carers assessment"',
    "on some pages": "reablement",
    "some and common": "reablement carers",
    "in one document": "zanzibar",
    "misspelt": "zanzibra",
}


def words_of_a_council() -> tuple[list[str], list[float]]:
    """8,000 words, the n-th used 1/n as often as the first."""
    made = {
        "".join(
            chance.choice(CONSONANTS) + chance.choice(VOWELS)
            for _ in range(chance.choice((2, 3, 4)))
        )
        for _ in range(9_000)
    }
    others = sorted(made)
    chance.shuffle(others)
    words = [*COMMON, *others[:200], "reablement", *others[200:7_800]]
    return words, list(itertools.accumulate(1 / place for place in range(1, len(words) + 1)))


def build(documents: int, pages: int) -> None:
    Area.objects.create(code=settings.COUNCIL_CODE, name="Bury", kind=Area.Kind.COUNCIL)
    group, _ = Group.objects.get_or_create(name=Role.CONTRIBUTOR)
    person = get_user_model().objects.create(username=WHO, email=WHO)
    person.groups.add(group)
    words, weights = words_of_a_council()
    for first in range(0, documents, AT_ONCE):
        with transaction.atomic():
            numbers = range(first, min(first + AT_ONCE, documents))
            made = Document.objects.bulk_create(document(n, person) for n in numbers)
            versions = DocumentVersion.objects.bulk_create(version(one) for one in made)
            for one, its in zip(made, versions, strict=True):
                one.latest_version = its
            Document.objects.bulk_update(made, ["latest_version"], batch_size=200)
            DocumentPage.objects.bulk_create(texts(versions, pages, words, weights), batch_size=500)
            for one in made:
                search.index_document(one)
        print(f"  {first + len(made):,} documents", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def document(number: int, person) -> Document:
    title = f"Report {number} about carers" if number % 10 == 0 else f"Report {number}"
    return Document(kind="file", title=title, owner=person, added_by=person)


def version(of: Document) -> DocumentVersion:
    return DocumentVersion(
        document=of,
        number=1,
        file="benchmark.txt",
        original_name="benchmark.txt",
        media_type="text/plain",
        kind_of_file="Text",
        size=4,
        sha256=f"{of.pk:064x}",
        text_state="read",
        page_count=20,
        added_by_id=of.added_by_id,
    )


def texts(versions, pages: int, words, weights) -> Iterator[DocumentPage]:
    for one in versions:
        for number in range(1, pages + 1):
            text = " ".join(chance.choices(words, cum_weights=weights, k=WORDS_PER_PAGE))
            if one.document_id % 5_000 == 7 and number == 3:
                text += " Zanzibar"
            yield DocumentPage(version=one, number=number, text=text)


def ask(sql: str, values: list) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.fetchall()


def matching(typed: str) -> None:
    sql, values = search.index().together(stems_in(typed))
    ask(
        f"SELECT document_id, count(*) AS pages FROM ({sql}) AS found GROUP BY document_id "
        f"ORDER BY pages DESC LIMIT {FIRST_PAGE}",
        values,
    )


def ranked(typed: str) -> None:
    terms = stems_in(typed)
    if connection.vendor == "sqlite":
        ask(
            "SELECT rowid FROM evidence_words WHERE evidence_words MATCH %s "
            f"ORDER BY rank LIMIT {FIRST_PAGE}",
            [" AND ".join(quoted(terms))],
        )
    else:
        ask(
            "SELECT document_id, page FROM evidence_words, CAST(%s AS tsquery) AS asked "
            "WHERE words @@ asked "
            f"ORDER BY ts_rank(words, asked) DESC LIMIT {FIRST_PAGE}",
            [all_of(terms)],
        )


def hits(typed: str) -> None:
    found = search.found_or_meant(typed)
    search.hits(found.typed, found.ids[:FIRST_PAGE])


def milliseconds(do: Callable[[], object], runs: int) -> float:
    """Median; the first is not counted."""
    taken = []
    for _ in range(runs + 1):
        begun = time.perf_counter()
        do()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken[1:])


def report(runs: int) -> bool:
    client = Client()
    person = get_user_model().objects.get(username=WHO)
    client.force_login(person, backend="readiness.roles.RoleBackend")
    heads = ("matching", "ranked", "hits", "page", "/ranked", "/matching", "queries")
    print(" " * 22 + "".join(f"{head:>11}" for head in heads))
    met = True
    for name, typed in QUESTIONS.items():
        given = RIGHT.get(typed, typed)
        floor = milliseconds(partial(matching, given), runs)
        own = milliseconds(partial(ranked, given), runs)
        ours = milliseconds(partial(hits, typed), runs)
        page = milliseconds(partial(client.get, "/evidence/", {"q": typed}), runs)
        with CaptureQueriesContext(connection) as asked:
            client.get("/evidence/", {"q": typed})
        met = met and len(asked) <= MOST_QUERIES
        print(
            f"{name:22}{floor:>11.1f}{own:>11.1f}{ours:>11.1f}{page:>11.1f}"
            f"{ours / own:>11.1f}{ours / floor:>11.1f}{len(asked):>11}"
        )
    return met


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=10_000)
    arguments.add_argument("--pages", type=int, default=20)
    arguments.add_argument("--runs", type=int, default=5)
    said = arguments.parse_args()
    call_command("migrate", verbosity=0)
    if not Document.objects.exists():
        begun = time.perf_counter()
        build(said.documents, said.pages)
        print(f"Built in {time.perf_counter() - begun:.0f} seconds")
    return 0 if report(said.runs) else 1


if __name__ == "__main__":
    sys.exit(main())
