"""A quarter's updates: by when, who owes one, asking by e-mail; and the council's own words."""

from datetime import date, timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse

from readiness import digest, quarterly_updates, update_mail
from readiness.choosing_status_words import choose_status_words
from readiness.models import Action, Status, StatusWords, UpdateDeadline, UpdateReminder
from readiness.quarters import Quarter, owes_update, usual_deadline
from tests.factories import PASSWORD, ActionFactory, ActionUpdateFactory, UserFactory
from tests.lists import rows_of_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
TODAY = date(2026, 11, 22)
Q1, Q2, Q3 = (Quarter(date(2026, month, 1)) for month in (4, 7, 10))
BEGUN = date(2026, 1, 1)
SITE = "https://thread.council.example"
STANDARD = {
    **{"not_started": "Not started", "behind": "Behind", "on_target": "On target"},
    **{"ahead": "Ahead", "completed": "Completed", "stopped": "Stopped"},
}


def text_of(page) -> str:
    return " ".join(page.content.decode().split())


def sentence(refusal) -> str:
    return " ".join(refusal.value.messages)


class BrokenBackend(EmailBackend):
    def send_messages(self, messages):
        raise SMTPException("550 no such user")


# --- who owes one ---


@pytest.mark.parametrize("last", [None, Q1, Q2, Q3])
@pytest.mark.parametrize("starts_on", [BEGUN, date(2026, 9, 30), date(2026, 10, 1)])
@pytest.mark.parametrize("status", [Status.BEHIND, Status.COMPLETED])
def test_the_query_says_what_the_rule_says(last, starts_on, status):
    action = ActionFactory(starts_on=starts_on)
    if last:
        ActionUpdateFactory(action=action, quarter_starts_on=last.starts_on, status=status)
    is_finished = bool(last) and status == Status.COMPLETED
    owes = owes_update(last, starts_on, is_finished=is_finished, on=TODAY)
    assert Action.objects.owing_update(Q2).exists() is owes


def test_the_page_names_owners_with_what_they_owe_and_by_when(signed_in):
    owing = ActionFactory(title="Carers’ offer", starts_on=BEGUN)
    ActionUpdateFactory(action=ActionFactory(starts_on=BEGUN), quarter_starts_on=Q2.starts_on)
    page = text_of(signed_in("director").get(reverse("plan_quarter")))
    assert "1 update by 1 person is missing. It was wanted by 21 October 2026." in page
    assert f"{reverse('update_action', args=[owing.pk])}?quarter=2026-07-01" in page
    ActionUpdateFactory(action=owing, quarter_starts_on=Q2.starts_on)
    page = text_of(signed_in("analyst").get(reverse("plan_quarter")))
    assert "Every action has been spoken of. Updates were wanted by 21 October 2026." in page


def test_another_quarter_can_be_looked_at_and_nonsense_is_the_last_one(signed_in):
    client = signed_in("director")
    for asked, shown in (("2026-10-01", Q3), ("2026-10-02", Q2), ("soon", Q2), ("", Q2)):
        assert client.get(reverse("plan_quarter"), {"quarter": asked}).context["page"].quarter == (
            shown
        )


def test_the_page_costs_the_same_however_many_owe(signed_in, django_assert_max_num_queries):
    client = signed_in("director")
    for _ in range(11):
        UpdateReminder.objects.create(
            quarter_starts_on=Q2.starts_on,
            person=ActionFactory(starts_on=BEGUN).owner,
            asked_by=client.person,
        )
    with django_assert_max_num_queries(6):
        client.get(reverse("plan_quarter"))


# --- the deadline ---


def test_updates_are_wanted_three_weeks_after_the_quarter_unless_a_day_is_set(director):
    assert usual_deadline(Q2) == date(2026, 10, 21)
    first = quarterly_updates.set_deadline(Q2, due_on=date(2026, 10, 9), by=director, seen=0)
    assert quarterly_updates.deadline_of(Q2, first) == date(2026, 10, 9)
    with pytest.raises(ValidationError) as refusal:
        quarterly_updates.set_deadline(Q2, due_on=date(2026, 10, 12), by=UserFactory(), seen=0)
    assert "has just set it to 9 October 2026" in sentence(refusal)
    assert UpdateDeadline.objects.count() == 1


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 9, 30), "Quarter 2 2026-27 ends on 30 September 2026."),
        (date(2026, 10, 21), "That is the day already."),
    ],
)
def test_a_day_that_cannot_be_meant_is_refused(director, due_on, words):
    with pytest.raises(ValidationError) as refusal:
        quarterly_updates.set_deadline(Q2, due_on=due_on, by=director, seen=0)
    assert words in sentence(refusal)


def test_a_deadline_set_on_the_page_is_on_my_work_and_in_the_digest(signed_in):
    client = signed_in("director")
    ActionFactory(owner=client.person, title="Carers’ offer", starts_on=BEGUN)
    address = f"{reverse('update_deadline')}?quarter=2026-07-01"
    typed = {"due_on": "2026-12-01", "reason": "Half term", "seen": 0}
    saved = client.post(address, typed)
    assert saved["Location"] == f"{reverse('plan_quarter')}?quarter=2026-07-01"
    assert "Half term" in text_of(client.get(saved["Location"]))
    assert "Update for Quarter 2 2026-27 by 1 December 2026" in text_of(
        client.get(reverse("my_work"))
    )
    sections = {s.heading: s.items for s in digest.of_person(client.person, on=TODAY).sections}
    [item] = sections["Your quarterly updates"]
    assert item.words == "Carers’ offer: say how Quarter 2 2026-27 went, by 1 December 2026"
    assert item.address.endswith("/update/?quarter=2026-07-01")


