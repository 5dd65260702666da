"""Where figures stand among a set of councils, each in its own period: ranked by the database, so
that 500 indicators of 150 councils come back as 500 rows. One query."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from indicators.figures import exact
from indicators.standings import Standing

# A figure published as "low" is 0 after rounding; all others without a number have no figure.
# Going through the indicators in their own order keeps the rows of each together, so that nothing
# is sorted; the plus keeps SQLite from reading whole councils instead of one period of each.
RANKED = """
WITH ours(indicator_id, period_id, figure) AS (VALUES {ours})
SELECT i.id,
       COUNT(*) FILTER (WHERE {value} > ours.figure),
       COUNT(*) FILTER (WHERE {value} < ours.figure),
       COUNT(*) FILTER (WHERE {value} = ours.figure),
       COUNT(*) FILTER (WHERE o.state = 'missing'),
       COUNT(*) FILTER (WHERE o.state = 'suppressed'),
       MAX(england.state), MAX({england_value}), MAX(region.state), MAX({region_value}),
       MAX(england.id), MAX(england.margin), MAX(england.numerator), MAX(england.denominator),
       COUNT({value}), AVG({value})
FROM indicators_indicator i
CROSS JOIN ours
LEFT JOIN indicators_outturn england ON england.indicator_id = i.id
     AND england.period_id = ours.period_id AND england.area_id = %s AND england.is_current
LEFT JOIN indicators_outturn region ON region.indicator_id = i.id
     AND region.period_id = ours.period_id AND region.area_id = %s AND region.is_current
LEFT JOIN indicators_outturn o ON o.indicator_id = i.id
     AND o.period_id = ours.period_id AND +o.area_id IN ({members}) AND o.is_current
WHERE ours.indicator_id = i.id
GROUP BY i.id
"""
VALUE = "COALESCE({0}.value, CASE {0}.state WHEN 'low' THEN 0.0 END)"
OURS = "(CAST(%s AS bigint), CAST(%s AS bigint), CAST(%s AS double precision))"
AT_ONCE = 5000
"""Databases take only so many values in one statement."""


class Ours(NamedTuple):
    """An indicator with the period and the figure to stand among others; None where we have none,
    for the others have a mean all the same."""

    indicator_id: int
    period_id: int
    figure: float | None


class Sureness(NamedTuple):
    """What the interval of a figure is worked out from."""

    margin: float | None = None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class GroupStanding:
    """``n`` councils of the set have a figure; ``england_pk`` is the outturn of England."""

    standing: Standing = field(default_factory=Standing)
    england_pk: int | None = None
    england: Sureness = field(default_factory=Sureness)
    n: int = 0
    mean: Decimal | None = None


def group_standings(
    ours: Iterable[Ours], *, members: Collection[int], england_id: int, region_id: int | None
) -> dict[int, GroupStanding]:
    """By indicator; one that nobody has a figure or a reason for is not in it."""
    rows = list(ours)
    found: dict[int, GroupStanding] = {}
    for first in range(0, len(rows), AT_ONCE):
        found |= _ranked(rows[first : first + AT_ONCE], members, england_id, region_id or 0)
    return found


def _ranked(rows: list[Ours], members, england_id: int, region_id: int) -> dict:
    sql = RANKED.format(
        ours=", ".join([OURS] * len(rows)),
        members=", ".join(["%s"] * len(members)) or "NULL",
        value=VALUE.format("o"),
        england_value=VALUE.format("england"),
        region_value=VALUE.format("region"),
    )
    values = [value for row in rows for value in row]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, england_id, region_id, *members])
        return {row[0]: _standing(*row[1:]) for row in cursor.fetchall()}


def _standing(*values) -> GroupStanding:
    *counted, england_pk, margin, numerator, denominator, n, mean = values
    middle = None if mean is None else exact(round(mean, 9))
    sureness = Sureness(margin, numerator, denominator)
    return GroupStanding(Standing(*counted), england_pk, sureness, n, middle)
