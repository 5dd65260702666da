"""Two people naming the columns of one file: the second is told, and neither's work is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from indicators import naming_columns
from indicators.models import DataPack
from indicators.reference_data import load_reference
from readiness.roles import Role
from tests.factories import PASSWORD
from tests.indicators.packs import previewed
from tests.indicators.test_naming_columns import NAMED, ODD, columns, roles, words


@pytest.fixture(autouse=True)
def reference(db):
    load_reference()


@pytest.fixture
def asha(signed_in):
    return signed_in(Role.ANALYST, first_name="Asha", last_name="Patel")


@pytest.fixture
def ben(person):
    """Another analyst, at a browser of his own."""
    client = Client()
    somebody = person(Role.ANALYST, first_name="Ben", last_name="Okoro")
    assert client.login(username=somebody.username, password=PASSWORD)
    return client


@pytest.fixture
def pack(asha):
    """Its headings are in row 3."""
    pack = previewed(asha.person, ODD)
    asha.post(f"{columns(pack)}1/headings/", {"rows": ["3"]})
    return DataPack.objects.get(pk=pack.pk)


def opened(client, address) -> dict:
    """What a browser would send back if nothing was touched."""
    form = client.get(address).context["form"]
    sent = {}
    for bound in form:
        value = "" if bound.value() is None else bound.value()
        sent[bound.html_name] = value
        if bound.field.show_hidden_initial:
            sent[bound.html_initial_name] = value
    return sent


def roles_of(pack) -> list[str]:
    pack = DataPack.objects.get(pk=pack.pk)
    [table] = naming_columns.draft_of(pack).tables
    return [column.role for column in table.columns]


def test_the_second_is_told_who_was_first_and_nothing_is_overwritten(asha, ben, pack):
    address = f"{columns(pack)}1/"
    seen = opened(ben, address)
    asha.post(address, opened(asha, address) | NAMED)

    answer = ben.post(address, seen | {"role_3": "ignored"})

    page = words(answer)
    assert "Asha Patel has said what columns of this file are while you were working" in page
    assert "<title>Error:" in page
    assert roles_of(pack) == ["title", "period", "value", "note"]


def test_what_the_second_did_not_touch_holds_what_the_first_said(asha, ben, pack):
    address = f"{columns(pack)}1/"
    seen = opened(ben, address)
    asha.post(address, opened(asha, address) | NAMED)

    form = ben.post(address, seen | {"role_3": "target"}).context["form"]

    assert [form[f"role_{at}"].value() for at in range(4)] == ["title", "period", "value", "target"]


def test_saving_again_keeps_the_second_as_well(asha, ben, pack):
    address = f"{columns(pack)}1/"
    seen = opened(ben, address)
    asha.post(address, opened(asha, address) | NAMED)
    form = ben.post(address, seen | {"role_3": "target"}).context["form"]

    ben.post(address, {bound.html_name: bound.value() or "" for bound in form})

    assert roles_of(pack) == ["title", "period", "value", "target"]


def test_other_headings_are_not_chosen_over_columns_somebody_has_named(asha, ben, pack):
    headings = f"{columns(pack)}1/headings/"
    seen = opened(ben, headings)
    asha.post(f"{columns(pack)}1/", opened(asha, f"{columns(pack)}1/") | NAMED)

    page = words(ben.post(headings, seen | {"rows": ["4"]}))

    assert "Asha Patel has said what columns" in page
    assert roles_of(pack) == ["title", "period", "value", "note"]


def test_columns_of_other_headings_than_now_are_told_and_not_kept(asha, ben, pack):
    address = f"{columns(pack)}1/"
    seen = opened(ben, address)
    asha.post(f"{columns(pack)}1/headings/", {"rows": ["1"]})

    answer = ben.post(address, seen | NAMED, follow=True)

    assert "Asha Patel has said what columns" in words(answer)


def test_what_is_used_is_what_was_seen(asha, ben, pack):
    asha.post(f"{columns(pack)}1/", opened(asha, f"{columns(pack)}1/") | NAMED)
    check = f"{columns(pack)}check/"
    seen = opened(ben, check)
    asha.post(f"{columns(pack)}1/", roles("title", "period", "value", "ignored"))

    page = words(ben.post(check, seen))

    assert "Asha Patel has said what columns" in page
    assert DataPack.objects.get(pk=pack.pk).mapping is None


def test_one_person_alone_is_never_told(asha, pack):
    address = f"{columns(pack)}1/"
    asha.post(address, opened(asha, address) | NAMED)

    answer = asha.post(address, opened(asha, address) | {"role_3": "ignored"})

    assert answer.status_code == 302


def test_a_pack_that_has_moved_on_is_said(pack, analyst):
    DataPack.objects.filter(pk=pack.pk).update(state=DataPack.State.DISCARDED)

    with pytest.raises(ValidationError, match="has moved on"):
        naming_columns.choose_sheets(pack, sheets=["Sheet one"], by=analyst)
