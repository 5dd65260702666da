"""The demo's strategic plan: Bury's six priorities with what was published of them, and owners,
dates and statuses made up around it (readiness/demo/)."""

import csv
import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from indicators.models import Indicator
from readiness.improvement import add_action, add_plan, add_priority, update_action
from readiness.models import Plan, Statement
from readiness.quarters import Quarter
from readiness.risks import raise_risk

DEMO = Path(__file__).resolve().parent
PUBLISHED = DEMO / "bury-strategic-plan-2023-26.csv"
MADE_UP = DEMO / "plan_made_up.toml"
PUBLISHED_QUARTER = Quarter(date(2024, 10, 1))


@transaction.atomic
def load_demo_plan(*, by, on: date, owners: Sequence = ()) -> Plan:
    """Safe to repeat: a plan that is there already is left as it is. ``owners`` share the actions
    in turn; without any they are all ``by``'s."""
    made_up = tomllib.loads(MADE_UP.read_text(encoding="utf-8"))
    if existing := Plan.objects.filter(title=made_up["plan"]["title"]).first():
        return existing
    plan = add_plan(**made_up["plan"], by=by)
    about = {action["title"]: action for action in made_up["action"]}
    priorities: dict[str, object] = {}
    with PUBLISHED.open(encoding="utf-8", newline="") as rows:
        for place, row in enumerate(csv.DictReader(rows)):
            title = row["priority"]
            if title not in priorities:
                number = int(row["priority_number"])
                priorities[title] = add_priority(plan, title=title, number=number, by=by)
            owner = owners[place % len(owners)] if owners else by
            add_published_action(
                priorities[title], row, about[row["action"]], owner=owner, by=by, on=on
            )
    return plan


def add_published_action(priority, row: dict, about: dict, *, owner, by, on: date):
    """One line of the published plan, with what was made up about it."""
    action = add_action(
        priority,
        title=row["action"],
        owner=owner,
        measure=about["measure"],
        resource=about.get("resource", ""),
        collaborators=[by] if about.get("together") and by != owner else [],
        starts_on=on + timedelta(days=about["started"]),
        due_on=on + timedelta(days=about["due"]),
        statements=Statement.objects.filter(slug__in=about["statements"]),
        indicators=Indicator.objects.filter(code__in=about["indicators"]),
        by=by,
    )
    update_action(
        action,
        status=about["status"],
        narrative=row["narrative"],
        quarter=PUBLISHED_QUARTER,
        by=owner,
        on=max(on, PUBLISHED_QUARTER.ends_on),
        percent=about.get("percent"),
        why_no_proof=about.get("why_no_proof", ""),
        implemented_on=day(about.get("implemented"), on),
    )
    for risk in about.get("risk", ()):
        raise_risk(action, **risk, by=owner)
    return action


def day(days: int | None, on: date) -> date | None:
    return None if days is None else on + timedelta(days=days)
