"""A plan as large as a council could come to have: 2,000 actions spoken of in 20 quarters each."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from readiness.models import (
    Action,
    ActionImpact,
    ActionUpdate,
    Plan,
    Priority,
    Recommendation,
    RecommendationAction,
    RecommendationState,
    RecommendationStep,
    Status,
)
from readiness.quarters import quarters_back
from tests.factories import DocumentFactory

ACTIONS, QUARTERS, PRIORITIES, RECOMMENDATIONS = 2_000, 20, 12, 300
STATUSES = list(Status)


def people_of(count: int, role: str) -> list:
    """Written at once, without passwords."""
    model = get_user_model()
    made = model.objects.bulk_create(
        model(username=f"large{n}@x.example", email=f"large{n}@x.example", last_name=f"Large {n}")
        for n in range(count)
    )
    Group.objects.get_or_create(name=role)[0].user_set.set(made)
    return made


def build(people: Sequence, *, on: date, statement=None, indicator=None) -> list[Action]:
    """Actions of every status, of all these people, with updates, links, impacts and
    recommendations."""
    by = people[0]
    about = {"starts_on": on - timedelta(days=1500), "ends_on": on + timedelta(days=900)}
    plan = Plan.objects.create(title="Large plan", added_by=by, **about)
    priorities = Priority.objects.bulk_create(
        Priority(plan=plan, number=n + 1, title=f"Priority {n}", added_by=by)
        for n in range(PRIORITIES)
    )
    actions = Action.objects.bulk_create(
        action_of(n, priorities, people, on=on) for n in range(ACTIONS)
    )
    for quarter in quarters_back(on, QUARTERS)[::-1]:
        ActionUpdate.objects.bulk_create(
            update_of(n, action, quarter.starts_on) for n, action in enumerate(actions)
        )
    for row in (statement, indicator):
        if row is not None:
            row.actions.add(*actions[: ACTIONS // 2])
    document = DocumentFactory(owner=by)
    ActionImpact.objects.bulk_create(
        ActionImpact(action=action, document=document, shows="Waits fell", recorded_by=by)
        for action in actions[::10]
    )
    recommend(actions, people, on=on)
    return actions


def action_of(number: int, priorities: Sequence, people: Sequence, *, on: date) -> Action:
    begun = on - timedelta(days=200 + number % 1300)
    return Action(
        priority=priorities[number % PRIORITIES],
        title=f"Hear carers sooner, part {number}",
        owner=people[number % len(people)],
        added_by=people[0],
        starts_on=begun,
        due_on=begun + timedelta(days=100 + number % 1400),
        implemented_on=begun + timedelta(days=100) if number % 5 == 0 else None,
    )


def update_of(number: int, action: Action, quarter_starts_on: date) -> ActionUpdate:
    status = STATUSES[number % len(STATUSES)]
    return ActionUpdate(
        action=action,
        quarter_starts_on=quarter_starts_on,
        status=status,
        narrative="What carers told us was put to the board.",
        why_no_proof="Seen by the board" if status == Status.COMPLETED else "",
        updated_by_id=action.owner_id,
    )


def recommend(actions: Sequence, people: Sequence, *, on: date) -> None:
    """The first is answered by 200 actions, the others by one each or none."""
    rows = Recommendation.objects.bulk_create(
        Recommendation(
            source="audit",
            source_title="Audit",
            words=f"Hear carers sooner, part {n}",
            received_on=on - timedelta(days=60),
            answer_by=on + timedelta(days=n % 40 - 20),
            lead=people[n % len(people)],
            added_by=people[0],
        )
        for n in range(RECOMMENDATIONS)
    )
    states = (RecommendationState.ACCEPTED, RecommendationState.RECEIVED)
    RecommendationStep.objects.bulk_create(
        RecommendationStep(
            recommendation=row,
            kind="recorded",
            state=states[n % 2],
            what="Recorded",
            taken_by=people[0],
        )
        for n, row in enumerate(rows)
    )
    pairs = [(rows[0], action) for action in actions[:200]]
    pairs += [(row, actions[n]) for n, row in enumerate(rows[2::4])]
    RecommendationAction.objects.bulk_create(
        RecommendationAction(recommendation=row, action=action, linked_by=people[0])
        for row, action in pairs
    )
