"""Which state a round is in: that of its latest step; open before any."""

from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from readiness.models import RoundState, RoundStep, SelfAssessment

SIGNABLE = (RoundState.OPEN, RoundState.SUBMITTED)
"""While a round is in one of these, its scores are signed off and signatures withdrawn."""


def with_state(rounds: QuerySet) -> QuerySet:
    """Adds ``state``. A round that was closed before steps were kept is closed all the same."""
    closed = When(closed_at__isnull=False, then=Value(RoundState.CLOSED.value))
    return rounds.annotate(
        state=Case(closed, default=latest_state(OuterRef("pk")), output_field=CharField())
    )


def latest_state(round_id) -> Coalesce:
    """What the latest step of a round says, as a column of another query."""
    steps = RoundStep.objects.filter(self_assessment=round_id).order_by("-pk")
    return Coalesce(Subquery(steps.values("state")[:1]), Value(RoundState.OPEN.value))


def state_of(self_assessment: SelfAssessment) -> RoundState:
    """As it is in the database now; for a change, of a round that is locked."""
    if not self_assessment.is_open:
        return RoundState.CLOSED
    latest = RoundStep.objects.filter(self_assessment=self_assessment).order_by("-pk").first()
    return RoundState(latest.state) if latest else RoundState.OPEN
