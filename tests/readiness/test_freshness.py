"""Documents to look at again: the list, and renewing in one step."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import CategoryFactory, DocumentFactory, EvidenceLinkFactory, FrameworkFactory
from tests.lists import rows_of_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council")]
REVIEW = "/evidence/review/"


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def client(signed_in, today):
    return signed_in("contributor")


@pytest.fixture
def late(client, today):
    return DocumentFactory(title="Late", review_by=today - timedelta(days=1), owner=client.person)


def test_the_list_has_those_out_of_date_due_soon_and_without_a_date(client, late, today):
    DocumentFactory(title="Soon", review_by=today + timedelta(days=60))
    DocumentFactory(title="Later", review_by=today + timedelta(days=61))
    DocumentFactory(title="Never")
    for state, title in (("past", "Late"), ("soon", "Soon"), ("none", "Never")):
        found = client.get(REVIEW, {"state": state}).context
        assert [row.record.title for row in found["table"].page.object_list] == [title]
        assert found["found"].counts == {"past": 1, "soon": 1, "none": 1}


def test_it_can_be_narrowed_to_ones_own(client, late, today):
    DocumentFactory(review_by=today - timedelta(days=9))
    assert client.get(REVIEW, {"whose": "mine"}).context["found"].counts["past"] == 1


def test_the_list_that_is_shown_is_taken_out_as_a_file(client, late, today):
    DocumentFactory(title="Never")
    rows = rows_of_csv(client.get(f"{REVIEW}download.csv"))
    assert [(row["Document"], row["Review by"]) for row in rows] == [("Late", "2026-11-21")]
    rows = rows_of_csv(client.get(f"{REVIEW}download.csv", {"state": "none"}))
    assert [row["Document"] for row in rows] == ["Never"]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("past", "Nothing is out of date"),
        ("soon", "Nothing is due soon"),
        ("none", "Every document has a review date"),
    ],
)
def test_with_nothing_to_do_the_page_says_so(client, state, words):
    assert words in text_of(client.get(REVIEW, {"state": state}))


def test_one_press_renews_and_leads_back_to_the_list(client, late, today):
    assert "Still current" in text_of(client.get(REVIEW))
    sent = {"revision": 1, "back": REVIEW}
    answer = client.post(f"/evidence/{late.pk}/renew/", sent, follow=True)
    assert answer.redirect_chain[-1][0] == REVIEW
    assert "“Late” is still current. Review by 22 November 2027." in text_of(answer)
    late.refresh_from_db()
    assert late.review_by == today.replace(year=2027)


def test_the_documents_page_offers_it_with_the_period_of_its_kind_of_evidence(client, late, today):
    short = CategoryFactory(framework=FrameworkFactory(), review_months=6)
    EvidenceLinkFactory(document=late, statement__theme__framework=short.framework, category=short)
    page = text_of(client.get(f"/evidence/{late.pk}/"))
    assert "Still current, review again in 6 months" in page
    client.post(f"/evidence/{late.pk}/renew/", {"revision": 1, "note": "Rang the author"})
    late.refresh_from_db()
    assert late.review_by.isoformat() == "2027-05-22"
    assert "Rang the author" in text_of(client.get(f"/evidence/{late.pk}/"))


def test_another_day_can_be_chosen(client, late):
    assert "2027-11-22" in text_of(client.get(f"/evidence/{late.pk}/renew/"))
    client.post(f"/evidence/{late.pk}/renew/", {"revision": 1, "review_by": "2027-02-01"})
    late.refresh_from_db()
    assert late.review_by.isoformat() == "2027-02-01"


def test_a_day_gone_by_is_refused_beside_its_field(client, late):
    answer = client.post(f"/evidence/{late.pk}/renew/", {"revision": 1, "review_by": "2026-01-01"})
    assert "Choose a day after today, 22 November 2026." in text_of(answer)


def test_a_second_editor_is_told_and_can_press_again(client, late):
    address = f"/evidence/{late.pk}/renew/"
    client.post(address, {"revision": 1})
    answer = client.post(address, {"revision": 1})
    assert "Somebody else changed this document" in text_of(answer)
    assert 'name="revision" value="2"' in text_of(answer)


def test_my_work_and_the_filter_count_the_same_days(client, today):
    for days in (60, 61):
        DocumentFactory(review_by=today + timedelta(days=days), owner=client.person)
    assert client.get("/my-work/").context["page"].documents[0].of == 1
    assert client.get("/evidence/", {"review": "soon"}).context["count"] == 1


def test_an_administrator_sees_the_list_without_the_button(signed_in, late):
    page = text_of(signed_in("administrator").get(REVIEW))
    assert "Late" in page
    assert "Still current" not in page


def test_the_list_costs_the_same_however_many(client, late, today):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(REVIEW).status_code == 200
        return len(asked)

    queries()
    with_one = queries()
    for _ in range(10):
        DocumentFactory(review_by=today - timedelta(days=1))
    assert queries() == with_one <= 10
