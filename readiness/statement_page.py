"""Everything the page of a quality statement shows, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, OuterRef, Subquery, When, Window
from django.utils import timezone

from config.wording import name_of
from readiness.challenge_reads import ChallengesOf, challenges_to
from readiness.models import (
    Action,
    ActionUpdate,
    Framework,
    Recommendation,
    RoundState,
    Score,
    SelfAssessment,
    Statement,
    Status,
    Voice,
)
from readiness.models.improvement import FINISHED
from readiness.models.recommendations import ENDED
from readiness.overall_rating import ScoringRules
from readiness.round_states import SIGNABLE
from readiness.score_reads import current_self_assessment, rounds_for, visible_scores
from readiness.score_words import score_colour, score_words
from readiness.statement_evidence import CategoryEvidence, evidence_by_category
from readiness.statement_indicators import IndicatorRow, indicators_of, with_home_council
from readiness.voice_list import voices_shown

ACTIONS_SHOWN = 8
RECOMMENDATIONS_SHOWN = 5
SCORES_SHOWN = 20
VOICES_SHOWN = 3


@dataclass(frozen=True)
class ScoreInWords:
    """A score as it is read out: the level's words, its colour, its reasons as lines."""

    score: Score
    words: str
    colour: str

    @property
    def sign_off(self):
        """The one in force; None where it was withdrawn."""
        return self.score.signature

    @property
    def withdrawn(self):
        """The sign-off that was taken back."""
        return None if self.score.signature else getattr(self.score, "sign_off", None)

    @property
    def rationale(self) -> list[str]:
        return lines(self.score.rationale)

    @property
    def strengths(self) -> list[str]:
        return lines(self.score.strengths)

    @property
    def areas_for_improvement(self) -> list[str]:
        return lines(self.score.areas_for_improvement)

    @property
    def next_steps(self) -> list[str]:
        return lines(self.score.next_steps)


@dataclass(frozen=True)
class ActionRow:
    pk: int
    title: str
    owner: str
    due_on: date | None
    is_overdue: bool
    status: Status
    narrative: str
    updated_on: date | None


@dataclass(frozen=True)
class StatementPage:
    statement: Statement
    topics: tuple[str, ...]
    self_assessment: SelfAssessment | None
    is_scored: bool
    """Whether the framework has scores at all."""
    scores: tuple[ScoreInWords, ...]
    """Newest first, the one in force at the head."""
    evidence: tuple[CategoryEvidence, ...]
    indicators: tuple[IndicatorRow, ...]
    actions: tuple[ActionRow, ...]
    action_count: int
    recommendations: tuple[Recommendation, ...]
    """What others told us about it, as far as this person may know: open first, newest first."""
    recommendation_count: int
    voices: tuple[Voice, ...]
    """What people said and agreed to have shown to this person, newest first."""
    """Whether this person may take the signature under the score back."""
    challenges: ChallengesOf | None
    """What the facts ask of the score; None where this person, or this round, is not asked."""
    next_step: str
    """What this person most likely came to do: ``score``, ``sign_off``, ``add_evidence`` or ""."""

    @property
    def framework(self) -> Framework:
        return self.statement.framework

    @property
    def score(self) -> ScoreInWords | None:
        return self.scores[0] if self.scores else None

    @property
    def earlier_scores(self) -> tuple[ScoreInWords, ...]:
        return self.scores[1:]

    @property
    def evidence_count(self) -> int:
        return sum(category.count for category in self.evidence)

    @property
    def is_open(self) -> bool:
        return self.self_assessment is not None and self.self_assessment.is_open

    @property
    def may_be_scored(self) -> bool:
        """Whether the round takes scores: one that was submitted takes none."""
        return self.self_assessment is not None and self.self_assessment.state == RoundState.OPEN

    @property
    def takes_signatures(self) -> bool:
        """Whether scores are signed in the round, and what the facts ask is answered."""
        return self.self_assessment is not None and self.self_assessment.state in SIGNABLE


def build(slug: str, *, user, on: date, round_id: int | None = None) -> StatementPage:
    """The statement as the current round has it, or the round asked for.

    Raises ObjectDoesNotExist where there is no such statement or round.
    """
    self_assessment = asked_for(round_id, user=user)
    statement, topics = statement_with_topics(slug, self_assessment)
    scores = scores_of(statement, self_assessment, user=user)
    evidence = evidence_by_category(statement, user=user, on=on)
    actions, action_count = actions_of(statement, on=on)
    recommendations, recommendation_count = recommendations_of(statement, user=user)
    indicators = indicators_of(statement, user=user)
    return StatementPage(
        statement=statement,
        topics=topics,
        self_assessment=self_assessment,
        is_scored=bool(statement.framework.rules),
        scores=scores,
        evidence=evidence,
        indicators=indicators,
        actions=actions,
        action_count=action_count,
        recommendations=recommendations,
        recommendation_count=recommendation_count,
        voices=tuple(voices_shown(user, on=on).filter(statement=statement)[:VOICES_SHOWN]),
        challenges=challenges_to(
            statement,
            self_assessment,
            scores[0].score if scores else None,
            indicators,
            user=user,
            on=on,
        ),
        next_step=next_step(self_assessment, statement, scores, evidence, user=user),
    )


