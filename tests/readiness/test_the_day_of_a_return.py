"""A return that belongs to an assessment has the clock's day, and everything says the same."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from readiness import assessments, digest, information_returns, my_calendar, submitting_returns
from readiness.models import InformationReturn, ReturnState
from readiness.roles import Role
from tests.factories import (
    AssessmentFactory,
    AssessmentTaskFactory,
    ReturnDocumentFactory,
    ReturnFactory,
    ReturnItemFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
TODAY = date(2026, 11, 22)


@pytest.fixture
def clock():
    """Notified on 16 November; the return is due on 7 December."""
    return AssessmentFactory(notified_on=date(2026, 11, 16))


@pytest.fixture
def its_return(clock, director):
    return information_returns.open_return(title="The return", assessment=clock, by=director)


def move(clock, day, by):
    return assessments.set_days(clock, days={"return_due_on": day}, by=by, seen=clock.revision)


def said_of(clock) -> list[str]:
    return [str(change) for change in clock.changes.all()]


def test_takes_its_day_from_the_clock_and_moves_with_it(clock, its_return, director):
    assert its_return.due_on == date(2026, 12, 7)
    move(clock, date(2026, 12, 10), director)
    assert InformationReturn.objects.get().due_on == date(2026, 12, 10)
    assert said_of(clock) == [
        "Information return due: 10 December 2026; with it “The return”.",
        "Its return: “The return”.",
    ]


def test_keeps_a_day_of_its_own_without_an_assessment(director):
    row = information_returns.open_return(title="Alone", due_on=date(2026, 12, 14), by=director)
    assert row.due_on == date(2026, 12, 14)


def test_needs_a_day_or_an_assessment_and_takes_no_second_day(clock, director):
    with pytest.raises(ValidationError, match="or choose the assessment it belongs to"):
        information_returns.open_return(title="No day", by=director)
    with pytest.raises(ValidationError, match=r"says 7 December 2026\. Leave this empty"):
        information_returns.open_return(
            title="Two days", assessment=clock, due_on=date(2026, 12, 14), by=director
        )
    assert not InformationReturn.objects.exists()


def test_joins_an_assessment_later_and_leaves_it_with_a_day(clock, director):
    row, about = ReturnFactory(title="Late"), {"title": "Late", "largest_mb": None, "by": director}
    row = information_returns.change_return(
        row, seen_revision=1, assessment=clock, due_on=None, **about
    )
    assert (row.due_on, row.own_due_on) == (date(2026, 12, 7), None)
    row = information_returns.change_return(
        row, seen_revision=2, due_on=date(2026, 12, 18), **about
    )
    assert row.due_on == date(2026, 12, 18)
    assert said_of(clock) == ["No longer its return: “Late”.", "Its return: “Late”."]


def test_keeps_the_day_it_was_submitted_with(clock, its_return, director):
    item = ReturnItemFactory(information_return=its_return, state=ReturnState.READY)
    ReturnDocumentFactory(item=item)
    submission = submitting_returns.submit(its_return, by=director, on=TODAY)
    move(clock, date(2026, 12, 10), director)
    assert submission.due_on == date(2026, 12, 7)
    assert said_of(clock)[0] == "Information return due: 10 December 2026."


def test_brings_its_items_along_when_the_clock_moves_nearer(clock, its_return, director, signed_in):
    item = ReturnItemFactory(information_return=its_return, due_on=date(2026, 12, 4))
    move(clock, date(2026, 12, 1), director)
    page = signed_in(Role.DIRECTOR).get(reverse("return_item", args=[item.pk]))
    assert "Due 1 December 2026: 7 working days left" in page.content.decode()


def test_is_said_in_the_same_working_days_everywhere(
    clock, its_return, signed_in, client, this_round
):
    """Sunday 22 November to Monday 7 December."""
    analyst = signed_in(Role.ANALYST)
    person = analyst.get(reverse("my_work")).wsgi_request.user
    item = ReturnItemFactory(information_return=its_return, owner=person, code="X1")
    task = AssessmentTaskFactory(assessment=clock, owner=person, due_on=date(2026, 12, 7))
    for name, about in {
        "overview": [],
        "my_work": [],
        "return_list": [],
        "information_return": [its_return.pk],
        "return_item": [item.pk],
        "assessment": [clock.pk],
    }.items():
        page = analyst.get(reverse(name, args=about)).content.decode()
        assert "11 working days left" in page, name
    told = digest.of_person(person, on=TODAY)
    words = [one.words for section in told.sections for one in section.items]
    assert f"X1 {item.title}: due 7 December 2026, 11 working days left" in words
    assert f"{task.title}: due 7 December 2026, 11 working days left" in words
    key = my_calendar.make_address(by=person)
    calendar = client.get(reverse("calendar_file", kwargs={"key": key})).content.decode()
    assert calendar.count("DTSTART;VALUE=DATE:20261207") == 3, "the clock's, the item and the task"


def test_without_an_assessment_is_in_the_calendar_by_itself(client, contributor):
    ReturnFactory(title="Alone")
    key = my_calendar.make_address(by=contributor)
    calendar = client.get(reverse("calendar_file", kwargs={"key": key})).content.decode()
    assert "SUMMARY:Information return due: Alone" in calendar


def test_is_opened_for_the_assessment_under_way(clock, signed_in):
    client = signed_in(Role.DIRECTOR)
    form = client.get(reverse("open_return")).context["form"]
    assert form["assessment"].value() == clock.pk
    sent = {"title": "Ours", "assessment": clock.pk, "due_on": ""}
    page = client.post(reverse("open_return"), sent, follow=True).content.decode()
    assert "Its day is the one on the clock" in page
    assert "11 working days left" in page
    refused = client.post(reverse("open_return"), sent | {"title": "Two", "due_on": "2026-12-14"})
    assert "The clock of the assessment says 7 December 2026" in refused.content.decode()
