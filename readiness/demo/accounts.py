"""The six accounts of the demonstration, one for each role."""

import secrets

from django.conf import settings
from django.contrib.auth import get_user_model

from readiness.accounts import create_account
from readiness.roles import Role

PEOPLE = {
    "psw": ("Priya Shah", Role.CONTRIBUTOR, "principal social worker: adds evidence"),
    "director": ("Dinah Walker", Role.DIRECTOR, "director: scores and signs off"),
    "analyst": ("Anil Mistry", Role.ANALYST, "performance analyst: loads figures"),
    "reviewer": ("Ruth Okafor", Role.REVIEWER, "peer reviewer: reads, changes nothing"),
    "visitor": ("Peter Lang", Role.VISITOR, "invited reviewer: reads last year's closed round"),
    "admin": ("Adam Kelly", Role.ADMINISTRATOR, "administrator: keeps the accounts"),
}


def address(name: str) -> str:
    return f"{name}@demo.example"


def account(name: str):
    """``account("psw")``"""
    return get_user_model().objects.get(username=address(name))


def password() -> str:
    """From DEMO_PASSWORD; else the one made at first run and kept beside the demonstration."""
    if settings.DEMO_PASSWORD:
        return settings.DEMO_PASSWORD
    kept = settings.VAR_DIR / "demo-password"
    if not kept.exists():
        kept.write_text(secrets.token_urlsafe(9))
        kept.chmod(0o600)
    return kept.read_text().strip()


def add_accounts() -> None:
    """Add those that are missing; the password is the one that is printed. The invited reviewer's
    account comes with the invitation (``visit``)."""
    known = set(get_user_model().objects.values_list("username", flat=True))
    for name, (full_name, role, _) in PEOPLE.items():
        if address(name) not in known:
            if role == Role.VISITOR:
                continue
            create_account(email=address(name), name=full_name, roles={role}, by=None)
        give_password(account(name))


def give_password(person) -> None:
    if not person.check_password(password()):
        person.set_password(password())
        person.save(update_fields=["password"])
