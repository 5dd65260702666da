"""Where the council stands, on one page: nine statements, and what is most wrong with each.

Every read is an aggregate or as many rows as there are statements, indicators linked to them and
categories, so the page costs the same with ten documents as with ten thousand.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import F, OuterRef, Subquery

from indicators.models import Area, Commentary
from indicators.ratings import INDICATOR_FIELDS, Rule
from indicators.tallies import Counts as IndicatorCounts
from indicators.tallies import counts_of, tallies_for
from readiness.attention import Attention, Facts, most_wrong
from readiness.coverage import Category, Cell, Coverage, coverage
from readiness.models import (
    Action,
    Framework,
    IndicatorLink,
    Score,
    SelfAssessment,
    Statement,
    Status,
    Theme,
)
from readiness.needs import Needs, at, needs_of
from readiness.overall_rating import OverallRating, ScoringRules, rule_in_words
from readiness.plan_page import Counts as ActionCounts
from readiness.plan_page import counts_by
from readiness.recent import Event, recent
from readiness.score_reads import current_self_assessment, latest_scores, rating_of
from readiness.score_words import rating_sentence, score_colour
from readiness.statement_indicators import with_home_council

RULE_FIELDS = {name: F(f"indicator__{name}") for name in INDICATOR_FIELDS}
# The latest period of which something has been said.
SAID_OF = Subquery(
    Commentary.objects.published()
    .filter(indicator=OuterRef("indicator"))
    .order_by("-period__ends_on", "-period__starts_on")
    .values("period_id")[:1]
)
SHOWN_STATUSES = (Status.BEHIND, Status.ON_TARGET, Status.AHEAD, Status.COMPLETED)


@dataclass(frozen=True)
class ScoreShown:
    pk: int
    value: int
    level: str
    colour: str
    scored_by_id: int
    signed_at: datetime | None

    @property
    def awaits_sign_off(self) -> bool:
        return self.signed_at is None


@dataclass(frozen=True)
class StatementRow:
    statement: Statement
    score: ScoreShown | None
    evidence: list[tuple[Category, Cell]]
    indicators: IndicatorCounts
    actions: ActionCounts
    attention: Attention

    @property
    def documents(self) -> int:
        return sum(cell.count for _, cell in self.evidence)

    @property
    def action_columns(self) -> list[tuple[Status, int]]:
        return [(status, self.actions.by_status.get(status, 0)) for status in SHOWN_STATUSES]


@dataclass(frozen=True)
class ThemeRows:
    theme: Theme
    rows: list[StatementRow]


@dataclass(frozen=True)
class Step:
    """One thing to do before the page can say where the council stands."""

    words: str
    is_done: bool
    url_name: str
    permission: str


@dataclass(frozen=True)
class OpenStep:
    words: str
    is_done: bool
    address: str


@dataclass(frozen=True)
class Overview:
    framework: Framework | None
    self_assessment: SelfAssessment | None
    rules: ScoringRules | None
    rating: OverallRating | None
    sentence: str
    themes: list[ThemeRows]
    categories: list[Category]
    recent: list[Event]
    needs: Needs
    steps: list[Step]

    @property
    def rows(self) -> list[StatementRow]:
        return [row for theme in self.themes for row in theme.rows]

    @property
    def awaiting_sign_off(self) -> list[StatementRow]:
        return [row for row in self.rows if row.score and row.score.awaits_sign_off]

    @property
    def without_evidence(self) -> list[StatementRow]:
        return [row for row in self.rows if not row.documents]

    @property
    def finding(self) -> str:
        """The first thing to read: "Requires improvement, 59% (21 of 36)"."""
        return self.sentence.partition(". ")[0].rstrip(".")

    @property
    def way_on(self) -> str:
        """The rest of the sentence: how far the next rating is, and where there is room."""
        return self.sentence.partition(". ")[2]

    @property
    def rule(self) -> str:
        """How the overall rating comes about, for printing beside it."""
        return rule_in_words(self.rules, len(self.rows)) if self.rating and self.rules else ""

    @property
    def is_begun(self) -> bool:
        return all(step.is_done for step in self.steps)


def build(*, user, on: date) -> Overview:
    """At most twelve queries, the person's session and roles apart."""
    self_assessment = current_self_assessment()
    framework = self_assessment.framework if self_assessment else Framework.objects.first()
    if framework is None:
        return nothing_yet()
    statements = list(with_home_council(framework.statements.select_related("theme")))
    scores = latest_scores(self_assessment, user=user)
    found = coverage(framework, on=on, user=user)
    indicators = indicators_by_statement(
        framework,
        home_council(statements),
        is_inner=user.has_perm("indicators.view_inner_commentary"),
    )
    serving = Action.objects.with_status().filter(statements__framework=framework)
    actions = counts_by("statements", serving, on=on)
    rules = ScoringRules.from_json(framework.rules)
    sees_all = user.has_perm("readiness.view_unsigned_scores")
    done = "scored" if sees_all else "signed off"
    rows = [
        statement_row(
            statement,
            score=score_shown(scores.get(statement.pk), rules),
            found=found,
            indicators=indicators.get(statement.pk, IndicatorCounts()),
            actions=actions.get(statement.pk, ActionCounts({})),
            rules=rules,
            done=done,
        )
        for statement in statements
    ]
    rating = rating_of(framework, statements, scores)
    return Overview(
        framework=framework,
        self_assessment=self_assessment,
        rules=rules,
        rating=rating,
        sentence=sentence(self_assessment, rating, statements, done=done),
        themes=by_theme(rows),
        categories=found.categories,
        recent=recent(user=user),
        needs=needs_of(user, on=on) if sees_all else Needs(),
        steps=first_steps(self_assessment, rows),
    )


