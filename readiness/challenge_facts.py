"""What was read of a statement, as facts that questions can be put to."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from indicators.ratings import Rating
from indicators.summaries import IndicatorSummary
from indicators.travel import Trend
from readiness.challenge_rows import Found
from readiness.fact_rows import Row
from readiness.models import EvidenceNeed, Score, Statement, Status
from readiness.models.improvement import FINISHED
from readiness.overall_rating import ScoringRules
from readiness.rubric import Mark
from readiness.statement_facts import Before, Facts, Figure, Held, Promise

MOVES = {Trend.IMPROVED, Trend.WORSENED}


def score_before(statement: Statement, found: Found, rules: ScoringRules | None) -> Row | None:
    """The statement's last score in an earlier round. Under a new framework, that of the one
    statement it took over from, where both have the same scores to choose from."""
    if before := next(iter(found.of("before", statement.pk)), None):
        return before
    carried = found.of("carried", statement.pk)
    if len(carried) != 1 or rules is None:
        return None
    then = ScoringRules.from_json(json.loads(carried[0].about or "null"))
    same = then is not None and (then.lowest, then.highest) == (rules.lowest, rules.highest)
    return carried[0] if same else None


def facts_of(
    statement: Statement,
    score: Score | None,
    found: Found,
    summaries: Mapping[int, IndicatorSummary],
    *,
    rules: ScoringRules | None,
    on: date,
) -> Facts:
    before = score_before(statement, found, rules)
    recorded = {row.ref: row.moment for row in found.of("indicator", statement.pk)}
    return Facts(
        slug=statement.slug,
        rules=rules,
        score=score.value if score else None,
        strengths=strengths_in(score),
        before=Before(before.number or 0, before.words) if before else None,
        evidence=tuple(held_of(found, statement.pk)),
        voices=sum(row.number or 0 for row in found.of("voice", statement.pk)),
        figures=tuple(
            figure_of(summary, recorded_at=recorded[pk], before=before)
            for pk, summary in summaries.items()
            if pk in recorded and summary.has_figure
        ),
        marks=tuple(
            Mark(row.number or 0, bool(row.other))
            for row in found.of("characteristic", statement.pk)
        ),
        actions=tuple(promise_of(row, on) for row in found.of("action", statement.pk)),
    )


def strengths_in(score: Score | None) -> int:
    return sum(1 for line in score.strengths.splitlines() if line.strip()) if score else 0


def held_of(found: Found, statement_id: int) -> Iterable[Held]:
    levels = {row.ref: row.words for row in found.of("need", statement_id)}
    counted = {row.ref: row for row in found.of("evidence", statement_id)}
    for category in found.of("category"):
        there = counted.get(category.number)
        level = levels.get(category.number)
        is_required = level == EvidenceNeed.Level.REQUIRED if level else bool(category.other)
        yield Held(
            category=category.words,
            is_required=is_required,
            count=(there.number or 0) if there else 0,
            out_of_date=(there.other or 0) if there else 0,
            newest=there.day if there else None,
            slug=category.more,
        )


def figure_of(
    summary: IndicatorSummary, *, recorded_at: datetime | None, before: Row | None
) -> Figure:
    move = summary.short_term
    is_new = bool(before and before.moment and recorded_at and recorded_at > before.moment)
    return Figure(
        code=summary.indicator.code,
        title=summary.indicator.short_title or summary.indicator.title,
        value=summary.value_text,
        period=summary.period_text,
        is_judged=summary.rating.is_judged,
        is_met=summary.rating == Rating.MET,
        is_not_met=summary.rating == Rating.NOT_MET,
        is_lowest_quarter=summary.is_lowest_quarter,
        rank=summary.rank_text if summary.quartile else "",
        moved=move.words if move.trend in MOVES else "",
        is_new=is_new,
    )


def promise_of(row: Row, on: date) -> Promise:
    is_overdue = row.day is not None and row.day < on and row.more not in FINISHED
    return Promise(
        pk=row.ref or 0,
        title=row.words,
        is_behind=row.more == Status.BEHIND,
        overdue_since=row.day if is_overdue else None,
        lacks=tuple(lacking_proof(row)) if row.more == Status.COMPLETED else (),
    )


def lacking_proof(row: Row) -> Iterable[str]:
    if not row.other:
        yield "no day since when it is in place"
    if not row.number:
        yield "nothing that shows the difference it made"
