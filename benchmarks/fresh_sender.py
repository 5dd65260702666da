"""Somebody who sends files to a fresh place (import after ``fresh_place.prepare``)."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connections

from benchmarks import sending, web_server
from readiness.models import EvidenceCategory, Statement
from readiness.roles import Role


def made() -> sending.Sender:
    """A contributor with one statement to put evidence forward for."""
    call_command("migrate", verbosity=0)
    call_command("load_framework", verbosity=0)
    person = get_user_model().objects.create_user("sender", "sender@council.example")
    person.groups.add(Group.objects.get_or_create(name=Role.CONTRIBUTOR)[0])
    answers = {
        "shows": "Waits fell",
        "statements": str(Statement.objects.first().pk),
        "category": str(EvidenceCategory.objects.first().pk),
        "owner": str(person.pk),
    }
    cookie = sending.signed_in(person)
    connections.close_all()
    return sending.Sender(web_server.free_port(), cookie, answers)
