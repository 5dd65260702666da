"""Accounts: made, changed and closed by an administrator; nobody signs up.

Each change leaves an ``AccountChange`` with who, what and why. ``by`` is ``None`` where it was done
from the server's command line.
"""

from datetime import date
from smtplib import SMTPException

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from config.wording import day_in_words, name_of
from readiness.models import Access, AccountChange
from readiness.roles import Role, may_sign_in


@transaction.atomic
def create_account(*, email: str, name: str, roles, by, last_day: date | None = None):
    """An account without a password: the person chooses one from the invitation."""
    email = email.strip().lower()
    validate_email(email)
    _refuse_roles_that_do_not_go_together(roles)
    _refuse_last_day_in_the_past(last_day)
    _refuse_second_account(email)
    first_name, _, last_name = name.strip().partition(" ")
    person = get_user_model()(
        username=email, email=email, first_name=first_name, last_name=last_name.strip()
    )
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    person.groups.set(_groups(roles))
    _record(person, f"Account made: {_in_words(roles)}", by=by)
    if last_day:
        set_last_day(person, last_day=last_day, by=by)
    return person


@transaction.atomic
def change_roles(person, *, roles, by, seen_change: int | None = None) -> None:
    """``seen_change`` is the latest change the administrator had in front of them."""
    _hold(person)
    _refuse_if_changed_since(person, seen_change)
    _refuse_roles_that_do_not_go_together(roles)
    if Role.ADMINISTRATOR not in roles:
        _refuse_to_lose_the_last_administrator(person)
    before = set(person.groups.values_list("name", flat=True))
    if before == set(roles):
        return
    person.groups.set(_groups(roles))
    _record(person, f"Roles changed from {_in_words(before)} to {_in_words(roles)}", by=by)


@transaction.atomic
def set_last_day(person, *, last_day: date | None, by) -> None:
    """After this day the person cannot sign in and their open sessions end."""
    _hold(person)
    access = Access.objects.filter(person=person).first() or Access(person=person)
    if access.last_day == last_day:
        return
    _refuse_last_day_in_the_past(last_day)
    if last_day:
        _refuse_to_close_own(person, by, "You cannot set a last day for your own account.")
        _refuse_to_lose_the_last_administrator(person)
    access.last_day = last_day
    access.save()
    _record(
        person, f"Last day set: {day_in_words(last_day)}" if last_day else "Last day removed", by=by
    )


@transaction.atomic
def close_account(person, *, reason: str, by) -> None:
    """The person can no longer sign in; what they did stays theirs."""
    _hold(person)
    if not person.is_active:
        raise ValidationError(f"{person.email} is closed already.")
    _refuse_without_reason(reason)
    _refuse_to_close_own(
        person, by, "You cannot close your own account. Ask another administrator to do it."
    )
    _refuse_to_lose_the_last_administrator(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    _record(person, "Account closed", reason=reason, by=by)


@transaction.atomic
def reopen_account(person, *, reason: str, by) -> None:
    _hold(person)
    if person.is_active:
        raise ValidationError(f"{person.email} is open already.")
    _refuse_without_reason(reason)
    person.is_active = True
    person.save(update_fields=["is_active"])
    _record(person, "Account opened again", reason=reason, by=by)


def send_invitation(person, *, site: str, by) -> str:
    """Sends the link with which the person chooses a password, and returns it.

    ``site`` is where this installation is reached: ``https://evidence.council.example``.
    """
    if not may_sign_in(person):
        raise ValidationError(f"{person.email} cannot sign in: open the account first.")
    if person.has_usable_password():
        raise ValidationError(
            f"{person.email} has chosen a password already. If it is forgotten, they can choose "
            "another with “Forgotten your password?” on the sign-in page."
        )
    link = site.rstrip("/") + set_password_path(person)
    context = {"person": person, "link": link, "site": site, "by": by}
    text = render_to_string("readiness/accounts/invitation.txt", context)
    try:
        send_mail("Your Golden Thread account", text, None, [person.email])
    except (OSError, SMTPException) as error:
        raise ValidationError(
            f"The invitation to {person.email} could not be sent: the mail server did not take "
            "it. The account is there; send the invitation again later."
        ) from error
    _record(person, "Invitation sent", by=by)
    return link


def set_password_path(person) -> str:
    """Where the person chooses a password; works once, for as long as a password reset does."""
    key = default_token_generator.make_token(person)
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": key},
    )


def latest_change(person) -> int:
    """Names the state of an account, so that a second administrator is told of the first."""
    change = person.account_changes.first()
    return change.pk if change else 0


def _hold(person) -> None:
    """The account as it is now, changed by one administrator at a time."""
    # ``no_key``: two administrators who change each other do not wait for one another's names.
    held = get_user_model().objects.select_for_update(no_key=True)
    person.refresh_from_db(from_queryset=held)


def _record(person, change: str, *, by, reason: str = "") -> None:
    AccountChange.objects.create(person=person, change=change, reason=reason.strip(), changed_by=by)


def _groups(roles) -> list[Group]:
    return [Group.objects.get_or_create(name=role)[0] for role in sorted(roles)]


def _in_words(roles) -> str:
    return ", ".join(Role(role).label.lower() for role in sorted(roles)) or "no role"


def _refuse_second_account(email: str) -> None:
    same = Q(username__iexact=email) | Q(email__iexact=email)
    if get_user_model().objects.filter(same).exists():
        raise ValidationError(
            f"There is an account for {email} already. "
            "Find it in the list of accounts; if it is closed, open it again."
        )


def _refuse_roles_that_do_not_go_together(roles) -> None:
    if not roles:
        raise ValidationError("Choose at least one role. To stop somebody, close their account.")
    if set(roles) - set(Role):
        raise ValidationError(f"There is no such role: {', '.join(set(roles) - set(Role))}.")
    if {Role.REVIEWER, Role.VISITOR} & set(roles) and len(set(roles)) > 1:
        raise ValidationError(
            "A peer reviewer sees only what has been put forward, so cannot have another role."
        )


def _refuse_last_day_in_the_past(last_day: date | None) -> None:
    if last_day and last_day < timezone.localdate():
        raise ValidationError("The last day has passed. Choose today or a later day.")


def _refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError("Say why, for those who read the history later.")


def _refuse_to_close_own(person, by, sentence: str) -> None:
    if by is not None and person.pk == by.pk:
        raise ValidationError(sentence)


def _refuse_to_lose_the_last_administrator(person) -> None:
    """Two administrators who close each other at once wait for one another here."""
    group = Group.objects.select_for_update().filter(name=Role.ADMINISTRATOR).first()
    if group is None or not group.user_set.filter(pk=person.pk).exists():
        return
    others = group.user_set.filter(
        Q(access=None) | Q(access__last_day=None), is_active=True
    ).exclude(pk=person.pk)
    if not others.exists():
        raise ValidationError(
            f"{name_of(person)} is the last administrator. "
            "Make somebody else an administrator first."
        )


def _refuse_if_changed_since(person, seen_change: int | None) -> None:
    if seen_change is None or seen_change == latest_change(person):
        return
    change = person.account_changes.select_related("changed_by").first()
    who = name_of(change.changed_by) if change.changed_by else "Somebody on the server"
    raise ValidationError(
        f"{who} changed this account while you were looking at it: {change.change}. "
        "Check what you chose and save again."
    )
