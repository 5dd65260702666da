"""The plan as a board, along the years and by owner: the list's own filters, exports and costs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness import plan_views
from readiness.models import Status
from readiness.plan_timeline import Bar, Span, bar_of, span_of
from tests.factories import (
    ActionFactory,
    ActionUpdateFactory,
    PriorityFactory,
    StatementFactory,
    UserFactory,
)
from tests.lists import rows_of_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
VIEWS = ["plan", "plan_board", "plan_timeline", "plan_owners"]


def text_of(page) -> str:
    return " ".join(page.content.decode().split())


def columns_of(page) -> dict:
    return {column.status: column for column in page.context["columns"]}


# --- what they show ---


def test_the_board_has_a_column_for_each_status_with_the_soonest_due_first(signed_in):
    later = ActionUpdateFactory(status=Status.BEHIND, action__due_on=date(2027, 1, 1)).action
    undated = ActionUpdateFactory(status=Status.BEHIND).action
    sooner = ActionUpdateFactory(status=Status.BEHIND, action__due_on=date(2026, 1, 1)).action
    columns = columns_of(signed_in("director").get(reverse("plan_board")))
    assert list(columns) == [
        *("behind", "not_started", "on_target", "ahead", "completed", "stopped")
    ]
    behind = columns["behind"]
    assert [card.action for card in behind.cards] == [sooner, later, undated]
    assert [card.is_overdue for card in behind.cards] == [True, False, False]
    assert columns["ahead"].of == 0


def test_a_long_column_says_how_many_more_and_leads_to_them(signed_in, monkeypatch):
    monkeypatch.setattr(plan_views, "CARDS", 2)
    for _ in range(3):
        ActionFactory()
    page = signed_in("director").get(reverse("plan_board"), {"due": "none"})
    column = columns_of(page)["not_started"]
    assert (len(column.cards), column.of, column.more) == (2, 3, 1)
    assert "/plan/?due=none&amp;status=not_started#actions" in text_of(page)


def test_what_is_finished_is_not_held_against_its_time(signed_in):
    dates = {"action__starts_on": date(2026, 1, 1), "action__due_on": date(2026, 2, 1)}
    ActionUpdateFactory(status=Status.COMPLETED, percent=100, **dates)
    ActionUpdateFactory(status=Status.BEHIND, percent=60, **dates)
    for name in ("plan_board", "plan_timeline"):
        page = text_of(signed_in("director").get(reverse(name)))
        assert "60% done with all of its time gone." in page
        assert "100% done" not in page


def test_the_timeline_lists_actions_as_they_begin_and_says_their_dates(signed_in):
    second = ActionFactory(starts_on=date(2026, 5, 1), due_on=date(2027, 5, 1))
    first = ActionFactory(due_on=date(2026, 4, 30))
    undated = ActionFactory()
    page = signed_in("director").get(reverse("plan_timeline"))
    rows = page.context["rows"]
    assert [row.action for row in rows] == [first, second, undated]
    assert [row.when for row in rows] == [
        "Due 30 April 2026",
        "1 May 2026 to 1 May 2027",
        "No dates",
    ]
    assert rows[-1].bar is None
    assert "April 2026 to March 2028" in text_of(page)


def test_a_timeline_without_any_dates_is_a_list(signed_in):
    ActionFactory(title="Some day")
    page = signed_in("director").get(reverse("plan_timeline"))
    assert page.context["span"] is None
    assert "Some day" in text_of(page)


def test_owners_are_counted_by_status_with_what_is_late_and_owed(signed_in):
    owner = UserFactory(first_name="Ada", last_name="King")
    begun = {"owner": owner, "starts_on": date(2026, 1, 1)}
    ActionFactory(due_on=date(2026, 11, 21), **begun)
    spoken_of = ActionFactory(implemented_on=date(2026, 1, 1), **begun)
    ActionUpdateFactory(action=spoken_of, quarter_starts_on=date(2026, 7, 1))
    done = ActionFactory(due_on=date(2026, 1, 1), **begun)
    ActionUpdateFactory(action=done, status=Status.COMPLETED)
    ActionFactory()
    [row] = signed_in("director").get(reverse("plan_owners"), {"owner": owner.pk}).context["rows"]
    assert row.name == "Ada King"
    assert row.counts.by_status == {"not_started": 1, "on_target": 1, "completed": 1}
    assert (row.counts.total, row.counts.overdue, row.owed, row.impact) == (3, 1, 1, 1)


def test_every_number_of_an_owner_leads_to_exactly_those_actions(signed_in):
    client = signed_in("director")
    late = ActionFactory(due_on=date(2026, 1, 1), starts_on=date(2025, 12, 1))
    [row] = client.get(reverse("plan_owners")).context["rows"]
    for asked in ({"due": "overdue"}, {"due": "update"}, {"status": "not_started"}, {}):
        found = client.get(reverse("plan"), {"owner": late.owner_id} | asked)
        assert found.context["table"].paginator.count == row.counts.total == 1


def test_owners_as_a_file(signed_in):
    ActionUpdateFactory(
        status=Status.AHEAD, action__owner=UserFactory(first_name="Ada", last_name="King")
    )
    address = reverse("plan_owners_export", kwargs={"kind": "csv"})
    [row] = rows_of_csv(signed_in("analyst").get(address))
    assert row == {
        **{"Owner": "Ada King", "All actions": "1", "Overdue": "0", "Updates owed": "1"},
        **{"Asked what they changed": "0", "Not started": "0", "Behind": "0", "On target": "0"},
        **{"Ahead": "1", "Completed": "0", "Stopped": "0"},
    }


@pytest.mark.parametrize("name", VIEWS)
def test_each_view_takes_the_filters_along_to_the_others_and_to_the_file(signed_in, name):
    ActionFactory(title="Of the filter", due_on=date(2026, 1, 1))
    ActionFactory(title="Not meant", due_on=date(2027, 1, 1))
    page = text_of(signed_in("reviewer").get(reverse(name), {"due": "overdue"}))
    for other in set(VIEWS) - {name}:
        assert f'href="{reverse(other)}?due=overdue' in page
    assert "download.csv?due=overdue" in page
    assert "Not meant" not in page


@pytest.mark.parametrize("name", ["plan_board", "plan_timeline", "plan_owners"])
def test_with_nothing_to_show_a_view_says_so(signed_in, name):
    page = signed_in("director").get(reverse(name), {"text": "nothing like this"})
    assert page.status_code == 200
    assert "None</p>" in text_of(page) or "No action matches" in text_of(page)


# --- what they cost ---


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("asked", ["", "?status=behind&text=draft&due=update&proof=wanted"])
def test_a_view_costs_the_same_however_many_actions(signed_in, name, asked):
    client = signed_in("director")

    def add():
        action = ActionFactory(
            priority=PriorityFactory(), starts_on=date(2026, 1, 1), due_on=date(2026, 3, 1)
        )
        action.implemented_on = date(2026, 1, 1)
        action.save()
        action.statements.add(StatementFactory())
        for _ in range(3):
            ActionUpdateFactory(action=action, status=Status.BEHIND)

    def queries():
        with CaptureQueriesContext(connection) as made:
            assert client.get(reverse(name) + asked).status_code == 200
        return len(made)

    add()
    queries()
    with_one = queries()
    for _ in range(10):
        add()
    assert queries() == with_one <= 10
    assert with_one <= 10


# --- bars ---


YEAR = Span(date(2026, 4, 1), date(2027, 3, 31))


def test_a_span_is_whole_financial_years():
    assert span_of(date(2026, 4, 1), date(2027, 3, 31)) == YEAR
    assert span_of(date(2027, 3, 31), date(2027, 4, 1)) == Span(date(2026, 4, 1), date(2028, 3, 31))
    assert span_of(None, date(2026, 5, 1)) == YEAR
    assert span_of(None, None) is None
    assert YEAR.years == [("2026", 0)]


@pytest.mark.parametrize(
    ("starts_on", "due_on", "bar"),
    [
        (date(2026, 4, 1), date(2027, 3, 31), Bar(0, 100)),
        (None, date(2027, 3, 31), Bar(99.2, 0.8)),
        (date(2026, 4, 1), None, Bar(0, 0.8)),
        (None, None, None),
    ],
)
def test_a_bar_stands_within_its_span(starts_on, due_on, bar):
    assert bar_of(starts_on, due_on, YEAR) == bar
