"""Sending the weekly digests: one a week for each person, nothing told twice, failures kept."""

from dataclasses import dataclass
from datetime import date, timedelta
from smtplib import SMTPException

from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from readiness import digest
from readiness.digest import PersonalDigest
from readiness.models import Digest, DigestChoice, DigestItem

State = Digest.State


@dataclass(frozen=True)
class Sent:
    sent: int = 0
    failed: int = 0
    nothing_new: int = 0
    already: int = 0


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def send_digests(*, on: date, site: str) -> Sent:
    """Everybody's digest for the week of this day. Safe to repeat: who has theirs gets no other,
    and those that could not be sent are tried again."""
    week = monday_of(on)
    held = dict(Digest.objects.filter(week=week).values_list("person", "state"))
    counts = dict.fromkeys(("sent", "failed", "nothing_new", "already"), 0)
    with get_connection(fail_silently=False) as connection:
        for personal in digest.build(on=on):
            counts[send(personal, week=week, held=held, site=site, connection=connection)] += 1
    return Sent(**counts)


def send(personal: PersonalDigest, *, week: date, held: dict, site: str, connection) -> str:
    """What came of it: the name of a count of ``Sent``."""
    if held.get(personal.person.pk) in {State.SENT.value, State.SENDING.value}:
        return "already"
    if not personal.is_worth_sending:
        return "nothing_new"
    row = claimed(personal, week=week)
    if row is None:
        return "already"
    return "sent" if deliver(row, personal, site=site, connection=connection) else "failed"


def claimed(personal: PersonalDigest, *, week: date) -> Digest | None:
    """This person's digest of the week for us to send; None where another process has it.

    Claimed before it is sent: a process that ends in between has perhaps sent it, and then it is
    not sent again.
    """
    person = personal.person
    try:
        with transaction.atomic():
            row, is_new = Digest.objects.select_for_update().get_or_create(
                person=person, week=week, defaults={"address": person.email}
            )
            if not is_new and row.state != State.FAILED:
                return None
            row.state, row.address, row.problem = State.SENDING, person.email, ""
            row.save(update_fields=["state", "address", "problem"])
            DigestItem.objects.bulk_create(
                DigestItem(digest=row, person=person, key=key) for key in personal.keys
            )
    except IntegrityError:
        return None
    return row


def deliver(row: Digest, personal: PersonalDigest, *, site: str, connection) -> bool:
    try:
        mail(personal, site=site, connection=connection).send()
    except (SMTPException, OSError) as problem:
        failed(row, problem)
        return False
    row.state, row.sent_at = State.SENT, timezone.now()
    row.save(update_fields=["state", "sent_at"])
    return True


@transaction.atomic
def failed(row: Digest, problem: Exception) -> None:
    """Nothing has been told, so it can be told when the mail goes out."""
    row.items.all().delete()
    row.state = State.FAILED
    row.problem = in_words(problem)
    row.save(update_fields=["state", "problem"])


def in_words(problem: Exception) -> str:
    if isinstance(problem, SMTPException):
        return "The mail server did not take it. Check the address."
    return "The mail server could not be reached."


def mail(personal: PersonalDigest, *, site: str, connection) -> EmailMultiAlternatives:
    context = {"digest": personal, "person": personal.person, "site": site.rstrip("/")}
    text = render_to_string("readiness/digest/mail.txt", context)
    message = EmailMultiAlternatives(
        personal.subject, text, None, [personal.person.email], connection=connection
    )
    message.attach_alternative(render_to_string("readiness/digest/mail.html", context), "text/html")
    return message


def send_again(row: Digest, *, on: date, site: str) -> None:
    """One that failed, with what there is to say now."""
    if row.state != State.FAILED:
        raise ValidationError("Only a digest that could not be sent can be sent again.")
    personal = digest.of_person(row.person, on=on)
    if not personal.is_worth_sending:
        raise ValidationError("There is nothing left in it to tell.")
    with get_connection(fail_silently=False) as connection:
        held: dict = {}
        came_of_it = send(personal, week=row.week, held=held, site=site, connection=connection)
    if came_of_it == "failed":
        row.refresh_from_db()
        raise ValidationError(f"It could not be sent. {row.problem}")


def choose_extras(person, *, wants_extras: bool) -> None:
    DigestChoice.objects.update_or_create(person=person, defaults={"wants_extras": wants_extras})
