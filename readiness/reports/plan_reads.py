"""What a report reads of the plan: its actions as they stood in a quarter, and what complaints led
to."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from readiness.models import (
    Action,
    ActionUpdate,
    Plan,
    Recommendation,
    RecommendationAction,
    RecommendationSource,
    RecommendationState,
    RecommendationStep,
    Status,
)
from readiness.quarters import Quarter
from readiness.reports.audiences import Rules
from readiness.reports.withholding import LeftOut
from readiness.score_words import counted


def actions_for(quarter: Quarter) -> list[Any]:
    """Those of the plan that holds in the quarter, and whatever owes an update: each with its
    ``status`` and ``said`` as they stood at the end of the quarter, and whether it ``is_owing``."""
    last = updates_until(quarter)
    owing = Action.objects.owing_update(quarter).values("pk")
    found = (
        Action.objects.filter(Q(priority__plan=plans_first(quarter)) | Q(pk__in=owing))
        .annotate(
            status=status_in(quarter),
            said_in=Subquery(last.values("quarter_starts_on")[:1]),
            narrative=Subquery(last.values("narrative")[:1]),
            changed=Subquery(last.values("changed")[:1]),
            next_steps=Subquery(last.values("next_steps")[:1]),
            is_owing=Q(pk__in=owing),
            plan_of_quarter=plans_first(quarter),
        )
        .select_related("owner", "priority__plan")
        .order_by("priority__number", "due_on", "pk")
    )
    return list(found)


def plans_first(quarter: Quarter) -> Subquery:
    """The newest plan that had begun, else the newest of all."""
    begun = Case(When(starts_on__lte=quarter.ends_on, then=0), default=1)
    return Subquery(Plan.objects.order_by(begun, "-starts_on").values("pk")[:1])


def updates_until(quarter: Quarter, action: str = "pk") -> QuerySet[ActionUpdate]:
    """The newest first, of what the query around it calls ``action``."""
    until = ActionUpdate.objects.filter(
        action=OuterRef(action), quarter_starts_on__lte=quarter.starts_on
    )
    return until.order_by("-quarter_starts_on", "-id")


def status_in(quarter: Quarter, action: str = "pk") -> Coalesce:
    """As it stood at the end of the quarter."""
    last = updates_until(quarter, action).values("status")[:1]
    return Coalesce(Subquery(last), Value(Status.NOT_STARTED.value))


# --- what complaints taught -----------------------------------------------------------------


@dataclass(frozen=True)
class Learnt:
    """A recommendation from a complaint: what the audience may read of it, what the council
    answered, and what links it to actions, each with the ``status`` in the quarter."""

    source: str
    words: str
    """Empty where the audience may not read them."""
    answer: str
    reason: str
    links: list[Any]


def learnt_for(quarter: Quarter, rules: Rules) -> tuple[list[Learnt], tuple[LeftOut, ...]]:
    """From complaints received by the end of the quarter, and not over before it began: the
    longest held first. Two queries."""
    found = list(complaints_of(quarter))
    learnt = [learnt_from(one, rules) for one in found]
    if rules.complaint_words or not found:
        return learnt, ()
    what = f"Words of {counted(len(found), 'recommendation')} from complaints"
    return learnt, (LeftOut(what, "They may speak of one person closely enough to know them."),)


def complaints_of(quarter: Quarter) -> QuerySet[Any]:
    """Each with its ``state``, what was ``answered``, and the ``reason`` given then."""
    steps = RecommendationStep.objects.filter(recommendation=OuterRef("pk")).order_by("-id")
    answers = steps.filter(kind=RecommendationStep.Kind.ANSWERED)
    links = RecommendationAction.objects.live().select_related("action__owner")
    links = links.annotate(status=status_in(quarter, "action"))
    return (
        Recommendation.objects.with_state()
        .annotate(
            answered=Subquery(answers.values("state")[:1]),
            reason=Subquery(answers.values("note")[:1]),
            last_at=Subquery(steps.values("taken_at")[:1]),
        )
        .filter(
            ~Q(state=RecommendationState.CLOSED) | Q(last_at__date__gte=quarter.starts_on),
            source=RecommendationSource.COMPLAINT,
            received_on__lte=quarter.ends_on,
        )
        .exclude(state=RecommendationState.MERGED)
        .order_by("received_on", "pk")
        .prefetch_related(Prefetch("action_links", links))
    )


def learnt_from(recommendation: Any, rules: Rules) -> Learnt:
    answer = RecommendationState(recommendation.answered or RecommendationState.RECEIVED).label
    if recommendation.state == RecommendationState.CLOSED:
        answer = f"{answer}; closed" if recommendation.answered else "Closed"
    return Learnt(
        source=recommendation.source_title if rules.complaint_words else "",
        words=recommendation.words if rules.complaint_words else "",
        answer=answer,
        reason=(recommendation.reason or "") if rules.complaint_words else "",
        links=list(recommendation.action_links.all()),
    )
