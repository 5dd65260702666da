"""The plan's pages with 2,000 actions and 40,000 updates, beside the statement they all rest on.

    python -m benchmarks.plan [--runs N]

On a fresh SQLite file or, with DATABASE_URL, on that database, which must be empty. The floor is
one SQL statement that reads every action with its latest update and nothing else. At most 10
queries a page; times are for reading. Exits with 1 when a page asks more.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta

os.environ.setdefault("MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
FOLDER = tempfile.mkdtemp(prefix="plan-benchmark-")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER}/benchmark.sqlite3")

import django

django.setup()

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators.models import Area
from readiness.models import Action, ActionUpdate, Plan, Priority, Status
from readiness.quarters import quarters_back
from readiness.roles import Role

ACTIONS, UPDATES, PEOPLE, PRIORITIES, MOST_QUERIES = 2_000, 20, 60, 12, 10
PAGES = [
    ("plan", ""),
    ("plan", "?status=behind"),
    ("plan", "?sort=status&page=40"),
    ("plan", "?text=carers"),
    ("plan", "?due=update"),
    ("plan", "?proof=wanted"),
    ("plan_board", ""),
    ("plan_timeline", ""),
    ("plan_timeline", "?page=40"),
    ("plan_owners", ""),
    ("plan_quarter", ""),
    ("my_work", ""),
    ("recommendation_list", ""),
]
FLOOR = """
SELECT a.*, u.status, u.quarter_starts_on, u.narrative, u.percent
FROM readiness_action a
LEFT JOIN readiness_actionupdate u ON u.id =
    (SELECT MAX(id) FROM readiness_actionupdate WHERE action_id = a.id)
"""


def build() -> None:
    """The same plan every time."""
    chance, today = random.Random(153), timezone.localdate()
    Area.objects.create(code=settings.COUNCIL_CODE, name="Ours", kind=Area.Kind.COUNCIL)
    people = get_user_model().objects.bulk_create(
        get_user_model()(username=f"p{n}@x.example", email=f"p{n}@x.example", last_name=f"P{n}")
        for n in range(PEOPLE)
    )
    group = Group.objects.get_or_create(name=Role.DIRECTOR)[0]
    group.user_set.set(people)
    plan = Plan.objects.create(
        title="Plan",
        starts_on=today - timedelta(days=1500),
        ends_on=today + timedelta(days=900),
        added_by=people[0],
    )
    priorities = Priority.objects.bulk_create(
        Priority(plan=plan, number=n + 1, title=f"Priority {n}", added_by=people[0])
        for n in range(PRIORITIES)
    )
    actions = Action.objects.bulk_create(
        action_of(n, priorities, people, chance, today) for n in range(ACTIONS)
    )
    quarters = quarters_back(today, UPDATES)[::-1]
    for quarter in quarters:
        ActionUpdate.objects.bulk_create(
            update_of(action, quarter, chance) for action in actions if chance.random() > 0.001
        )


def action_of(number: int, priorities, people, chance, today: date) -> Action:
    begun = today - timedelta(days=chance.randrange(200, 1500))
    return Action(
        priority=chance.choice(priorities),
        title=f"Hear carers sooner, part {number}",
        owner=chance.choice(people),
        added_by=people[0],
        starts_on=begun,
        due_on=begun + timedelta(days=chance.randrange(100, 1500)),
        implemented_on=begun + timedelta(days=100) if number % 5 == 0 else None,
    )


def update_of(action: Action, quarter, chance) -> ActionUpdate:
    status = chance.choice(Status.values)
    return ActionUpdate(
        action=action,
        quarter_starts_on=quarter.starts_on,
        status=status,
        narrative="What carers told us was put to the board, and a date was agreed. " * 3,
        percent=100 if status == Status.COMPLETED else chance.randrange(100),
        why_no_proof="Seen by the board" if status == Status.COMPLETED else "",
        updated_by=action.owner,
    )


def milliseconds(work, runs: int) -> float:
    """Median of so many runs, the first not counted."""
    taken = []
    for _ in range(runs + 1):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken[1:])


def floor() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FLOOR)
        assert len(cursor.fetchall()) == ACTIONS


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=7)
    runs = arguments.parse_args().runs
    call_command("migrate", verbosity=0)
    build()
    client = Client()
    client.force_login(
        get_user_model().objects.get(username="p0@x.example"), backend="readiness.roles.RoleBackend"
    )
    least = milliseconds(floor, runs)
    print(f"{ActionUpdate.objects.count():,} updates; the floor takes {least:.1f} ms")
    too_many = False
    for name, asked in PAGES:
        address = reverse(name) + asked
        client.get(address)
        with CaptureQueriesContext(connection) as made:
            assert client.get(address).status_code == 200, address
            queries = len(made)
        taken = milliseconds(lambda address=address: client.get(address), runs)
        too_many |= queries > MOST_QUERIES
        print(f"{address:44}{queries:>3} queries {taken:>8.1f} ms {taken / least:>6.1f} floors")
    return int(too_many)


if __name__ == "__main__":
    sys.exit(main())
