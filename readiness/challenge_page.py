"""The questions to a round's scores: the list of them all, and one with its history."""

from dataclasses import dataclass
from datetime import date

from readiness.challenge_reads import Challenge, ChallengesOf, challenges_of
from readiness.challenges import RULES, TITLES
from readiness.models import ChallengeAnswer, RoundState, Score, SelfAssessment, Statement
from readiness.round_states import SIGNABLE
from readiness.score_page import round_of, state_in, statements_of_round
from readiness.score_reads import latest_scores, rounds_for
from readiness.score_words import counted
from readiness.statement_indicators import with_home_council


@dataclass(frozen=True)
class ChallengeList:
    """``asked`` is everything that is asked in the round; which of it is shown is a choice."""

    self_assessment: SelfAssessment
    statements: tuple[Statement, ...]
    asked: tuple[Challenge, ...]
    answers: tuple[ChallengeAnswer, ...]
    """Of a closed round: what was said, as it stood."""

    @property
    def sentence(self) -> str:
        number = sum(one.is_open for one in self.asked)
        if not self.asked:
            return "The facts ask nothing of these scores."
        if not number:
            return f"All {counted(len(self.asked), 'question')} have been answered or accepted."
        return (
            f"{number} of {counted(len(self.asked), 'question')} "
            f"{'is' if number == 1 else 'are'} open."
        )

    def chosen(self, *, state="", statement="", about="") -> list[Challenge]:
        """In the statements' order, the open questions of each first."""
        return sorted(
            (
                one
                for one in self.asked
                if state in ("", one.state)
                and statement in ("", one.statement.slug)
                and about in ("", one.prompt.rule)
            ),
            key=lambda one: (one.statement.position, not one.is_open),
        )


def build_list(pk: int, *, user, on: date) -> ChallengeList:
    """Raises ObjectDoesNotExist where there is no such round, or not for this person."""
    self_assessment = rounds_for(user).select_related("framework").get(pk=pk)
    statements = list(
        with_home_council(self_assessment.framework.statements.select_related("theme")).order_by(
            "position"
        )
    )
    if not self_assessment.is_open:
        given = ChallengeAnswer.objects.filter(self_assessment=self_assessment).in_force()
        given = given.select_related("statement", "given_by").order_by("statement__position", "pk")
        return ChallengeList(self_assessment, tuple(statements), (), tuple(given))
    scores = latest_scores(self_assessment, user=user)
    read = challenges_of(statements, self_assessment, scores, user=user, on=on)
    asked = tuple(one for each in read.values() for one in each.all)
    return ChallengeList(self_assessment, tuple(statements), asked, ())


@dataclass(frozen=True)
class ChallengePage:
    """One question; ``challenge`` is None where the facts no longer ask it."""

    self_assessment: SelfAssessment
    statement: Statement
    rule: str
    challenge: Challenge | None
    history: tuple[ChallengeAnswer, ...]
    round_state: RoundState
    last_time: ChallengeAnswer | None = None
    """While the round is open: what was said to the same question in the one before it."""

    @property
    def takes_answers(self) -> bool:
        """A round that is signed off stands as it was signed, until a director returns it."""
        return self.round_state in SIGNABLE

    @property
    def title(self) -> str:
        return TITLES[self.rule]

    @property
    def in_force(self) -> ChallengeAnswer | None:
        """The answer that may be taken back."""
        latest = self.history[0] if self.history else None
        return latest if latest and latest.kind != ChallengeAnswer.Kind.WITHDRAWN else None


def build_one(pk: int, slug: str, rule: str, *, user, on: date) -> ChallengePage:
    """Raises ObjectDoesNotExist where there is no such round, statement or question."""
    statement = next((one for one in statements_of_round(pk) if one.slug == slug), None)
    if statement is None or rule not in RULES:
        raise Statement.DoesNotExist
    self_assessment = round_of(statement, pk)
    challenge = None
    if self_assessment.is_open:
        read = of_statement(statement, self_assessment, user=user, on=on)
        challenge = read.about(rule)
    answers = ChallengeAnswer.objects.filter(statement=statement, rule=rule)
    said = list(answers.select_related("given_by", "self_assessment"))
    return ChallengePage(
        self_assessment,
        statement,
        rule,
        challenge,
        history=tuple(one for one in said if one.self_assessment_id == pk),
        round_state=state_in(statement),
        last_time=said_before(said, pk) if self_assessment.is_open else None,
    )


def said_before(answers: list[ChallengeAnswer], pk: int) -> ChallengeAnswer | None:
    """The newest of another round, unless it was taken back."""
    newest = next((one for one in answers if one.self_assessment_id != pk), None)
    return newest if newest and newest.kind != ChallengeAnswer.Kind.WITHDRAWN else None


def of_statement(statement, self_assessment, *, user, on: date) -> ChallengesOf:
    scores: dict[int, Score] = latest_scores(self_assessment, user=user)
    read = challenges_of([statement], self_assessment, scores, user=user, on=on)
    return read[statement.pk]
