import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    CategoryFactory,
    EvidenceLinkFactory,
    FrameworkFactory,
    IndicatorFactory,
    IndicatorLinkFactory,
    OutturnFactory,
    StatementFactory,
    TargetFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council", "today")]


@pytest.fixture
def people():
    return CategoryFactory(framework=FrameworkFactory())


@pytest.fixture
def safeguarding(people):
    return StatementFactory(slug="safeguarding", title="Safeguarding")


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def queries_of(client, address) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_before_the_framework_is_loaded_the_page_says_what_to_do(signed_in):
    assert "load_framework" in text_of(signed_in("director").get(reverse("coverage")))


def test_the_page_says_how_far_the_evidence_reaches(signed_in, people, safeguarding):
    page = reverse("coverage")
    client = signed_in("reviewer")
    assert "0 of 1 required places (0%) have evidence in date; 1 is empty." in text_of(
        client.get(page)
    )
    EvidenceLinkFactory(statement=safeguarding, category=people)
    assert "Every statement has evidence in date in each required category" in text_of(
        client.get(page)
    )


def test_each_cell_leads_to_its_documents(signed_in, people, safeguarding):
    for _ in range(3):
        EvidenceLinkFactory(statement=safeguarding, category=people)
    EvidenceLinkFactory()
    client = signed_in("contributor")
    page = client.get(reverse("coverage")).content.decode()
    address = re.search(r'gt-doc--fresh" href="([^"]+)">3<', page).group(1).replace("&amp;", "&")
    assert address == f"{reverse('library')}?statement=safeguarding&category={people.slug}"
    assert "3 documents" in text_of(client.get(address))


def test_a_cell_is_said_in_words_for_those_who_listen(signed_in, people, safeguarding):
    page = text_of(signed_in("contributor").get(reverse("coverage")))
    assert '0<span class="govuk-visually-hidden"> documents</span>' in page


def test_coverage_costs_the_same_however_many_documents(signed_in, people, safeguarding):
    client = signed_in("contributor")
    EvidenceLinkFactory(statement=safeguarding, category=people)
    queries_of(client, reverse("coverage"))
    with_one = queries_of(client, reverse("coverage"))
    for _ in range(10):
        EvidenceLinkFactory(statement=safeguarding, category=people)
        StatementFactory()
    assert queries_of(client, reverse("coverage")) == with_one
    assert with_one <= 10


# --- the indicators of a statement that a number counted ---


def linked(statement, value):
    indicator = IndicatorFactory()
    IndicatorLinkFactory(indicator=indicator, statement=statement)
    OutturnFactory(indicator=indicator, value=value)
    TargetFactory(indicator=indicator, value=60)
    return indicator


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ("", [70, 58, 20]),
        ("?rating=met", [70]),
        ("?rating=within_tolerance", [58]),
        ("?rating=not_met", [20]),
        ("?rating=not_rated", []),
        ("?lowest=on", []),
        ("?rating=nonsense", [70, 58, 20]),
    ],
)
def test_indicators_are_narrowed_to_what_was_counted(signed_in, safeguarding, asked, values):
    for value in (70, 58, 20):
        linked(safeguarding, value)
    address = reverse("statement_indicators", args=["safeguarding"]) + asked
    page = signed_in("reviewer").get(address)
    assert [row.summary.latest.value for row in page.context["indicators"]] == values


def test_the_heading_says_what_is_shown(signed_in, safeguarding):
    linked(safeguarding, 20)
    address = reverse("statement_indicators", args=["safeguarding"])
    assert "1 indicator not met" in text_of(signed_in("director").get(f"{address}?rating=not_met"))
    assert "No indicators here" in text_of(signed_in("director").get(f"{address}?lowest=on"))


def test_the_indicators_of_a_statement_that_is_not_there_are_not_found(signed_in, people):
    address = reverse("statement_indicators", args=["nothing"])
    assert signed_in("director").get(address).status_code == 404


def test_a_statement_s_indicators_cost_the_same_however_many(signed_in, safeguarding):
    client, address = signed_in("director"), reverse("statement_indicators", args=["safeguarding"])
    linked(safeguarding, 20)
    queries_of(client, address)
    with_one = queries_of(client, address)
    for _ in range(10):
        linked(safeguarding, 20)
    assert queries_of(client, address) == with_one
    assert with_one <= 10
