"""Inviting peer reviewers to one closed round, changing and withdrawing it, noting what is read.

A visitor's account holds no other role, closes with its last day, and is closed for good at once
when the invitation is withdrawn: the account is asked for on every request, so pages that are open
in a browser end as well.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from smtplib import SMTPException

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from config.second_editor import MOVED_ON
from config.wording import day_in_words, name_of
from evidence.models import DocumentVersion
from readiness import accounts
from readiness.models import (
    Downloads,
    RoundSnapshot,
    Statement,
    Visit,
    VisitChange,
    VisitRead,
)
from readiness.roles import Role

LONGEST = timedelta(days=92)


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    snapshot: RoundSnapshot,
    starts_on: date,
    last_day: date,
    downloads: str,
    about_the_council: str,
    by,
    on: date,
    shows_names: bool = False,
    begin_with: Iterable[Statement] = (),
    why_begin_there: str = "",
) -> Visit:
    """The invitation and, for somebody new, the account; ``send`` sends the e-mail."""
    _refuse_days(starts_on, last_day, on)
    _refuse_statements_of_another_framework(begin_with, snapshot)
    visit = Visit(
        reviewer=_account_of(email, name, last_day=last_day, by=by, on=on),
        snapshot=snapshot,
        starts_on=starts_on,
        last_day=last_day,
        downloads=downloads,
        shows_names=shows_names,
        about_the_council=about_the_council.strip(),
        why_begin_there=why_begin_there.strip(),
        invited_by=by,
    )
    visit.full_clean()
    visit.save()
    visit.begin_with.set(begin_with)
    said = f"Invited from {day_in_words(starts_on)} to {day_in_words(last_day)}."
    _record(visit, f"{said} Downloads: {visit.get_downloads_display().lower()}.", by=by)
    return visit


@transaction.atomic
def change(
    visit: Visit, *, last_day: date, downloads: str, shows_names: bool, by, on: date, seen: int
) -> Visit:
    """Its last day, and what they may take away and see."""
    visit = _held(visit)
    if visit.revision != seen:
        latest = visit.changes.select_related("changed_by").first()
        who = name_of(latest.changed_by) if latest else "Somebody"
        raise ValidationError(
            f"{who} changed this invitation while you were looking at it: "
            f"{latest.change if latest else ''} Check what you chose and save again.",
            code=MOVED_ON,
        )
    _refuse_days(visit.starts_on, last_day, on)
    said = _changes(visit, last_day, downloads, shows_names)
    if not said:
        return visit
    if visit.last_day != last_day:
        accounts.set_last_day(visit.reviewer, last_day=last_day, by=by)
    visit.last_day, visit.downloads, visit.shows_names = last_day, downloads, shows_names
    visit.revision += 1
    visit.full_clean()
    visit.save()
    _record(visit, " ".join(said), by=by)
    return visit


def _changes(visit: Visit, last_day: date, downloads: str, shows_names: bool) -> list[str]:
    said = []
    if visit.last_day != last_day:
        said.append(f"Last day is now {day_in_words(last_day)}.")
    if visit.downloads != downloads:
        said.append(f"Downloads: {Downloads(downloads).label.lower()}.")
    if visit.shows_names != shows_names:
        said.append("Names are shown." if shows_names else "Names are not shown.")
    return said


@transaction.atomic
def withdraw(visit: Visit, *, reason: str, by) -> Visit:
    """At once: their account closes, and no session or password of theirs opens it again."""
    visit = _held(visit)
    if not reason.strip():
        raise ValidationError({"reason": "Say why, for those who read this later."})
    visit.withdrawn_at, visit.withdrawn_by = timezone.now(), by
    visit.withdrawn_reason = reason.strip()
    visit.revision += 1
    visit.save()
    reviewer = visit.reviewer
    reviewer.set_unusable_password()
    reviewer.save(update_fields=["password"])
    if reviewer.is_active:
        accounts.close_account(
            reviewer, reason=f"Invitation withdrawn: {reason.strip()}"[:300], by=by
        )
    _record(visit, f"Withdrawn: {reason.strip()}", by=by)
    return visit


def send(visit: Visit, *, site: str, by) -> None:
    """The invitation by e-mail, with the link to choose a password where they have none."""
    _refuse_withdrawn(visit)
    reviewer, site = visit.reviewer, site.rstrip("/")
    is_new = not reviewer.has_usable_password()
    path = accounts.set_password_path(reviewer) if is_new else reverse("account_login")
    context = {"visit": visit, "link": site + path, "is_new": is_new, "site": site, "by": by}
    text = render_to_string("readiness/visits/mail.txt", context)
    try:
        send_mail("Your visit to read a council’s self-assessment", text, None, [reviewer.email])
    except (OSError, SMTPException) as error:
        raise ValidationError(
            f"The invitation to {reviewer.email} could not be sent: the mail server did not take "
            "it. The invitation stands; send it again later."
        ) from error
    _record(visit, "Invitation sent.", by=by)


def note_read(
    visit: Visit,
    *,
    what: str,
    title: str,
    by,
    statement: Statement | None = None,
    version: DocumentVersion | None = None,
    page: int | None = None,
) -> VisitRead | None:
    """What the reviewer opened. A colleague who looks at what reviewers see is no reviewer."""
    if by.pk != visit.reviewer_id:
        return None
    return VisitRead.objects.create(
        visit=visit, what=what, title=title[:250], statement=statement, version=version, page=page
    )


def _account_of(email: str, name: str, *, last_day: date, by, on: date):
    """A new account; or that of somebody who was invited before, open again."""
    people = get_user_model().objects
    person = people.filter(username__iexact=email.strip()).first()
    if person is None:
        return accounts.create_account(
            email=email, name=name, roles={Role.VISITOR}, last_day=last_day, by=by
        )
    if not person.groups.filter(name=Role.VISITOR).exists():
        raise ValidationError(
            {
                "email": f"{person.email} has an account here with other work to do. A reviewer "
                "sees one closed round and nothing else: use another address for them."
            }
        )
    current = person.visits.of_the_days_to_come(on=on).first()
    if current:
        raise ValidationError(
            {
                "email": f"{person.email} is invited until {day_in_words(current.last_day)} "
                "already. Change or withdraw that invitation first."
            }
        )
    if not person.is_active:
        accounts.reopen_account(person, reason="Invited again", by=by)
    accounts.set_last_day(person, last_day=last_day, by=by)
    return person


def _held(visit: Visit) -> Visit:
    """The invitation as it is now, changed by one person at a time."""
    held = Visit.objects.select_for_update().get(pk=visit.pk)
    _refuse_withdrawn(held)
    return held


def _refuse_withdrawn(visit: Visit) -> None:
    if visit.is_withdrawn:
        raise ValidationError("This invitation has been withdrawn. Invite them again instead.")


def _refuse_days(starts_on: date, last_day: date, on: date) -> None:
    if last_day < on:
        raise ValidationError({"last_day": "The last day has passed. Choose today or later."})
    if last_day < starts_on:
        raise ValidationError({"last_day": "The last day is before the first."})
    if last_day - starts_on > LONGEST:
        raise ValidationError(
            {"last_day": "A visit is three months at most. Choose an earlier last day."}
        )


def _refuse_statements_of_another_framework(statements, snapshot: RoundSnapshot) -> None:
    theirs = set(snapshot.statements.values_list("statement", flat=True))
    if {statement.pk for statement in statements} - theirs:
        raise ValidationError({"begin_with": "Choose statements of the round they are invited to."})


def _record(visit: Visit, said: str, *, by) -> None:
    VisitChange.objects.create(visit=visit, change=said, changed_by=by)
