"""The lists of documents and of actions as files: what is on the screen, and no more."""

import tracemalloc
import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence import search
from evidence.models import Document
from indicators import list_files
from readiness import library
from readiness.models import Action, Status
from readiness.roles import Role
from tests.factories import (
    ActionFactory,
    ActionUpdateFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    StatementFactory,
    UserFactory,
    VersionFactory,
)
from tests.lists import rows_of_csv, rows_of_workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
REGISTER = "/evidence/download.csv"
ACTIONS = "/plan/download.csv"


@pytest.fixture
def client(signed_in):
    return signed_in(Role.CONTRIBUTOR)


def titles(client, address, heading, **asked):
    return [row[heading] for row in rows_of_csv(client.get(address, asked))]


def documents(client, **asked):
    return titles(client, REGISTER, "Document", **asked)


def actions(client, **asked):
    return titles(client, ACTIONS, "Action", **asked)


def queries_of(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


# --- the evidence register ---


def test_a_line_of_the_register_says_what_the_list_says(client):
    document = DocumentFactory(
        title="Carers survey",
        evidence_date=date(2026, 3, 3),
        review_by=date(2026, 9, 1),
        owner=UserFactory(first_name="Priya", last_name="Shah"),
    )
    EvidenceLinkFactory(
        document=document,
        statement=StatementFactory(title="Safeguarding"),
        category__short_title="Feedback from staff",
    )
    assert rows_of_csv(client.get(REGISTER)) == [
        {
            "Document": "Carers survey",
            "Type": "Link",
            "Web address": "https://council.example/carers-survey",
            "Used for": "Safeguarding: Feedback from staff",
            "Date of evidence": "2026-03-03",
            "Review by": "2026-09-01",
            "Review date passed": "Yes",
            "Owner": "Priya Shah",
            "Added": "2026-11-22",
        }
    ]


def test_a_file_says_its_type_and_that_nobody_has_used_it(client):
    VersionFactory()
    (row,) = rows_of_csv(client.get(REGISTER))
    assert (row["Type"], row["Used for"], row["Review date passed"]) == (
        "Text",
        "Not linked yet",
        "",
    )


def test_the_register_keeps_filters_search_and_order(client):
    for title in ("Carers survey", "Audit of carers", "Minutes"):
        DocumentFactory(title=title)
    EvidenceLinkFactory(document=DocumentFactory(title="Linked"), statement__slug="safeguarding")
    assert documents(client, statement="safeguarding") == ["Linked"]
    assert documents(client, linked="no", sort="title") == [
        "Audit of carers",
        "Carers survey",
        "Minutes",
    ]
    search.index_everything()
    assert documents(client, q="audit") == ["Audit of carers"]


def test_the_register_holds_every_page_of_the_list(client):
    DocumentFactory.create_batch(30)
    assert len(documents(client, page="2")) == 30


def test_a_reviewer_gets_only_what_was_put_forward(signed_in):
    reviewer = signed_in(Role.REVIEWER)
    DocumentFactory(title="Not put forward")
    link = EvidenceLinkFactory(document__title="Put forward")
    assert documents(reviewer) == ["Put forward"]
    assert documents(reviewer, linked="no") == ["Put forward"]
    link.delete()
    assert documents(reviewer) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_title_becomes_a_formula(client, start):
    DocumentFactory(title=f"{start}HYPERLINK(1)")
    assert documents(client) == [f"'{start}HYPERLINK(1)"]


def test_a_workbook_holds_titles_as_text_and_dates_as_dates(client):
    DocumentFactory(title="=1+1", address="https://a.example", evidence_date=date(2026, 3, 3))
    (row,) = rows_of_workbook(client.get("/evidence/download.xlsx"))
    assert row["Document"] == "=1+1"
    assert row["Date of evidence"] == date(2026, 3, 3)
    response = client.get("/evidence/download.xlsx")
    sheet = zipfile.ZipFile(BytesIO(response.getvalue())).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert 'state="frozen"' in sheet


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_is_named_for_the_list_and_the_day(client, kind):
    response = client.get(reverse("library_export", args=[kind]))
    assert response["Content-Disposition"] == f'attachment; filename="evidence-2026-11-22.{kind}"'


def test_there_is_no_other_kind_of_file(client):
    assert client.get("/evidence/download.exe").status_code == 404


def test_an_empty_register_has_its_headings(client):
    assert client.get(REGISTER).getvalue().decode().startswith("\ufeffDocument,Type,")
    assert rows_of_workbook(client.get("/evidence/download.xlsx")) == []


def test_the_page_offers_the_register_with_its_own_filters(client):
    search.index_document(DocumentFactory(title="Carers survey"))
    page = client.get(reverse("library"), {"q": "carers", "page": "1"}).content.decode()
    assert 'href="/evidence/download.csv?q=carers"' in page
    assert 'href="/evidence/download.xlsx?q=carers"' in page


def test_a_page_without_documents_offers_no_file(client):
    assert "download.csv" not in client.get(reverse("library")).content.decode()


@pytest.mark.parametrize("asked", ["", "?q=carers"])
def test_the_register_costs_the_same_queries_whatever_its_length(client, asked):
    EvidenceLinkFactory(document__title="Carers survey")
    search.index_everything()
    few = queries_of(client, REGISTER + asked)
    for number in range(11):
        EvidenceLinkFactory(document__title=f"Carers survey {number}")
        VersionFactory(document__title=f"Carers minutes {number}")
    search.index_everything()
    assert queries_of(client, REGISTER + asked) == few <= 10


# --- the plan's actions ---


def test_a_line_of_the_actions_says_what_the_list_says(client):
    action = ActionFactory(
        title="Write the strategy",
        priority__number=2,
        priority__title="Carers",
        measure="A strategy is agreed",
        owner=UserFactory(first_name="Priya", last_name="Shah"),
        starts_on=date(2024, 4, 1),
        due_on=date(2025, 3, 31),
    )
    ActionUpdateFactory(
        action=action, status=Status.BEHIND, narrative="A draft. " * 30, updated_by=action.owner
    )
    (row,) = rows_of_csv(client.get(ACTIONS))
    assert row == {
        "Reference": str(Action.objects.get().pk),
        "Plan": "Strategic plan 2023 to 2026",
        "Priority": "2. Carers",
        "Action": "Write the strategy",
        "Measure of success": "A strategy is agreed",
        "What it takes": "",
        "Description": "",
        "Owner": "Priya Shah",
        "Owner's e-mail": Action.objects.get().owner.email,
        "Together with": "",
        "Quality statements": "",
        "Indicators": "",
        "Starts": "2024-04-01",
        "Due": "2025-03-31",
        "Overdue": "Yes",
        "Status": "Behind",
        "Percent done": "",
        "In use since": "",
        "Last update for": "Quarter 3 2024-25",
        "Last update": "A draft. " * 30,
    }


def test_the_actions_keep_filters_and_order(client):
    late = ActionFactory(title="Late", due_on=date(2026, 1, 1))
    ActionFactory(title="Begun", due_on=date(2027, 1, 1))
    ActionUpdateFactory(action=late, status=Status.BEHIND)
    assert actions(client, due="overdue") == ["Late"]
    assert actions(client, status="not_started") == ["Begun"]
    assert actions(client, sort="title") == ["Begun", "Late"]
    assert actions(client, sort="-title", page="9") == ["Late", "Begun"]


def test_a_reviewer_has_the_actions_too(signed_in):
    ActionFactory(title="Late")
    assert actions(signed_in(Role.REVIEWER)) == ["Late"]


def test_what_somebody_said_does_not_become_a_formula(client):
    ActionUpdateFactory(narrative="-2 posts were cut")
    assert titles(client, ACTIONS, "Last update") == ["'-2 posts were cut"]


def test_the_plan_offers_its_actions_with_its_own_filters(client):
    ActionFactory()
    page = client.get(reverse("plan"), {"status": "not_started"}).content.decode()
    assert 'href="/plan/download.csv?status=not_started"' in page


def test_the_actions_cost_the_same_queries_whatever_their_number(client):
    ActionUpdateFactory()
    few = queries_of(client, ACTIONS)
    ActionUpdateFactory.create_batch(11)
    assert queries_of(client, ACTIONS) == few <= 10


# --- a long list ---


def read_to_the_end(response):
    for _ in response:
        pass


def memory_of_sending(client, address):
    """The most bytes that Python held beyond what it had before."""
    read_to_the_end(client.get(address))  # so that everything is loaded
    tracemalloc.start()
    try:
        read_to_the_end(client.get(address))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_register_in_best_match_order_takes_no_more_memory_for_being_longer(
    client, kind, monkeypatch
):
    monkeypatch.setattr(library, "READ_AT_ONCE", 50)
    monkeypatch.setattr(list_files, "KEPT_IN_MEMORY", 1024)
    address = f"/evidence/download.{kind}?q=carers"
    many_documents(client.person, 150)
    short = memory_of_sending(client, address)
    many_documents(client.person, 850)
    assert memory_of_sending(client, address) < short * 1.5


def many_documents(person, count):
    made = Document.objects.bulk_create(
        Document(
            kind="link",
            title=f"Carers {number}",
            address="https://council.example/" + "long" * 100,
            owner=person,
            added_by=person,
        )
        for number in range(count)
    )
    for one in made:
        search.index_document(one)


def test_a_register_longer_than_is_read_at_once_holds_every_document_in_order(client, monkeypatch):
    monkeypatch.setattr(library, "READ_AT_ONCE", 2)
    for title in ("Carers A", "Carers B", "Carers C", "Minutes", "Carers D"):
        search.index_document(DocumentFactory(title=title, address="https://a.example"))
    best = ["Carers D", "Carers C", "Carers B", "Carers A"]
    assert documents(client, q="carers") == best
    assert documents(client, q="carers", sort="title") == best[::-1]
    assert documents(client, sort="title") == [*best[::-1], "Minutes"]
