"""Migrations: none missing, each can be undone, and a fresh database takes them all."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

OURS = ("readiness", "indicators", "evidence")


def our_migrations():
    loader = MigrationLoader(None)
    return sorted((key, m) for key, m in loader.disk_migrations.items() if key[0] in OURS)


MIGRATIONS = our_migrations()
NAMES = [".".join(key) for key, _ in MIGRATIONS]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("migration", [m for _, m in MIGRATIONS], ids=NAMES)
def test_each_step_of_a_migration_can_be_undone(migration):
    assert [step.describe() for step in migration.operations if not step.reversible] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_migration_says_what_it_does(name):
    assert "_auto_" not in name


def applied():
    return {
        key for key in MigrationExecutor(connection).loader.applied_migrations if key[0] in OURS
    }


def our_tables():
    return {t for t in connection.introspection.table_names() if t.startswith((*OURS, "cache"))}


@pytest.fixture
def all_migrations_again():
    """Whatever happens, the tests that follow find every table."""
    yield
    call_command("migrate", verbosity=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("all_migrations_again")
def test_every_app_can_be_taken_back_to_nothing_and_made_again():
    tables = our_tables()
    for app in OURS:
        call_command("migrate", app, "zero", verbosity=0)
    assert our_tables() == set()
    assert applied() == set()

    call_command("migrate", verbosity=0)

    assert our_tables() == tables
    assert applied() == {key for key, _ in MIGRATIONS}
