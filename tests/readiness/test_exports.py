"""The lists of documents and of actions as files: what is on the screen, and no more."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence import search
from readiness.models import Status
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
    response = client.get("/evidence/download.xlsx")
    (row,) = rows_of_workbook(response)
    assert row["Document"] == "=1+1"
    assert row["Date of evidence"] == date(2026, 3, 3)
    sheet = zipfile.ZipFile(BytesIO(response.content)).read("xl/worksheets/sheet1.xml").decode()
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
    assert client.get(REGISTER).content.decode().startswith("\ufeffDocument,Type,")
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
        "Plan": "Strategic plan 2023 to 2026",
        "Priority": "2. Carers",
        "Action": "Write the strategy",
        "Measure of success": "A strategy is agreed",
        "Owner": "Priya Shah",
        "Starts": "2024-04-01",
        "Due": "2025-03-31",
        "Overdue": "Yes",
        "Status": "Behind",
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
