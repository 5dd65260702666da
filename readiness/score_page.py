"""What stands beside the score form: evidence, figures, the score before, and what each choice
would make of the overall rating."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, Subquery

from readiness.models import Score, SelfAssessment, Statement
from readiness.overall_rating import Level, OverallRating, ScoringRules, overall_rating
from readiness.score_reads import newest_in, visible_scores
from readiness.statement_evidence import CategoryEvidence, evidence_by_category
from readiness.statement_indicators import IndicatorRow, indicators_of, with_home_council
from readiness.statement_page import ScoreInWords, in_words


@dataclass(frozen=True)
class Choice:
    """A level, and what the round would come to with it."""

    level: Level
    outcome: str


@dataclass(frozen=True)
class ScorePage:
    self_assessment: SelfAssessment
    statement: Statement
    latest: ScoreInWords | None
    """The score in force in this round."""
    before: ScoreInWords | None
    """Where this round has none: the statement's last score in an earlier round."""
    choices: tuple[Choice, ...]
    evidence: tuple[CategoryEvidence, ...]
    indicators: tuple[IndicatorRow, ...]
    flag_level: int | None
    flag_text: str

    @property
    def start(self) -> ScoreInWords | None:
        """What the form starts from."""
        return self.latest or self.before

    @property
    def evidence_count(self) -> int:
        return sum(category.count for category in self.evidence)

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
    scores, before = scores_and_the_one_before(statement, pk, user=user)
    rules = ScoringRules.from_json(statement.framework.rules)
    latest = scores.get(statement.pk)
    return ScorePage(
        self_assessment=self_assessment,
        statement=statement,
        latest=in_words(latest, rules) if latest and rules else None,
        before=in_words(before, rules) if before and rules else None,
        choices=choices(statement, statements, scores, rules) if rules else (),
        evidence=evidence_by_category(statement, user=user, on=on),
        indicators=indicators_of(statement),
        flag_level=rules.flag_level if rules else None,
        flag_text=rules.flag_text if rules else "",
    )


def statements_of_round(pk: int) -> list[Statement]:
    """The round's statements in order, each knowing the round's title and whether it is closed."""
    return list(
        with_home_council(Statement.objects.filter(framework__self_assessments__pk__exact=pk))
        .select_related("framework", "theme")
        .annotate(
            round_title=F("framework__self_assessments__title"),
            round_closed_at=F("framework__self_assessments__closed_at"),
        )
        .order_by("position")
    )


def round_of(statement, pk: int) -> SelfAssessment:
    """The round as it came with the statement, for reading."""
    return SelfAssessment(
        pk=pk,
        title=statement.round_title,
        closed_at=statement.round_closed_at,
        framework=statement.framework,
    )


def scores_and_the_one_before(
    statement: Statement, pk: int, *, user
) -> tuple[dict[int, Score], Score | None]:
    """The round's scores by statement, and what the statement was last given in another round."""
    visible = visible_scores(user)
    last = visible.filter(statement=statement).exclude(self_assessment=pk).values("pk")[:1]
    found = visible.filter(
        Q(pk__in=newest_in(visible.filter(self_assessment=pk))) | Q(pk=Subquery(last))
    ).select_related("self_assessment")
    scores = {score.statement_id: score for score in found if score.self_assessment_id == pk}
    before = next((score for score in found if score.self_assessment_id != pk), None)
    return scores, None if statement.pk in scores else before


def choices(
    statement: Statement,
    statements: list[Statement],
    scores: dict[int, Score],
    rules: ScoringRules,
) -> tuple[Choice, ...]:
    values = {pk: score.value for pk, score in scores.items()}
    return tuple(
        Choice(level, outcome({**values, statement.pk: level.value}, statements, rules))
        for level in rules.levels
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
