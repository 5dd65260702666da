"""What one person has on their hands: actions to speak of, documents to look at again, gaps."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Window
from django.utils import timezone

from evidence.models import Document
from readiness.coverage import Category, coverage
from readiness.models import Action, EvidenceLink, Framework, Statement
from readiness.quarters import Quarter, owes_update, reported_quarter

NEAR = timedelta(days=60)
SHOWN = 6


@dataclass(frozen=True)
class ActionToDo:
    action: Action
    owes_update: bool
    is_overdue: bool


@dataclass(frozen=True)
class DocumentToReview:
    document: Document
    is_past: bool


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
    documents: list[DocumentToReview]
    document_count: int
    gaps: list[Gap] | None
    """None where there is no framework to say what is missing."""
    recent: list[EvidenceLink]


def build(*, user, framework: Framework | None, on: date) -> MyWork:
    """Five queries."""
    actions = actions_to_do(user, on=on)
    documents = documents_to_review(user, on=on)
    return MyWork(
        quarter=reported_quarter(on),
        actions=actions[:SHOWN],
        action_count=len(actions),
        documents=[
            DocumentToReview(document, document.is_out_of_date(on=on)) for document in documents
        ],
        document_count=documents[0].of if documents else 0,  # type: ignore[attr-defined] # annotated
        gaps=gaps(framework, on=on) if framework else None,
        recent=list(
            EvidenceLink.objects.live()
            .filter(linked_by=user)
            .select_related("document", "statement", "category")[:SHOWN]
        ),
    )


def documents_to_review(user, *, on: date) -> list[Document]:
    """The first few, soonest first, each knowing how many there are in all (``of``)."""
    mine = Document.objects.filter(owner=user, review_by__lt=on + NEAR)
    return list(mine.annotate(of=Window(Count("pk"))).order_by("review_by", "pk")[:SHOWN])


def actions_to_do(user, *, on: date) -> list[ActionToDo]:
    """This person's unfinished actions that are overdue or have not been spoken of."""
    mine = Action.objects.filter(owner=user).unfinished().with_last_update()
    found = []
    for action in mine.order_by("due_on", "pk"):
        last = Quarter(action.last_quarter) if action.last_quarter else None
        began = action.starts_on or timezone.localdate(action.added_at)
        to_do = ActionToDo(
            action,
            owes_update=owes_update(last, began, is_finished=False, on=on),
            is_overdue=action.is_overdue(on=on),
        )
        if to_do.owes_update or to_do.is_overdue:
            found.append(to_do)
    return found


def gaps(framework: Framework, *, on: date) -> list[Gap]:
    """Statements with a required category empty, those without anything first."""
    found = coverage(framework, on=on)
    missing = [
        Gap(
            statement,
            found.gaps(statement.pk),
            is_bare=not any(cell.count for _, cell in found.of_statement(statement.pk)),
        )
        for statement in framework.statements.all()
        if found.gaps(statement.pk)
    ]
    return sorted(missing, key=lambda gap: (not gap.is_bare, -len(gap.categories)))
