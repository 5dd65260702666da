"""The weekly digest: who is told what, once, and what happens when the mail does not go out."""

from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from readiness import digest, digest_sending
from readiness.models import Access, Digest, DigestItem
from readiness.tasks import send_weekly_digest
from tests.factories import (
    ActionFactory,
    AppraisalFactory,
    CollectionRoundFactory,
    CommentaryFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    EvidenceRequestFactory,
    OutturnFactory,
    OwedFigureFactory,
    TargetFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council")]
MONDAY = date(2026, 11, 23)
LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)
SITE = "https://evidence.council.example"


@pytest.fixture
def ann():
    return UserFactory(role="contributor", first_name="Ann", email="ann@council.example")


def document(owner, **fields):
    return DocumentFactory(owner=owner, added_at=LONG_AGO, **fields)


def send(on=MONDAY):
    return digest_sending.send_digests(on=on, site=SITE)


def said_to(person, on=MONDAY):
    personal = digest.of_person(person, on=on)
    return {s.heading: [item.words for item in s.items] for s in personal.sections}


class BrokenBackend(EmailBackend):
    """A mail server that refuses one address."""

    def send_messages(self, messages):
        if messages[0].to == ["ann@council.example"]:
            raise SMTPException("550 no such user")
        return super().send_messages(messages)


BROKEN = f"{__name__}.BrokenBackend"


# --- what it says ---


def test_each_person_is_told_of_their_own_evidence(ann):
    document(ann, title="Survey", review_by=MONDAY - timedelta(days=1))
    document(ann, title="Audit", review_by=MONDAY)
    document(ann, title="Minutes", review_by=MONDAY + timedelta(days=61))
    document(UserFactory(role="contributor"), review_by=MONDAY - timedelta(days=1))
    assert said_to(ann) == {
        "Your evidence that is out of date": ["Survey: its review was due 22 November 2026"],
        "Your evidence to look at again soon": ["Audit: review by 23 November 2026"],
    }


def test_requests_and_overdue_actions_are_in_it(ann):
    EvidenceRequestFactory(asked_of=ann, wanted="Forum minutes", due_on=MONDAY)
    ActionFactory(owner=ann, title="Write strategy", due_on=MONDAY - timedelta(days=3))
    assert said_to(ann) == {
        "Evidence asked of you": ["Forum minutes: wanted by 23 November 2026"],
        "Your actions that are overdue": ["Write strategy: was due 20 November 2026"],
    }


def test_evidence_that_was_sent_back_is_told_to_whoever_put_it_forward(ann):
    link = EvidenceLinkFactory(linked_by=ann, document__title="Audit", statement__title="Safety")
    AppraisalFactory(link=link, verdict="returned")
    AppraisalFactory(link=EvidenceLinkFactory(linked_by=ann))
    heading = "Evidence of yours that was sent back"
    assert said_to(ann)[heading] == ["Audit, for Safety: see why, and put it right"]
    send()
    assert said_to(ann)[heading] == []
    AppraisalFactory(link=link, verdict="returned", note="Still a draft")
    assert said_to(ann)[heading] != []
    AppraisalFactory(link=link)
    assert heading not in said_to(ann)


def test_figures_owed_are_one_line_for_each_round(ann):
    here = CollectionRoundFactory(due_on=MONDAY)
    OwedFigureFactory(round=here, owner=ann)
    OwedFigureFactory(round=here, owner=ann)
    OwedFigureFactory(round=here)
    figures = f"2 figures for {here.period}"
    heading = "Figures for you to enter"
    assert said_to(ann)[heading] == [f"{figures}: to enter by 23 November 2026"]
    next_week = MONDAY + timedelta(days=7)
    send()
    assert said_to(ann)[heading] == []
    assert said_to(ann, on=next_week)[heading] == [f"{figures}: were due 23 November 2026"]


def test_a_figure_that_misses_its_target_is_told_until_somebody_explains_it(ann):
    missed = OutturnFactory(indicator__owner=ann, indicator__title="Waits", value=50)
    TargetFactory(indicator=missed.indicator, period=missed.period, value=60)
    heading = "Your figures that miss their target unexplained"
    assert said_to(ann) == {heading: [f"Waits: 50.0%, {missed.period}"]}
    CommentaryFactory(indicator=missed.indicator, period=missed.period)
    assert said_to(ann) == {}


def test_news_of_the_library_is_an_extra_that_can_be_left_out(ann):
    DocumentFactory(title="New", added_at=datetime(2026, 11, 20, tzinfo=UTC))
    DocumentFactory(title="Today", added_at=datetime(2026, 11, 23, tzinfo=UTC))
    assert said_to(ann) == {"New in the evidence library": ["New"]}
    digest_sending.choose_extras(ann, wants_extras=False)
    assert said_to(ann) == {}


@pytest.mark.parametrize("role", ["reviewer", None])
def test_those_who_do_not_work_here_get_none(role):
    somebody = UserFactory(role=role)
    document(somebody, review_by=MONDAY)
    assert digest.of_person(somebody, on=MONDAY).sections == ()


def test_closed_accounts_and_those_past_their_last_day_get_none(ann):
    document(ann, review_by=MONDAY)
    Access.objects.update_or_create(person=ann, defaults={"last_day": date(2020, 1, 1)})
    assert send().sent == 0


# --- once ---


def test_one_mail_with_text_and_html_and_addresses_that_work(ann):
    late = document(ann, title="Survey <b>", review_by=MONDAY - timedelta(days=1))
    assert send() == digest_sending.Sent(sent=1)
    [sent] = mail.outbox
    assert sent.to == ["ann@council.example"]
    assert sent.subject == "Your week in Golden Thread: 1 thing needs you"
    address = f"{SITE}/evidence/{late.pk}/"
    assert address in sent.body
    assert "Survey <b>: its review was due" in sent.body
    [(html, kind)] = sent.alternatives
    assert kind == "text/html"
    assert f'<a href="{address}">Survey &lt;b&gt;: its review' in html


