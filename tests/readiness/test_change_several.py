"""Changing several documents at once: all or none, nobody overwritten."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from evidence import intake
from evidence.models import DocumentChange
from readiness import bulk_changes
from readiness.bulk_changes import Chosen, chosen_from, pair_in
from tests.factories import (
    CategoryFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    FrameworkFactory,
    LensFactory,
    StatementFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council", "today")]
SEVERAL = "/evidence/several/"
NEXT_YEAR = date(2027, 11, 22)


@pytest.fixture
def documents():
    return [
        DocumentFactory(title=f"Survey {n}", address=f"https://a.example/{n}") for n in range(3)
    ]


def ticked(documents):
    return [Chosen(document, document.revision) for document in documents]


def ticks(documents):
    return [f"{document.pk}:{document.revision}" for document in documents]


def text_of(response):
    return " ".join(response.content.decode().split())


def test_all_get_the_new_owner_with_a_row_of_history_each(documents):
    owner, by = UserFactory(), UserFactory()
    assert bulk_changes.change_owner(ticked(documents), owner=owner, by=by) == 3
    for document in documents:
        document.refresh_from_db()
        assert document.owner == owner
    assert DocumentChange.objects.filter(changed_by=by).count() == 3


def test_one_that_moved_on_stops_all_of_them_and_is_named(documents):
    chosen = ticked(documents)
    intake.edit_document(documents[1], title="Renamed", seen_revision=1, by=UserFactory())
    with pytest.raises(ValidationError, match=r"“Survey 1”.*None of the documents"):
        bulk_changes.set_review_date(chosen, review_by=NEXT_YEAR, by=UserFactory())
    documents[0].refresh_from_db()
    assert documents[0].review_by is None


def test_a_review_date_before_the_evidence_stops_all_of_them(documents):
    documents[2].evidence_date = date(2028, 1, 1)
    documents[2].save()
    with pytest.raises(ValidationError, match=r"“Survey 2”.*before the date of the evidence"):
        bulk_changes.set_review_date(ticked(documents), review_by=NEXT_YEAR, by=UserFactory())


def test_links_that_are_there_already_are_left(documents):
    statement, category = StatementFactory(), CategoryFactory(framework=FrameworkFactory())
    EvidenceLinkFactory(document=documents[0], statement=statement, category=category)
    about = {"statements": [statement], "category": category, "shows": "Waits fell"}
    by = UserFactory()
    assert bulk_changes.link_each(ticked(documents), by=by, **about) == 2
    with pytest.raises(ValidationError, match="linked there already"):
        bulk_changes.link_each(ticked(documents), by=by, **about)


def test_a_lens_is_given_to_those_without_it(documents):
    lens, by = LensFactory(), UserFactory()
    bulk_changes.give_lens(ticked(documents[:1]), lens=lens, by=by)
    assert bulk_changes.give_lens(ticked(documents), lens=lens, by=by) == 2


@pytest.mark.parametrize(
    "value", ["", "x", "1", "1:", ":1", "1:x", "-1:2", "1:2:3", "9" * 30 + ":1"]
)
def test_ticks_that_cannot_be_understood_are_left_out(value):
    assert pair_in(value) is None


def test_at_most_so_many_are_changed_at_once(documents, monkeypatch):
    monkeypatch.setattr(bulk_changes, "MOST", 2)
    every = documents[0].__class__.objects.all()
    assert len(chosen_from(ticks(documents), every)) == 2


# --- the pages ---


@pytest.mark.parametrize("do", ["link", "owner", "review", "lens"])
def test_each_thing_to_do_names_the_documents_first(signed_in, documents, do):
    page = text_of(signed_in("contributor").get(SEVERAL, {"do": do, "chosen": ticks(documents)}))
    assert "3 documents" in page
    assert "Survey 2" in page


def test_the_review_date_is_set_from_the_list_and_leads_back_to_it(signed_in, documents):
    client = signed_in("contributor")
    sent = {"do": "review", "chosen": ticks(documents), "review_by": "2027-11-22"}
    answer = client.post(SEVERAL, sent | {"back": "/evidence/?q=survey"})
    assert answer["Location"] == "/evidence/?q=survey"
    documents[0].refresh_from_db()
    assert documents[0].review_by == NEXT_YEAR


def test_a_way_back_to_another_site_is_not_taken(signed_in, documents):
    sent = {"do": "review", "chosen": ticks(documents), "review_by": "2027-11-22"}
    answer = signed_in("contributor").post(SEVERAL, sent | {"back": "//evil.example/"})
    assert answer["Location"] == "/evidence/"


def test_a_refusal_keeps_what_was_ticked_and_typed(signed_in, documents):
    sent = {"do": "review", "chosen": ticks(documents), "review_by": "soon"}
    page = text_of(signed_in("contributor").post(SEVERAL, sent))
    assert "There is no day “soon”" in page
    assert page.count('name="chosen"') == 3


def test_with_nothing_ticked_the_person_is_told(signed_in, documents):
    answer = signed_in("contributor").get(SEVERAL, {"do": "owner"}, follow=True)
    assert "Tick at least one document" in text_of(answer)


def test_what_is_ticked_is_taken_out_alone(signed_in, documents):
    answer = signed_in("contributor").get(
        "/evidence/download.csv", {"chosen": ticks(documents[:2])}
    )
    text = answer.getvalue().decode("utf-8-sig")
    assert "Survey 0" in text
    assert "Survey 2" not in text


def test_a_reviewer_takes_out_only_what_they_may_see(signed_in, documents):
    EvidenceLinkFactory(document=documents[0])
    client = signed_in("reviewer")
    text = client.get("/evidence/download.csv", {"chosen": ticks(documents)}).getvalue().decode()
    assert "Survey 0" in text
    assert "Survey 1" not in text
    page = text_of(client.get("/evidence/"))
    assert "Download as Excel" in page
    assert "Change owner" not in page