def nothing_yet() -> Overview:
    return Overview(
        framework=None,
        self_assessment=None,
        rules=None,
        rating=None,
        sentence="There is nothing to show yet.",
        themes=[],
        categories=[],
        recent=[],
        needs=Needs(),
        steps=first_steps(None, None),
    )


def first_steps(self_assessment, rows: list[StatementRow] | None) -> list[Step]:
    rows = rows or []
    return [
        Step(
            "Load CQC’s framework: an administrator of the server runs load_framework",
            bool(rows),
            "",
            "",
        ),
        Step(
            "Import the national figures as a data pack",
            any(row.indicators.held for row in rows),
            "data_pack_list",
            "indicators.import_data_pack",
        ),
        Step(
            "Open a self-assessment",
            self_assessment is not None,
            "self_assessment_list",
            "readiness.manage_self_assessments",
        ),
        Step(
            "Add the first evidence",
            any(row.documents for row in rows),
            "add_evidence",
            "evidence.add_document",
        ),
    ]


def open_steps(steps: list[Step], user) -> list[OpenStep]:
    """The steps with their address, for those this person may take."""
    return [
        OpenStep(
            step.words,
            step.is_done,
            at(step.url_name) if step.url_name and user.has_perm(step.permission) else "",
        )
        for step in steps
    ]


def sentence(self_assessment, rating: OverallRating | None, statements, *, done: str) -> str:
    if self_assessment is None:
        return "No self-assessment has been opened yet."
    if rating is None:
        return f"{self_assessment} is not scored."
    if not rating.scored:
        return f"None of the {rating.of} quality statements is {done} yet."
    return rating_sentence(rating, [statement.title for statement in statements], done)


def home_council(statements: list) -> Area | None:
    """None before the list of councils is loaded."""
    first = next(iter(statements), None)
    if first is None or first.home_id is None:
        return None
    return Area(pk=first.home_id, code=settings.COUNCIL_CODE, region_id=first.home_region_id)


def score_shown(score: Score | None, rules: ScoringRules | None) -> ScoreShown | None:
    if score is None or rules is None:
        return None
    level = rules.level(score.value)
    sign_off = score.signature
    return ScoreShown(
        pk=score.pk,
        value=score.value,
        level=level.title if level else "",
        colour=score_colour(score.value, rules),
        scored_by_id=score.scored_by_id,
        signed_at=sign_off.signed_at if sign_off else None,
    )


def indicators_by_statement(
    framework: Framework, council: Area | None, *, is_inner: bool
) -> dict[int, IndicatorCounts]:
    """Four queries: links with their indicators' rules, and what tallies ask."""
    links = list(
        IndicatorLink.objects.of_what_we_measure()
        .filter(statement__framework=framework)
        .order_by()
        .values("statement_id", "indicator_id", said_of=SAID_OF, **RULE_FIELDS)
    )
    if council is None:
        return {}
    rules = {
        link["indicator_id"]: Rule(**{name: link[name] for name in RULE_FIELDS}) for link in links
    }
    said = {link["indicator_id"]: link["said_of"] for link in links} if is_inner else None
    tallies = tallies_for(rules, council=council, said=said)
    linked = defaultdict(list)
    for link in links:
        linked[link["statement_id"]].append(tallies[link["indicator_id"]])
    return {statement_id: counts_of(each) for statement_id, each in linked.items()}


def statement_row(
    statement: Statement,
    *,
    score: ScoreShown | None,
    found: Coverage,
    indicators: IndicatorCounts,
    actions: ActionCounts,
    rules: ScoringRules | None,
    done: str,
) -> StatementRow:
    evidence = found.of_statement(statement.pk)
    facts = Facts(
        score=score.value if score else None,
        is_scored=rules is not None,
        done=done,
        flag_level=rules.flag_level if rules else None,
        awaits_sign_off=bool(score and score.awaits_sign_off),
        documents=sum(cell.count for _, cell in evidence),
        gaps=tuple(category.short_title for category in found.gaps(statement.pk)),
        stale=tuple(category.short_title for category in found.stale(statement.pk)),
        indicators=indicators.total,
        not_met=indicators.not_met,
        lowest=indicators.lowest,
        unexplained=indicators.unexplained,
        actions=actions.total,
        behind=actions.by_status.get(Status.BEHIND, 0),
        overdue=actions.overdue,
    )
    return StatementRow(statement, score, evidence, indicators, actions, most_wrong(facts))


def by_theme(rows: list[StatementRow]) -> list[ThemeRows]:
    themes: dict[int, ThemeRows] = {}
    for row in rows:
        theme = row.statement.theme
        themes.setdefault(theme.pk, ThemeRows(theme, [])).rows.append(row)
    return list(themes.values())
