"""The list of quality statements, by theme: score, evidence, indicators and actions of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from readiness.coverage import Category, Cell, Coverage, coverage
from readiness.models import Action, Framework, IndicatorLink, SelfAssessment, Statement, Theme
from readiness.overall_rating import ScoringRules
from readiness.score_reads import latest_scores
from readiness.statement_page import ScoreInWords, in_words


@dataclass(frozen=True)
class StatementRow:
    statement: Statement
    score: ScoreInWords | None
    evidence: list[tuple[Category, Cell]]
    indicators: int
    actions: int


@dataclass(frozen=True)
class ThemeRows:
    theme: Theme
    rows: tuple[StatementRow, ...]


@dataclass(frozen=True)
class StatementIndex:
    framework: Framework | None
    self_assessment: SelfAssessment | None
    themes: tuple[ThemeRows, ...]
    categories: list[Category]
    key_lines: tuple[str, ...]
    key_line: str

    @property
    def is_scored(self) -> bool:
        return bool(self.framework and self.framework.rules)


def build(
    self_assessment: SelfAssessment | None, *, user, on: date, key_line: str = ""
) -> StatementIndex:
    """The statements of the round's framework, of the newest framework where there is no round."""
    framework = self_assessment.framework if self_assessment else Framework.objects.first()
    if framework is None:
        return StatementIndex(None, None, (), [], (), "")
    statements = list(counted(framework.statements.all()))
    key_lines = tuple(dict.fromkeys(one.key_line for one in statements if one.key_line))
    if key_line not in key_lines:
        key_line = ""
    shown = [one for one in statements if not key_line or one.key_line == key_line]
    found = coverage(framework, on=on, user=user)
    rows = rows_of(shown, found, latest_scores(self_assessment, user=user), framework)
    return StatementIndex(
        framework, self_assessment, by_theme(rows), found.categories, key_lines, key_line
    )


def counted(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    """With their themes, and how many indicators and actions each has."""
    return (
        statements.select_related("theme")
        .annotate(
            indicator_count=number_of(IndicatorLink.objects.of_what_we_measure(), "statement"),
            action_count=number_of(Action.statements.through.objects, "statement"),
        )
        .order_by("position")
    )


def number_of(rows, field: str) -> Coalesce:
    """How many of these rows belong to each statement, without joining them to one another."""
    counts = rows.filter(**{field: OuterRef("pk")}).order_by().values(field).annotate(n=Count("pk"))
    return Coalesce(Subquery(counts.values("n"), output_field=IntegerField()), 0)


def rows_of(statements, found: Coverage, scores, framework) -> list[StatementRow]:
    rules = ScoringRules.from_json(framework.rules)
    return [
        StatementRow(
            statement,
            in_words(scores[statement.pk], rules) if rules and statement.pk in scores else None,
            found.of_statement(statement.pk),
            statement.indicator_count,
            statement.action_count,
        )
        for statement in statements
    ]


def by_theme(rows: Iterable[StatementRow]) -> tuple[ThemeRows, ...]:
    themes: dict[int, tuple[Theme, list[StatementRow]]] = {}
    for row in rows:
        themes.setdefault(row.statement.theme_id, (row.statement.theme, []))[1].append(row)
    return tuple(ThemeRows(theme, tuple(rows)) for theme, rows in themes.values())
