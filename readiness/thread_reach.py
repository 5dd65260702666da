"""Where a golden thread begins, and which rows it runs through from there.

From a figure it runs through the actions meant to move it; from a statement or a document through
all that is done about the statement; from a recommendation or an action through what is tied to it.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from indicators.models import Indicator
from readiness.library import documents_for
from readiness.models import (
    Action,
    ActionImpact,
    ActionUpdate,
    EvidenceLink,
    IndicatorLink,
    Recommendation,
    RecommendationAction,
    Statement,
)
from readiness.score_reads import frameworks_in_use_first
from readiness.statement_indicators import with_home_council
from readiness.thread_facts import Kind, Start


@dataclass(frozen=True)
class Reach:
    """The rows a thread runs through: the statements by id, which are few, the rest as queries
    that have not been asked. Which of the recommendations the reader may see is still to be
    asked. ``document`` is the only one of its evidence, where it begins at one."""

    statements: list[int]
    indicators: QuerySet
    actions: QuerySet
    recommendations: Q
    document: int | None = None


# Each of these gives where a thread begins, and its statements; all raise ObjectDoesNotExist where
# this person may see no such row.


def at_indicator(code: str, *, user) -> tuple[Start, QuerySet[Statement]]:
    indicator = with_home_council(Indicator.objects.filter(code=code)).get()
    linked = IndicatorLink.objects.live().filter(indicator=indicator.pk).order_by()
    statements = Statement.objects.filter(pk__in=linked.values("statement"))
    return begun(Kind.INDICATOR, indicator, indicator.name, code), in_use(statements)


def at_statement(slug: str, *, user) -> tuple[Start, QuerySet[Statement]]:
    """The statement of the framework in use."""
    statements = in_use(Statement.objects.filter(slug=slug))
    statement = with_home_council(statements).get()
    return begun(Kind.STATEMENT, statement, statement.title, slug), statements


def at_document(pk: int, *, user) -> tuple[Start, QuerySet[Statement]]:
    document = with_home_council(documents_for(user).filter(pk=pk)).get()
    links = EvidenceLink.objects.seen_by(user).not_sent_back().filter(document=pk).order_by()
    statements = Statement.objects.filter(pk__in=links.values("statement"))
    return begun(Kind.DOCUMENT, document, document.title, pk), in_use(statements)


def at_recommendation(pk: int, *, user) -> tuple[Start, QuerySet[Statement]]:
    told = with_home_council(Recommendation.objects.seen_by(user).filter(pk=pk)).get()
    about = Recommendation.statements.through.objects.filter(recommendation=pk)
    served = Action.statements.through.objects.filter(action__in=answering(recommendation=pk))
    statements = Statement.objects.filter(
        Q(pk__in=about.values("statement")) | Q(pk__in=served.values("statement"))
    )
    return begun(Kind.RECOMMENDATION, told, f"Recommendation {told}", pk), in_use(statements)


def at_action(pk: int, *, user) -> tuple[Start, QuerySet[Statement]]:
    action = with_home_council(Action.objects.filter(pk=pk)).get()
    return begun(Kind.ACTION, action, action.title, pk), in_use(
        Statement.objects.filter(actions=pk)
    )


def reach_of(start: Start, statements: list[int]) -> Reach:
    actions = Action.objects.filter(actions_of(start, statements))
    told = answered_by(actions) | told_of(start)
    is_narrow = start.kind in (Kind.RECOMMENDATION, Kind.ACTION)
    figures = named_by(actions) if is_narrow else linked_to(statements)
    if start.kind == Kind.INDICATOR:
        figures = Q(pk=start.pk)
    return Reach(
        statements=statements,
        indicators=ids(Indicator.objects.filter(figures)),
        actions=ids(actions),
        recommendations=told,
        document=start.pk if start.kind == Kind.DOCUMENT else None,
    )


def actions_of(start: Start, statements: list[int]) -> Q:
    """What is done about it. An action may answer a recommendation that a reviewer is not shown;
    that there is the action, they may know."""
    shown = ActionImpact.objects.live()
    match start.kind:
        case Kind.INDICATOR:
            moved = shown.filter(indicator=start.pk).values("action")
            named = Action.indicators.through.objects.filter(indicator=start.pk)
            return Q(pk__in=named.values("action")) | Q(pk__in=moved)
        case Kind.STATEMENT:
            return serving(statements) | Q(pk__in=answering(recommendation__statements=start.pk))
        case Kind.DOCUMENT:
            proven = ActionUpdate.objects.filter(proof=start.pk).order_by().values("action")
            return (
                serving(statements)
                | Q(pk__in=shown.filter(document=start.pk).values("action"))
                | Q(pk__in=proven)
                | Q(pk__in=answering(recommendation__document=start.pk))
            )
        case Kind.RECOMMENDATION:
            return Q(pk__in=answering(recommendation=start.pk))
    return Q(pk=start.pk)


def told_of(start: Start) -> Q:
    """The recommendations that are about it."""
    match start.kind:
        case Kind.STATEMENT:
            about = Recommendation.statements.through.objects.filter(statement=start.pk)
            return Q(pk__in=about.values("recommendation"))
        case Kind.DOCUMENT:
            return Q(document=start.pk)
        case Kind.RECOMMENDATION:
            return Q(pk=start.pk)
    return Q()


def serving(statements: list[int]) -> Q:
    named = Action.statements.through.objects.filter(statement__in=statements)
    return Q(pk__in=named.values("action"))


def answering(**recommendation) -> QuerySet:
    """The actions at work on a recommendation."""
    answers = RecommendationAction.objects.live().filter(**recommendation)
    return answers.order_by().values("action")


def begun(kind: Kind, row, title: str, key: str | int) -> Start:
    return Start(kind, row.pk, title, key, row.home_id, row.home_region_id)


def in_use(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    """Those of the framework in use: the others have no page of their own."""
    framework = frameworks_in_use_first().values("pk")[:1]
    return statements.filter(framework__in=framework)


def ids(rows: QuerySet) -> QuerySet:
    return rows.order_by().values("pk")


def answered_by(actions: QuerySet[Action]) -> Q:
    answers = RecommendationAction.objects.live().filter(action__in=ids(actions))
    return Q(pk__in=answers.order_by().values("recommendation"))


def linked_to(statements: list[int]) -> Q:
    links = IndicatorLink.objects.of_what_we_measure().filter(statement__in=statements)
    return Q(pk__in=links.order_by().values("indicator"))


def named_by(actions: QuerySet[Action]) -> Q:
    """The figures that actions are meant to move, or moved."""
    named = Action.indicators.through.objects.filter(action__in=ids(actions))
    moved = ActionImpact.objects.live().filter(action__in=ids(actions), indicator__isnull=False)
    return Q(pk__in=named.values("indicator")) | Q(pk__in=moved.order_by().values("indicator"))
