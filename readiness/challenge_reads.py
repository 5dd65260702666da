"""The questions put to statements of a round with what has been said to each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from indicators.models import Area
from indicators.summaries import IndicatorSummary, summaries_for
from readiness import challenge_rows
from readiness.challenge_facts import facts_of
from readiness.challenge_rows import Answer, Found
from readiness.challenges import TITLES, Prompt, prompts
from readiness.models import ChallengeAnswer, Score, SelfAssessment, Statement
from readiness.overall_rating import ScoringRules
from readiness.statement_facts import Facts

OPEN = "open"
STATES = {
    OPEN: "Open",
    ChallengeAnswer.Kind.ANSWERED.value: "Answered",
    ChallengeAnswer.Kind.ACCEPTED.value: "Accepted",
}


@dataclass(frozen=True)
class Challenge:
    """One question put to one statement. ``answer`` is the latest given to it, which may not
    cover what is asked now or may have been taken back."""

    statement: Statement
    prompt: Prompt
    answer: Answer | None

    @property
    def title(self) -> str:
        return TITLES[self.prompt.rule]

    @property
    def state(self) -> str:
        answer = self.answer
        if answer is None or not answer.is_in_force or self.new_facts:
            return OPEN
        return answer.kind.value

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    @property
    def state_words(self) -> str:
        return STATES[self.state]

    @property
    def colour(self) -> str:
        return {OPEN: "yellow"}.get(self.state, "grey")

    @property
    def new_facts(self) -> tuple[str, ...]:
        """What the answer in force was not given about: why the question is open again."""
        if self.answer is None or not self.answer.is_in_force:
            return ()
        return tuple(sorted(self.prompt.about - set(self.answer.about)))


@dataclass(frozen=True)
class ChallengesOf:
    """Of one statement. ``past`` are answers in force to questions no longer asked."""

    statement: Statement
    facts: Facts
    all: tuple[Challenge, ...]
    past: tuple[Answer, ...] = ()

    @property
    def open(self) -> list[Challenge]:
        return [one for one in self.all if one.is_open]

    @property
    def settled(self) -> list[Challenge]:
        return [one for one in self.all if not one.is_open]

    def about(self, rule: str) -> Challenge | None:
        return next((one for one in self.all if one.prompt.rule == rule), None)


def challenges_of(
    statements: Sequence[Statement],
    self_assessment: SelfAssessment,
    scores: Mapping[int, Score],
    *,
    user,
    on: date,
    summaries: Mapping[int, IndicatorSummary] | None = None,
) -> dict[int, ChallengesOf]:
    """By statement id, in the statements' order: one query, and the four of the indicators where
    the caller has not read them. Whoever asks must be allowed to see scores not signed off."""
    found = challenge_rows.read(statements, self_assessment.pk, user=user, on=on)
    if summaries is None:
        summaries = summaries_of(statements, found)
    rules = ScoringRules.from_json(self_assessment.framework.rules)
    read = {}
    for statement in statements:
        score = scores.get(statement.pk)
        facts = facts_of(statement, score, found, summaries, rules=rules, on=on)
        read[statement.pk] = with_answers(statement, facts, found.answers(statement.pk))
    return read


def challenges_to(
    statement, self_assessment, score: Score | None, indicators, *, user, on: date
) -> ChallengesOf | None:
    """Of one statement whose indicators have been read: one query more. None where this person,
    or a round that is closed or not scored, is not asked."""
    if self_assessment is None or not self_assessment.is_open or not statement.framework.rules:
        return None
    if not user.has_perm("readiness.view_challenge"):
        return None
    read = challenges_of(
        [statement],
        self_assessment,
        {statement.pk: score} if score else {},
        user=user,
        on=on,
        summaries={one.summary.indicator.pk: one.summary for one in indicators},
    )
    return read[statement.pk]


def with_answers(statement, facts: Facts, answers: Mapping[str, Answer]) -> ChallengesOf:
    asked = prompts(facts)
    rules = {prompt.rule for prompt in asked}
    return ChallengesOf(
        statement,
        facts,
        tuple(Challenge(statement, prompt, answers.get(prompt.rule)) for prompt in asked),
        tuple(one for one in answers.values() if one.is_in_force and one.rule not in rules),
    )


def summaries_of(statements: Sequence, found: Found) -> Mapping[int, IndicatorSummary]:
    """Statements are read ``with_home_council``."""
    linked = {pk for pks in found.linked_indicators().values() for pk in pks}
    if not statements or statements[0].home_id is None or not linked:
        return {}
    first = statements[0]
    council = Area(pk=first.home_id, code=settings.COUNCIL_CODE, region_id=first.home_region_id)
    return summaries_for(linked, council=council)
