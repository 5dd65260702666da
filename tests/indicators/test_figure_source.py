"""Where a figure came from: its file, sheet and cell, and what it replaced."""

import pytest
from django.urls import reverse

from tests.factories import DataPackFactory, OutturnFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council")]


@pytest.fixture
def outturn():
    pack = DataPackFactory(title="ASCOF 2024-25 workbook", original_name="ascof.ods")
    return OutturnFactory(
        value=66.2, data_pack=pack, sheet="Table_1a", cell="AG106", denominator=1234, note="Small"
    )


def text_of(client, outturn):
    return " ".join(client.get(reverse("figure", args=[outturn.pk])).content.decode().split())


def test_it_names_file_sheet_and_cell(signed_in, outturn):
    page = text_of(signed_in("analyst"), outturn)
    for said in ("Bury, 2024-25: 66.2%", "ascof.ods", "Table_1a", "AG106", "1,234", "Small"):
        assert said in page


def test_the_data_pack_is_a_link_for_those_who_may_open_it(signed_in, outturn):
    address = reverse("data_pack", args=[outturn.data_pack.pk])
    assert address in text_of(signed_in("director"), outturn)
    reviewers = text_of(signed_in("reviewer"), outturn)
    assert address not in reviewers
    assert "ASCOF 2024-25 workbook" in reviewers


def test_a_figure_without_a_file_was_typed_in(signed_in):
    assert "Typed in" in text_of(signed_in("director"), OutturnFactory())


def test_a_reason_in_place_of_a_figure_has_a_source_too(signed_in):
    outturn = OutturnFactory(value=None, state="suppressed", cell="C9", data_pack=DataPackFactory())
    page = text_of(signed_in("director"), outturn)
    assert "Bury, 2024-25: Suppressed" in page
    assert "C9" in page


def test_a_revised_figure_names_what_it_replaced(signed_in, outturn):
    fields = {
        "indicator": outturn.indicator,
        "area": outturn.area,
        "period": outturn.period,
        "replaces": outturn,
        "value": 67,
    }
    type(outturn).objects.filter(pk=outturn.pk).update(is_current=False)
    newer = OutturnFactory(**fields)
    client = signed_in("director")
    page = text_of(client, newer)
    assert "66.2%</a> from ASCOF 2024-25 workbook, Table_1a, cell AG106" in page
    earlier = text_of(client, outturn)
    assert "no longer in use" in earlier
    assert reverse("figure", args=[newer.pk]) in earlier


def test_a_figure_that_was_never_in_use_is_not_shown(signed_in):
    waiting = OutturnFactory(is_current=False)
    client = signed_in("analyst")
    assert client.get(reverse("figure", args=[waiting.pk])).status_code == 404
    assert client.get(reverse("figure", args=[waiting.pk + 1])).status_code == 404


def test_it_costs_few_queries(signed_in, outturn, django_assert_num_queries):
    client = signed_in("director")
    client.get(reverse("figure", args=[outturn.pk]))
    with django_assert_num_queries(4):
        client.get(reverse("figure", args=[outturn.pk]))
