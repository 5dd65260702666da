"""A scorecard as JSON for other programs: the keys and words are fixed, whatever the screen says.
Pure."""

from collections.abc import Iterable

from indicators.ratings import Rating
from indicators.reporting_periods import in_code
from indicators.scorecard import Scorecard
from indicators.scorecard_row import ScorecardRow
from indicators.travel import Trend

RATINGS = {
    Rating.MET: "met",
    Rating.WITHIN_TOLERANCE: "within_tolerance",
    Rating.NOT_MET: "not_met",
    Rating.NO_TARGET: "no_target",
    Rating.FOR_INFORMATION: "no_target",
    Rating.NO_DATA: "no_data",
    Rating.SUPPRESSED: "no_data",
}


def as_json(scorecard: Scorecard) -> dict:
    rows = [row_as_json(row) for row in scorecard.rows]
    return {
        "period": scorecard.period_code,
        "council": scorecard.council.code,
        "rows": rows,
        "counts": counts_as_json(rows),
    }


def refused(period: str, council: str) -> dict:
    """What is said of a scorecard that cannot be made: nothing, in the same shape."""
    return {"period": period, "council": council, "rows": [], "counts": counts_as_json([])}


def counts_as_json(rows: Iterable[dict]) -> dict:
    rows = list(rows)
    trends = [trend.value for trend in Trend]
    words = {
        "rating": list(dict.fromkeys(RATINGS.values())),
        "short_term": trends,
        "annual": trends,
    }
    return {
        key: {word: sum(row[key] == word for row in rows) for word in known}
        for key, known in words.items()
    }


def row_as_json(row: ScorecardRow) -> dict:
    summary, latest, rank = row.summary, row.summary.held.latest, row.rank
    return {
        "code": row.indicator.code,
        "title": row.indicator.title,
        "polarity": row.indicator.polarity,
        "period": in_code(*row.point[:3]),
        "value": row.point.number,
        "state": row.point.state,
        "numerator": latest.numerator if latest else None,
        "denominator": latest.denominator if latest else None,
        "target": summary.target.value if summary.target else None,
        "rating": RATINGS[summary.rating],
        "short_term": summary.short_term.trend.value,
        "annual": summary.annual.trend.value,
        "england": row.england,
        "difference": plain(summary.england_difference),
        "group_mean": plain(row.group.mean),
        "rank": rank.position if rank else None,
        "of": row.group.n or None,
        "tied": bool(rank and rank.tied),
        "quartile": rank.quartile if rank else None,
        "forecast": plain(summary.forecast.value if summary.forecast else None),
    }


def plain(value) -> float | None:
    return None if value is None else float(value)
