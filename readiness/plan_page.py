"""What the plan's pages need, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet

from config.wording import name_of
from readiness.models import (
    Action,
    ActionChange,
    ActionUpdate,
    Plan,
    Priority,
    Statement,
    Status,
)
from readiness.models.improvement import FINISHED
from readiness.quarters import Quarter


@dataclass(frozen=True)
class Counts:
    """Actions by status, and how many of them are overdue."""

    by_status: dict[str, int]
    overdue: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_status.values())

    @property
    def columns(self) -> list[tuple[Status, int]]:
        return [(status, self.by_status.get(status, 0)) for status in Status]


@dataclass(frozen=True)
class PriorityRow:
    priority: Priority
    counts: Counts


@dataclass(frozen=True)
class PlanBlock:
    """A plan with its priorities; the newest plan comes first."""

    plan: Plan
    rows: list[PriorityRow]

    @property
    def counts(self) -> Counts:
        return added_up(row.counts for row in self.rows)


def added_up(counts: Iterable[Counts]) -> Counts:
    by_status: dict[str, int] = defaultdict(int)
    overdue = 0
    for each in counts:
        overdue += each.overdue
        for status, number in each.by_status.items():
            by_status[status] += number
    return Counts(dict(by_status), overdue)


def plan_blocks(*, on: date) -> list[PlanBlock]:
    """Three queries: plans, priorities, and actions counted by priority and status."""
    counts = counts_by("priority", Action.objects.with_status(), on=on)
    priorities = defaultdict(list)
    for priority in Priority.objects.order_by("number"):
        row = PriorityRow(priority, counts.get(priority.pk, Counts({})))
        priorities[priority.plan_id].append(row)
    return [PlanBlock(plan, priorities[plan.pk]) for plan in Plan.objects.all()]


def counts_by(field: str, actions: QuerySet[Action], *, on: date) -> dict[int, Counts]:
    """Actions by status for each value of a field (priority, statements), in one query."""
    rows = (
        actions.order_by()
        .values_list(field, "status")
        .annotate(number=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on)))
    )
    found: dict[int, list[Counts]] = defaultdict(list)
    for value, status, number, late in rows:
        found[value].append(Counts({status: number}, 0 if status in FINISHED else late))
    return {value: added_up(counts) for value, counts in found.items()}


def sentence(counts: Counts) -> str:
    """The plan in one line: "11 actions: 1 behind, 8 on target, 2 completed. 3 are overdue." """
    if not counts.total:
        return "No actions yet."
    parts = [f"{number} {status.label.lower()}" for status, number in counts.columns if number]
    words = f"{counts.total} action{'' if counts.total == 1 else 's'}: {', '.join(parts)}."
    if counts.overdue:
        words += f" {counts.overdue} {'is' if counts.overdue == 1 else 'are'} overdue."
    return words


def owner_choices() -> list[tuple[int, str]]:
    owners = get_user_model().objects.filter(pk__in=Action.objects.values("owner"))
    return [(owner.pk, name_of(owner)) for owner in owners.order_by("last_name", "first_name")]


def statement_choices() -> list[tuple[str, str]]:
    """One choice per slug: two versions of the framework may have a statement in common."""
    statements = Statement.objects.order_by("-framework__position", "position")
    return list(
        {slug: (slug, title) for slug, title in statements.values_list("slug", "title")}.values()
    )


def priority_choices(blocks: list[PlanBlock]) -> list:
    """Grouped by plan where there is more than one."""
    groups = [
        (block.plan.title, [(row.priority.pk, str(row.priority)) for row in block.rows])
        for block in blocks
    ]
    return groups if len(groups) > 1 else [choice for _, group in groups for choice in group]


def listed_actions():
    return Action.objects.with_status().with_last_update().select_related("owner", "priority")


@dataclass(frozen=True)
class QuarterSaid:
    """What was said of an action in one quarter, newest first."""

    quarter: Quarter
    updates: list[ActionUpdate]


@dataclass(frozen=True)
class ActionPage:
    action: Action
    statements: list[Statement]
    indicators: list
    said: list[QuarterSaid]
    changes: list[ActionChange]
    is_overdue: bool

    @property
    def latest(self) -> ActionUpdate | None:
        return self.said[0].updates[0] if self.said else None


def actions_in_full():
    return Action.objects.with_status().select_related("owner", "added_by", "priority__plan")


def action_page(action: Action, *, on: date) -> ActionPage:
    """Four queries, for one of ``actions_in_full()``."""
    updates = action.updates.select_related("updated_by")
    return ActionPage(
        action=action,
        statements=list(action.statements.all()),
        indicators=list(action.indicators.all()),
        said=[
            QuarterSaid(Quarter(starts_on), list(said))
            for starts_on, said in groupby(updates, key=lambda said: said.quarter_starts_on)
        ],
        changes=list(action.changes.select_related("changed_by")),
        is_overdue=action.is_overdue(on=on),
    )
