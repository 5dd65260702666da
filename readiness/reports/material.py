"""What a report for a quarter is made of, as one audience may see it: read here and masked here.

This is the one place between what is known and what is written. Its queries are as many for one
indicator, action or voice as for hundreds, and nothing is read that no section shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery, TextField, Value
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
    EditionText,
    ReportEdition,
    ReportSection,
    Score,
    SectionKind,
    SelfAssessment,
    Statement,
    Voice,
)
from readiness.overall_rating import OverallRating
from readiness.quarters import Quarter
from readiness.reports.audiences import SHOWN, Rules
from readiness.reports.earlier_copies import Kept, known_outside
from readiness.reports.plan_reads import Learnt, actions_for, learnt_for
from readiness.reports.withholding import LeftOut, masked
from readiness.score_reads import current_self_assessment, newest_in, rating_of
from readiness.scorecard_page import Arrangement

FROM_FIGURES = {
    SectionKind.COMPLAINTS,
    SectionKind.FIGURES,
    SectionKind.CHARTS,
    SectionKind.EXCEPTIONS,
    SectionKind.SOURCES,
}
NOTHING: tuple[None, tuple[LeftOut, ...]] = (None, ())


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
    figures: Figures | None
    actions: list[Action]
    owing: list[Action]
    learnt: list[Learnt]
    readiness: Readiness | None
    voices: list[Voice]
    left_out: tuple[LeftOut, ...]

    @property
    def rules(self) -> Rules:
        return SHOWN[self.audience]

    def named(self, person) -> str:
        return name_of(person) if self.rules.names else ""

    def words_of(self, section: ReportSection) -> str:
        said = (section.standing_text, section.words)  # type: ignore[attr-defined] # annotated
        return "\n\n".join(filter(None, said))


def gather(edition: ReportEdition, *, audience: str, on: date) -> Material:
    """At most eighteen queries: one for the sections, eight to ten for figures, one for actions,
    two for what complaints taught, four for readiness, one for voices; each only where a section
    shows it."""
    rules, quarter = SHOWN[audience], edition.quarter
    sections = sections_of(edition)
    shown = {section.kind for section in sections if section.is_wanted}
    figures, left_out = figures_for(edition, sections, rules) if shown & FROM_FIGURES else NOTHING
    actions = actions_for(quarter) if SectionKind.PLAN in shown else []
    learnt, unsaid = learnt_for(quarter, rules) if SectionKind.COMPLAINTS in shown else ([], ())
    scored, unsigned = readiness_for(rules, on=on) if SectionKind.READINESS in shown else NOTHING
    voices: list[Voice] = []
    more: tuple[LeftOut, ...] = ()
    if SectionKind.VOICES in shown:
        voices, more = voices_for(quarter, rules, on=on)
    return Material(
        quarter=quarter,
        on=on,
        audience=audience,
        sections=sections,
        figures=figures,
        actions=[one for one in actions if one.priority.plan_id == one.plan_of_quarter],
        owing=[action for action in actions if action.is_owing],
        learnt=learnt,
        readiness=scored,
        voices=voices,
        left_out=(*left_out, *unsaid, *unsigned, *more, *names_left_out(rules)),
    )


def sections_of(edition: ReportEdition) -> list[ReportSection]:
    """Each with the ``words`` written in it for the quarter."""
    written = EditionText.objects.filter(edition=edition, section=OuterRef("pk"))
    newest = written.order_by("-number").values("words")[:1]
    words = Coalesce(Subquery(newest), Value(""), output_field=TextField())
    return list(edition.report.sections.annotate(words=words))


# --- figures --------------------------------------------------------------------------------


def figures_for(
    edition: ReportEdition, sections: Iterable[ReportSection], rules: Rules
) -> tuple[Figures | None, tuple[LeftOut, ...]]:
    """None before there are councils or figures."""
    try:
        compared = comparing.compared(None, edition.report.group or None)
    except UnknownError:
        return NOTHING
    quarter = edition.quarter
    period = PeriodSpec("quarter", quarter.starts_on, quarter.ends_on)
    told = list(Commentary.objects.in_force().filter(period__ends_on__lte=quarter.ends_on))
    seen = [each for each in told if rules.sensitive_commentary or not each.is_sensitive]
    words = {(each.indicator_id, each.period_id): each.what_happened for each in seen}
    scorecard = scorecards.build(period, compared, commentary=words)
    if not scorecard.rows:
        return NOTHING
    kept_back = () if rules.sensitive_commentary else sensitive(scorecard, told)
    withheld: tuple[LeftOut, ...] = ()
    kept = None
    if not rules.small_numbers:
        found = masked(scorecard, known_outside())
        scorecard, withheld, kept = found.scorecard, found.left_out, found.kept
    wanted = {section.options.get("arranged_by", "set") for section in sections}
    arranged = scorecard_page.arrangements(scorecard, wanted)
    figures = Figures(scorecard, arranged, commentary_of(scorecard, seen), kept)
    return figures, (*withheld, *kept_back)


def shown_periods(scorecard: Scorecard) -> dict[int, int]:
    """Indicator -> period of the figure that is shown."""
    latest = ((row.indicator.pk, row.summary.held.latest) for row in scorecard.rows if row.pk)
    return {pk: held.period_id for pk, held in latest if held}


def commentary_of(scorecard: Scorecard, seen: Iterable[Commentary]) -> dict[int, Commentary]:
    """On the figures shown; nothing on one that is suppressed."""
    periods = shown_periods(scorecard)
    said = {row.indicator.pk for row in scorecard.rows if row.commentary}
    return {
        each.indicator_id: each
        for each in seen
        if each.indicator_id in said and periods[each.indicator_id] == each.period_id
    }


def sensitive(scorecard: Scorecard, told: Iterable[Commentary]) -> tuple[LeftOut, ...]:
    periods = shown_periods(scorecard)
    indicators = {row.indicator.pk: row.indicator for row in scorecard.rows}
    return tuple(
        LeftOut(f"Commentary on {indicators[each.indicator_id]}", "It is marked sensitive.")
        for each in told
        if each.is_sensitive and periods.get(each.indicator_id) == each.period_id
    )


# --- readiness and voices -------------------------------------------------------------------


def readiness_for(rules: Rules, *, on: date) -> tuple[Readiness | None, tuple[LeftOut, ...]]:
    """Without signatures, a score is the council's own business."""
    self_assessment = current_self_assessment()
    if self_assessment is None:
        return NOTHING
    framework = self_assessment.framework
    statements = list(framework.statements.select_related("theme").order_by("position"))
    every, signed = scores_in_force(self_assessment)
    shown = every if rules.unsigned_scores else signed
    left_out = tuple(
        LeftOut(f"Score of {statement.title}", "It is not signed off.")
        for statement in statements
        if every.get(statement.pk) != shown.get(statement.pk)
    )
    found = Readiness(
        self_assessment=self_assessment,
        statements=statements,
        scores=shown,
        rating=rating_of(framework, statements, shown),
        coverage=coverage(framework, on=on),
    )
    return found, left_out


def scores_in_force(self_assessment: SelfAssessment) -> tuple[dict[int, Score], dict[int, Score]]:
    """By statement, the newest of all and the newest of those signed off."""
    scores = Score.objects.filter(self_assessment=self_assessment)
    signed = scores.filter(sign_off__isnull=False, sign_off__withdrawal__isnull=True)
    newest = Q(pk__in=newest_in(scores)) | Q(pk__in=newest_in(signed))
    found = scores.filter(newest).select_related("sign_off__withdrawal").order_by("pk")
    return (
        {score.statement_id: score for score in found},
        {score.statement_id: score for score in found if score.signature},
    )


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
