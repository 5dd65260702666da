"""The same filtered actions seen otherwise: by status, along the years, by owner."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from config.wording import day_in_words, name_of
from readiness.action_table import WORST_FIRST
from readiness.models import Action, Status
from readiness.models.improvement import FINISHED
from readiness.plan_clock import progress
from readiness.plan_page import Counts
from readiness.plan_timeline import Bar, Span, bar_of, span_of
from readiness.quarters import Quarter

CARDS = 20


@dataclass(frozen=True)
class Card:
    action: Action
    is_overdue: bool
    progress: str


@dataclass(frozen=True)
class Column:
    """A status with its first actions, soonest due first, and how many it has in all."""

    status: Status
    cards: list[Card]
    of: int

    @property
    def more(self) -> int:
        return self.of - len(self.cards)


def board(actions: QuerySet[Action], *, on: date) -> list[Column]:
    """One query: the first few of each status, each knowing how many there are."""
    placed = (
        actions.order_by()
        .annotate(
            of=Window(Count("pk"), partition_by="status"),
            place=Window(
                RowNumber(),
                partition_by="status",
                order_by=[F("due_on").asc(nulls_last=True), F("pk").asc()],
            ),
        )
        .filter(place__lte=CARDS)
        .order_by("place")
    )
    by_status: dict[str, list] = {status.value: [] for status in WORST_FIRST}
    for action in placed:
        by_status[action.status].append(action)
    return [
        Column(status, [card_of(each, on=on) for each in found], found[0].of if found else 0)
        for status in WORST_FIRST
        for found in [by_status[status.value]]
    ]


def card_of(action, *, on: date) -> Card:
    return Card(action, action.is_overdue(on=on), progress_of(action, on=on))


def progress_of(action, *, on: date) -> str:
    """Nothing of what is completed or stopped: its time does not run any more."""
    if action.status in FINISHED:
        return ""
    return progress(action.percent, action.starts_on, action.due_on, on=on)


@dataclass(frozen=True)
class TimelineRow:
    action: Action
    bar: Bar | None
    is_overdue: bool
    when: str
    progress: str


def span(actions: QuerySet[Action]) -> Span | None:
    """Around all of the filtered actions; one query."""
    ends = actions.order_by().aggregate(
        first=Min(Coalesce("starts_on", "due_on")), last=Max(Coalesce("due_on", "starts_on"))
    )
    return span_of(ends["first"], ends["last"])


def in_order_of_time(actions: QuerySet[Action]) -> QuerySet[Action]:
    begins = Coalesce("starts_on", "due_on")
    return actions.order_by(begins.asc(nulls_last=True), F("due_on").asc(nulls_last=True), "pk")


def timeline_row(action, span: Span | None, *, on: date) -> TimelineRow:
    return TimelineRow(
        action=action,
        bar=bar_of(action.starts_on, action.due_on, span) if span else None,
        is_overdue=action.is_overdue(on=on),
        when=when_of(action.starts_on, action.due_on),
        progress=progress_of(action, on=on),
    )


def when_of(starts_on: date | None, due_on: date | None) -> str:
    if starts_on and due_on:
        return f"{day_in_words(starts_on)} to {day_in_words(due_on)}"
    if due_on:
        return f"Due {day_in_words(due_on)}"
    return f"From {day_in_words(starts_on)}" if starts_on else "No dates"


@dataclass(frozen=True)
class OwnerRow:
    """What one person answers for among the filtered actions."""

    key: int
    name: str
    counts: Counts
    owed: int
    """Updates owed for the quarter that is being collected."""
    impact: int
    """Actions of which nothing shows yet what they changed."""


def owners(actions: QuerySet[Action], *, quarter: Quarter, on: date) -> list[OwnerRow]:
    """Two queries: the people, and their actions counted by status."""
    plain = Action.objects.all()
    counted = (
        actions.annotate(
            owes=Exists(plain.owing_update(quarter).filter(pk=OuterRef("pk"))),
            asked=Exists(plain.awaiting_impact(on=on).filter(pk=OuterRef("pk"))),
        )
        .order_by()
        .values_list("owner", "status")
        .annotate(
            number=Count("pk"),
            late=Count("pk", filter=Q(due_on__lt=on)),
            owed=Count("pk", filter=Q(owes=True)),
            impact=Count("pk", filter=Q(asked=True)),
        )
    )
    found: dict[int, list] = {}
    for owner, *numbers in counted:
        found.setdefault(owner, []).append(numbers)
    people = get_user_model().objects.filter(pk__in=found)
    return [
        owner_row(person, found[person.pk])
        for person in people.order_by("last_name", "first_name", "pk")
    ]


def owner_row(person, numbers: list) -> OwnerRow:
    return OwnerRow(
        key=person.pk,
        name=name_of(person),
        counts=Counts(
            {status: number for status, number, *_ in numbers},
            overdue=sum(late for status, _, late, *_ in numbers if status not in FINISHED),
        ),
        owed=sum(owed for *_, owed, _ in numbers),
        impact=sum(impact for *_, impact in numbers),
    )
