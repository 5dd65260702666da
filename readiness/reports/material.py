"""What a report for a quarter is made of, as one audience may see it: read here and masked here.

This is the one place between what is known and what is written. Its queries are as many for one
indicator, action or voice as for hundreds.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from config.wording import name_of
from indicators import compared as comparing
from indicators import scorecard as scorecards
from indicators.compared import UnknownError
from indicators.models import Commentary
from indicators.periods import PeriodSpec
from indicators.scorecard import Scorecard
from readiness import scorecard_page
from readiness.coverage import Coverage, coverage
from readiness.models import (
    Action,
    ActionUpdate,
    EditionText,
    Plan,
    ReportEdition,
    ReportSection,
    Score,
    SelfAssessment,
    Statement,
    Status,
    Voice,
)
from readiness.overall_rating import OverallRating
from readiness.quarters import Quarter
from readiness.reports.audiences import SHOWN, Rules
from readiness.reports.earlier_copies import Kept, known_outside
from readiness.reports.withholding import LeftOut, masked
from readiness.score_reads import current_self_assessment, newest_in, rating_of
from readiness.scorecard_page import Arrangement


@dataclass(frozen=True)
class Figures:
    """The scorecard of the quarter, ways to arrange it, and what was said of each figure."""

    scorecard: Scorecard
    arranged: dict[str, Arrangement]
    commentary: dict[int, Commentary]
    """By indicator."""
    kept: Kept | None
    """What an issued copy keeps of its suppression; None where nothing is withheld."""


@dataclass(frozen=True)
class Readiness:
    """Where the round stands: scores of those statements that have one for this audience."""

    self_assessment: SelfAssessment
    statements: list[Statement]
    scores: dict[int, Score]
    rating: OverallRating | None
    coverage: Coverage


@dataclass(frozen=True)
class Material:
    """``owing``: actions nobody has spoken of for the quarter."""

    quarter: Quarter
    on: date
    audience: str
    sections: list[ReportSection]
    texts: dict[int, EditionText]
    figures: Figures | None
    plan: Plan | None
    actions: list[Action]
    owing: list[Action]
    readiness: Readiness | None
    voices: list[Voice]
    left_out: tuple[LeftOut, ...]

    @property
    def rules(self) -> Rules:
        return SHOWN[self.audience]

    def named(self, person) -> str:
        return name_of(person) if self.rules.names else ""

    def words_of(self, section: ReportSection) -> str:
        text = self.texts.get(section.pk)
        said = (section.standing_text, text.words if text else "")
        return "\n\n".join(filter(None, said))


def gather(edition: ReportEdition, *, audience: str, on: date) -> Material:
    """At most twenty-two queries."""
    rules, quarter = SHOWN[audience], edition.quarter
    figures, left_out = figures_for(quarter, edition.report.group, rules)
    plan = Plan.objects.filter(starts_on__lte=quarter.ends_on).first() or Plan.objects.first()
    unsigned, scored = readiness_for(rules, on=on)
    voices, more = voices_for(quarter, rules, on=on)
    return Material(
        quarter=quarter,
        on=on,
        audience=audience,
        sections=list(edition.report.sections.all()),
        texts={text.section_id: text for text in edition.texts.in_force()},
        figures=figures,
        plan=plan,
        actions=list(actions_of(plan, quarter)) if plan else [],
        owing=list(Action.objects.owing_update(quarter).select_related("owner")),
        readiness=scored,
        voices=voices,
        left_out=(*left_out, *unsigned, *more, *names_left_out(rules)),
    )


# --- figures --------------------------------------------------------------------------------


def figures_for(
    quarter: Quarter, group: str, rules: Rules
) -> tuple[Figures | None, tuple[LeftOut, ...]]:
    """None before there are councils or figures."""
    try:
        compared = comparing.compared(None, group or None)
    except UnknownError:
        return None, ()
    period = PeriodSpec("quarter", quarter.starts_on, quarter.ends_on)
    told = Commentary.objects.in_force()
    seen = told if rules.sensitive_commentary else Commentary.objects.public()
    scorecard = scorecards.build(period, compared, commentary=seen)
    if not scorecard.rows:
        return None, ()
    kept_back = () if rules.sensitive_commentary else sensitive(scorecard, told)
    withheld: tuple[LeftOut, ...] = ()
    kept = None
    if not rules.small_numbers:
        found = masked(scorecard, known_outside())
        scorecard, withheld, kept = found.scorecard, found.left_out, found.kept
    arranged = scorecard_page.arrangements(scorecard)
    figures = Figures(scorecard, arranged, commentary_of(scorecard, seen), kept)
    return figures, (*withheld, *kept_back)


def shown_periods(scorecard: Scorecard) -> dict[int, int]:
    """Indicator -> period of the figure that is shown."""
    latest = ((row.indicator.pk, row.summary.held.latest) for row in scorecard.rows if row.pk)
    return {pk: held.period_id for pk, held in latest if held}


def commentary_of(scorecard: Scorecard, seen: QuerySet[Commentary]) -> dict[int, Commentary]:
    """On the figures shown; nothing on one that is suppressed."""
    periods = shown_periods(scorecard)
    said = {row.indicator.pk for row in scorecard.rows if row.commentary}
    rows = seen.filter(indicator__in=said)
    return {
        each.indicator_id: each for each in rows if periods[each.indicator_id] == each.period_id
    }


def sensitive(scorecard: Scorecard, told: QuerySet[Commentary]) -> tuple[LeftOut, ...]:
    periods = shown_periods(scorecard)
    rows = told.filter(is_sensitive=True, indicator__in=periods).select_related("indicator")
    return tuple(
        LeftOut(f"Commentary on {each.indicator}", "It is marked sensitive.")
        for each in rows
        if periods[each.indicator_id] == each.period_id
    )


# --- the plan -------------------------------------------------------------------------------


def actions_of(plan: Plan, quarter: Quarter) -> QuerySet[Action]:
    """Each with its ``status`` and ``said`` as they stood at the end of the quarter."""
    until = ActionUpdate.objects.filter(
        action=OuterRef("pk"), quarter_starts_on__lte=quarter.starts_on
    )
    last = until.order_by("-quarter_starts_on", "-id")
    return (
        Action.objects.filter(priority__plan=plan)
        .annotate(
            status=Coalesce(Subquery(last.values("status")[:1]), Value(Status.NOT_STARTED.value)),
            said_in=Subquery(last.values("quarter_starts_on")[:1]),
            narrative=Subquery(last.values("narrative")[:1]),
            changed=Subquery(last.values("changed")[:1]),
            next_steps=Subquery(last.values("next_steps")[:1]),
        )
        .select_related("owner", "priority")
        .order_by("priority__number", "due_on", "pk")
    )


# --- readiness and voices -------------------------------------------------------------------


def readiness_for(rules: Rules, *, on: date) -> tuple[tuple[LeftOut, ...], Readiness | None]:
    """Without signatures, a score is the council's own business."""
    self_assessment = current_self_assessment()
    if self_assessment is None:
        return (), None
    framework = self_assessment.framework
    statements = list(framework.statements.select_related("theme").order_by("position"))
    scores = scores_in_force(self_assessment, unsigned=rules.unsigned_scores)
    signed = {pk: score for pk, score in scores.items() if pk is not None}
    left_out: tuple[LeftOut, ...] = ()
    if not rules.unsigned_scores:
        every = scores_in_force(self_assessment, unsigned=True)
        titles = {statement.pk: statement.title for statement in statements}
        left_out = tuple(
            LeftOut(f"Score of {titles[pk]}", "It is not signed off.")
            for pk, score in every.items()
            if signed.get(pk) != score
        )
    found = Readiness(
        self_assessment=self_assessment,
        statements=statements,
        scores=signed,
        rating=rating_of(framework, statements, signed),
        coverage=coverage(framework, on=on),
    )
    return left_out, found


