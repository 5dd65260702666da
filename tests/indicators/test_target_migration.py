"""Targets there were before councils had their own: each becomes the council's it came from."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.factories import (
    AreaFactory,
    DataPackFactory,
    HomeCouncilFactory,
    IndicatorFactory,
    PeriodFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = "0007_collection_rounds", "0010_every_target_is_a_councils"


@pytest.fixture(autouse=True)
def all_migrations_again():
    """Whatever happens, the tests that follow find every column."""
    yield
    call_command("migrate", verbosity=0)


def migrate(name):
    executor = MigrationExecutor(connection)
    executor.migrate([("indicators", name)])
    return MigrationExecutor(connection).loader.project_state([("indicators", name)]).apps


def test_what_another_councils_file_set_is_its_own_and_ours_is_in_force_again():
    home, dudley = HomeCouncilFactory(), AreaFactory(code="E08000027", name="Dudley")
    same = {"indicator": IndicatorFactory(), "period": PeriodFactory()}
    pack = DataPackFactory(council=dudley)
    ours = TargetFactory(**same, value=60, is_current=False)
    theirs = TargetFactory(**same, value=14, data_pack=pack, council=dudley)
    old = migrate(BEFORE).get_model("indicators", "Target")
    assert list(old.objects.order_by("pk").values_list("is_current", flat=True)) == [False, True]

    new = migrate(AFTER).get_model("indicators", "Target")

    rows = new.objects.order_by("pk").values_list("pk", "council", "is_current")
    assert list(rows) == [(ours.pk, home.pk, True), (theirs.pk, dudley.pk, True)]


def test_going_back_leaves_one_in_force_for_all():
    dudley = AreaFactory(code="E08000027", name="Dudley")
    same = {"indicator": IndicatorFactory(), "period": PeriodFactory()}
    ours = TargetFactory(**same)
    TargetFactory(**same, council=dudley)

    old = migrate(BEFORE).get_model("indicators", "Target")

    assert [row.pk for row in old.objects.filter(is_current=True)] == [ours.pk]


def test_without_the_home_council_it_says_what_to_set():
    AreaFactory(code="E08000027", name="Dudley")
    TargetFactory()
    migrate(BEFORE).get_model("indicators", "Area").objects.filter(code="E08000002").update(
        code="E08000009"
    )

    with pytest.raises(RuntimeError, match="Set COUNCIL_CODE"):
        migrate(AFTER)
    migrate(BEFORE).get_model("indicators", "Target").objects.all().delete()