def test_the_same_week_nobody_gets_two(ann):
    document(ann, review_by=MONDAY)
    send()
    assert send(MONDAY + timedelta(days=6)) == digest_sending.Sent(already=1)
    assert len(mail.outbox) == 1


def test_next_week_nothing_is_told_again_and_without_news_there_is_no_mail(ann):
    document(ann, review_by=MONDAY + timedelta(days=30))
    send()
    assert send(MONDAY + timedelta(days=7)).sent == 0


def test_what_was_told_before_is_counted_beside_what_is_new(ann):
    document(ann, title="Old", review_by=MONDAY - timedelta(days=9))
    send()
    document(ann, title="New", review_by=MONDAY - timedelta(days=2))
    send(MONDAY + timedelta(days=7))
    body = mail.outbox[-1].body
    assert "New: its review was due" in body
    assert "Old" not in body
    assert "1 more that you were told of before" in body


def test_due_soon_and_then_out_of_date_are_two_things_to_know(ann):
    document(ann, review_by=MONDAY + timedelta(days=3))
    send()
    assert send(MONDAY + timedelta(days=7)).sent == 1


def test_a_new_review_date_is_news_again(ann):
    late = document(ann, review_by=MONDAY)
    send()
    late.review_by = MONDAY + timedelta(days=20)
    late.save()
    assert send(MONDAY + timedelta(days=7)).sent == 1


def test_another_process_that_has_claimed_it_sends_it_alone(ann):
    document(ann, review_by=MONDAY)
    Digest.objects.create(person=ann, week=MONDAY, address=ann.email)
    assert send() == digest_sending.Sent(already=1)
    assert mail.outbox == []


# --- when the mail does not go out ---


def test_a_failure_is_kept_and_stops_nobody_else(ann, settings):
    settings.EMAIL_BACKEND = BROKEN
    document(ann, review_by=MONDAY)
    document(UserFactory(role="analyst"), review_by=MONDAY)
    assert (send().sent, send().failed) == (1, 1)
    row = Digest.objects.get(person=ann)
    assert (row.state, row.problem) == (
        "failed",
        "The mail server did not take it. Check the address.",
    )
    assert not DigestItem.objects.filter(person=ann).exists()


def test_a_failed_one_is_tried_again_the_same_week(ann, settings):
    document(ann, review_by=MONDAY)
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, BROKEN
    send()
    settings.EMAIL_BACKEND = working
    assert send(MONDAY + timedelta(days=1)).sent == 1
    assert Digest.objects.get(person=ann).state == "sent"


def test_the_administrator_sees_it_and_sends_it_again(ann, settings, signed_in):
    document(ann, review_by=timezone.localdate())
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, BROKEN
    digest_sending.send_digests(on=timezone.localdate(), site=SITE)
    client, page = signed_in("administrator"), reverse("digest_list")
    assert "ann@council.example" in client.get(page).content.decode()
    again = reverse("send_digest_again", args=[Digest.objects.get().pk])
    assert "It could not be sent" in client.post(again, follow=True).content.decode()
    settings.EMAIL_BACKEND = working
    assert "Sent to ann@council.example." in client.post(again, follow=True).content.decode()
    assert "Every digest has been sent." in client.get(page).content.decode()


# --- how it is run ---


def test_the_command_sends_as_of_a_day_and_says_what_it_did(ann, capsys):
    document(ann, review_by=MONDAY)
    call_command("send_digest", on="2026-11-25")
    assert "1 sent, 0 could not be sent" in capsys.readouterr().out
    assert Digest.objects.get().week == MONDAY


def test_the_command_says_when_a_day_cannot_be_read():
    with pytest.raises(CommandError, match="is not a day"):
        call_command("send_digest", on="Monday")


def test_the_command_fails_where_a_mail_did(ann, settings):
    settings.EMAIL_BACKEND = BROKEN
    document(ann, review_by=MONDAY)
    with pytest.raises(CommandError, match="could not be sent"):
        call_command("send_digest", on="2026-11-23")


def test_the_schedule_sends_it(ann):
    document(ann, review_by=timezone.localdate())
    send_weekly_digest()
    assert len(mail.outbox) == 1


def test_a_person_sees_what_the_next_one_would_say_and_chooses(signed_in):
    client = signed_in("contributor")
    document(client.person, title="Survey", review_by=timezone.localdate())
    page = reverse("my_digest")
    assert "Survey: review by" in client.get(page).content.decode()
    answer = client.post(page, {}, follow=True)
    assert "no longer has the news" in answer.content.decode()
    assert not digest.choice_of(client.person)


def test_it_is_built_in_as_many_queries_for_three_hundred_as_for_one(ann):
    def fill(person):
        document(person, review_by=MONDAY)
        document(person, review_by=MONDAY - timedelta(days=1))
        ActionFactory(owner=person, due_on=MONDAY - timedelta(days=1))
        EvidenceRequestFactory(asked_of=person, due_on=MONDAY)
        OwedFigureFactory(owner=person)
        missed = OutturnFactory(indicator__owner=person, value=50)
        TargetFactory(indicator=missed.indicator, period=missed.period, value=60)
        AppraisalFactory(link=EvidenceLinkFactory(linked_by=person), verdict="returned")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            built = digest.build(on=MONDAY)
        return len(asked), len(built)

    fill(ann)
    with_one, _ = queries()
    for n in range(30):
        person = UserFactory(role="contributor", password="x")
        if n % 3 == 0:
            fill(person)
    asked, people = queries()
    assert people >= 31
    assert asked == with_one <= 20
