"""The score wall: what we, a director, peers and CQC gave each statement, and how ours moved.

Five queries beside those of the person who asks, whatever the number of rounds and reports.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.safestring import SafeString

from config.wording import name_of
from indicators.charts import sparkline
from readiness.models import ExternalScore, Framework, Giver, Score, SelfAssessment, Statement
from readiness.overall_rating import ScoringRules
from readiness.score_drift import Place, beside, drift_sentence, hard_or_soft
from readiness.score_reads import framework_in_use, newest_in, visible_scores
from readiness.score_words import score_colour, score_words

LINE = 2  # figures it takes to draw one


@dataclass(frozen=True)
class Given:
    """A score on the wall. ``pk`` is of an entry that can be corrected; None for our own."""

    value: int
    words: str
    colour: str
    day: date
    who: str
    reason: str
    source: str
    pk: int | None = None


@dataclass(frozen=True)
class WallRow:
    statement: Statement
    own: Given | None
    director: Given | None
    peer: Given | None
    cqc: Given | None
    places: tuple[Place, ...]
    line: SafeString

    @property
    def cells(self) -> list[tuple[str, Given | None]]:
        return [
            ("Our score", self.own),
            ("Signed by a director", self.director),
            ("Peer review", self.peer),
            ("CQC", self.cqc),
        ]

    @property
    def ours(self) -> int | None:
        """What we stand by: the signed score, else the one that waits."""
        given = self.director or self.own
        return given.value if given else None

    @property
    def drift(self) -> str:
        return drift_sentence(self.places)

    @property
    def comparisons(self) -> list[str]:
        """Hard or soft on ourselves, beside each who gave a score."""
        others = ((self.peer, "the peer review"), (self.cqc, "CQC"))
        said = (beside(self.ours, given.value, name) for given, name in others if given)
        return [words for words in said if words]


@dataclass(frozen=True)
class ScoreWall:
    framework: Framework | None
    rows: tuple[WallRow, ...]
    rounds: tuple[SelfAssessment, ...]

    @property
    def is_scored(self) -> bool:
        return bool(self.framework and self.framework.rules)

    @property
    def findings(self) -> list[str]:
        cqc = [(row.statement.title, row.ours, value_of(row.cqc)) for row in self.rows]
        peer = [(row.statement.title, row.ours, value_of(row.peer)) for row in self.rows]
        said = (hard_or_soft(cqc, "CQC"), hard_or_soft(peer, "the peer review"))
        return [words for words in said if words]


def value_of(score: Given | None) -> int | None:
    return score.value if score else None


def build(*, user) -> ScoreWall:
    """Of the framework in use: its statements, in its rounds, oldest round first."""
    framework = framework_in_use()
    rules = ScoringRules.from_json(framework.rules) if framework else None
    if framework is None or rules is None:
        return ScoreWall(framework, (), ())
    rounds = tuple(framework.self_assessments.order_by("starts_on", "pk"))
    latest, signed = scores_of(rounds, user)
    held = Held(rounds, latest, signed, outside_scores(framework), rules)
    statements = framework.statements.select_related("theme").order_by("position")
    return ScoreWall(
        framework,
        tuple(wall_row(one, held) for one in statements),
        rounds,
    )


Scores = dict[tuple[int, int], Score]
"""(statement, round) -> the newest score."""


def scores_of(rounds, user) -> tuple[Scores, Scores]:
    """The newest of each statement in each round, and the newest that is signed. Two queries."""
    visible = visible_scores(user).filter(self_assessment__in=rounds)
    signed = visible.filter(sign_off__isnull=False, sign_off__withdrawal__isnull=True)
    return by_place(visible), by_place(signed)


def by_place(scores) -> Scores:
    newest = scores.filter(pk__in=newest_in(scores))
    return {(score.statement_id, score.self_assessment_id): score for score in newest}


def outside_scores(framework: Framework) -> dict[tuple[int, str], ExternalScore]:
    """(statement, giver) -> the latest in force, in one query."""
    entered = ExternalScore.objects.in_force().filter(statement__framework=framework)
    found: dict[tuple[int, str], ExternalScore] = {}
    for score in entered.order_by("-given_on", "-pk"):
        found.setdefault((score.statement_id, score.giver), score)
    return found


@dataclass(frozen=True)
class Held:
    """What all rows of the wall are made from."""

    rounds: tuple[SelfAssessment, ...]
    latest: Scores
    signed: Scores
    outside: dict[tuple[int, str], ExternalScore]
    rules: ScoringRules

    def newest(self, scores: Scores, statement: Statement) -> Score | None:
        found = (scores.get((statement.pk, one.pk)) for one in reversed(self.rounds))
        return next((score for score in found if score), None)

    def title(self, score: Score) -> str:
        return next(one.title for one in self.rounds if one.pk == score.self_assessment_id)

    def places(self, statement: Statement) -> tuple[Place, ...]:
        scores = (self.latest.get((statement.pk, one.pk)) for one in self.rounds)
        return tuple(
            Place(one.title, score.value if score else None)
            for one, score in zip(self.rounds, scores, strict=True)
        )


def wall_row(statement: Statement, held: Held) -> WallRow:
    places = held.places(statement)
    return WallRow(
        statement=statement,
        own=own(held.newest(held.latest, statement), held),
        director=by_director(held.newest(held.signed, statement), held),
        peer=from_report(held.outside.get((statement.pk, Giver.PEER)), held.rules),
        cqc=from_report(held.outside.get((statement.pk, Giver.CQC)), held.rules),
        places=places,
        line=drawn(places),
    )


def given(value: int, rules: ScoringRules, **about) -> Given:
    return Given(value, score_words(value, rules), score_colour(value, rules), **about)


def own(score: Score | None, held: Held) -> Given | None:
    if score is None:
        return None
    return given(
        score.value,
        held.rules,
        day=timezone.localdate(score.scored_at),
        who=name_of(score.scored_by),
        reason=score.rationale,
        source=held.title(score),
    )


def by_director(score: Score | None, held: Held) -> Given | None:
    if score is None:
        return None
    return given(
        score.value,
        held.rules,
        day=timezone.localdate(score.sign_off.signed_at),
        who=name_of(score.sign_off.signed_by),
        reason=score.sign_off.note,
        source=held.title(score),
    )


def from_report(score: ExternalScore | None, rules: ScoringRules) -> Given | None:
    if score is None or score.value is None:
        return None
    return given(
        score.value,
        rules,
        day=score.given_on,
        who="",
        reason=score.reason,
        source=", ".join(part for part in (score.source, score.paragraph) if part),
        pk=score.pk,
    )


def drawn(places: tuple[Place, ...]) -> SafeString:
    """The scores as a line the size of a word; nothing where there is no line to draw."""
    values = [place.value for place in places if place.value is not None]
    if len(values) < LINE:
        return SafeString("")
    return sparkline([float(value) for value in values], words=drift_sentence(places))
