"""The overview of a closed round: what the director sees of last year, as it was that day."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness import round_steps
from readiness.models import RoundState, RoundStep
from readiness.self_assessments import close_self_assessment
from readiness.sign_off import sign_off
from tests.factories import (
    ActionUpdateFactory,
    EvidenceLinkFactory,
    IndicatorLinkFactory,
    OutturnFactory,
    ScoreFactory,
    StatementFactory,
    TargetFactory,
)
from tests.lists import rows_of_csv
from tests.readiness.judged import path_of, text_of

pytestmark = pytest.mark.django_db
MOST_QUERIES = 10


@pytest.fixture
def facts(statement):
    """A figure under its target, a document and an action that is behind."""
    indicator = IndicatorLinkFactory(statement=statement, indicator__code="4A").indicator
    OutturnFactory(indicator=indicator, value=40)
    TargetFactory(indicator=indicator, value=60)
    EvidenceLinkFactory(statement=statement)
    ActionUpdateFactory(status="behind").action.statements.add(statement)


@pytest.fixture
def closed(facts, statement, this_round, contributor, director):
    score = ScoreFactory(
        self_assessment=this_round, statement=statement, value=3, scored_by=contributor
    )
    sign_off(score, by=director)
    round_steps.submit(this_round, by=contributor)
    round_steps.sign_off(this_round, by=director)
    return close_self_assessment(this_round, by=director)


def address(round_):
    return reverse("overview_then", args=[round_.pk])


def test_it_says_the_rating_the_day_and_what_was_most_wrong(closed, signed_in, statement):
    page = text_of(signed_in("director").get(address(closed)))
    assert "Good, 75% (3 of 4)" in page
    assert f"as it was on {closed.closed_at:%-d %B %Y}" in page
    assert "What has changed since does not show here" in page
    assert statement.title in page


def test_its_numbers_lead_to_the_statement_as_it_was(closed, signed_in, statement):
    page = signed_in("director").get(address(closed)).content.decode()
    then = f"{path_of(statement)}?round={closed.pk}"
    assert f'href="{then}#indicators">1<' in page
    assert f'href="{then}#actions">1<' in page
    assert f'href="{then}#category-' in page


def test_the_round_leads_to_it(closed, signed_in):
    page = signed_in("director").get(reverse("self_assessment", args=[closed.pk]))
    assert f'href="{address(closed)}"' in page.content.decode()


def test_of_an_open_round_it_leads_to_the_overview_of_today(this_round, signed_in):
    response = signed_in("director").get(address(this_round))
    assert response.url == reverse("overview")


def test_a_round_closed_without_a_record_has_none(this_round, signed_in, director):
    RoundStep.objects.create(self_assessment=this_round, state=RoundState.CLOSED, taken_by=director)
    this_round.closed_at, this_round.closed_by = this_round.opened_at, director
    this_round.save()
    assert signed_in("director").get(address(this_round)).status_code == 404


@pytest.mark.usefixtures("facts")
def test_it_costs_few_queries_with_eleven_statements(statement, this_round, director, signed_in):
    for _ in range(10):
        EvidenceLinkFactory(statement=StatementFactory(theme=statement.theme))
    closed = close_self_assessment(this_round, by=director, note="For the test.")
    client = signed_in("director")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address(closed)).status_code == 200
    assert len(asked) <= MOST_QUERIES


def test_the_table_goes_out_as_a_file_with_a_column_for_each_category(closed, signed_in, statement):
    response = signed_in("director").get(
        reverse("overview_then_export", kwargs={"pk": closed.pk, "kind": "csv"})
    )
    (said,) = rows_of_csv(response)
    assert said["Quality statement"] == statement.title
    assert said["Our score"].startswith("3")
    assert said["Indicators not met"] == "1"
    assert said["Actions: behind"] == "1"
    category = statement.evidence_links.get().category
    assert said[f"Documents: {category.title}"] == "1"


def test_the_file_of_an_open_round_leads_to_today_as_well(this_round, signed_in):
    response = signed_in("director").get(
        reverse("overview_then_export", kwargs={"pk": this_round.pk, "kind": "xlsx"})
    )
    assert response.url == reverse("overview")
