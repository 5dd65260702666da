"""What one person has on their hands: actions to speak of, what is owed by a day, gaps."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Subquery
from django.utils import timezone

from indicators.commentary_needed import FigureNeeding, figures_needing_commentary
from indicators.models import Indicator
from readiness.coverage import Category, coverage
from readiness.models import Action, EvidenceLink, Statement, UpdateDeadline
from readiness.owed import (
    ANSWER,
    DOCUMENT,
    FIGURES,
    IMPACT,
    MENTION,
    RECOMMENDATION,
    REQUEST,
    RETURN_ITEM,
    STATEMENT,
    TASK,
    Owed,
    owed_by,
)
from readiness.quarters import Quarter, owes_update, reported_quarter, usual_deadline
from readiness.score_reads import frameworks_in_use_first

SHOWN = 6


@dataclass(frozen=True)
class ActionToDo:
    action: Action
    owes_update: bool
    is_overdue: bool
    update_by: date
    """By when the last quarter's update is wanted."""
    is_update_late: bool


@dataclass(frozen=True)
class Gap:
    statement: Statement
    categories: list[Category]
    is_bare: bool


@dataclass(frozen=True)
class MyWork:
    """Lists are cut at ``SHOWN``; the counts are of all."""

    quarter: Quarter
    actions: list[ActionToDo]
    action_count: int
    documents: list[Owed]
    requests: list[Owed]
    answers: list[Owed]
    figures: list[Owed]
    """Collection rounds in which figures are owed; each title says how many."""
    statements: list[Owed]
    mentions: list[Owed]
    impact: list[Owed]
    """Actions in use for six months, by the day since when: what did they change?"""
    recommendations: list[Owed]
    return_items: list[Owed]
    tasks: list[Owed]
    """For the assessment by CQC."""
    unexplained: list[FigureNeeding]
    gaps: list[Gap] | None
    """None where there is no framework to say what is missing."""
    recent: list[EvidenceLink]


def build(*, user, on: date) -> MyWork:
    """Seven queries at most."""
    actions = actions_to_do(user, on=on)
    waiting = owed_by(user, on=on)
    return MyWork(
        quarter=reported_quarter(on),
        actions=actions[:SHOWN],
        action_count=len(actions),
        documents=waiting[DOCUMENT],
        requests=waiting[REQUEST],
        answers=waiting[ANSWER],
        figures=waiting[FIGURES],
        statements=waiting[STATEMENT],
        mentions=waiting[MENTION],
        impact=waiting[IMPACT],
        recommendations=waiting[RECOMMENDATION],
        return_items=waiting[RETURN_ITEM],
        tasks=waiting[TASK],
        unexplained=figures_needing_commentary(Indicator.objects.in_use().filter(owner=user)),
        gaps=gaps(statements_in_use(), on=on),
        recent=list(
            EvidenceLink.objects.live()
            .filter(linked_by=user)
            .select_related("document", "statement", "category")[:SHOWN]
        ),
    )


def actions_to_do(user, *, on: date) -> list[ActionToDo]:
    """This person's unfinished actions that are overdue or have not been spoken of."""
    quarter = reported_quarter(on)
    settled = UpdateDeadline.objects.filter(quarter_starts_on=quarter.starts_on)
    mine = Action.objects.filter(owner=user).unfinished().with_last_update()
    mine = mine.annotate(settled=Subquery(settled.values("due_on")[:1]))
    found = []
    for action in mine.order_by("due_on", "pk"):
        last = Quarter(action.last_quarter) if action.last_quarter else None
        began = action.starts_on or timezone.localdate(action.added_at)
        update_by = action.settled or usual_deadline(quarter)
        to_do = ActionToDo(
            action,
            owes_update=owes_update(last, began, is_finished=False, on=on),
            is_overdue=action.is_overdue(on=on),
            update_by=update_by,
            is_update_late=update_by < on,
        )
        if to_do.owes_update or to_do.is_overdue:
            found.append(to_do)
    return found


def statements_in_use() -> list[Statement]:
    """Those of the framework in use, which each brings along: one query."""
    framework = frameworks_in_use_first().values("pk")[:1]
    statements = Statement.objects.filter(framework=Subquery(framework))
    return list(statements.select_related("framework"))


def gaps(statements: list[Statement], *, on: date) -> list[Gap] | None:
    """Statements with a required category empty, those without anything first."""
    if not statements:
        return None
    found = coverage(statements[0].framework, on=on)
    missing = [
        Gap(
            statement,
            found.gaps(statement.pk),
            is_bare=not any(cell.count for _, cell in found.of_statement(statement.pk)),
        )
        for statement in statements
        if found.gaps(statement.pk)
    ]
    return sorted(missing, key=lambda gap: (not gap.is_bare, -len(gap.categories)))
