"""What is due as a calendar: whose it is, what is in it, and how its address ends."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness import my_calendar
from readiness.accounts import close_account
from readiness.calendar_file import Entry, calendar, folded
from readiness.models import CalendarAddress
from readiness.roles import Role
from tests.factories import (
    ActionFactory,
    AssessmentFactory,
    AssessmentTaskFactory,
    DocumentFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def read(client, key):
    return client.get(reverse("calendar_file", kwargs={"key": key}))


def test_an_entry_is_a_whole_day_with_words_that_cannot_break_the_file():
    entry = Entry("action-1", "Fix waits; now,\nand \\ then", date(2026, 3, 3), "https://x/1/")
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    text = calendar([entry], name="Golden Thread", host="x", at=at)
    for line in (
        "UID:action-1@x",
        "DTSTAMP:20260102T030405Z",
        "DTSTART;VALUE=DATE:20260303",
        "DTEND;VALUE=DATE:20260304",
        r"SUMMARY:Fix waits\; now\, and \\ then",
    ):
        assert f"{line}\r\n" in text


def test_long_lines_are_folded_without_cutting_a_letter():
    line = "SUMMARY:" + "é" * 100
    parts = folded(line).split("\r\n")
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line


def test_holds_what_is_due_from_its_owner_and_the_days_of_the_assessment(client, contributor):
    ActionFactory(owner=contributor, title="Shorten waits", due_on=date(2026, 12, 1))
    ActionFactory(title="Of somebody else", due_on=date(2026, 12, 1))
    DocumentFactory(owner=contributor, title="Carers survey", review_by=date(2026, 12, 2))
    task = AssessmentTaskFactory(owner=contributor, assessment=AssessmentFactory())
    text = read(client, my_calendar.make_address(by=contributor)).content.decode()
    for words in ("Action due: Shorten waits", "Carers survey", task.title):
        assert words in text
    assert "information return due" in text
    assert "Of somebody else" not in text


def test_an_address_ends_when_a_new_one_is_made_or_it_is_ended(client, contributor):
    first = my_calendar.make_address(by=contributor)
    second = my_calendar.make_address(by=contributor)
    assert read(client, first).status_code == 404
    assert read(client, second).status_code == 200
    my_calendar.end_address(by=contributor)
    assert read(client, second).status_code == 404


def test_an_address_ends_with_its_owners_account(client, contributor, administrator):
    key = my_calendar.make_address(by=contributor)
    close_account(contributor, reason="Left", by=administrator)
    assert read(client, key).status_code == 404


def test_the_address_is_shown_once_and_not_kept(signed_in, client):
    somebody = signed_in(Role.ANALYST)
    page = somebody.post(reverse("own_calendar"))
    address = page.context["address"]
    assert client.get(address).status_code == 200
    assert address not in somebody.get(reverse("own_calendar")).content.decode()
    assert address.rpartition("/")[2] not in str(CalendarAddress.objects.values())
    somebody.post(reverse("end_calendar"))
    assert client.get(address).status_code == 404


def test_costs_the_same_number_of_queries_with_eleven(client, contributor):
    key = my_calendar.make_address(by=contributor)

    def asked(count):
        ActionFactory.create_batch(count, owner=contributor, due_on=date(2026, 12, 1))
        with CaptureQueriesContext(connection) as queries:
            assert read(client, key).status_code == 200
        return len(queries)

    with_one = asked(1)
    assert asked(10) == with_one <= 12
