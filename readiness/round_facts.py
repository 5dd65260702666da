"""The facts behind each statement on the day its round is closed, as plain values to be kept.

Everything is text, whole numbers, true, false or nothing, as it stood on the pages that day: names
of people and words for ratings are kept, not looked up again. Each function asks a fixed number of
queries for all statements together.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, F, QuerySet
from django.utils import timezone

from config.wording import name_of
from indicators import council_words
from indicators.models import Area
from indicators.summaries import IndicatorSummary, summaries_for
from readiness.challenge_reads import Challenge, challenges_of
from readiness.coverage import Coverage, categories_and_needs
from readiness.models import (
    Action,
    EvidenceLink,
    IndicatorLink,
    Score,
    SelfAssessment,
    Statement,
    Status,
    Voice,
)
from readiness.overall_rating import ScoringRules
from readiness.quarters import Quarter
from readiness.score_reads import latest_scores
from readiness.score_words import score_words
from readiness.statement_indicators import with_home_council


def parts_of_statements(self_assessment: SelfAssessment, *, by, on: date) -> dict[str, tuple]:
    """Name of the part -> (by statement's id, what stands there where there is nothing)."""
    statements = Statement.objects.filter(framework=self_assessment.framework_id)
    with council_words.in_use():
        return {
            "scores": (scores_by_statement(self_assessment), []),
            "evidence": (evidence_by_statement(self_assessment, on=on), []),
            "indicators": (indicators_by_statement(statements), []),
            "actions": (actions_by_statement(statements, on=on), []),
            "challenges": (challenges_by_statement(self_assessment, by=by, on=on), []),
            "voices": (voices_by_statement(statements, on=on), 0),
        }


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def moment(value: datetime) -> str:
    return timezone.localtime(value).isoformat(timespec="minutes")


# --- scores ---------------------------------------------------------------------------------


def scores_by_statement(self_assessment: SelfAssessment) -> dict[int, list[dict]]:
    """Every score of the round, newest first."""
    rules = ScoringRules.from_json(self_assessment.framework.rules)
    scores = Score.objects.filter(self_assessment=self_assessment).select_related(
        "scored_by", "sign_off__signed_by", "sign_off__withdrawal__withdrawn_by"
    )
    found = defaultdict(list)
    for score in scores.order_by("-pk"):
        found[score.statement_id].append(score_content(score, rules))
    return found


def score_content(score: Score, rules: ScoringRules | None) -> dict:
    signed = getattr(score, "sign_off", None)
    gone = getattr(signed, "withdrawal", None)
    return {
        "value": score.value,
        "words": score_words(score.value, rules) if rules else str(score.value),
        "rationale": score.rationale,
        "strengths": score.strengths,
        "areas_for_improvement": score.areas_for_improvement,
        "next_steps": score.next_steps,
        "by": name_of(score.scored_by),
        "at": moment(score.scored_at),
        "sign_off": signed
        and {
            "by": name_of(signed.signed_by),
            "at": moment(signed.signed_at),
            "note": signed.note,
        },
        "withdrawn": gone
        and {
            "by": name_of(gone.withdrawn_by),
            "at": moment(gone.withdrawn_at),
            "reason": gone.reason,
        },
    }


# --- evidence -------------------------------------------------------------------------------


def evidence_by_statement(self_assessment: SelfAssessment, *, on: date) -> dict[int, list[dict]]:
    """Each category, with all documents linked on the day, newest first."""
    framework = self_assessment.framework
    categories, needs = categories_and_needs(framework)
    links = (
        EvidenceLink.objects.live()
        .with_appraisal()
        .filter(statement__framework=framework)
        .select_related("document__latest_version", "linked_by")
        .order_by("-document__evidence_date", "-pk")
    )
    documents = defaultdict(list)
    for link in links:
        documents[link.statement_id, link.category_id].append(document_content(link, on))
    required = Coverage({}, categories, needs)
    return {
        statement_id: [
            {
                "slug": category.slug,
                "title": category.title,
                "short_title": category.short_title,
                "is_required": required.is_required(statement_id, category),
                "documents": documents[statement_id, category.pk],
            }
            for category in categories
        ]
        for statement_id in framework.statements.values_list("pk", flat=True)
    }


def document_content(link, on: date) -> dict:
    """Of a link read ``with_appraisal()``, whose words are the curators' own, not reviewers'."""
    document, version = link.document, link.document.latest_version
    return {
        "document": document.pk,
        "title": document.title,
        "address": document.address,
        "evidence_date": day(document.evidence_date),
        "review_by": day(document.review_by),
        "is_out_of_date": document.is_out_of_date(on=on),
        "version": version.pk if version else None,
        "number": version.number if version else None,
        "file": version.original_name if version else "",
        "sha256": version.sha256 if version else "",
        "shows": link.shows,
        "location": link.location,
        "linked_by": name_of(link.linked_by),
        "linked_at": moment(link.linked_at),
        "verdict": link.verdict,
        "strength": link.strength,
    }


# --- figures --------------------------------------------------------------------------------


Summaries = dict[int, IndicatorSummary]


def indicators_by_statement(
    statements: QuerySet[Statement], *, masked: Callable[[Summaries], Summaries] | None = None
) -> dict[int, list[dict]]:
    """In the order indicators are listed, with our latest figure of the day; ``masked`` takes out
    what is not for an audience."""
    links = IndicatorLink.objects.of_what_we_measure().filter(statement__in=statements)
    pairs = list(links.order_by().values_list("statement_id", "indicator_id"))
    council = Area.objects.filter(code=settings.COUNCIL_CODE).first()
    if council is None:
        return {}
    linked = defaultdict(set)
    for statement_id, indicator_id in pairs:
        linked[indicator_id].add(statement_id)
    found = defaultdict(list)
    summaries = summaries_for(list(linked), council=council)
    for pk, summary in (masked(summaries) if masked else summaries).items():
        content = indicator_content(summary)
        for statement_id in linked[pk]:
            found[statement_id].append(content)
    return found


def indicator_content(summary: IndicatorSummary) -> dict:
    rating = summary.rating
    return {
        "code": summary.indicator.code,
        "title": summary.indicator.short_title or summary.indicator.title,
        "value": summary.value_text,
        "period": summary.period_text,
        "target": summary.target_text,
        "rating": rating.value,
        "rating_word": rating.word,
        "rating_colour": rating.colour if rating.is_judged else "",
        "rule": summary.rule_text,
        "arrow": summary.short_term.arrow,
        "travel": summary.short_term.words,
        "england": summary.england_text,
        "rank": summary.rank_text,
        "is_lowest_quarter": summary.is_lowest_quarter,
        "outturn": summary.held.latest.pk if summary.held.latest else None,
    }


# --- actions and voices ---------------------------------------------------------------------


def actions_by_statement(statements: QuerySet[Statement], *, on: date) -> dict[int, list[dict]]:
    actions = (
        Action.objects.filter(statements__in=statements)
        .with_status()
        .with_last_update()
        .annotate(of_statement=F("statements__pk"))
        .select_related("owner", "priority")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )
    found = defaultdict(list)
    for action in actions:
        found[action.of_statement].append(action_content(action, on))
    return found


def action_content(action, on: date) -> dict:
    quarter = action.last_quarter
    return {
        "action": action.pk,
        "title": action.title,
        "priority": str(action.priority),
        "measure": action.measure,
        "owner": name_of(action.owner),
        "due_on": day(action.due_on),
        "is_overdue": action.is_overdue(on=on),
        "status": action.status,
        "status_word": Status(action.status).label,
        "quarter": str(Quarter(quarter)) if quarter else "",
        "narrative": action.last_narrative or "",
    }


def voices_by_statement(statements: QuerySet[Statement], *, on: date) -> dict[int, int]:
    """Counted, not kept: consent to show somebody's words can be withdrawn."""
    voices = Voice.objects.agreed(on=on).filter(statement__in=statements).order_by()
    return dict(voices.values_list("statement_id").annotate(Count("pk")))


# --- what the facts asked -------------------------------------------------------------------


def challenges_by_statement(self_assessment: SelfAssessment, *, by, on: date) -> dict[int, list]:
    """The questions of the day with what was said to them. Staff's own, as all that is unsigned."""
    if not self_assessment.framework.rules:
        return {}
    statements = list(with_home_council(self_assessment.framework.statements.order_by("position")))
    scores = latest_scores(self_assessment, user=by)
    asked = challenges_of(statements, self_assessment, scores, user=by, on=on)
    return {
        pk: [challenge_content(challenge) for challenge in found.all] for pk, found in asked.items()
    }


def challenge_content(challenge: Challenge) -> dict:
    said = challenge.answer if challenge.answer and challenge.answer.is_in_force else None
    return {
        "question": challenge.prompt.question,
        "reason": challenge.prompt.reason,
        "state": challenge.state_words,
        "colour": challenge.colour,
        "said": said.reason if said else "",
        "by": said.who if said else "",
        "at": moment(said.given_at) if said and said.given_at else None,
    }
