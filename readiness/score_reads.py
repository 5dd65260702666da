"""Reading scores: which round is current, which score of each statement is in force, and for whom.

Whoever may not see unsigned scores (peer reviewers) sees the latest signed-off score of each
statement, as if nothing had been recorded since.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Case, Max, QuerySet, Subquery, When

from readiness.models import Framework, Score, SelfAssessment, Statement
from readiness.overall_rating import OverallRating, ScoringRules, overall_rating
from readiness.round_states import with_state


def rounds_current_first() -> QuerySet[SelfAssessment]:
    """The newest open round, then the other open ones, then the closed ones."""
    open_first = Case(When(closed_at__isnull=True, then=0), default=1)
    return with_state(SelfAssessment.objects.order_by(open_first, "-starts_on", "-pk"))


def current_self_assessment() -> SelfAssessment | None:
    """The newest open round, else the newest of all; its framework comes with it."""
    return rounds_current_first().select_related("framework").first()


def rounds_for(user) -> QuerySet[SelfAssessment]:
    """Those this person may read: of the rounds, reviewers came for the current one."""
    if user.has_perm("readiness.view_other_rounds"):
        return with_state(SelfAssessment.objects.all())
    return with_state(SelfAssessment.objects.all()).filter(
        pk=Subquery(rounds_current_first().values("pk")[:1])
    )


def frameworks_in_use_first() -> QuerySet[Framework]:
    """That of the current round, then the others, newest first."""
    of_current = rounds_current_first().values("framework")[:1]
    in_use_first = Case(When(pk=Subquery(of_current), then=0), default=1)
    return Framework.objects.order_by(in_use_first, "-position", "slug")


def framework_in_use() -> Framework | None:
    """That of the current round, in one query; the newest where there is no round."""
    return frameworks_in_use_first().first()


def visible_scores(user) -> QuerySet[Score]:
    """Scores this person may see, newest first, with who scored, signed and withdrew."""
    scores = Score.objects.select_related(
        "scored_by", "sign_off__signed_by", "sign_off__withdrawal__withdrawn_by"
    ).order_by("-pk")
    if user.has_perm("readiness.view_unsigned_scores"):
        return scores
    return scores.filter(sign_off__isnull=False, sign_off__withdrawal__isnull=True)


def latest_scores(self_assessment: SelfAssessment | None, *, user) -> dict[int, Score]:
    """Statement id -> the score in force, in one query. Not scored: not in it."""
    if self_assessment is None:
        return {}
    visible = visible_scores(user).filter(self_assessment=self_assessment)
    return {score.statement_id: score for score in visible.filter(pk__in=newest_in(visible))}


def newest_in(scores: QuerySet[Score]) -> QuerySet:
    """The id of the newest of these scores for each statement and round."""
    by_statement = scores.order_by().values("self_assessment", "statement")
    return by_statement.annotate(newest=Max("pk")).values("newest")


def score_history(self_assessment: SelfAssessment, *, user) -> dict[int, list[Score]]:
    """Statement id -> every score of the round, newest first, in one query."""
    history: dict[int, list[Score]] = {}
    for score in visible_scores(user).filter(self_assessment=self_assessment):
        history.setdefault(score.statement_id, []).append(score)
    return history


def rating_of(
    framework: Framework, statements: Iterable[Statement], scores: Mapping[int, Score]
) -> OverallRating | None:
    """What the scores come to, statements in the framework's order; None where nothing is scored
    by the framework."""
    statements = list(statements)
    rules = ScoringRules.from_json(framework.rules)
    if rules is None or not statements:
        return None
    given = [scores.get(statement.pk) for statement in statements]
    return overall_rating([score.value if score else None for score in given], rules)
