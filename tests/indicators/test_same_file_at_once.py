"""The same file sent twice at the same moment, by two people or by a second click."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction

from indicators import data_packs
from indicators.models import DataPack
from indicators.reference_data import load_reference
from indicators.workbook import UnreadableFileError
from tests.factories import DataPackFactory
from tests.indicators.packs import previewed
from tests.indicators.workbooks import small_release

State = DataPack.State
ONCE_MORE = 6  # how often two people try: they seldom miss each other every time


def stored_files(settings) -> int:
    return sum(path.is_file() for path in Path(settings.MEDIA_ROOT).glob("data_packs/**/*"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", range(ONCE_MORE))
def test_one_pack_comes_of_it_and_the_second_is_led_to_it(analyst, director, settings, number):
    together = Barrier(2)

    def send(by):
        file = ContentFile(f"Indicator,2023-24\nReviews,{number}\n".encode(), name="scorecard.csv")
        try:
            together.wait(timeout=20)
            return data_packs.receive(file=file, by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        sent = list(threads.map(send, [analyst, director]))

    assert sorted(is_new for _, is_new in sent) == [False, True]
    assert {pack for pack, _ in sent} == {DataPack.objects.get()}
    assert stored_files(settings) == 1


@pytest.mark.parametrize(
    "state",
    ["received", "reading", "previewed", "unmapped", "confirmed", "writing"],
)
def test_the_database_takes_no_second_pack_while_one_is_open(db, state):
    open_pack = DataPackFactory(state=state)

    with pytest.raises(IntegrityError), transaction.atomic():
        DataPackFactory(state=State.RECEIVED, sha256=open_pack.sha256)


@pytest.mark.parametrize("state", ["refused", "failed", "discarded", "undone", "in_use"])
def test_a_file_whose_pack_is_settled_can_be_looked_at_again(db, state):
    settled = DataPackFactory(state=state)

    assert DataPackFactory(state=State.RECEIVED, sha256=settled.sha256).pk


def test_what_is_not_kept_leaves_no_file(analyst, settings):
    data_packs.keep(b"a,b\n", "one.csv", by=analyst)

    with pytest.raises(IntegrityError):
        data_packs.keep(b"a,b\n", "two.csv", by=analyst)
    assert stored_files(settings) == 1


def test_a_file_that_waits_in_the_browser_is_not_written_behind_its_back(analyst):
    load_reference()
    previewed(analyst, small_release())

    with pytest.raises(UnreadableFileError, match=r"waits there\. Confirm or discard it there"):
        data_packs.load(small_release(), "release.xlsx", write=True)
    assert DataPack.objects.get().state == State.PREVIEWED
