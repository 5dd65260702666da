"""What the plan's pages need, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib.auth import get_user_model
from django.db.models import CharField, Count, F, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Trim

from config.wording import name_of
from indicators.models import Indicator
from readiness.library import documents_for
from readiness.models import (
    Action,
    ActionChange,
    ActionImpact,
    ActionRisk,
    ActionUpdate,
    Plan,
    Priority,
    Recommendation,
    RecommendationAction,
    Statement,
    Status,
)
from readiness.models.improvement import FINISHED
from readiness.plan_clock import progress
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
    indicators: tuple[Indicator, ...] = ()
    """Those that will show whether its outcome is reached."""


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
    """Four queries: plans, priorities, their indicators, and actions counted by priority and
    status."""
    counts = counts_by("priority", Action.objects.with_status(), on=on)
    priorities = defaultdict(list)
    for priority in Priority.objects.order_by("number").prefetch_related("indicators"):
        shown_by = tuple(priority.indicators.all())
        row = PriorityRow(priority, counts.get(priority.pk, Counts({})), shown_by)
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
    parts = [f"{number} {status.word.lower()}" for status, number in counts.columns if number]
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
    return grouped(
        (block.plan.title, [(row.priority.pk, str(row.priority)) for row in block.rows])
        for block in blocks
    )


def named_priorities() -> list:
    """The same choices where the plan itself is not shown: one query."""
    groups: dict[str, list] = {}
    for priority in Priority.objects.select_related("plan").order_by("-plan__starts_on", "number"):
        groups.setdefault(priority.plan.title, []).append((priority.pk, str(priority)))
    return grouped(groups.items())


def grouped(choices: Iterable[tuple[str, list]]) -> list:
    groups = list(choices)
    return groups if len(groups) > 1 else [choice for _, group in groups for choice in group]


def listed_actions():
    return Action.objects.with_status().with_last_update().select_related("owner", "priority")


@dataclass(frozen=True)
class QuarterSaid:
    """What was said of an action in one quarter, newest first."""

    quarter: Quarter
    updates: list[ActionUpdate]


STATEMENT, INDICATOR, PERSON = "statement", "indicator", "person"
NOWHERE = Value(0)  # rows without an order of their own go by name


@dataclass(frozen=True)
class Named:
    """Something the action is about: what its address takes, and what it is called."""

    key: str
    title: str


@dataclass(frozen=True)
class ActionPage:
    action: Action
    statements: list[Named]
    """Each by its slug."""
    indicators: list[Named]
    """Each by its code."""
    collaborators: list[str]
    said: list[QuarterSaid]
    changes: list[ActionChange]
    impacts: list[ActionImpact]
    risks: list[ActionRisk]
    recommendations: list[Recommendation]
    is_overdue: bool
    progress: str
    """How much is done beside how much of its time is gone, in a sentence."""
    is_asked_for_impact: bool
    seen_documents: set[int]
    """Those of the documents it names that this person may open."""

    @property
    def latest(self) -> ActionUpdate | None:
        return self.said[0].updates[0] if self.said else None

    @property
    def live_impacts(self) -> list[ActionImpact]:
        return [impact for impact in self.impacts if not impact.ended_at]

    @property
    def ended_impacts(self) -> list[ActionImpact]:
        return [impact for impact in self.impacts if impact.ended_at]

    @property
    def open_risks(self) -> list[ActionRisk]:
        return [risk for risk in self.risks if risk.is_open]

    @property
    def closed_risks(self) -> list[ActionRisk]:
        return [risk for risk in self.risks if not risk.is_open]


def actions_in_full():
    return Action.objects.with_status().select_related("owner", "added_by", "priority__plan")


def action_page(action: Action, *, user, on: date) -> ActionPage:
    """Seven queries, for one of ``actions_in_full()``, and one where it names documents."""
    about = what_it_is_about(action)
    updates = list(action.updates.select_related("updated_by", "proof"))
    impacts = list(
        action.impacts.select_related("document", "indicator", "recorded_by", "ended_by")
    )
    return ActionPage(
        action=action,
        statements=about[STATEMENT],
        indicators=about[INDICATOR],
        collaborators=[person.title for person in about[PERSON]],
        said=[
            QuarterSaid(Quarter(starts_on), list(said))
            for starts_on, said in groupby(updates, key=lambda said: said.quarter_starts_on)
        ],
        changes=changes_of(action),
        impacts=impacts,
        risks=list(action.risks.select_related("raised_by", "closed_by")),
        recommendations=list(recommendations_of(action, user)),
        is_overdue=action.is_overdue(on=on),
        progress=progress_so_far(action, updates, on=on),
        is_asked_for_impact=action.is_asked_for_impact(impacts, on=on),
        seen_documents=seen_of(user, updates, impacts),
    )


def what_it_is_about(action: Action) -> dict[str, list[Named]]:
    """Its statements, indicators and those who help, in one query."""
    code_and_name = Concat(
        "code", Value(" "), Coalesce(NullIf(F("short_title"), Value("")), F("title"))
    )
    name = Trim(Concat("first_name", Value(" "), "last_name"))
    rows = named(action.statements, STATEMENT, F("slug"), F("title"), F("position")).union(
        named(action.indicators, INDICATOR, F("code"), code_and_name, F("position")),
        named(action.collaborators, PERSON, F("pk"), Coalesce(NullIf(name, Value("")), F("email"))),
        all=True,
    )
    found: defaultdict[str, list[Named]] = defaultdict(list)
    for kind, key, called, _ in rows.order_by("kind_of", "place", "called"):
        found[kind].append(Named(key, called))
    return found


def named(rows, kind: str, key, called, place=NOWHERE) -> QuerySet:
    """One part of the union: what kind, what its address takes, its name, where it comes."""
    parts = {
        "kind_of": Value(kind, output_field=CharField()),
        "key": Cast(key, TextField()),
        "called": Cast(called, TextField()),
        "place": Cast(place, IntegerField()),
    }
    return rows.order_by().annotate(**parts).values_list(*parts)


def recommendations_of(action: Action, user) -> QuerySet[Recommendation]:
    """Those it answers, of which this person may know."""
    links = RecommendationAction.objects.live().filter(action=action).values("recommendation")
    return Recommendation.objects.seen_by(user).filter(pk__in=links)


def progress_so_far(action, updates: list[ActionUpdate], *, on: date) -> str:
    if action.status in FINISHED:
        return ""
    percent = updates[0].percent if updates else None
    return progress(percent, action.starts_on, action.due_on, on=on)


def seen_of(user, updates: list[ActionUpdate], impacts: list[ActionImpact]) -> set[int]:
    """A reviewer is told that there is proof, and opens it where the library lists it for them."""
    named = {update.proof_id for update in updates} | {impact.document_id for impact in impacts}
    seen = documents_for(user).filter(pk__in=named - {None})
    return set(seen.values_list("pk", flat=True))


def changes_of(row: Action | Priority) -> list:
    return list(row.changes.select_related("changed_by"))
