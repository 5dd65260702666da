"""Two rounds beside each other, by theme and statement: scores, reasons and the overall rating.

A closed round is read from its record, an open one as it is today.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from config.wording import name_of
from readiness import closed_round
from readiness.models import SelfAssessment
from readiness.overall_rating import OverallRating, ScoringRules, overall_rating
from readiness.round_changes import ONLY_NOW, ONLY_THEN, change, counted_changes
from readiness.score_reads import latest_scores, rounds_for
from readiness.score_words import rating_colour
from readiness.statement_page import in_words

CameFrom = dict[str, list[str]]
"""Slug of a statement of the later round -> slugs of those it came from in the earlier one."""


@dataclass(frozen=True)
class Side:
    """A score with its reasons, as one of the rounds has it."""

    value: int
    words: str
    colour: str
    rationale: list[str]
    strengths: list[str]
    areas_for_improvement: list[str]
    by: str
    at: datetime
    is_signed: bool


@dataclass(frozen=True)
class StatementInRound:
    slug: str
    title: str
    theme: str
    side: Side | None


@dataclass(frozen=True)
class RoundCompared:
    pk: int
    title: str
    framework: str
    rules: ScoringRules | None
    statements: tuple[StatementInRound, ...]

    @property
    def result(self) -> OverallRating | None:
        if self.rules is None or not self.statements:
            return None
        sides = [one.side for one in self.statements]
        return overall_rating([side.value if side else None for side in sides], self.rules)

    @property
    def rating(self) -> str:
        """ "Good, 67%", "Provisional, 7 of 9 scored", "Not scored"."""
        result = self.result
        if result is None:
            return "Not scored"
        if result.provisional:
            return f"Provisional, {result.scored} of {result.of} scored"
        return f"{result.rating}, {result.percent}%"

    @property
    def colour(self) -> str:
        result = self.result
        if result is None or self.rules is None or not result.rating:
            return "grey"
        return rating_colour(result.rating, self.rules)

    @property
    def highest(self) -> int | None:
        return self.rules.highest if self.rules else None


@dataclass(frozen=True)
class ComparedStatement:
    """``link`` is the statement of the later round, or of the earlier where that has none."""

    link: str
    round: int
    title: str
    theme: str
    then: Side | None
    now: Side | None
    change: str


@dataclass(frozen=True)
class ComparedTheme:
    title: str
    rows: tuple[ComparedStatement, ...]


@dataclass(frozen=True)
class Comparison:
    then: RoundCompared
    now: RoundCompared
    rows: tuple[ComparedStatement, ...]

    @property
    def themes(self) -> tuple[ComparedTheme, ...]:
        found: dict[str, list[ComparedStatement]] = {}
        for row in self.rows:
            found.setdefault(row.theme, []).append(row)
        return tuple(ComparedTheme(title, tuple(rows)) for title, rows in found.items())

    @property
    def sentence(self) -> str:
        counted = counted_changes([row.change for row in self.rows])
        return f"{counted}." if counted else "No statement has a score in both rounds."


def compare(then_id: int, now_id: int, *, user) -> Comparison:
    """Raises ObjectDoesNotExist where either is not a round that this person may read."""
    rounds = rounds_for(user).select_related("framework")
    earlier, later = rounds.get(pk=then_id), rounds.get(pk=now_id)
    then, now = compared(earlier, user=user), compared(later, user=user)
    return Comparison(then, now, tuple(rows_of(then, now, came_from(earlier, later, now))))


def came_from(earlier: SelfAssessment, later: SelfAssessment, now: RoundCompared) -> CameFrom:
    """By the later framework's crosswalk; a statement of the same slug where there is none."""
    if earlier.framework_id == later.framework_id:
        return {one.slug: [one.slug] for one in now.statements}
    crosswalk = later.framework.crosswalks.get(earlier.framework.slug)
    if crosswalk is None:
        return {}
    return {
        one.slug: [old for old, new in crosswalk.items() if one.slug in new]
        for one in now.statements
    }


def compared(self_assessment: SelfAssessment, *, user) -> RoundCompared:
    record = closed_round.find(self_assessment.pk, user=user)
    if record is None:
        return as_today(self_assessment, user=user)
    found = closed_round.build(record, user=user)
    return RoundCompared(
        pk=found.pk,
        title=found.title,
        framework=found.framework,
        rules=found.rules,
        statements=tuple(
            StatementInRound(one.slug, one.title, one.theme, side_then(one.score))
            for one in found.statements
        ),
    )


def side_then(score: closed_round.ScoreThen | None) -> Side | None:
    if score is None:
        return None
    return Side(
        value=score.value,
        words=score.words,
        colour=score.colour,
        rationale=score.rationale,
        strengths=score.strengths,
        areas_for_improvement=score.areas_for_improvement,
        by=score.by,
        at=score.at,
        is_signed=score.is_signed,
    )


def as_today(self_assessment: SelfAssessment, *, user) -> RoundCompared:
    framework = self_assessment.framework
    rules = ScoringRules.from_json(framework.rules)
    scores = latest_scores(self_assessment, user=user)
    statements = framework.statements.select_related("theme").order_by("position")
    return RoundCompared(
        pk=self_assessment.pk,
        title=self_assessment.title,
        framework=framework.title,
        rules=rules,
        statements=tuple(
            StatementInRound(
                one.slug, one.title, one.theme.title, side_now(scores.get(one.pk), rules)
            )
            for one in statements
        ),
    )


def side_now(score, rules: ScoringRules | None) -> Side | None:
    if score is None or rules is None:
        return None
    shown = in_words(score, rules)
    return Side(
        value=score.value,
        words=shown.words,
        colour=shown.colour,
        rationale=shown.rationale,
        strengths=shown.strengths,
        areas_for_improvement=shown.areas_for_improvement,
        by=name_of(score.scored_by),
        at=score.scored_at,
        is_signed=shown.sign_off is not None,
    )


def rows_of(then: RoundCompared, now: RoundCompared, origins: CameFrom):
    """The later round's statements in its order, each beside every statement it came from; then
    those that only the earlier round has."""
    scales: Sequence[int | None] = (then.highest, now.highest)
    carried: set[str] = set()
    for one in now.statements:
        wanted = origins.get(one.slug, [])
        olds = [old for old in then.statements if old.slug in wanted]
        carried |= {old.slug for old in olds}
        about = (one.slug, now.pk)
        if not olds:
            yield ComparedStatement(*about, one.title, one.theme, None, one.side, ONLY_NOW)
        for old in olds:
            moved = old.slug != one.slug and old.title != one.title  # by a crosswalk
            title = f"{one.title} (was: {old.title})" if moved else one.title
            word = changed(old.side, one.side, scales)
            yield ComparedStatement(*about, title, one.theme, old.side, one.side, word)
    for one in (one for one in then.statements if one.slug not in carried):
        yield ComparedStatement(one.slug, then.pk, one.title, one.theme, one.side, None, ONLY_THEN)


def changed(then: Side | None, now: Side | None, scales: Sequence[int | None]) -> str:
    return change(then.value if then else None, now.value if now else None, highest=scales)
