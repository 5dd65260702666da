"""A golden thread with nothing missing, and the addresses it can be read from."""

from datetime import UTC, date, datetime

from django.urls import reverse

from readiness.models import Status
from tests.factories import (
    ActionFactory,
    ActionImpactFactory,
    ActionUpdateFactory,
    EvidenceLinkFactory,
    IndicatorLinkFactory,
    OutturnFactory,
    RecommendationActionFactory,
    RecommendationFactory,
    ScoreFactory,
    SignOffFactory,
    TargetFactory,
)

ARGUMENTS = {
    "indicator": "code",
    "statement": "slug",
    "document": "pk",
    "recommendation": "pk",
    "action": "pk",
}


def address(kind: str, key) -> str:
    return reverse(f"thread_of_{kind}", kwargs={ARGUMENTS[kind]: key})


def whole_thread(statement, this_round, *, scored_by, signed_by) -> dict:
    """Not met, scored 2, shown, recommended, done, in use, changed, scored 3: what each address
    takes, and rows to spoil it with."""
    indicator = IndicatorLinkFactory(statement=statement, indicator__title="Carers heard").indicator
    OutturnFactory(indicator=indicator, value=41.0)
    TargetFactory(indicator=indicator, value=60.0)
    evidence = EvidenceLinkFactory(
        statement=statement, shows="Carers wait 9 days", document__title="Carers survey"
    )
    told = RecommendationFactory(
        words="Hear carers sooner", state="accepted", document=evidence.document
    )
    told.statements.add(statement)
    action = ActionFactory(
        title="Open a carers’ desk", due_on=date(2026, 6, 30), implemented_on=date(2026, 5, 1)
    )
    action.statements.add(statement)
    action.indicators.add(indicator)
    RecommendationActionFactory(recommendation=told, action=action)
    ActionUpdateFactory(action=action, status=Status.COMPLETED, narrative="The desk is open.")
    shown = EvidenceLinkFactory(
        statement=statement, document__title="Desk log", shows="Answered within 2 days"
    )
    impact = ActionImpactFactory(action=action, document=shown.document)
    about = {"self_assessment": this_round, "statement": statement, "scored_by": scored_by}
    scored = [(2, datetime(2026, 4, 9, tzinfo=UTC)), (3, datetime(2026, 11, 2, tzinfo=UTC))]
    for value, moment in scored:
        score = ScoreFactory(value=value, scored_at=moment, **about)
        SignOffFactory(score=score, signed_by=signed_by)
    return {
        "indicator": indicator.code,
        "statement": statement.slug,
        "document": evidence.document_id,
        "recommendation": told.pk,
        "action": action.pk,
        "impact": impact,
        "row": action,
        "about": about,
    }
