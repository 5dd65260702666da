"""What other programs read: five feeds of plain rows, each described field by field.

Rows of a feed that grows come in the order of their ``id``, so a reader goes on after the last one
it has, and asks by ``changed_since`` for what is new. Staff's own view: numbers as they are held.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from config.wording import name_of
from indicators import council_words, scorecard, scorecard_json
from indicators.compared import compared
from indicators.models import Area, Indicator, Outturn, Period
from readiness.coverage import coverage
from readiness.models import Action, ActionChange, ActionUpdate, Score, Statement
from readiness.score_reads import framework_in_use

AT_ONCE = 1_000
MOST_AT_ONCE = 5_000
OUTTURN_FIELDS = (
    "pk",
    "indicator_id",
    "area_id",
    "period_id",
    "state",
    "value",
    "numerator",
    "denominator",
    "is_provisional",
    "recorded_at",
)


@dataclass(frozen=True)
class Asked:
    """``period`` is of the scorecard alone; ``on`` is today."""

    on: date
    changed_since: datetime | None = None
    after: int = 0
    period: str = ""


@dataclass(frozen=True)
class Feed:
    """``fields``: name -> (type of JSON, what it is). ``rows`` gives dictionaries of just these;
    ``is_paged`` ones have an ``id`` and are asked for in parts."""

    name: str
    about: str
    fields: dict[str, tuple[str, str]]
    rows: Callable[[Asked], Iterable[dict]]
    is_paged: bool = True


def outturns(asked: Asked) -> Iterator[dict]:
    """Plain values, and the few indicators, places and periods looked up: rows are many."""
    found = Outturn.objects.current()
    if asked.changed_since:
        found = found.filter(recorded_at__gte=asked.changed_since)
    indicators = dict(Indicator.objects.values_list("pk", "code"))
    titles = dict(Indicator.objects.values_list("pk", "title"))
    areas, periods = Area.objects.in_bulk(), Period.objects.in_bulk()
    spelt = {pk: str(period) for pk, period in periods.items()}
    rows = found.filter(pk__gt=asked.after).order_by("pk").values(*OUTTURN_FIELDS)
    for row in rows.iterator(chunk_size=AT_ONCE):
        indicator, area = row["indicator_id"], areas[row["area_id"]]
        yield {
            "id": row["pk"],
            "indicator": indicators[indicator],
            "title": titles[indicator],
            "area_code": area.code,
            "area": area.name,
            "period": spelt[row["period_id"]],
            "period_starts_on": periods[row["period_id"]].starts_on.isoformat(),
            "state": row["state"],
            "value": row["value"],
            "numerator": row["numerator"],
            "denominator": row["denominator"],
            "is_provisional": row["is_provisional"],
            "recorded_at": row["recorded_at"].isoformat(),
        }


def scores(asked: Asked) -> Iterator[dict]:
    found = Score.objects.select_related("statement", "self_assessment", "sign_off__withdrawal")
    if since := asked.changed_since:
        found = found.filter(
            Q(scored_at__gte=since)
            | Q(sign_off__signed_at__gte=since)
            | Q(sign_off__withdrawal__withdrawn_at__gte=since)
        )
    for row in found.filter(pk__gt=asked.after).order_by("pk").iterator(chunk_size=AT_ONCE):
        signed = row.signature
        yield {
            "id": row.pk,
            "self_assessment": row.self_assessment.title,
            "statement": row.statement.slug,
            "title": row.statement.title,
            "score": row.value,
            "scored_at": row.scored_at.isoformat(),
            "signed_off_at": signed.signed_at.isoformat() if signed else None,
        }


def actions(asked: Asked) -> Iterator[dict]:
    found = Action.objects.with_status().with_last_update().select_related("owner", "priority")
    if asked.changed_since:
        found = changed_actions(found, asked.changed_since)
    for row in found.filter(pk__gt=asked.after).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {
            "id": row.pk,
            "title": row.title,
            "priority": str(row.priority),
            "owner": name_of(row.owner),
            "status": row.status,
            "due_on": row.due_on.isoformat() if row.due_on else None,
            "is_overdue": row.is_overdue(on=asked.on),
            "last_narrative": row.last_narrative or "",
        }


def changed_actions(found: QuerySet, since: datetime) -> QuerySet:
    updates = ActionUpdate.objects.filter(action=OuterRef("pk"), updated_at__gte=since)
    changes = ActionChange.objects.filter(action=OuterRef("pk"), changed_at__gte=since)
    return found.filter(Q(added_at__gte=since) | Exists(updates) | Exists(changes))


def covered(asked: Asked) -> Iterator[dict]:
    framework = framework_in_use()
    if framework is None:
        return
    found = coverage(framework, on=asked.on)
    for statement in Statement.objects.filter(framework=framework).order_by("position"):
        for category, cell in found.of_statement(statement.pk):
            yield {
                "statement": statement.slug,
                "title": statement.title,
                "category": category.slug,
                "category_title": category.title,
                "is_required": category.is_required,
                "documents": cell.count,
                "past_review": cell.out_of_date,
                "state": cell.state,
                "newest": cell.newest.isoformat() if cell.newest else None,
            }


def scored(asked: Asked) -> list[dict]:
    """Raises UnknownError where there is no such period."""
    with council_words.in_use():
        found = scorecard.build(scorecard.period_named(asked.period), compared())
        return scorecard_json.as_json(found)["rows"]


TEXT, NUMBER, WHOLE, YES = "string", "number", "integer", "boolean"
FEEDS = {
    feed.name: feed
    for feed in (
        Feed(
            "outturns",
            "Every figure in force, of our council and of those compared, with its state: a figure "
            "or the reason why there is none.",
            {
                "id": (WHOLE, "Goes up; a revised figure has a new one"),
                "indicator": (TEXT, "Code"),
                "title": (TEXT, "Title of the indicator"),
                "area_code": (TEXT, "ONS code of the place"),
                "area": (TEXT, "Name of the place"),
                "period": (TEXT, "In words"),
                "period_starts_on": (TEXT, "First day, as 2026-04-01"),
                "state": (TEXT, "ok, missing, suppressed, not_applicable or low"),
                "value": (NUMBER, "None where the state is not ok or low"),
                "numerator": (NUMBER, "Where it is known"),
                "denominator": (NUMBER, "Where it is known"),
                "is_provisional": (YES, "As the release says"),
                "recorded_at": (TEXT, "Moment, ISO 8601"),
            },
            outturns,
        ),
        Feed(
            "scores",
            "Every score given in a self-assessment, signed off or not.",
            {
                "id": (WHOLE, "Goes up; a later score of a statement has a higher one"),
                "self_assessment": (TEXT, "Title of the round"),
                "statement": (TEXT, "Short name of the quality statement"),
                "title": (TEXT, "Its title"),
                "score": (WHOLE, "1 to 4"),
                "scored_at": (TEXT, "Moment, ISO 8601"),
                "signed_off_at": (TEXT, "Moment; none where no sign-off is in force"),
            },
            scores,
        ),
        Feed(
            "actions",
            "The plan's actions as they stand.",
            {
                "id": (WHOLE, "Number of the action"),
                "title": (TEXT, "What is done"),
                "priority": (TEXT, "Under which priority"),
                "owner": (TEXT, "Who answers for it"),
                "status": (TEXT, "Code of the status last reported"),
                "due_on": (TEXT, "Day, as 2026-11-22"),
                "is_overdue": (YES, "Due before today and not finished"),
                "last_narrative": (TEXT, "What was last said of it"),
            },
            actions,
        ),
        Feed(
            "coverage",
            "Documents of each quality statement by kind of evidence. Always whole.",
            {
                "statement": (TEXT, "Short name of the quality statement"),
                "title": (TEXT, "Its title"),
                "category": (TEXT, "Short name of the kind of evidence"),
                "category_title": (TEXT, "Its title"),
                "is_required": (YES, "Whether the statement needs it"),
                "documents": (WHOLE, "How many, without those sent back"),
                "past_review": (WHOLE, "How many of them are past their review date"),
                "state": (TEXT, "empty, stale or fresh"),
                "newest": (TEXT, "Latest day that any of them speaks to"),
            },
            covered,
            is_paged=False,
        ),
        Feed(
            "scorecard",
            "Our scorecard for the period asked for. Always whole.",
            {
                "code": (TEXT, "Code of the indicator"),
                "title": (TEXT, "Its title"),
                "polarity": (TEXT, "higher, lower, range or none"),
                "period": (TEXT, "The figure's own period"),
                "value": (NUMBER, "The figure"),
                "state": (TEXT, "ok, or why there is no figure"),
                "numerator": (NUMBER, "Where it is known"),
                "denominator": (NUMBER, "Where it is known"),
                "target": (NUMBER, "In force for the period"),
                "rating": (TEXT, "met, within_tolerance, not_met, no_target or no_data"),
                "short_term": (TEXT, "Against the period before"),
                "annual": (TEXT, "Against the same period a year ago"),
                "england": (NUMBER, "England's figure"),
                "difference": (NUMBER, "Ours less England's"),
                "group_mean": (NUMBER, "Mean of the councils compared"),
                "rank": (WHOLE, "1 is best"),
                "of": (WHOLE, "Councils ranked"),
                "tied": (YES, "Whether others share the rank"),
                "quartile": (WHOLE, "1 is best"),
                "forecast": (NUMBER, "For the year, where figures add up over it"),
            },
            scored,
            is_paged=False,
        ),
    )
}
