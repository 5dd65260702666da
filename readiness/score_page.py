"""What stands beside the score form: evidence, figures, the score before, and what each choice
would make of the overall rating."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Subquery

from readiness.challenge_reads import Challenge, ChallengesOf, challenges_to
from readiness.challenges import OF_THE_SCORE, Prompt, prompts_if
from readiness.models import (
    CarriedText,
    RoundState,
    Score,
    SelfAssessment,
    Statement,
    StatementDraft,
)
from readiness.overall_rating import Level, OverallRating, ScoringRules, overall_rating
from readiness.round_states import latest_state
from readiness.rubric import Suggestion, by_level, suggestion
from readiness.score_reads import newest_in, visible_scores
from readiness.statement_evidence import CategoryEvidence, evidence_by_category
from readiness.statement_indicators import IndicatorRow, indicators_of, with_home_council
from readiness.statement_page import ScoreInWords, in_words
from readiness.statement_work import latest_draft


@dataclass(frozen=True)
class Choice:
    """A level, and what the round would come to with it."""

    level: Level
    outcome: str
    ticked: str = ""
    """How many of its rating characteristics are met."""
    asks: tuple[Prompt, ...] = ()
    """What the facts would ask of this score and not of every other."""


@dataclass(frozen=True)
class ScorePage:
    self_assessment: SelfAssessment
    statement: Statement
    latest: ScoreInWords | None
    """The score in force in this round."""
    before: ScoreInWords | None
    """Where this round has none: the statement's last score in an earlier round."""
    carried: tuple[ScoreInWords, ...]
    """What the round was started from, where this round has no score yet."""
    round_state: RoundState
    """Only an open round takes scores."""
    newest_draft: StatementDraft | None
    choices: tuple[Choice, ...]
    evidence: tuple[CategoryEvidence, ...]
    indicators: tuple[IndicatorRow, ...]
    flag_level: int | None
    flag_text: str
    challenges: ChallengesOf | None
    """None where nothing can be scored."""

    @property
    def earlier(self) -> tuple[ScoreInWords, ...]:
        """The scores whose words the form starts from, where this round has none."""
        return self.carried or ((self.before,) if self.before else ())

    @property
    def start(self) -> ScoreInWords | None:
        """What the form starts from."""
        return self.latest or self.before

    @property
    def draft(self) -> StatementDraft | None:
        """The newest draft, while no newer score leaves it behind."""
        score = self.latest.score.pk if self.latest else None
        newest = self.newest_draft
        return newest if newest and newest.after_score_id == score else None

    @property
    def evidence_count(self) -> int:
        return sum(category.count for category in self.evidence)

    @property
    def open_challenges(self) -> list[Challenge]:
        """Those asked whatever the score: the others stand beside the score that brings them."""
        asked = self.challenges.open if self.challenges else []
        return [one for one in asked if one.prompt.rule not in OF_THE_SCORE]

    @property
    def suggestion(self) -> Suggestion | None:
        """What the ticked rating characteristics speak for."""
        rules = ScoringRules.from_json(self.statement.framework.rules)
        return suggestion(self.challenges.facts.marks, rules) if self.challenges and rules else None

    @property
    def has_characteristics(self) -> bool:
        return bool(self.challenges and self.challenges.facts.marks)

    @property
    def gaps(self) -> list[str]:
        return [one.title for one in self.evidence if one.is_required and not one.count]


def build(pk: int, slug: str, *, user, on: date) -> ScorePage:
    """Raises ObjectDoesNotExist where there is no such round or statement in it."""
    statements = statements_of_round(pk)
    statement = next((one for one in statements if one.slug == slug), None)
    if statement is None:
        raise Statement.DoesNotExist
    self_assessment = round_of(statement, pk)
    scores, before, carried = scores_and_those_before(statement, pk, user=user)
    rules = ScoringRules.from_json(statement.framework.rules)
    latest = scores.get(statement.pk)
    indicators = indicators_of(statement)
    challenges = challenges_to(statement, self_assessment, latest, indicators, user=user, on=on)
    return ScorePage(
        self_assessment=self_assessment,
        statement=statement,
        latest=in_words(latest, rules) if latest and rules else None,
        before=in_words(before, rules) if before and rules else None,
        carried=() if latest else in_their_own_words(carried),
        round_state=state_in(statement),
        newest_draft=draft_in(statement, self_assessment),
        choices=choices(statement, statements, scores, rules, challenges) if rules else (),
        evidence=evidence_by_category(statement, user=user, on=on),
        indicators=indicators,
        flag_level=rules.flag_level if rules else None,
        flag_text=rules.flag_text if rules else "",
        challenges=challenges,
    )


