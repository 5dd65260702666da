"""What the account pages show, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth import get_user_model

from config.wording import day_in_words, name_of
from readiness.models import AccountChange
from readiness.roles import Role


@dataclass(frozen=True)
class AccountState:
    """``words`` for a person, ``colour`` of the tag they are written in."""

    words: str
    colour: str


@dataclass(frozen=True)
class AccountRow:
    pk: int
    name: str
    email: str
    roles: str
    last_signed_in: datetime | None
    state: AccountState


@dataclass(frozen=True)
class AccountPage:
    row: AccountRow
    role_names: tuple[str, ...]
    last_day: date | None
    revision: int
    is_open: bool
    may_be_invited: bool
    history: tuple[AccountChange, ...]


def state_of(person, *, on: date) -> AccountState:
    last_day = _last_day(person)
    if not person.is_active:
        return AccountState("Closed", "grey")
    if last_day and last_day < on:
        return AccountState(f"Ended on {day_in_words(last_day)}", "grey")
    if not person.has_usable_password():
        return AccountState("Invited", "yellow")
    if last_day:
        return AccountState(f"Until {day_in_words(last_day)}", "blue")
    return AccountState("Can sign in", "green")


def people():
    """Accounts as the list orders them: by name, with what a row needs."""
    users = get_user_model().objects.select_related("access").prefetch_related("groups")
    return users.order_by("first_name", "last_name", "email")


def rows(users, *, on: date) -> list[AccountRow]:
    return [_row(person, on=on) for person in users]


def account_page(person, *, on: date) -> AccountPage:
    history = tuple(person.account_changes.select_related("changed_by"))
    return AccountPage(
        row=_row(person, on=on),
        role_names=tuple(group.name for group in person.groups.all()),
        last_day=_last_day(person),
        revision=history[0].pk if history else 0,
        is_open=person.is_active,
        may_be_invited=person.is_active and not person.has_usable_password(),
        history=history,
    )


def _row(person, *, on: date) -> AccountRow:
    names = sorted(group.name for group in person.groups.all())
    return AccountRow(
        pk=person.pk,
        name=name_of(person),
        email=person.email,
        roles=", ".join(Role(name).label for name in names if name in Role) or "No role",
        last_signed_in=person.last_login,
        state=state_of(person, on=on),
    )


def _last_day(person) -> date | None:
    access = getattr(person, "access", None)
    return access.last_day if access else None
