"""How one council's figures stand: their history, and where each latest one stands in England.

Two queries whatever the number of indicators. Ranking is done by the database, so that 500
indicators of 170 councils come back as 500 rows, and is kept while the same packs are in use.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce, RowNumber
from django.utils.functional import cached_property

from indicators import periods
from indicators.models import (
    Area,
    DataPack,
    Indicator,
    KeptStanding,
    Outturn,
    Period,
    SeriesBreak,
)
from indicators.travel import Point

# How many breaks in series lie before a figure: those of one series share the number.
BREAKS_BEFORE = Coalesce(
    Subquery(
        SeriesBreak.objects.in_force()
        .filter(indicator=OuterRef("indicator"), begins_on__lte=OuterRef("period__ends_on"))
        .order_by()
        .values("indicator")
        .annotate(n=Count("begins_on", distinct=True))
        .values("n"),
        output_field=IntegerField(),
    ),
    0,
)

# The database's own words for ``latest_of``.
NEWEST_FIRST = Window(
    RowNumber(),
    partition_by="indicator",
    order_by=[
        Case(When(state=Outturn.State.NOT_APPLICABLE, then=1), default=0),
        F("period__ends_on").desc(),
        F("period__starts_on").desc(),
    ],
)

# A figure published as "low" is 0 after rounding; all others without a number have no figure.
# Areas that are not councils take part only as England and as the council's own region.
# Standings kept from the packs in use now are taken as they are; the others are worked out.
STANDINGS = """
WITH kept AS (
    SELECT * FROM indicators_keptstanding
    WHERE outturn_id IN ({latest}) AND region_id = %s
      AND packs_in_use = (SELECT COUNT(*) FROM indicators_datapack WHERE state = 'in_use')
      AND packs_undone = (SELECT COUNT(*) FROM indicators_datapack WHERE state = 'undone')
      AND COALESCE(last_confirmed = (
              SELECT MAX(confirmed_at) FROM indicators_datapack WHERE state = 'in_use'
          ), last_confirmed IS NULL)
      AND last_outturn = (SELECT MAX(id) FROM indicators_outturn)
), figures AS (
    SELECT h.id AS home_id, h.period_id, o.state, a.kind, a.id AS area_id,
           COALESCE(o.value, CASE o.state WHEN 'low' THEN 0.0 END) AS value,
           COALESCE(h.value, CASE h.state WHEN 'low' THEN 0.0 END) AS ours
    FROM indicators_outturn h
    JOIN indicators_outturn o
      ON o.indicator_id = h.indicator_id AND o.period_id = h.period_id AND o.is_current
    JOIN indicators_area a ON a.id = o.area_id AND (a.kind IN ('council', 'england') OR a.id = %s)
    WHERE h.id IN ({latest}) AND h.id NOT IN (SELECT outturn_id FROM kept)
)
SELECT outturn_id, above, below, equal, missing, suppressed,
       england_state, england_value, region_state, region_value
FROM kept
UNION ALL
SELECT home_id,
       COUNT(CASE WHEN kind = 'council' AND value > ours THEN 1 END),
       COUNT(CASE WHEN kind = 'council' AND value < ours THEN 1 END),
       COUNT(CASE WHEN kind = 'council' AND value = ours THEN 1 END),
       COUNT(CASE WHEN kind = 'council' AND state = 'missing' THEN 1 END),
       COUNT(CASE WHEN kind = 'council' AND state = 'suppressed' THEN 1 END),
       MAX(CASE WHEN kind = 'england' THEN state END),
       MAX(CASE WHEN kind = 'england' THEN value END),
       MAX(CASE WHEN kind = 'region' THEN state END),
       MAX(CASE WHEN kind = 'region' THEN value END)
FROM figures GROUP BY home_id
"""


@dataclass(frozen=True)
class Standing:
    """How many councils lie above, below and level with ours (itself included), and the figures
    of England and our region, each a state and a value."""

    above: int = 0
    below: int = 0
    equal: int = 0
    missing: int = 0
    suppressed: int = 0
    england_state: str | None = None
    england_value: float | None = None
    region_state: str | None = None
    region_value: float | None = None


class Row(NamedTuple):
    """A current outturn of the council as read; days as text, for each is read many times over."""

    pk: int
    indicator_id: int
    period_id: int
    state: str
    value: float | None
    numerator: float | None
    denominator: float | None
    base: float | None
    margin: float | None
    is_provisional: bool
    is_revised: bool
    note: str
    kind: str
    starts_on: str
    ends_on: str
    series: int

    @property
    def point(self) -> Point:
        return Point(
            *_period_of(self.kind, self.starts_on, self.ends_on),
            self.state,
            self.value,
            self.series,
        )


@lru_cache(maxsize=1024)
def _period_of(kind: str, starts_on: str, ends_on: str) -> tuple[str, date, date, str]:
    first, last = date.fromisoformat(starts_on), date.fromisoformat(ends_on)
    return kind, first, last, periods.label(kind, first, last)


def latest_of(rows: Sequence[Row]) -> Row:
    """The newest figure or reason; "not applicable" only where there has never been another,
    for a survey of every other year says so in between."""
    due = (row for row in reversed(rows) if row.state != Outturn.State.NOT_APPLICABLE)
    return next(due, rows[-1])


FIGURE_FIELDS = Row._fields[Row._fields.index("state") : Row._fields.index("kind")]


@dataclass(frozen=True)
class Held:
    """What is held of one indicator for one council: its figures, oldest first, and the latest.

    Objects are made when they are asked for: most pages ask for few of hundreds.
    """

    latest: Row | None = None
    rows: tuple[Row, ...] = ()
    standing: Standing = field(default_factory=Standing)

    @cached_property
    def point(self) -> Point | None:
        return self.latest.point if self.latest else None

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Those of the latest figure's kind of period: one line to draw."""
        kind = self.latest.kind if self.latest else None
        return tuple(row.point for row in self.rows if row.kind == kind)

    @cached_property
    def outturn(self) -> Outturn | None:
        """The latest figure with its period."""
        row, point = self.latest, self.point
        if row is None or point is None:
            return None
        period = Period(row.period_id, point.kind, point.starts_on, point.ends_on)
        figures = {name: getattr(row, name) for name in FIGURE_FIELDS}
        return Outturn(pk=row.pk, indicator_id=row.indicator_id, period=period, **figures)


