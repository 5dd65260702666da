"""What a contributor sees first: what is theirs to do, and nothing of anybody else's."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness.models import Status, UpdateDeadline
from tests.factories import (
    ActionFactory,
    ActionUpdateFactory,
    CategoryFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    EvidenceRequestFactory,
    FrameworkFactory,
    OutturnFactory,
    OwedFigureFactory,
    StatementFactory,
    TargetFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council")]
LONG_AGO, LAST_QUARTER = date(2026, 1, 1), date(2026, 7, 1)


@pytest.fixture
def client(signed_in, today):
    return signed_in("contributor")


def work_of(client):
    return client.get(reverse("my_work")).context["page"]


def test_a_contributor_begins_here(client):
    assert client.get(reverse("landing"))["Location"] == reverse("my_work")


def test_an_action_not_spoken_of_for_the_last_quarter_waits(client):
    owed = ActionFactory(owner=client.person, starts_on=LONG_AGO)
    spoken_of = ActionFactory(owner=client.person, starts_on=LONG_AGO)
    ActionUpdateFactory(action=spoken_of, quarter_starts_on=LAST_QUARTER)
    ActionFactory(starts_on=LONG_AGO)
    ActionUpdateFactory(
        action__owner=client.person, status=Status.COMPLETED, quarter_starts_on=LONG_AGO
    )
    [waiting] = work_of(client).actions
    assert (waiting.action, waiting.owes_update, waiting.is_overdue) == (owed, True, False)


@pytest.mark.parametrize(
    ("days", "words"), [(0, "Update for Quarter 2 2026-27 by"), (-1, "Quarter 2 2026-27, was due")]
)
def test_a_day_for_updates_that_has_passed_says_so(client, today, days, words):
    ActionFactory(owner=client.person, starts_on=LONG_AGO)
    UpdateDeadline.objects.create(
        quarter_starts_on=LAST_QUARTER, due_on=today + timedelta(days=days), set_by=client.person
    )
    page = client.get(reverse("my_work")).content.decode()
    assert words in " ".join(page.split())


def test_an_overdue_action_waits_though_it_was_spoken_of(client, today):
    late = ActionFactory(owner=client.person, due_on=today - timedelta(days=1))
    ActionUpdateFactory(action=late, quarter_starts_on=LAST_QUARTER)
    [waiting] = work_of(client).actions
    assert (waiting.action, waiting.owes_update, waiting.is_overdue) == (late, False, True)


def test_documents_past_or_near_their_review_date_are_listed_soonest_first(client, today):
    mine = {"owner": client.person}
    soon = DocumentFactory(review_by=today + timedelta(days=30), **mine)
    past = DocumentFactory(review_by=today - timedelta(days=1), **mine)
    DocumentFactory(review_by=today + timedelta(days=300), **mine)
    DocumentFactory(review_by=today)
    found = work_of(client).documents
    assert [(each.key, each.is_past) for each in found] == [
        (str(past.pk), True),
        (str(soon.pk), False),
    ]
    assert found[0].of == 2


def test_evidence_i_am_asked_for_and_answers_i_am_to_check_are_listed(client, today):
    mine = EvidenceRequestFactory(wanted="Minutes", asked_of=client.person, due_on=today)
    back = EvidenceRequestFactory(wanted="Plan", asked_of=client.person, state="returned")
    given = EvidenceRequestFactory(wanted="Survey", asked_by=client.person, state="answered")
    EvidenceRequestFactory(asked_of=client.person, state="answered")
    EvidenceRequestFactory(asked_by=client.person)
    EvidenceRequestFactory(asked_of=client.person, state="withdrawn")
    page = work_of(client)
    assert [each.key for each in page.requests] == [str(mine.pk), str(back.pk)]
    assert [(each.key, each.title) for each in page.answers] == [(str(given.pk), "Survey")]


def test_of_many_documents_the_first_few_are_written_out_and_all_are_counted(client, today):
    for days in range(9):
        DocumentFactory(owner=client.person, review_by=today - timedelta(days=days))
    found = work_of(client).documents
    assert [each.due_on for each in found] == [today - timedelta(days=8 - n) for n in range(6)]
    assert {each.of for each in found} == {9}


def test_gaps_name_what_is_missing_and_the_bare_come_first(client):
    framework = FrameworkFactory()
    people = CategoryFactory(framework=framework)
    CategoryFactory(framework=framework, slug="partners", title="Feedback from partners")
    partly = StatementFactory(title="Safeguarding", position=1)
    bare = StatementFactory(title="Governance", position=2)
    EvidenceLinkFactory(statement=partly, category=people)
    gaps = work_of(client).gaps
    assert [(gap.statement, gap.is_bare) for gap in gaps] == [(bare, True), (partly, False)]
    page = " ".join(client.get(reverse("my_work")).content.decode().split())
    assert f"{reverse('add_evidence')}?statement=statement" in unescape(page)
    assert 'category=partners">feedback from partners</a>' in unescape(page)


def test_what_i_added_lately_is_listed(client):
    mine = EvidenceLinkFactory(linked_by=client.person)
    EvidenceLinkFactory()
    assert work_of(client).recent == [mine]


def test_figures_that_are_owed_and_those_nobody_has_explained_are_named(client):
    owed = OwedFigureFactory(owner=client.person)
    OwedFigureFactory()
    missed = OutturnFactory(indicator__owner=client.person, indicator__title="Waits", value=50)
    TargetFactory(indicator=missed.indicator, period=missed.period, value=60)
    page = " ".join(client.get(reverse("my_work")).content.decode().split())
    assert f'href="{reverse("enter_figures", args=[owed.round_id])}">Enter 1 figure</a>' in page
    assert "Overdue since 20 October 2026" in page
    assert ">Waits</a>" in page
    assert "Write commentary" in page


def test_with_nothing_to_do_the_page_says_so(client):
    page = client.get(reverse("my_work")).content.decode()
    assert "Nothing waits: your actions are up to date for Quarter 2 2026-27." in page
    assert "None of your documents is past or near its review date." in page


def test_the_page_costs_the_same_however_much_there_is_to_do(client, today):
    def fill(times):
        for _ in range(times):
            ActionUpdateFactory(action__owner=client.person, quarter_starts_on=LONG_AGO)
            DocumentFactory(owner=client.person, review_by=today)
            OwedFigureFactory(owner=client.person)
            missed = OutturnFactory(indicator__owner=client.person, value=50)
            TargetFactory(indicator=missed.indicator, period=missed.period, value=60)
            EvidenceLinkFactory(linked_by=client.person)
            EvidenceRequestFactory(asked_of=client.person)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("my_work")).status_code == 200
        return len(asked)

    fill(1)
    queries()
    with_one = queries()
    fill(10)
    assert queries() == with_one <= 10
    assert with_one <= 10