def statements_of_round(pk: int) -> list[Statement]:
    """The round's statements in order, each knowing the round's title and whether it is closed."""
    drafts = StatementDraft.objects.filter(statement=OuterRef("pk"), self_assessment=pk)
    return list(
        with_home_council(Statement.objects.filter(framework__self_assessments__pk__exact=pk))
        .select_related("framework", "theme")
        .annotate(
            round_title=F("framework__self_assessments__title"),
            round_closed_at=F("framework__self_assessments__closed_at"),
            round_state=latest_state(pk),
            has_draft=Exists(drafts),
        )
        .order_by("position")
    )


def in_their_own_words(carried: list[Score]) -> tuple[ScoreInWords, ...]:
    """Each in the words of the framework it was given under."""
    given = (
        (score, ScoringRules.from_json(score.self_assessment.framework.rules)) for score in carried
    )
    return tuple(in_words(score, rules) for score, rules in given if rules)


def state_in(statement) -> RoundState:
    return RoundState.CLOSED if statement.round_closed_at else RoundState(statement.round_state)


def draft_in(statement, self_assessment: SelfAssessment) -> StatementDraft | None:
    """Asked for only where there is one: the page has no query to spare."""
    return latest_draft(statement, self_assessment) if statement.has_draft else None


def round_of(statement, pk: int) -> SelfAssessment:
    """The round as it came with the statement, for reading."""
    return SelfAssessment(
        pk=pk,
        title=statement.round_title,
        closed_at=statement.round_closed_at,
        framework=statement.framework,
    )


def scores_and_those_before(
    statement: Statement, pk: int, *, user
) -> tuple[dict[int, Score], Score | None, list[Score]]:
    """The round's scores by statement; what the statement was last given in another round; the
    scores whose words were carried to it. One query."""
    visible = visible_scores(user)
    last = visible.filter(statement=statement).exclude(self_assessment=pk).values("pk")[:1]
    carried_here = CarriedText.objects.filter(
        self_assessment=pk, statement=statement, score=OuterRef("pk")
    )
    found = (
        visible.annotate(
            carried=Subquery(carried_here.values("pk")[:1]), is_last=Q(pk=Subquery(last))
        )
        .filter(
            Q(pk__in=newest_in(visible.filter(self_assessment=pk)))
            | Q(is_last=True)
            | Q(carried__isnull=False)
        )
        .select_related("self_assessment__framework", "statement")
    )
    scores: dict[int, Score] = {
        score.statement_id: score for score in found if score.self_assessment_id == pk
    }
    before = next((score for score in found if score.is_last), None)
    came_here = sorted((one for one in found if one.carried), key=lambda one: one.carried)
    carried: list[Score] = [*came_here]
    return scores, None if statement.pk in scores else before, carried


def choices(
    statement: Statement,
    statements: list[Statement],
    scores: dict[int, Score],
    rules: ScoringRules,
    challenges: ChallengesOf | None = None,
) -> tuple[Choice, ...]:
    values = {pk: score.value for pk, score in scores.items()}
    marks = by_level(challenges.facts.marks if challenges else (), rules)
    return tuple(
        Choice(
            level,
            outcome({**values, statement.pk: level.value}, statements, rules),
            ticked.words,
            prompts_if(challenges.facts, level.value) if challenges else (),
        )
        for level, ticked in zip(rules.levels, marks, strict=True)
    )


def outcome(values: dict[int, int], statements: list[Statement], rules: ScoringRules) -> str:
    result = overall_rating([values.get(one.pk) for one in statements], rules)
    return outcome_words(result)


def outcome_words(result: OverallRating) -> str:
    """ "61%, Requires improvement", or the range while statements are missing."""
    if not result.provisional:
        return f"{result.percent}%, {result.rating}"
    range_ = f"{result.lowest_percent}% to {result.highest_percent}%"
    return f"{range_}, provisional with {result.scored} of {result.of} scored"
