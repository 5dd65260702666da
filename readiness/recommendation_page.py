"""What the pages of recommendations need, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from readiness.library import documents_for
from readiness.models import (
    Action,
    Recommendation,
    RecommendationAction,
    RecommendationState,
    RecommendationStep,
)
from readiness.models.improvement import FINISHED
from readiness.models.recommendations import ENDED


def listed(user) -> QuerySet[Recommendation]:
    """With their people, statements and live actions: three queries for however many."""
    actions = Action.objects.with_status()
    links = RecommendationAction.objects.live()
    return (
        Recommendation.objects.seen_by(user)
        .select_related("lead", "document")
        .prefetch_related(
            "statements",
            Prefetch(
                "action_links",
                links.prefetch_related(Prefetch("action", actions)),
                to_attr="live_links",
            ),
        )
    )


def sentence(user, *, on: date) -> str:
    """ "12 recommendations: 3 to be answered, 1 of them late, 7 open, 2 closed." One query."""
    counted = Recommendation.objects.seen_by(user).order_by().values("state")
    rows = counted.annotate(number=Count("pk"), late=Count("pk", filter=Q(answer_by__lt=on)))
    counts = {row["state"]: row["number"] for row in rows}
    total = sum(counts.values())
    if not total:
        return "No recommendations yet."
    received = counts.pop(RecommendationState.RECEIVED, 0)
    late = next((row["late"] for row in rows if row["state"] == RecommendationState.RECEIVED), 0)
    ended = sum(counts.pop(state, 0) for state in ENDED)
    to_answer = f"{received} to be answered" + (f" ({late} late)" if late else "")
    parts = [
        (received, to_answer),
        (sum(counts.values()), f"{sum(counts.values())} answered and open"),
        (ended, f"{ended} closed or merged"),
    ]
    noun = "recommendation" if total == 1 else "recommendations"
    return f"{total} {noun}: {', '.join(words for number, words in parts if number)}."


def actions_in_words(recommendation) -> str:
    """ "2 of 3 actions finished", of a row of ``listed``; empty where there are none."""
    links = recommendation.live_links
    if not links:
        return ""
    done = sum(link.action.status in FINISHED for link in links)
    return f"{done} of {len(links)} action{'' if len(links) == 1 else 's'} finished"


@dataclass(frozen=True)
class RecommendationPage:
    recommendation: Recommendation
    steps: list[RecommendationStep]
    links: list[RecommendationAction]
    is_late: bool
    is_open: bool
    can_be_closed: bool
    seen_documents: set[int]

    @property
    def answered(self) -> RecommendationStep | None:
        """The step that answered it last."""
        answered = RecommendationStep.Kind.ANSWERED
        return next((step for step in self.steps if step.kind == answered), None)


def build(recommendation, *, user, on: date) -> RecommendationPage:
    """Three queries, for one of ``listed``."""
    steps = recommendation.steps.select_related("taken_by", "proof", "merged_into")
    rows, links = list(steps), recommendation.live_links
    named = {step.proof_id for step in rows} | {recommendation.document_id}
    seen = documents_for(user).filter(pk__in=named - {None})
    state = recommendation.state
    return RecommendationPage(
        recommendation=recommendation,
        steps=rows,
        links=links,
        is_late=state == RecommendationState.RECEIVED and recommendation.answer_by < on,
        is_open=state not in ENDED,
        can_be_closed=state not in (*ENDED, RecommendationState.RECEIVED)
        and all(link.action.status in FINISHED for link in links),
        seen_documents=set(seen.values_list("pk", flat=True)),
    )
