"""The demonstration has a data pack that waits to be looked at."""

import pytest

from indicators.models import DataPack, Outturn
from indicators.reference_data import load_reference
from readiness.demo.waiting_pack import load_waiting_pack


@pytest.fixture(autouse=True)
def reference(db):
    load_reference()


def test_a_made_up_scorecard_waits_for_its_preview_and_nothing_is_written(analyst):
    load_waiting_pack(by=analyst)

    pack = DataPack.objects.get()
    assert pack.state == DataPack.State.PREVIEWED
    assert (pack.preview["new"], pack.preview["problems"]) == (8, [])
    assert pack.preview["targets"] == 3
    assert not Outturn.objects.exists()


def test_what_somebody_did_with_it_stays(analyst):
    load_waiting_pack(by=analyst)
    DataPack.objects.update(state=DataPack.State.DISCARDED)

    load_waiting_pack(by=analyst)

    assert DataPack.objects.get().state == DataPack.State.DISCARDED
