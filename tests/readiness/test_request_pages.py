"""The pages on which evidence is asked for, given and judged."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence import intake
from evidence.models import Document
from readiness import evidence_requests
from readiness.models import EvidenceAppraisal, EvidenceLink, EvidenceRequest
from tests.factories import (
    CategoryFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    EvidenceRequestFactory,
    UserFactory,
)
from tests.lists import rows_of_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
MOST_QUERIES = 10


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def queries_of(client, address) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.fixture
def category(framework):
    return CategoryFactory(framework=framework)


@pytest.fixture
def colleague():
    return UserFactory(role="analyst", first_name="Ann", last_name="Lee")


def ask(client, statement, category, colleague, **said):
    typed = {
        "wanted": "Minutes of the forum",
        "statement": statement.pk,
        "category": category.pk,
        "asked_of": colleague.pk,
        "due_on": "1 December 2026",
    }
    return client.post(reverse("ask_for_evidence"), typed | said, follow=True)


# --- asking ---


def test_before_anything_is_asked_the_list_says_how_to_begin(signed_in):
    page = signed_in("contributor").get(reverse("request_list"))
    assert "Nothing has been asked for yet" in text_of(page)
    assert reverse("ask_for_evidence") in text_of(page)


def test_asking_leads_to_the_request_and_says_who_is_told(
    signed_in, statement, category, colleague
):
    page = ask(signed_in("contributor"), statement, category, colleague)
    assert "Asked. Ann Lee is told by e-mail." in text_of(page)
    assert "Wanted by 1 December 2026" in text_of(page)


def test_a_form_that_lacks_something_keeps_the_rest(signed_in, statement, category, colleague):
    page = ask(signed_in("contributor"), statement, category, colleague, wanted="", due_on="soon")
    assert "Say in one line what you need." in text_of(page)
    assert "There is no day “soon”" in text_of(page)
    assert f'value="{colleague.pk}" selected' in text_of(page)


def test_a_gap_is_asked_for_with_its_statement_and_category_chosen(signed_in, statement, category):
    address = reverse("ask_for_evidence")
    page = signed_in("contributor").get(
        address, {"statement": statement.slug, "category": category.slug}
    )
    form = page.context["form"]
    assert form["statement"].value() == statement.pk
    assert form["category"].value() == category.pk


def test_an_empty_category_of_a_statement_offers_to_ask_a_colleague(signed_in, statement, category):
    page = signed_in("contributor").get(reverse("statement", args=[statement.slug]))
    assert f"{reverse('ask_for_evidence')}?statement={statement.slug}" in text_of(page)


def test_a_reviewer_is_not_asked_to_ask(signed_in, statement, category):
    page = signed_in("reviewer").get(reverse("statement", args=[statement.slug]))
    assert reverse("ask_for_evidence") not in text_of(page)


# --- answering ---


def test_an_answer_with_a_link_can_be_checked(signed_in):
    wanted = EvidenceRequestFactory()
    page = signed_in("analyst").post(
        reverse("answer_request", args=[wanted.pk]),
        {"address": "https://council.example/minutes", "shows": "Carers want one contact"},
        follow=True,
    )
    assert "will check it" in text_of(page)
    assert "To be checked" in text_of(page)
    assert EvidenceLink.objects.get().shows == "Carers want one contact"


def test_an_answer_with_nothing_in_it_says_what_is_missing(signed_in):
    wanted = EvidenceRequestFactory()
    page = signed_in("analyst").post(reverse("answer_request", args=[wanted.pk]))
    assert "Choose a file, or paste a link below." in text_of(page)
    assert "Say in one line what it shows." in text_of(page)


def test_an_answer_the_library_has_already_is_offered_for_use(signed_in):
    wanted = EvidenceRequestFactory()
    held = DocumentFactory(kind=Document.Kind.LINK, address="https://council.example/minutes")
    client, address = signed_in("analyst"), reverse("answer_request", args=[wanted.pk])
    said = {"address": held.address, "shows": "One contact"}
    page = client.post(address, said)
    assert "You already have this" in text_of(page)
    client.post(address, said | {"existing": held.pk})
    assert held.evidence_links.get().statement == wanted.statement


def test_documents_of_the_library_are_found_to_answer_with(signed_in):
    wanted, by = EvidenceRequestFactory(), UserFactory()
    document, _ = (
        intake.add_link(address=f"https://council.example/{title}", title=title, by=by)
        for title in ("Carers’ forum, spring", "Something else")
    )
    client, address = signed_in("analyst"), reverse("answer_request", args=[wanted.pk])
    found = client.get(address, {"q": "forum"})
    assert [one.title for one in found.context["offered"]] == ["Carers’ forum, spring"]
    chosen = client.get(address, {"document": document.pk})
    assert "You answer with" in text_of(chosen)
    client.post(address, {"existing": document.pk, "shows": "One contact"})
    assert document.evidence_links.exists()


@pytest.mark.parametrize("key", ["", "0", "none", "9" * 30])
def test_a_document_that_is_not_there_is_not_chosen(signed_in, key):
    wanted = EvidenceRequestFactory()
    page = signed_in("analyst").get(reverse("answer_request", args=[wanted.pk]), {"document": key})
    assert "You answer with" not in text_of(page)


def test_a_second_answer_is_told_and_keeps_what_was_typed(signed_in):
    wanted = EvidenceRequestFactory(state="answered")
    page = signed_in("analyst").post(
        reverse("answer_request", args=[wanted.pk]),
        {"address": "https://council.example/minutes", "shows": "My own words"},
    )
    assert "Somebody was here before you" in text_of(page)
    assert "My own words" in text_of(page)


# --- checking ---


def test_an_answer_is_accepted_with_its_strength(signed_in):
    wanted = EvidenceRequestFactory(state="answered")
    page = signed_in("contributor").post(
        reverse("check_answer", args=[wanted.pk]),
        {"verdict": "accepted", "strength": "strong", "revision": wanted.revision},
        follow=True,
    )
    assert "Accepted." in text_of(page)
    assert EvidenceAppraisal.objects.get().strength == "strong"


def test_an_answer_is_sent_back_with_what_is_missing(signed_in):
    wanted = EvidenceRequestFactory(state="answered")
    client, address = signed_in("director"), reverse("check_answer", args=[wanted.pk])
    seen = {"revision": wanted.revision}
    refused = client.post(address, {"verdict": "returned"} | seen)
    assert "Say what is missing, so that it can be put right." in text_of(refused)
    said = {"verdict": "returned", "note": "Last year’s."} | seen
    page = client.post(address, said, follow=True)
    assert "Sent back. They are told why." in text_of(page)
    assert "“Last year’s.”" in text_of(page)
    assert reverse("answer_request", args=[wanted.pk]) in text_of(page)


def test_before_an_answer_there_is_nothing_to_check(signed_in):
    wanted = EvidenceRequestFactory()
    page = signed_in("director").get(reverse("check_answer", args=[wanted.pk]))
    assert "There is no answer to check just now." in text_of(page)


def test_what_is_thought_of_evidence_shows_beside_it_but_not_to_a_reviewer(signed_in, statement):
    link = EvidenceLinkFactory(statement=statement)
    said = {"verdict": "accepted", "strength": "partial", "revision": 0}
    signed_in("director").post(reverse("appraise_link", args=[link.pk]), said)
    for address in (
        reverse("document", args=[link.document_id]),
        reverse("statement", args=[statement.slug]),
    ):
        assert "Partial" in text_of(signed_in("contributor").get(address))
        assert "Partial" not in text_of(signed_in("reviewer").get(address))


def test_your_own_evidence_is_not_yours_to_accept(signed_in):
    client = signed_in("contributor")
    link = EvidenceLinkFactory(linked_by=client.person)
    address = reverse("appraise_link", args=[link.pk])
    page = client.post(address, {"verdict": "accepted", "strength": "strong", "revision": 0})
    assert "You put this forward yourself." in text_of(page)


def test_the_second_to_judge_is_told_what_the_first_said_and_may_say_otherwise(signed_in):
    link = EvidenceLinkFactory()
    address = reverse("appraise_link", args=[link.pk])
    said = {"verdict": "accepted", "strength": "strong", "revision": 0}
    signed_in("director").post(address, said)
    client = signed_in("contributor")
    page = client.post(address, said | {"strength": "weak"})
    assert "judged this while you were writing: accepted, strong." in text_of(page)
    assert EvidenceAppraisal.objects.get().strength == "strong"
    seen = page.context["form"]["revision"].value()
    client.post(address, said | {"strength": "weak", "revision": seen})
    assert EvidenceAppraisal.objects.first().strength == "weak"


def test_an_answer_that_took_the_place_of_the_one_seen_is_not_accepted_unseen(signed_in):
    wanted = EvidenceRequestFactory(state="answered")
    seen = wanted.revision
    evidence_requests.return_answer(wanted, note="Last year’s.", by=wanted.asked_by)
    link = EvidenceLinkFactory(statement=wanted.statement, category=wanted.category)
    about = {"document": link.document, "shows": "This year’s", "by": wanted.asked_of}
    evidence_requests.answer_with_document(wanted, **about)
    said = {"verdict": "accepted", "strength": "strong", "revision": seen}
    page = signed_in("director").post(reverse("check_answer", args=[wanted.pk]), said)
    assert "Somebody was here before you" in text_of(page)
    assert not link.appraisals.exists()


# --- changing ---


def test_a_request_is_given_another_day(signed_in):
    wanted = EvidenceRequestFactory(asked_of__groups=None, asked_of=UserFactory(role="analyst"))
    page = signed_in("contributor").post(
        reverse("change_request", args=[wanted.pk]),
        {
            "asked_of": wanted.asked_of_id,
            "due_on": "9 December 2026",
            "revision": wanted.revision,
        },
        follow=True,
    )
    assert "Wanted by 9 December 2026" in text_of(page)


def test_the_second_to_change_a_request_is_told_and_keeps_what_the_first_did(signed_in):
    """One gives another day, the other another person: the second saves again, and both hold."""
    wanted = EvidenceRequestFactory(asked_of=UserFactory(role="analyst"))
    other, address = UserFactory(role="analyst"), reverse("change_request", args=[wanted.pk])
    stood = {
        "revision": wanted.revision,
        "asked_of": wanted.asked_of_id,
        "initial-asked_of": wanted.asked_of_id,
        "due_on": "2026-12-01",
        "initial-due_on": "2026-12-01",
    }
    signed_in("director").post(address, stood | {"due_on": "2026-12-09"})
    client = signed_in("contributor")
    page = client.post(address, stood | {"asked_of": other.pk})
    assert "Somebody was here before you" in text_of(page)
    form = page.context["form"]
    client.post(address, {name: form[name].value() for name in ("asked_of", "due_on", "revision")})
    wanted.refresh_from_db()
    assert (wanted.asked_of, wanted.due_on) == (other, date(2026, 12, 9))


def test_a_request_is_withdrawn_with_a_reason(signed_in):
    wanted = EvidenceRequestFactory()
    client, address = signed_in("contributor"), reverse("withdraw_request", args=[wanted.pk])
    assert "Say why it is no longer wanted." in text_of(client.post(address))
    page = client.post(address, {"note": "Found it."}, follow=True)
    assert "Withdrawn" in text_of(page)
    assert reverse("answer_request", args=[wanted.pk]) not in text_of(page)


# --- the list ---


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"Late", "Mine", "Given"}),
        ({"state": "overdue"}, {"Late"}),
        ({"state": "open"}, {"Late", "Mine", "Given"}),
        ({"state": "answered"}, {"Given"}),
        ({"state": "accepted"}, set()),
        ({"who": "of-me"}, {"Mine"}),
        ({"who": "by-me"}, {"Given"}),
    ],
)
def test_the_list_is_filtered_by(signed_in, asked, found):
    client = signed_in("contributor")
    EvidenceRequestFactory(wanted="Late", due_on=date(2026, 11, 1))
    EvidenceRequestFactory(wanted="Mine", asked_of=client.person)
    EvidenceRequestFactory(wanted="Given", asked_by=client.person, state="answered")
    page = client.get(reverse("request_list"), asked)
    assert {row.record.wanted for row in page.context["table"].paginated_rows} == found
    rows = rows_of_csv(client.get(reverse("request_export", args=["csv"]), asked))
    assert {row["What is wanted"] for row in rows} == found


@pytest.mark.parametrize("address", ["request_list", "evidence_request", "answer_request"])
def test_a_page_costs_the_same_with_one_request_as_with_eleven(signed_in, address):
    client = signed_in("contributor")
    first = EvidenceRequestFactory(state="answered")
    where = reverse(address, args=[] if address == "request_list" else [first.pk])
    before = queries_of(client, where)
    for _ in range(10):
        EvidenceRequestFactory(state="answered")
        DocumentFactory(added_by=client.person)
        first.steps.create(state="returned", what="Sent back", note="No", taken_by=first.asked_by)
    assert queries_of(client, where) == before <= MOST_QUERIES
    assert EvidenceRequest.objects.count() == 11