def asked_for(round_id: int | None, *, user) -> SelfAssessment | None:
    """Raises ObjectDoesNotExist where there is no such round, or not for this person."""
    if round_id is None:
        return current_self_assessment()
    return rounds_for(user).select_related("framework").get(pk=round_id)


def statement_with_topics(
    slug: str, self_assessment: SelfAssessment | None
) -> tuple[Statement, tuple[str, ...]]:
    """One row per topic, each with the statement: two tables in one query."""
    framework = (
        self_assessment.framework_id
        if self_assessment
        else Subquery(Framework.objects.order_by("-position", "slug").values("pk")[:1])
    )
    rows = list(
        with_home_council(Statement.objects.filter(framework=framework, slug=slug))
        .select_related("framework", "theme")
        .annotate(topic=F("topics__title"))
        .order_by("topics__position")
    )
    if not rows:
        raise Statement.DoesNotExist
    return rows[0], tuple(row.topic for row in rows if row.topic)


def scores_of(statement, self_assessment, *, user) -> tuple[ScoreInWords, ...]:
    rules = ScoringRules.from_json(statement.framework.rules)
    if self_assessment is None or rules is None:
        return ()
    scores = visible_scores(user).filter(self_assessment=self_assessment, statement=statement)
    return tuple(in_words(score, rules) for score in scores[:SCORES_SHOWN])


def in_words(score: Score, rules: ScoringRules) -> ScoreInWords:
    return ScoreInWords(score, score_words(score.value, rules), score_colour(score.value, rules))


def actions_of(statement: Statement, *, on: date) -> tuple[tuple[ActionRow, ...], int]:
    """The actions due first, unfinished before finished, and how many there are in all."""
    latest = ActionUpdate.objects.filter(action=OuterRef("pk")).order_by("-id")
    actions = (
        Action.objects.filter(statements=statement)
        .with_status()
        .annotate(
            narrative=Subquery(latest.values("narrative")[:1]),
            updated_at=Subquery(latest.values("updated_at")[:1]),
            count=Window(Count("pk")),
            is_finished=Case(When(status__in=FINISHED, then=1), default=0),
        )
        .select_related("owner")
        .order_by("is_finished", F("due_on").asc(nulls_last=True), "pk")[:ACTIONS_SHOWN]
    )
    rows = list(actions)
    return tuple(action_row(action, on) for action in rows), rows[0].count if rows else 0


def action_row(action, on: date) -> ActionRow:
    status = Status(action.status)
    return ActionRow(
        pk=action.pk,
        title=action.title,
        owner=name_of(action.owner),
        due_on=action.due_on,
        is_overdue=bool(action.due_on and action.due_on < on and status not in FINISHED),
        status=status,
        narrative=action.narrative or "",
        updated_on=timezone.localdate(action.updated_at) if action.updated_at else None,
    )


def recommendations_of(statement: Statement, *, user) -> tuple[tuple[Recommendation, ...], int]:
    """The first few, and how many there are in all, in one query."""
    rows = (
        Recommendation.objects.seen_by(user)
        .filter(statements=statement)
        .annotate(
            count=Window(Count("pk")), is_ended=Case(When(state__in=ENDED, then=1), default=0)
        )
        .order_by("is_ended", "-received_on", "-pk")[:RECOMMENDATIONS_SHOWN]
    )
    shown = tuple(rows)
    return shown, shown[0].count if shown else 0


def next_step(self_assessment, statement, scores, evidence, *, user) -> str:
    """A director signs what somebody else scored, else scores; whoever keeps evidence adds it."""
    state = self_assessment.state if self_assessment else RoundState.CLOSED
    if statement.framework.rules and user.has_perm("readiness.sign_off_score"):
        if state in SIGNABLE and has_any(evidence) and waits_for(user, scores):
            return "sign_off"
        if state == RoundState.OPEN:
            return "score"
    return "add_evidence" if user.has_perm("evidence.add_document") else ""


def waits_for(user, scores) -> bool:
    """Whether the latest score is somebody else's, never signed."""
    latest = scores[0] if scores else None
    return bool(
        latest
        and not latest.sign_off
        and not latest.withdrawn
        and latest.score.scored_by_id != user.pk
    )


def has_any(evidence: tuple[CategoryEvidence, ...]) -> bool:
    return any(category.count for category in evidence)


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
