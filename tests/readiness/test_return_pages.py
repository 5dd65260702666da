"""Information returns on their pages: what each role sees and does there."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from readiness import digest
from readiness.models import InformationReturn, ReturnItem, ReturnState
from tests.factories import (
    ReturnDocumentFactory,
    ReturnFactory,
    ReturnItemFactory,
    UserFactory,
    VersionFactory,
)
from tests.lists import rows_of_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
TODAY = date(2026, 11, 22)


def text_of(page) -> str:
    return " ".join(page.content.decode().split())


@pytest.fixture
def use():
    return ReturnDocumentFactory(item__code="X1", item__title="Carers strategy")


def test_a_return_is_opened_loaded_gathered_and_submitted(signed_in):
    client = signed_in("director")
    typed = {"title": "Return 2027", "due_on": "2026-12-14"}
    assert "Load CQC’s list" in text_of(client.post(reverse("open_return"), typed, follow=True))
    row = InformationReturn.objects.get()
    file = SimpleUploadedFile("list.csv", b"Code,Title\nX1,Carers strategy\n")
    page = client.post(reverse("load_return_items", args=[row.pk]), {"file": file}, follow=True)
    assert "1 new" in text_of(page)
    found = row.imports.get()
    client.post(reverse("confirm_return_import", args=[found.pk]))
    item = row.items.get()
    about = {"document__title": "Our strategy", "document__owner": client_user(client)}
    document = VersionFactory(text_state="read", **about).document
    add = reverse("add_return_document", args=[item.pk])
    assert "Our strategy" in text_of(client.get(add))
    typed = {"document": document.pk, "pointer": "Page 3"}
    assert "Page 3" in text_of(client.post(add, typed, follow=True))
    client.post(reverse("mark_item_ready", args=[item.pk]))
    submit = reverse("submit_return", args=[row.pk])
    assert "Tick that these" in text_of(client.post(submit))
    page = text_of(client.post(submit, {"is_sure": "on"}, follow=True))
    assert "Our strategy" in page
    assert document.latest_version.sha256 in page
    part = {"pk": row.pk, "part": "submitted"}
    answer = client.get(reverse("download_return_pack", kwargs=part))
    package = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert package.namelist()[-1].endswith("X1 Carers strategy/Our strategy.txt")


def client_user(client):
    return UserFactory._meta.model.objects.get(pk=client.session["_auth_user_id"])


def test_only_a_director_is_offered_to_submit(use, signed_in):
    ReturnItem.objects.update(state=ReturnState.READY)
    address = reverse("information_return", args=[use.item.information_return_id])
    way = reverse("submit_return", args=[use.item.information_return_id])
    assert way in signed_in("director").get(address).content.decode()
    assert way not in signed_in("contributor").get(address).content.decode()


def test_an_analyst_gathers_and_does_not_change_the_list(use, signed_in):
    page = signed_in("analyst").get(reverse("return_item", args=[use.item_id])).content.decode()
    assert reverse("add_return_document", args=[use.item_id]) in page
    assert reverse("edit_return_item", args=[use.item_id]) not in page


def test_the_item_says_what_is_wrong_and_how_to_mend_it(use, signed_in):
    use.document.review_by = date(2026, 11, 1)
    use.document.save()
    page = text_of(signed_in("contributor").get(reverse("return_item", args=[use.item_id])))
    assert "Not yet: it is current." in page
    assert "Confirm that it still holds, or replace it." in page


def test_the_return_counts_down_in_working_days(use, signed_in):
    page = text_of(
        signed_in("contributor").get(
            reverse("information_return", args=[use.item.information_return_id])
        )
    )
    assert "Due 14 December 2026: 16 working days left." in page
    assert "1 item: 1 not started." in page


def test_gaps_stand_by_owner_and_what_is_nobodys_first(use, signed_in):
    owner = UserFactory(role="contributor", first_name="Ada", last_name="King")
    ReturnItemFactory(information_return=use.item.information_return, owner=owner)
    address = reverse("return_owners", args=[use.item.information_return_id])
    page = text_of(signed_in("director").get(address))
    assert page.index("Nobody yet: 1 item") < page.index("Ada King: 1 item")


def test_the_items_can_be_taken_out_as_they_stand(use, signed_in):
    address = reverse(
        "return_items_export", kwargs={"pk": use.item.information_return_id, "kind": "csv"}
    )
    (row,) = rows_of_csv(signed_in("analyst").get(address))
    assert (row["Code"], row["Title"], row["State"]) == ("X1", "Carers strategy", "Not started")


def test_an_item_waits_on_my_work_and_in_the_digest_until_it_is_ready(signed_in):
    client = signed_in("contributor")
    owner = client_user(client)
    item = ReturnItemFactory(code="X1", title="Carers strategy", owner=owner)
    my_work = reverse("my_work")
    assert "X1 Carers strategy" in text_of(client.get(my_work))
    (told,) = [
        section
        for section in digest.of_person(owner, on=TODAY).sections
        if section.heading == "For the information return"
    ]
    assert told.items[0].words == ("X1 Carers strategy: due 14 December 2026, 16 working days left")
    item.state = ReturnState.READY
    item.save()
    assert "X1 Carers strategy" not in text_of(client.get(my_work))


def test_a_pack_of_what_was_submitted_is_not_there_before(signed_in):
    row = ReturnFactory()
    client = signed_in("director")
    for part in ("submitted", "since"):
        address = reverse("return_pack", kwargs={"pk": row.pk, "part": part})
        assert client.get(address).status_code == 404
    assert client.get(reverse("submitted_return", args=[row.pk])).status_code == 404


def test_reviewers_get_nothing(use, signed_in):
    client = signed_in("reviewer")
    for address in (
        reverse("return_list"),
        reverse("information_return", args=[use.item.information_return_id]),
        reverse("return_item", args=[use.item_id]),
    ):
        assert client.get(address).status_code == 403


def test_pages_cost_the_same_queries_with_one_row_as_with_eleven(
    use, signed_in, django_assert_max_num_queries, django_assert_num_queries
):
    client = signed_in("director")
    row = use.item.information_return
    addresses = [
        reverse("return_list"),
        reverse("information_return", args=[row.pk]),
        reverse("return_owners", args=[row.pk]),
        reverse("return_item", args=[use.item_id]),
        reverse("add_return_document", args=[use.item_id]),
    ]
    costs = []
    for address in addresses:
        client.get(address)
        with django_assert_max_num_queries(10) as asked:
            client.get(address)
        costs.append(len(asked))
    for number in range(10):
        other = ReturnItemFactory(information_return=row, owner=UserFactory())
        document = VersionFactory(content=b"%d" % number).document
        ReturnDocumentFactory(item=other, document=document)
        ReturnDocumentFactory(item=use.item, document=document)
        ReturnFactory()
    for address, cost in zip(addresses, costs, strict=True):
        with django_assert_num_queries(cost):
            client.get(address)
