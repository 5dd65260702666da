"""What the overall rating would be with other scores. Nothing of it is saved: the scores to try
stand in the page's address."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from readiness.models import SelfAssessment, Statement
from readiness.overall_rating import Level, OverallRating, ScoringRules, overall_rating
from readiness.score_page import outcome_words
from readiness.score_reads import latest_scores, rounds_for
from readiness.score_words import counted
from readiness.self_assessment_page import RatingInWords, result_in_words

NOT_SCORED = "none"


@dataclass(frozen=True)
class Line:
    """A statement, its score in the round, and the score that is tried."""

    statement: Statement
    now: int | None
    tried: int | None

    @property
    def is_changed(self) -> bool:
        return self.now != self.tried


@dataclass(frozen=True)
class CheapestStep:
    statement: Statement
    before: int
    after: int


@dataclass(frozen=True)
class WhatIfPage:
    self_assessment: SelfAssessment
    levels: tuple[Level, ...]
    lines: tuple[Line, ...]
    now: OverallRating
    rating: RatingInWords
    """Of the scores that are tried."""

    @property
    def changed(self) -> int:
        return sum(line.is_changed for line in self.lines)

    @property
    def sentence(self) -> str:
        if not self.changed:
            return f"As it is scored: {outcome_words(self.now)}."
        return (
            f"With {counted(self.changed, 'score')} changed: {outcome_words(self.rating.result)}. "
            f"As it is scored: {outcome_words(self.now)}."
        )

    @property
    def steps(self) -> tuple[CheapestStep, ...]:
        """The cheapest way to the next rating from the scores that are tried."""
        return tuple(
            CheapestStep(self.lines[step.place].statement, step.before, step.after)
            for step in self.rating.result.cheapest
        )

    @property
    def next_address(self) -> str:
        """These scores with the cheapest steps taken."""
        asked = {line.statement.slug: line.tried or NOT_SCORED for line in self.lines}
        return "?" + urlencode(asked | {step.statement.slug: step.after for step in self.steps})


def build(pk: int, asked: Mapping[str, str], *, user) -> WhatIfPage | None:
    """None where the round is not scored. Raises ObjectDoesNotExist where there is no such round,
    or not for this person."""
    self_assessment = rounds_for(user).select_related("framework").get(pk=pk)
    rules = ScoringRules.from_json(self_assessment.framework.rules)
    statements = list(self_assessment.framework.statements.order_by("position"))
    if rules is None or not statements:
        return None
    scores = latest_scores(self_assessment, user=user)
    lines = tuple(
        line_of(one, scores[one.pk].value if one.pk in scores else None, asked, rules)
        for one in statements
    )
    return WhatIfPage(
        self_assessment=self_assessment,
        levels=rules.levels,
        lines=lines,
        now=overall_rating([line.now for line in lines], rules),
        rating=result_in_words(
            overall_rating([line.tried for line in lines], rules), rules, statements
        ),
    )


def line_of(statement, now: int | None, asked: Mapping[str, str], rules: ScoringRules) -> Line:
    """What the address asks for; the score as it is where that is no score."""
    given = asked.get(statement.slug, "")
    if given == NOT_SCORED:
        return Line(statement, now, None)
    tried = next((level.value for level in rules.levels if str(level.value) == given), now)
    return Line(statement, now, tried)
