"""What waits for one person by a day, of every kind, in one query.

A further kind is a queryset in ``KINDS``; each gives the first few, soonest first.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Cast, Concat, RowNumber, TruncDate

from evidence.models import SOON, Document
from indicators.models import CollectionRound, OwedFigure
from readiness.models import (
    Action,
    AssessmentTask,
    EvidenceRequest,
    Recommendation,
    ReturnItem,
    StatementWork,
)
from readiness.round_work import unfinished, unseen_mentions
from readiness.working_days import countdown

DOCUMENT, REQUEST, ANSWER, FIGURES = "document", "request", "answer", "figures"
STATEMENT, MENTION = "statement", "mention"
IMPACT, RECOMMENDATION = "impact", "recommendation"
RETURN_ITEM, TASK = "return_item", "task"
SHOWN = 6


@dataclass(frozen=True)
class Owed:
    """``key`` is what its page's address takes; ``of`` how many of its kind wait in all."""

    key: str
    title: str
    due_on: date
    on: date
    of: int

    @property
    def is_past(self) -> bool:
        return self.due_on < self.on

    @property
    def countdown(self) -> str:
        """In working days, for what the clock of an assessment counts."""
        return countdown(self.due_on, on=self.on)


def documents(user, on: date) -> QuerySet:
    """To look at again: past their review date or near it."""
    mine = Document.objects.kept().filter(owner=user, review_by__lte=on + SOON)
    return mine.annotate(heading=F("title"), day=F("review_by"))


def requests(user, on: date) -> QuerySet:
    """Evidence this person is asked for and has not given, or was sent back."""
    mine = EvidenceRequest.objects.owed().filter(asked_of=user)
    return mine.annotate(heading=F("wanted"), day=F("due_on"))


def answers(user, on: date) -> QuerySet:
    """What this person asked for and has been given, to be checked."""
    mine = EvidenceRequest.objects.to_be_checked().filter(asked_by=user)
    return mine.annotate(heading=F("wanted"), day=F("due_on"))


def figures(user, on: date) -> QuerySet:
    """Collection rounds in which this person owes figures; the heading says how many."""
    mine = OwedFigure.objects.owed(on=on).filter(owner=user, round=OuterRef("pk"))
    number = mine.order_by().values("round").annotate(n=Count("pk")).values("n")
    rounds = CollectionRound.objects.filter(Exists(mine)).annotate(day=F("due_on"))
    return rounds.annotate(heading=Cast(Subquery(number), CharField()))


def statements(user, on: date) -> QuerySet:
    """Statements this person leads in an open round, with a day, whose score is not in yet."""
    mine = unfinished(StatementWork.objects.filter(lead=user, due_on__isnull=False))
    return mine.annotate(heading=F("statement__title"), day=F("due_on"))


def mentions(user, on: date) -> QuerySet:
    """Comments that mention this person and that they have not seen."""
    mine = unseen_mentions(user)
    return mine.annotate(heading=F("statement__title"), day=TruncDate("said_at"))


def impact(user, on: date) -> QuerySet:
    """Actions in use for six months of which nothing shows yet what they changed."""
    mine = Action.objects.filter(owner=user).awaiting_impact(on=on)
    return mine.annotate(heading=F("title"), day=F("implemented_on"))


def recommendations(user, on: date) -> QuerySet:
    """Those this person sees to, and nobody has answered."""
    mine = Recommendation.objects.to_be_answered().filter(lead=user)
    return mine.annotate(heading=F("words"), day=F("answer_by"))


def return_items(user, on: date) -> QuerySet:
    """Items of an information return that this person sees to and that are not ready."""
    mine = ReturnItem.objects.unfinished().filter(owner=user)
    return mine.annotate(heading=Concat("code", Value(" "), "title"))


def tasks(user, on: date) -> QuerySet:
    """What this person does for the assessment by CQC."""
    mine = AssessmentTask.objects.open().filter(owner=user)
    return mine.annotate(heading=F("title"), day=F("due_on"))


KINDS: dict[str, Callable[..., QuerySet]] = {
    DOCUMENT: documents,
    REQUEST: requests,
    ANSWER: answers,
    FIGURES: figures,
    STATEMENT: statements,
    MENTION: mentions,
    IMPACT: impact,
    RECOMMENDATION: recommendations,
    RETURN_ITEM: return_items,
    TASK: tasks,
}


def owed_by(user, *, on: date) -> dict[str, list[Owed]]:
    """Kind -> what waits, soonest first; an empty list where nothing does. One query."""
    first, *others = (few(kind, rows(user, on)) for kind, rows in KINDS.items())
    found: dict[str, list[Owed]] = defaultdict(list)
    for kind, key, title, day, of in first.union(*others, all=True).order_by("day", "key"):
        found[kind].append(Owed(key, title, day, on, of))
    return found


def few(kind: str, rows: QuerySet) -> QuerySet:
    """The first few of a kind, each knowing how many there are."""
    return (
        rows.order_by()
        .annotate(
            what=Value(kind, output_field=CharField()),
            key=Cast("pk", CharField()),
            of=Window(Count("pk")),
            place=Window(RowNumber(), order_by=["day", "pk"]),
        )
        .filter(place__lte=SHOWN)
        .values_list("what", "key", "heading", "day", "of")
    )
