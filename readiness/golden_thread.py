"""The golden thread on one page, from the figure to the next score: a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Subquery
from django.utils import timezone

from config.wording import name_of
from indicators.models import Area
from indicators.summaries import IndicatorSummary, summaries_for
from readiness.models import RoundState, Statement, Status
from readiness.overall_rating import ScoringRules
from readiness.round_states import SIGNABLE
from readiness.score_reads import rounds_current_first
from readiness.thread_facts import Change, Doing, Facts, GivenScore, Judged, Shown, Start, Told
from readiness.thread_parts import Step, is_poor
from readiness.thread_reach import Reach, reach_of
from readiness.thread_rows import read, read_actions
from readiness.thread_steps import steps_of

FIGURES_SHOWN = 6
COUNTED = ("recommendation", "change")


@dataclass(frozen=True)
class GoldenThread:
    start: Start
    steps: tuple[Step, ...]

    @property
    def breaks(self) -> list[tuple[Step, str]]:
        """What is missing, each with the step it is missing from."""
        return [(step, gap.words) for step in self.steps for gap in step.gaps if gap.is_break]

    @property
    def sentence(self) -> str:
        number = len(self.breaks)
        if not number:
            return "Nothing is missing from this thread."
        return f"{number} {'thing is' if number == 1 else 'things are'} missing from this thread:"


def build(start: Start, statements: QuerySet[Statement], *, user, on: date) -> GoldenThread:
    """Eight queries, for what the functions of ``thread_reach`` give."""
    facts = facts_of(start, statements, user=user)
    return GoldenThread(start, steps_of(facts, may=user.has_perm, on=on))


def facts_of(start: Start, statements: QuerySet[Statement], *, user) -> Facts:
    about = with_current_round(statements)
    reach = reach_of(start, [statement.pk for statement in about])
    actions = read_actions(reach)
    found = read(reach, [action.pk for action in actions], user=user)
    figures = figures_of(start, reach)
    return Facts(
        start=start,
        judged=tuple(judged(about, found["score"])),
        figures=tuple(figures[:FIGURES_SHOWN]),
        evidence=tuple(shown(found["evidence"])),
        evidenced=frozenset(row.statement_id for row in found["counted"]),
        told=tuple(told(found["recommendation"])),
        actions=tuple(doing(action) for action in actions),
        changes=tuple(changes(found["change"])),
        answered=frozenset(row.ref for row in found["answered"]),
        counts={
            "figure": len(figures),
            "evidence": sum(row.number for row in found["counted"]),
            "action": actions[0].of if actions else 0,
            **{kind: found[kind][0].number for kind in COUNTED if found[kind]},
        },
    )


def figures_of(start: Start, reach: Reach) -> list[IndicatorSummary]:
    """Those not met or in the lowest 25% first."""
    if start.home_id is None:
        return []
    council = Area(pk=start.home_id, code=settings.COUNCIL_CODE, region_id=start.home_region_id)
    found = summaries_for(reach.indicators, council=council)
    return sorted(found.values(), key=lambda summary: not is_poor(summary))


def with_current_round(statements: QuerySet[Statement]) -> list[Any]:
    """In the framework's order, each with the current round and the state it is in."""
    current: QuerySet[Any] = rounds_current_first()
    of_round = {name: Subquery(current.values(name)[:1]) for name in ("pk", "state")}
    with_framework = statements.select_related("framework").order_by("position")
    return list(with_framework.annotate(round_id=of_round["pk"], round_state=of_round["state"]))


def judged(statements: list[Any], rows: list[Any]) -> Iterable[Judged]:
    scores = sorted(rows, key=lambda row: row.ref)
    for statement in statements:
        yield Judged(
            pk=statement.pk,
            slug=statement.slug,
            title=statement.title,
            rules=ScoringRules.from_json(statement.framework.rules),
            scores=tuple(given(row) for row in scores if row.statement_id == statement.pk),
            round_id=statement.round_id,
            takes_scores=statement.round_state == RoundState.OPEN,
            takes_signatures=statement.round_state in SIGNABLE,
        )


def given(row: Any) -> GivenScore:
    return GivenScore(
        pk=row.ref,
        round_id=row.other,
        round_title=row.words,
        value=row.number,
        given_at=row.moment,
        signed_on=row.until,
        signed_by=row.who,
    )


def shown(rows: list[Any]) -> Iterable[Shown]:
    """Newest first, what has no date last."""
    for row in sorted(rows, key=lambda row: row.day or date.min, reverse=True):
        yield Shown(row.ref, row.statement_id, row.words, row.more, row.about, row.day)


def told(rows: list[Any]) -> Iterable[Told]:
    for row in sorted(rows, key=lambda row: (row.day, row.ref), reverse=True):
        yield Told(
            pk=row.ref,
            words=row.words,
            source=row.about,
            source_title=row.reason,
            received_on=row.day,
            answer_by=row.until,
            state=row.more,
            actions=row.other,
        )


def doing(action) -> Doing:
    return Doing(
        pk=action.pk,
        title=action.title,
        status=Status(action.status),
        narrative=action.narrative or "",
        owner=name_of(action.owner),
        due_on=action.due_on,
        implemented_on=action.implemented_on,
        has_impact=action.has_impact,
    )


def changes(rows: list[Any]) -> Iterable[Change]:
    for row in sorted(rows, key=lambda row: row.moment):
        yield Change(
            action_id=row.statement_id,
            shows=row.words,
            title=row.more,
            document_id=row.ref,
            code=row.about,
            is_seen=bool(row.other),
            recorded_on=timezone.localdate(row.moment),
        )
