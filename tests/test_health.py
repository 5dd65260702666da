"""What a load balancer asks."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse

from tests.background import tasks_sent_to


def test_a_living_process_says_so_without_the_database():
    answer = Client().get(reverse("health_live"))
    assert (answer.status_code, answer.json()) == (200, {"live": True})


def test_ready_when_database_migrations_cache_and_broker_are(db):
    answer = Client().get(reverse("health_ready"))
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "parts": {"database": True, "migrations": True, "cache": True, "background_work": True},
    }


def test_not_ready_when_a_migration_is_missing(db):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    answer = Client().get(reverse("health_ready"))
    assert answer.status_code == 503
    assert answer.json()["parts"]["migrations"] is False


def test_not_ready_when_the_broker_is_away_and_no_secret_is_told(db):
    with tasks_sent_to("redis://:a-secret@127.0.0.1:1/0"):
        answer = Client().get(reverse("health_ready"))
    assert answer.status_code == 503
    assert answer.json()["parts"] == {
        "database": True,
        "migrations": True,
        "cache": True,
        "background_work": False,
    }
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize("name", ["health_live", "health_ready"])
def test_health_can_only_be_asked(name):
    assert Client().post(reverse(name)).status_code == 405
