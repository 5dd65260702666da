"""Other councils' published scores beside ours, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from indicators.models import Area
from indicators.places import short_spelling
from readiness.models import Framework, PublishedResults, SelfAssessment, Statement
from readiness.overall_rating import Level, ScoringRules
from readiness.published_standing import Distribution, Overall, distribution, overall
from readiness.score_reads import current_self_assessment, framework_in_use, latest_scores
from readiness.score_words import rating_colour, score_colour


@dataclass(frozen=True)
class Line:
    statement: Statement
    distribution: Distribution
    bar: list[tuple[str, int, str]]
    """(level in words, number of councils, colour)."""


@dataclass(frozen=True)
class PublishedPage:
    framework: Framework | None
    results: PublishedResults | None
    self_assessment: SelfAssessment | None
    levels: tuple[Level, ...] = ()
    lines: tuple[Line, ...] = ()
    overall: Overall | None = None
    rating_bar: tuple[tuple[str, int, str], ...] = ()
    left_out: str = ""
    """Our own council, where the file has it."""

    @property
    def councils(self) -> list[dict]:
        return self.results.rows if self.results else []


def build(*, user) -> PublishedPage:
    self_assessment = current_self_assessment()
    framework = self_assessment.framework if self_assessment else framework_in_use()
    rules = ScoringRules.from_json(framework.rules) if framework else None
    if framework is None or rules is None:
        return PublishedPage(framework, None, self_assessment)
    results = results_in_use(framework)
    if results is None:
        return PublishedPage(framework, None, self_assessment)
    statements = list(framework.statements.order_by("position"))
    scores = latest_scores(self_assessment, user=user)
    ours = [scores[one.pk].value if one.pk in scores else None for one in statements]
    others, left_out = without_us(results.rows)
    return PublishedPage(
        framework=framework,
        results=results,
        self_assessment=self_assessment,
        levels=rules.levels,
        lines=tuple(
            line_of(one, [row["scores"].get(one.slug) for row in others], mine, rules)
            for one, mine in zip(statements, ours, strict=True)
        ),
        overall=(whole := overall([row["scores"] for row in others], ours, rules)),
        rating_bar=tuple(
            (rating, number, rating_colour(rating, rules)) for rating, number in whole.ratings
        ),
        left_out=left_out,
    )


def results_in_use(framework: Framework) -> PublishedResults | None:
    in_use = PublishedResults.objects.in_use().filter(framework=framework)
    return in_use.select_related("loaded_by", "decided_by").first()


def without_us(rows: Sequence[dict]) -> tuple[list[dict], str]:
    """The others, and the name under which our own council is among them."""
    home = Area.objects.filter(code=settings.COUNCIL_CODE).first()
    names = {short_spelling(name) for name in (home.name, *home.other_names)} if home else set()
    ours = [row for row in rows if short_spelling(row["authority"]) in names]
    return [row for row in rows if row not in ours], ours[0]["authority"] if ours else ""


def line_of(statement, scores, ours, rules: ScoringRules) -> Line:
    found = distribution(scores, ours, rules)
    return Line(
        statement,
        found,
        [
            (f"{level.value} {level.title}", number, score_colour(level.value, rules))
            for level, (_, number) in zip(rules.levels, found.counts, strict=True)
        ],
    )