# --- asking ---


def test_owners_get_one_e_mail_with_a_link_to_each_form_and_not_again_that_week(
    director, django_capture_on_commit_callbacks, monkeypatch
):
    owner = UserFactory(role="contributor", first_name="Ada")
    first, second = (ActionFactory(owner=owner, starts_on=BEGUN) for _ in range(2))
    ActionUpdateFactory(action__owner=owner, quarter_starts_on=Q2.starts_on)
    with django_capture_on_commit_callbacks(execute=True):
        assert len(quarterly_updates.remind(Q2, by=director, site=SITE)) == 1
    [sent] = mail.outbox
    assert sent.to == [owner.email]
    assert "by 21 October 2026" in sent.body
    for action in (first, second):
        address = f"{SITE}/plan/actions/{action.pk}/update/?quarter=2026-07-01"
        assert address in sent.body
        assert address in sent.alternatives[0][0]
    assert quarterly_updates.remind(Q2, by=director, site=SITE) == []
    UpdateReminder.objects.update(asked_at=UpdateReminder.objects.get().asked_at - WEEK)
    assert len(quarterly_updates.remind(Q2, by=director, site=SITE)) == 1


WEEK = timedelta(days=7)


def test_nobody_is_asked_whose_account_is_closed_or_who_owes_nothing(director):
    ActionFactory(starts_on=BEGUN, owner__is_active=False)
    ActionFactory(starts_on=Q3.starts_on)
    assert quarterly_updates.remind(Q2, by=director, site=SITE) == []


def test_who_has_written_before_the_mail_goes_out_gets_none(director):
    action = ActionFactory(starts_on=BEGUN)
    [reminder] = quarterly_updates.remind(Q2, by=director, site=SITE)
    ActionUpdateFactory(action=action, quarter_starts_on=Q2.starts_on)
    update_mail.send(reminder.pk, site=SITE)
    assert not mail.outbox


def test_a_mail_that_cannot_be_sent_is_said_beside_its_owner(signed_in, settings):
    client = signed_in("director")
    ActionFactory(starts_on=BEGUN, owner__email="ada@council.example")
    [reminder] = quarterly_updates.remind(Q2, by=client.person, site=SITE)
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    update_mail.send(reminder.pk, site=SITE)
    page = text_of(client.get(reverse("plan_quarter")))
    assert "The e-mail to ada@council.example could not be sent. Tell them yourself." in page


def test_the_button_says_how_many_are_asked(signed_in):
    client = signed_in("contributor")
    ActionFactory(starts_on=BEGUN)
    asked = {"quarter": "2026-07-01"}
    page = client.post(reverse("remind_owners"), asked, follow=True)
    assert "1 person gets an e-mail" in text_of(page)
    page = client.post(reverse("remind_owners"), asked, follow=True)
    assert "whoever owes an update was asked this week" in text_of(page)


def test_the_link_leads_through_signing_in_straight_to_the_form_of_that_quarter():
    owner = UserFactory(role="contributor")
    action = ActionFactory(owner=owner, starts_on=BEGUN)
    client = Client()
    link = f"{reverse('update_action', args=[action.pk])}?quarter=2026-04-01"
    sign_in = client.get(link)["Location"]
    page = client.post(sign_in, {"login": owner.email, "password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == link
    assert "Update for Quarter 1 2026-27" in text_of(page)


# --- the council's words ---


def test_other_words_are_on_every_page_and_in_files_and_no_count_changes(signed_in):
    client = signed_in("director")
    ActionUpdateFactory(status=Status.BEHIND)
    before = client.get(reverse("plan")).context["counts"]
    typed = STANDARD | {"behind": "Off track", "reason": "As in our reports", "seen": 0}
    assert client.post(reverse("status_words"), typed).status_code == 302
    page = client.get(reverse("plan"), {"status": "behind"})
    assert page.context["counts"] == before
    assert page.context["table"].paginator.count == 1
    assert "1 off track" in text_of(page)
    assert "Behind" not in text_of(page)
    for name in ("plan_board", "plan_timeline", "plan_owners"):
        assert "Off track" in text_of(client.get(reverse(name)))
    [row] = rows_of_csv(client.get(reverse("plan_export", kwargs={"kind": "csv"})))
    assert row["Status"] == "Off track"
    assert "As in our reports" in text_of(client.get(reverse("status_words")))


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ({"behind": " "}, "Give the word for “Behind”."),
        ({"ahead": "on TARGET"}, "“on TARGET” is the word for “On target” as well."),
        ({}, "Nothing was changed: these are the words already."),
    ],
)
def test_words_that_confuse_are_refused(director, words, problem):
    with pytest.raises(ValidationError) as refusal:
        choose_status_words(words=STANDARD | words, by=director, seen=0)
    assert problem in sentence(refusal)
    assert not StatusWords.objects.exists()


def test_a_second_chooser_is_told(director):
    chosen = choose_status_words(words=STANDARD | {"behind": "Late"}, by=UserFactory(), seen=0)
    with pytest.raises(ValidationError) as refusal:
        choose_status_words(words=STANDARD | {"behind": "Red"}, by=director, seen=0)
    assert "chose other words while you were working" in sentence(refusal)
    choose_status_words(words=STANDARD | {"behind": "Red"}, by=director, seen=chosen.pk)
