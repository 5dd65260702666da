"""Reading what a golden thread runs through: one query beside the statements' and the figures'."""

from collections import defaultdict
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Concat, NullIf, RowNumber, Trim, TruncDate

from readiness.fact_rows import Row, as_facts
from readiness.library import documents_for
from readiness.models import (
    Action,
    ActionImpact,
    ActionUpdate,
    EvidenceLink,
    Recommendation,
    RecommendationAction,
    Status,
)
from readiness.score_reads import rounds_for, visible_scores
from readiness.thread_reach import Reach, ids

SHOWN = {"evidence": 5, "recommendation": 5, "action": 8, "change": 12}
"""How many of a kind are written out."""


def read_actions(reach: Reach) -> list[Any]:
    """The first few by due day, with status, last words, whether impact is shown, and ``of`` how
    many; one query."""
    latest = ActionUpdate.objects.filter(action=OuterRef("pk")).order_by("-id")
    actions = Action.objects.filter(pk__in=reach.actions).with_status().with_impact()
    in_order = actions.select_related("owner").order_by(F("due_on").asc(nulls_last=True), "pk")
    about = {"narrative": Subquery(latest.values("narrative")[:1]), "of": Window(Count("pk"))}
    return list(in_order.annotate(**about)[: SHOWN["action"]])


def read(reach: Reach, actions: list[int], *, user) -> dict[str, list[Any]]:
    """``Row`` by kind, in no order: which of its columns hold something, the kind decides.
    ``actions`` are those that are shown."""
    first, *others = (
        scores(reach, user=user),
        evidence(reach, user=user),
        counted_evidence(reach, user=user),
        recommendations(Recommendation.objects.seen_by(user).filter(reach.recommendations)),
        changes(actions, user=user),
        answered(reach),
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for values in first.union(*others, all=True):
        row = Row(*values)
        found[row.kind].append(row)
    return found


def first_few(rows: QuerySet, most: int, *order) -> QuerySet:
    """Numbered rather than cut off, which a part of a union cannot be in every database."""
    numbered = rows.order_by().annotate(place=Window(RowNumber(), order_by=order))
    return rows.filter(pk__in=numbered.filter(place__lte=most).values("pk"))


def how_many(rows: QuerySet) -> Subquery:
    """A count beside each row, of them all."""
    counted = rows.order_by().annotate(n=Func(F("pk"), function="COUNT")).values("n")
    return Subquery(counted, output_field=IntegerField())


def full_name(person: str) -> Coalesce:
    name = Trim(Concat(F(f"{person}__first_name"), Value(" "), F(f"{person}__last_name")))
    return Coalesce(NullIf(name, Value("")), F(f"{person}__email"), output_field=TextField())


def scores(reach: Reach, *, user) -> QuerySet:
    """Every score of the statements that this person may see, of the rounds they may read."""
    given = visible_scores(user).filter(
        statement__in=reach.statements, self_assessment__in=ids(rounds_for(user))
    )
    stands = Q(sign_off__isnull=False, sign_off__withdrawal__isnull=True)
    return as_facts(
        given,
        "score",
        statement_id=F("statement"),
        ref=F("pk"),
        number=F("value"),
        other=F("self_assessment"),
        words=F("self_assessment__title"),
        who=Case(
            When(stands, then=full_name("sign_off__signed_by")),
            default=Value(""),
            output_field=TextField(),
        ),
        moment=F("scored_at"),
        until=Case(When(stands, then=TruncDate("sign_off__signed_at"))),
    )


def counted(reach: Reach, user) -> QuerySet[EvidenceLink]:
    """The links that count as evidence, of the statements in reach."""
    links = EvidenceLink.objects.seen_by(user).not_sent_back()
    links = links.filter(statement__in=reach.statements)
    return links.filter(document=reach.document) if reach.document else links


def evidence(reach: Reach, *, user) -> QuerySet:
    links = counted(reach, user)
    speaks_of = Coalesce("document__evidence_date", "linked_at", output_field=DateTimeField())
    return as_facts(
        first_few(links, SHOWN["evidence"], speaks_of.desc(), F("pk").desc()),
        "evidence",
        statement_id=F("statement"),
        ref=F("document"),
        words=F("document__title"),
        more=F("shows"),
        about=F("category__title"),
        day=F("document__evidence_date"),
    )


def counted_evidence(reach: Reach, *, user) -> QuerySet:
    by_statement = counted(reach, user).order_by().values("statement")
    return as_facts(
        by_statement.annotate(links=Count("pk")),
        "counted",
        statement_id=F("statement"),
        number=F("links"),
    )


def recommendations(told: QuerySet[Recommendation]) -> QuerySet:
    answers = RecommendationAction.objects.live().filter(recommendation=OuterRef("pk"))
    return as_facts(
        first_few(told, SHOWN["recommendation"], F("received_on").desc(), F("pk").desc()),
        "recommendation",
        ref=F("pk"),
        number=how_many(told),
        other=how_many(answers),
        words=F("words"),
        more=F("state"),
        about=F("source"),
        reason=F("source_title"),
        day=F("received_on"),
        until=F("answer_by"),
    )


def changes(actions: list[int], *, user) -> QuerySet:
    """What shows the difference that these actions made, newest first."""
    shown = ActionImpact.objects.live().filter(action__in=actions)
    is_seen = When(document__in=ids(documents_for(user)), then=1)
    return as_facts(
        first_few(shown, SHOWN["change"], F("pk").desc()),
        "change",
        statement_id=F("action"),
        ref=F("document"),
        number=how_many(shown),
        other=Case(is_seen, default=0, output_field=IntegerField()),
        words=F("shows"),
        more=Coalesce("document__title", "indicator__title", output_field=TextField()),
        about=Coalesce("indicator__code", Value(""), output_field=TextField()),
        moment=F("recorded_at"),
    )


def answered(reach: Reach) -> QuerySet:
    """The figures that an action is meant to move, unless it was stopped."""
    latest = ActionUpdate.objects.filter(action=OuterRef("action")).order_by("-id")
    meant: QuerySet[Any] = Action.indicators.through.objects.filter(indicator__in=reach.indicators)
    status = Coalesce(Subquery(latest.values("status")[:1]), Value(""))
    going = meant.annotate(status=status).exclude(status=Status.STOPPED).order_by()
    by_indicator = going.values("indicator").annotate(actions=Count("pk"))
    return as_facts(by_indicator, "answered", ref=F("indicator"))
