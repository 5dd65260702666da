"""Rounds of self-assessment: the list of them, and one with its rating and every score."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import Count

from readiness.carried_review import parts_to_review
from readiness.coverage import Category, Cell, coverage
from readiness.models import (
    Framework,
    RoundState,
    RoundStep,
    SelfAssessment,
    Statement,
    Theme,
)
from readiness.overall_rating import OverallRating, ScoringRules, overall_rating, rule_in_words
from readiness.round_states import SIGNABLE
from readiness.score_reads import newest_in, rating_of, rounds_for, score_history, visible_scores
from readiness.score_words import (
    counted,
    listed,
    range_sentence,
    rating_colour,
)
from readiness.statement_page import ScoreInWords, in_words


class Titled(Protocol):
    """A statement, as it is or as it was."""

    @property
    def title(self) -> str: ...


@dataclass(frozen=True)
class RatingInWords:
    """The overall rating as people read it."""

    result: OverallRating
    colour: str
    way_up: str
    range: str
    rule: str
    flag_text: str
    flagged: tuple[Titled, ...]


@dataclass(frozen=True)
class ScoredStatement:
    statement: Statement
    scores: tuple[ScoreInWords, ...]
    evidence: list[tuple[Category, Cell]]
    needs_review: bool = False
    """Whether something of an earlier round stands here that nobody has looked at yet."""

    @property
    def latest(self) -> ScoreInWords | None:
        return self.scores[0] if self.scores else None

    @property
    def evidence_count(self) -> int:
        return sum(cell.count for _, cell in self.evidence)

    @property
    def gaps(self) -> list[str]:
        return [
            category.title
            for category, cell in self.evidence
            if category.is_required and not cell.count
        ]


@dataclass(frozen=True)
class ThemeOfRound:
    theme: Theme
    rows: tuple[ScoredStatement, ...]


@dataclass(frozen=True)
class SelfAssessmentPage:
    self_assessment: SelfAssessment
    themes: tuple[ThemeOfRound, ...]
    rating: RatingInWords | None
    scored: int
    signed_off: int
    of: int
    steps: tuple[RoundStep, ...]
    """What happened to the round as a whole, latest first; nothing for reviewers."""

    @property
    def is_scored(self) -> bool:
        return bool(self.self_assessment.framework.rules)

    @property
    def state(self) -> RoundState:
        return RoundState(self.self_assessment.state)

    @property
    def takes_signatures(self) -> bool:
        return self.state in SIGNABLE

    @property
    def unscored(self) -> list[Statement]:
        rows = (row for theme in self.themes for row in theme.rows)
        return [row.statement for row in rows if not row.latest] if self.is_scored else []


def build(pk: int, *, user, on: date) -> SelfAssessmentPage:
    """Raises ObjectDoesNotExist where there is no such round, or not for this person."""
    rounds = rounds_for(user).select_related("framework", "opened_by", "closed_by")
    self_assessment = rounds.get(pk=pk)
    framework = self_assessment.framework
    statements = list(framework.statements.select_related("theme").order_by("position"))
    history = score_history(self_assessment, user=user)
    to_review = parts_to_review(self_assessment)
    found = coverage(framework, on=on, user=user)
    rules = ScoringRules.from_json(framework.rules)
    rows = [
        ScoredStatement(
            statement,
            tuple(in_words(score, rules) for score in history.get(statement.pk, ()) if rules),
            found.of_statement(statement.pk),
            needs_review=statement.pk in to_review,
        )
        for statement in statements
    ]
    latest = [row.latest for row in rows if row.latest]
    return SelfAssessmentPage(
        self_assessment=self_assessment,
        themes=by_theme(rows),
        rating=rating_in_words(
            framework, statements, {score.score.statement_id: score.score for score in latest}
        ),
        scored=len(latest),
        signed_off=sum(1 for score in latest if score.sign_off),
        of=len(statements),
        steps=steps_of(self_assessment, user=user),
    )


def steps_of(self_assessment: SelfAssessment, *, user) -> tuple[RoundStep, ...]:
    if not user.has_perm("readiness.view_unsigned_scores"):
        return ()
    return tuple(self_assessment.steps.select_related("taken_by"))


def by_theme(rows: list[ScoredStatement]) -> tuple[ThemeOfRound, ...]:
    themes: dict[int, tuple[Theme, list[ScoredStatement]]] = {}
    for row in rows:
        themes.setdefault(row.statement.theme_id, (row.statement.theme, []))[1].append(row)
    return tuple(ThemeOfRound(theme, tuple(rows)) for theme, rows in themes.values())


def rating_in_words(framework: Framework, statements, scores) -> RatingInWords | None:
    """None where the framework is not scored."""
    rules = ScoringRules.from_json(framework.rules)
    result = rating_of(framework, statements, scores)
    if rules is None or result is None:
        return None
    return result_in_words(result, rules, statements)


def result_in_words(
    result: OverallRating, rules: ScoringRules, statements: list[Statement]
) -> RatingInWords:
    return RatingInWords(
        result=result,
        colour=rating_colour(result.rating, rules) if result.rating else "grey",
        way_up=way_up(result, statements),
        range=range_sentence(result) if result.provisional else "",
        rule=rule_in_words(rules, result.of),
        flag_text=rules.flag_text,
        flagged=tuple(statements[place] for place in result.flagged),
    )


def way_up(result: OverallRating, statements: Sequence[Titled]) -> str:
    """How far the next rating is, and which statements have the most room."""
    if not result.points_to_next:
        return ""
    points = counted(result.points_to_next, "point")
    named = listed(statements[step.place].title for step in result.cheapest)
    return f"{points} below {result.next_rating}. Most room to gain them: {named}."


# --- the list -------------------------------------------------------------------------------


@dataclass(frozen=True)
class RoundRow:
    self_assessment: SelfAssessment
    of: int
    scored: int
    signed_off: int
    result: OverallRating | None
    colour: str
    words: str


def rounds(*, user) -> list[RoundRow]:
    """Every round they may read, newest first, with what its scores come to. Two queries."""
    shown = rounds_for(user).select_related("framework")
    found = list(shown.annotate(of=Count("framework__statements")))
    visible = visible_scores(user)
    scores: dict[int, list] = {}
    for score in visible.filter(pk__in=newest_in(visible)):
        scores.setdefault(score.self_assessment_id, []).append(score)
    return [round_row(one, scores.get(one.pk, [])) for one in found]


def round_row(self_assessment, scores: list) -> RoundRow:
    rules = ScoringRules.from_json(self_assessment.framework.rules)
    result, colour, words = None, "grey", "Not scored"
    if rules and self_assessment.of:
        # The sum does not care which statement a score belongs to.
        missing = [None] * (self_assessment.of - len(scores))
        result = overall_rating([*(score.value for score in scores), *missing], rules)
        colour = rating_colour(result.rating, rules) if result.rating else "grey"
        words = result.rating or "Provisional"
    signed_off = sum(1 for score in scores if score.signature)
    return RoundRow(
        self_assessment, self_assessment.of, len(scores), signed_off, result, colour, words
    )