def held_for(
    indicator_ids: Collection[int], *, council: Area, history: bool = True
) -> dict[int, Held]:
    """By indicator; an indicator without any figure for the council is not in it.

    Without ``history`` only the latest figure is read: enough to rate, rank and count by.
    """
    return _held(_history(indicator_ids, council, latest_only=not history), council)


def with_history(held: dict[int, Held], *, council: Area) -> dict[int, Held]:
    """What was read without its history, with it: one query."""
    history = _history(held.keys(), council)
    return {
        indicator_id: replace(each, rows=tuple(history.get(indicator_id, ())))
        for indicator_id, each in held.items()
    }


def _held(history: dict[int, list[Row]], council: Area) -> dict[int, Held]:
    latest = {indicator_id: latest_of(rows) for indicator_id, rows in history.items()}
    standings = standings_of([row.pk for row in latest.values()], council)
    return {
        indicator_id: Held(
            latest[indicator_id],
            tuple(rows),
            standings.get(latest[indicator_id].pk, Standing()),
        )
        for indicator_id, rows in history.items()
    }


def history_between(council: Area, *, after: date, until: date) -> dict[int, list[Row]]:
    """By indicator, the council's current figures of periods that ended between two days, oldest
    first: one query."""
    outturns = Outturn.objects.filter(period__ends_on__gt=after, period__ends_on__lte=until)
    return _rows_of(outturns.filter(area=council))


def _history(indicator_ids, council: Area, *, latest_only=False) -> dict[int, list[Row]]:
    """Every current figure of the council, oldest first; or only what ``latest_of`` would take."""
    outturns = Outturn.objects.filter(area=council, indicator__in=indicator_ids)
    return _rows_of(outturns, latest_only=latest_only)


def _rows_of(outturns: QuerySet[Outturn], *, latest_only=False) -> dict[int, list[Row]]:
    outturns = outturns.filter(is_current=True).order_by("period__ends_on", "period__starts_on")
    if latest_only:
        outturns = outturns.annotate(place=NEWEST_FIRST).filter(place=1)
    columns = outturns.values_list(
        *Row._fields[:-4],
        "period__kind",
        Cast("period__starts_on", CharField()),
        Cast("period__ends_on", CharField()),
        Value(0) if latest_only else BREAKS_BEFORE,
    )
    history: dict[int, list[Row]] = {}
    for values in columns:
        row = Row(*values)
        history.setdefault(row.indicator_id, []).append(row)
    return history


def standings_of(outturn_ids: list[int], council: Area) -> dict[int, Standing]:
    """By outturn, in one query: kept where they are still true, else worked out."""
    if not outturn_ids:
        return {}
    sql = STANDINGS.format(latest=", ".join(["%s"] * len(outturn_ids)))
    region = council.region_id or 0
    with connection.cursor() as cursor:
        cursor.execute(sql, [*outturn_ids, region, region, *outturn_ids])
        return {row[0]: Standing(*row[1:]) for row in cursor.fetchall()}


@transaction.atomic
def keep(*, council: Area) -> int:
    """Work out all standings and keep them; call when figures have become current. Safe to repeat.

    The figures in use are noted first: should they change meanwhile, what is kept does not count.
    """
    noted = _figures_now()
    KeptStanding.objects.all().delete()
    indicator_ids = Indicator.objects.values_list("pk", flat=True)
    history = _history(indicator_ids, council, latest_only=True)
    latest = [latest_of(rows).pk for rows in history.values()]
    found = standings_of(latest, council)
    KeptStanding.objects.bulk_create(
        [
            KeptStanding(
                outturn_id=outturn_id, region_id=council.region_id or 0, **noted, **asdict(standing)
            )
            for outturn_id, standing in found.items()
        ],
        batch_size=500,
    )
    return len(found)


def keep_for_home() -> int:
    """``keep`` for the council this installation belongs to, where its area is known."""
    home = Area.objects.filter(code=settings.COUNCIL_CODE).first()
    return keep(council=home) if home else 0


def _figures_now() -> dict:
    """What must not have changed since: every pack that comes into use or is undone changes it,
    and so does every figure recorded without one."""
    in_use, undone = Q(state=DataPack.State.IN_USE), Q(state=DataPack.State.UNDONE)
    packs = DataPack.objects.aggregate(
        packs_in_use=Count("pk", filter=in_use),
        packs_undone=Count("pk", filter=undone),
        last_confirmed=Max("confirmed_at", filter=in_use),
    )
    return packs | {"last_outturn": Outturn.objects.aggregate(last=Max("pk"))["last"] or 0}