def scores_in_force(self_assessment: SelfAssessment, *, unsigned: bool) -> dict[int, Score]:
    """By statement, the newest; of those signed off where the others are not for the audience."""
    scores = Score.objects.filter(self_assessment=self_assessment)
    if not unsigned:
        scores = scores.filter(sign_off__isnull=False, sign_off__withdrawal__isnull=True)
    newest = scores.filter(pk__in=newest_in(scores)).select_related("sign_off__withdrawal")
    return {score.statement_id: score for score in newest}


def voices_for(
    quarter: Quarter, rules: Rules, *, on: date
) -> tuple[list[Voice], tuple[LeftOut, ...]]:
    """Heard in the quarter, and agreed to be shown to this audience."""
    heard = Voice.objects.agreed(on=on).filter(
        heard_on__gte=quarter.starts_on, heard_on__lte=quarter.ends_on
    )
    every = list(heard.select_related("statement").order_by("statement__position", "heard_on"))
    if rules.voices == "agreed":
        return every, ()
    shown = [voice for voice in every if voice.for_publication]
    others = len(every) - len(shown)
    if not others:
        return shown, ()
    words = "1 voice" if others == 1 else f"{others} voices"
    return shown, (LeftOut(words, "Those who spoke did not agree to be published."),)


def names_left_out(rules: Rules) -> tuple[LeftOut, ...]:
    if rules.names:
        return ()
    return (LeftOut("Names of those who own actions", "Nobody is named to the public."),)
