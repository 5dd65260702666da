"""2,000 actions with 40,000 updates: every page of the plan, and everybody's digest, ask little."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness import digest
from readiness.models import ActionUpdate, Recommendation
from tests import large_plan
from tests.factories import (
    ActionFactory,
    AppraisalFactory,
    AssessmentTaskFactory,
    CollectionRoundFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    EvidenceRequestFactory,
    IndicatorLinkFactory,
    OutturnFactory,
    OwedFigureFactory,
    ReturnItemFactory,
    StatementCommentFactory,
    StatementWorkFactory,
    TargetFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
AT_MOST, AT_MOST_FOR_DIGESTS = 10, 20
MONDAY = date(2026, 11, 23)


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(asked)


def addresses(action, told, statement, indicator):
    plan = reverse("plan")
    queries = ("", "?status=behind", "?sort=status&page=40", "?text=carers", "?due=update")
    yield from (plan + query for query in (*queries, "?due=overdue", "?proof=wanted"))
    for name in ("plan_board", "plan_timeline", "plan_owners", "plan_quarter", "my_work"):
        yield reverse(name)
    yield reverse("plan_timeline") + "?page=40"
    for name in ("add_action", "add_plan", "update_deadline", "status_words", "import_plan"):
        yield reverse(name)
    for name in ("action", "edit_action", "update_action", "record_impact", "raise_risk"):
        yield reverse(name, args=[action.pk])
    yield reverse("edit_priority", args=[action.priority_id])
    for name in ("recommendation_list", "record_recommendation"):
        yield reverse(name)
    for name in ("recommendation", "edit_recommendation", "link_recommendation_action"):
        yield reverse(name, args=[told.pk])
    yield reverse("thread_of_action", args=[action.pk])
    yield reverse("thread_of_recommendation", args=[told.pk])
    yield reverse("thread_of_statement", args=[statement.slug])
    yield reverse("thread_of_indicator", args=[indicator.code])


def test_no_page_of_the_plan_asks_more_than_ten_queries(signed_in, statement, this_round, today):
    client = signed_in("director")
    indicator = IndicatorLinkFactory(statement=statement).indicator
    OutturnFactory(indicator=indicator)
    people = [client.person, *large_plan.people_of(60, "contributor")]
    actions = large_plan.build(people, on=today, statement=statement, indicator=indicator)
    assert ActionUpdate.objects.count() == large_plan.ACTIONS * large_plan.QUARTERS == 40_000
    told = Recommendation.objects.first()
    client.get(reverse("help"))  # what a process asks of its database once
    asked = {
        address: queries_of(client, address)
        for address in addresses(actions[0], told, statement, indicator)
    }
    assert {at: number for at, number in asked.items() if number > AT_MOST} == {}


def fill_every_section(person, *, on: date, this_round, statement) -> None:
    """One thing of every kind that a digest can tell somebody."""
    DocumentFactory(owner=person, review_by=on - timedelta(days=1))
    DocumentFactory(owner=person, review_by=on + timedelta(days=9))
    EvidenceRequestFactory(asked_of=person, due_on=on)
    EvidenceRequestFactory(asked_by=person, state="answered")
    AppraisalFactory(link=EvidenceLinkFactory(linked_by=person), verdict="returned")
    about = {"self_assessment": this_round, "statement": statement}
    StatementWorkFactory(lead=person, due_on=on, **about)
    StatementCommentFactory(mentioned=[person], **about)
    ReturnItemFactory(owner=person)
    AssessmentTaskFactory(owner=person)
    OwedFigureFactory(round=CollectionRoundFactory(due_on=on), owner=person)
    missed = OutturnFactory(indicator__owner=person, value=50)
    TargetFactory(indicator=missed.indicator, period=missed.period, value=60)


def test_three_hundred_digests_with_every_section_take_at_most_twenty_queries(
    signed_in, statement, this_round, today
):
    people = large_plan.people_of(300, "contributor")
    large_plan.build(people, on=today)
    ActionFactory(owner=people[0], starts_on=today - timedelta(days=400))
    fill_every_section(people[0], on=MONDAY, this_round=this_round, statement=statement)
    with CaptureQueriesContext(connection) as asked:
        found = digest.build(on=MONDAY)
    told = {section.heading for personal in found for section in personal.sections}
    assert told == {section.heading for section in digest.SECTIONS}
    assert len(found) >= len(people)
    assert sum(personal.is_worth_sending for personal in found) >= len(people)
    assert len(asked) <= AT_MOST_FOR_DIGESTS
