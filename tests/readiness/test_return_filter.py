"""The items of a return, chosen by state, owner and theme: on the page and in its file."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import ReturnFactory, ReturnItemFactory, UserFactory
from tests.lists import rows_of_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]


@pytest.fixture
def row():
    return ReturnFactory(due_on=date(2026, 12, 11))


@pytest.fixture
def client(signed_in):
    return signed_in("director")


def shown(client, row, **asked) -> list[str]:
    """The codes in the file, each of which is on the page, and no other item's."""
    page = client.get(reverse("information_return", args=[row.pk]), asked).content.decode()
    address = reverse("return_items_export", kwargs={"pk": row.pk, "kind": "csv"})
    codes = [line["Code"] for line in rows_of_csv(client.get(address, asked))]
    for item in row.items.all():
        link = reverse("return_item", args=[item.pk])
        assert (f'href="{link}"' in page) == (item.code in codes), item.code
    return codes


def test_items_are_chosen_by_state_owner_and_theme(client, row):
    ada = UserFactory(role="contributor", first_name="Ada", last_name="King")
    about = {"information_return": row}
    ReturnItemFactory(**about, code="A1", theme="Leadership", owner=ada, due_on=date(2026, 11, 1))
    ReturnItemFactory(**about, code="B1", theme="Safety", owner=None, state="in_progress")
    ReturnItemFactory(**about, code="C1", theme="", owner=ada, state="ready")
    assert sorted(shown(client, row)) == ["A1", "B1", "C1"]
    assert shown(client, row, state="overdue") == ["A1"]
    assert sorted(shown(client, row, state="not-ready")) == ["A1", "B1"]
    assert shown(client, row, state="to-mend") == ["C1"]  # it is called ready with nothing in it
    assert shown(client, row, state="in_progress") == ["B1"]
    assert sorted(shown(client, row, owner=ada.pk)) == ["A1", "C1"]
    assert shown(client, row, owner="nobody") == ["B1"]
    assert shown(client, row, theme="Safety") == ["B1"]
    assert shown(client, row, theme="Not under a theme") == ["C1"]
    assert shown(client, row, owner=ada.pk, state="overdue") == ["A1"]


def test_where_nothing_matches_the_page_says_so_and_keeps_the_choice(client, row):
    ReturnItemFactory(information_return=row)
    page = client.get(reverse("information_return", args=[row.pk]), {"state": "overdue"})
    assert "Nothing matches" in page.content.decode()
    assert '<option value="overdue" selected>' in page.content.decode()
    assert shown(client, row, state="overdue") == []


def test_a_choice_that_is_none_asks_for_nothing(client, row):
    item = ReturnItemFactory(information_return=row)
    assert shown(client, row, state="x", owner="99", theme="?") == [item.code]


def test_choosing_costs_no_queries(client, row):
    ReturnItemFactory(information_return=row, owner=UserFactory())
    address = reverse("information_return", args=[row.pk])
    client.get(address)
    costs = []
    for asked in ({}, {"state": "overdue", "owner": "nobody"}):
        with CaptureQueriesContext(connection) as queries:
            client.get(address, asked)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 10
