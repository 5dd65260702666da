"""Kept standings: the same as worked out afresh, and only while the same packs are in use."""

from datetime import UTC, datetime

import pytest

from indicators.models import Area, DataPack, KeptStanding
from indicators.standings import Standing, keep, standings_of
from tests.factories import AreaFactory, DataPackFactory, EnglandFactory, OutturnFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(home_council):
    """Our figure, second of three, with England's and our region's."""
    home_council.region = AreaFactory(code="E12000002", kind=Area.Kind.REGION)
    home_council.save()
    ours = OutturnFactory(area=home_council, value=60, data_pack=pack_confirmed(1))
    for area, value in (
        (AreaFactory(), 70),
        (AreaFactory(), 50),
        (EnglandFactory(), 65),
        (home_council.region, 64),
    ):
        beside(ours, area, value)
    return ours


def pack_confirmed(day):
    return DataPackFactory(confirmed_at=datetime(2026, 4, day, tzinfo=UTC))


def beside(ours, area, value):
    return OutturnFactory(indicator=ours.indicator, period=ours.period, area=area, value=value)


def standing(ours):
    return standings_of([ours.pk], ours.area)[ours.pk]


EXPECTED = Standing(1, 1, 1, 0, 0, "ok", 65.0, "ok", 64.0)


def test_what_is_kept_is_what_is_worked_out(ours):
    assert standing(ours) == EXPECTED
    assert keep(council=ours.area) == 1
    assert standing(ours) == EXPECTED


def test_what_is_kept_is_read_and_not_worked_out_again(ours):
    keep(council=ours.area)
    KeptStanding.objects.update(above=41)
    assert standing(ours).above == 41


def test_keeping_again_replaces_what_was_kept(ours):
    keep(council=ours.area)
    beside(ours, AreaFactory(), 80)
    keep(council=ours.area)
    assert standing(ours).above == 2


@pytest.mark.parametrize("event", ["another pack", "undone", "replaced by another", "moved region"])
def test_what_is_kept_does_not_count_once_packs_or_region_have_changed(ours, event):
    keep(council=ours.area)
    KeptStanding.objects.update(above=41)
    if event == "moved region":
        ours.area.region = AreaFactory(code="E12000009", kind=Area.Kind.REGION)
    if event in {"another pack", "replaced by another"}:
        pack_confirmed(2)
    if event in {"undone", "replaced by another"}:
        DataPack.objects.filter(pk=ours.data_pack_id).update(state=DataPack.State.UNDONE)
    assert standing(ours).above == 1


def test_a_pack_that_only_waits_changes_nothing(ours):
    keep(council=ours.area)
    KeptStanding.objects.update(above=41)
    DataPackFactory(state=DataPack.State.PREVIEWED)
    assert standing(ours).above == 41


def test_without_any_pack_typed_figures_are_kept_too(home_council):
    ours = OutturnFactory(area=home_council, value=60)
    beside(ours, AreaFactory(), 70)
    keep(council=home_council)
    KeptStanding.objects.update(above=41)
    assert standing(ours).above == 41


def test_kept_and_new_indicators_are_answered_together(ours):
    keep(council=ours.area)
    other = OutturnFactory(area=ours.area, value=1)
    assert len(standings_of([ours.pk, other.pk], ours.area)) == 2


def test_without_figures_there_is_nothing_to_keep(home_council):
    assert keep(council=home_council) == 0
    assert standings_of([], home_council) == {}
