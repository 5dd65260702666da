"""A large library to search in: written straight into tables and index, some two minutes each.

The n-th word of a vocabulary of 60,000 is used 1/n as often as the first, as in any language, and
as many words stand on every page as in a report. Always the same rows.
"""

import itertools
import random
import time
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction

from evidence.models import Document, DocumentPage, DocumentVersion, KnownWord
from evidence.postgresql_search import TABLE, vector
from evidence.search_words import plain, stems
from evidence.sqlite_search import PAGES
from indicators.models import Area
from readiness.roles import Role

READER = "reader@council.example"
VOCABULARY = 60_000
WORDS_PER_PAGE = 200
AT_ONCE = 1_000
RARE, EVERY, ON_PAGE = "Zanzibar", 5_000, 3
COMMON = "carers support people assessment review council service care".split()
VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnprstvw"


class Vocabulary:
    """Words with the stem of each, and how often they are used."""

    def __init__(self, chance: random.Random):
        self.chance = chance
        others = self.made_up()
        self.words = [*COMMON, *others[:200], "reablement", *others[200 : VOCABULARY - 209]]
        self.stems = [stems(word) for word in self.words]
        self.often = list(itertools.accumulate(1 / n for n in range(1, len(self.words) + 1)))
        self.places = range(len(self.words))

    def made_up(self) -> list[str]:
        syllables = [one + other for one in CONSONANTS for other in VOWELS]
        made = {
            "".join(self.chance.choices(syllables, k=self.chance.choice((2, 3, 4))))
            for _ in range(VOCABULARY * 2)
        }
        others = sorted(made)
        self.chance.shuffle(others)
        return others

    def pages(self, count: int) -> Iterator[tuple[str, str]]:
        """Texts, each as it is shown and as it is searched for."""
        for _ in range(count):
            places = self.chance.choices(self.places, cum_weights=self.often, k=WORDS_PER_PAGE)
            shown = " ".join([self.words[place] for place in places])
            yield shown, " ".join([self.stems[place] for place in places])


def prepare(documents: int = 10_000, pages: int = 20) -> None:
    """Build the library where there is none."""
    call_command("migrate", verbosity=0)
    if not Document.objects.exists():
        begun = time.perf_counter()
        build(documents, pages)
        print(f"Built in {time.perf_counter() - begun:.0f} seconds")
    print(f"{Document.objects.count():,} documents of {pages} pages", flush=True)


def build(documents: int, pages: int) -> None:
    vocabulary = Vocabulary(random.Random(42))
    person = reader()
    without_index()
    for first in range(0, documents, AT_ONCE):
        with transaction.atomic():
            add_documents(range(first, min(first + AT_ONCE, documents)), pages, vocabulary, person)
    keep_words(vocabulary)
    with_index()


def reader():
    Area.objects.create(code=settings.COUNCIL_CODE, name="Bury", kind=Area.Kind.COUNCIL)
    group, _ = Group.objects.get_or_create(name=Role.CONTRIBUTOR)
    person = get_user_model().objects.create(username=READER, email=READER)
    person.groups.add(group)
    return person


def add_documents(numbers: range, pages: int, vocabulary: Vocabulary, person) -> None:
    made = Document.objects.bulk_create(document(number, person) for number in numbers)
    versions = DocumentVersion.objects.bulk_create(version(one, pages) for one in made)
    for one, its in zip(made, versions, strict=True):
        one.latest_version = its
    Document.objects.bulk_update(made, ["latest_version"], batch_size=200)
    texts, index = [], []
    for one in made:
        index.append((one.pk, 0, stems(f"{one.title}\nbenchmark.txt")))
        for number, (shown, searched) in enumerate(vocabulary.pages(pages), start=1):
            rare = f" {RARE}" if one.pk % EVERY == 7 and number == ON_PAGE else ""
            texts.append((one.latest_version_id, number, shown + rare))
            index.append((one.pk, number, searched + rare.lower()))
    write(texts, index)


def document(number: int, person) -> Document:
    title = f"Report {number} about carers" if number % 10 == 0 else f"Report {number}"
    return Document(kind="file", title=title, owner=person, added_by=person)


def version(of: Document, pages: int) -> DocumentVersion:
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
        page_count=pages,
        added_by_id=of.added_by_id,
    )


def write(texts: list[tuple], index: list[tuple]) -> None:
    page_table = DocumentPage._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                f"INSERT INTO {page_table} (version_id, number, text) VALUES (%s, %s, %s)", texts
            )
            cursor.executemany(
                f"INSERT INTO {TABLE} (rowid, text) VALUES (%s, %s)",
                [(pk * PAGES + number, text) for pk, number, text in index],
            )
            return
        with cursor.copy(f"COPY {page_table} (version_id, number, text) FROM STDIN") as copy:
            for row in texts:
                copy.write_row(row)
        with cursor.copy(f"COPY {TABLE} (document_id, page, words) FROM STDIN") as copy:
            for pk, number, text in index:
                copy.write_row((pk, number, vector(text)))


def keep_words(vocabulary: Vocabulary) -> None:
    words = {*vocabulary.words, *plain(f"{RARE} report about benchmark").split()}
    KnownWord.objects.bulk_create(map(KnownWord.of, sorted(words)), batch_size=1_000)


def without_index() -> None:
    """PostgreSQL makes an index faster at the end than row by row, and faster without a log of it;
    neither changes how it is read."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX {TABLE}_found")
            for table in (TABLE, DocumentPage._meta.db_table):
                cursor.execute(f"ALTER TABLE {table} SET UNLOGGED")


def with_index() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute(f"CREATE INDEX {TABLE}_found ON {TABLE} USING gin (words)")
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")
