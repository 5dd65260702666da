"""Figures that miss their target and have no commentary: the exception rule.

Three queries whatever their number. A draft is not yet commentary.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from indicators.figures import HAS_FIGURE, write
from indicators.judging import Judgement, judge, target_for
from indicators.models import Area, Commentary, Indicator, Outturn, Period
from indicators.ratings import Rating, rule_of
from indicators.standings import NEWEST_FIRST
from indicators.summaries import TargetInForce, targets_of
from indicators.travel import Point


@dataclass(frozen=True)
class FigureNeeding:
    """A figure that was not met and of which nobody has said why."""

    indicator: Indicator
    outturn: Outturn
    judgement: Judgement
    has_draft: bool

    @property
    def period(self) -> Period:
        return self.outturn.period

    @property
    def value_text(self) -> str:
        unit, decimals = self.indicator.unit, self.indicator.decimals
        return write(self.outturn.value, state=self.outturn.state, unit=unit, decimals=decimals)


def of_this_figure() -> QuerySet[Commentary]:
    return Commentary.objects.filter(indicator=OuterRef("indicator"), period=OuterRef("period"))


def latest_outturns(indicators: QuerySet[Indicator]) -> QuerySet[Outturn]:
    """Our latest figure of each, knowing whether anything has been said of it."""
    home = Area.objects.filter(code=settings.COUNCIL_CODE).values("pk")[:1]
    return (
        Outturn.objects.current()
        .filter(area=Subquery(home), indicator__in=indicators)
        .annotate(
            place=NEWEST_FIRST,
            has_commentary=Exists(of_this_figure().filter(is_draft=False)),
            has_draft=Exists(of_this_figure().filter(is_draft=True)),
        )
        .filter(place=1)
        .select_related("indicator__owner", "period", "area")
        .order_by("indicator__position", "indicator__code")
    )


def figures_needing_commentary(indicators: QuerySet[Indicator]) -> list[FigureNeeding]:
    """In the order indicators are listed. Two queries."""
    wanting = [
        outturn
        for outturn in latest_outturns(indicators)
        if not outturn.has_commentary  # type: ignore[attr-defined] # annotated
        and outturn.state in HAS_FIGURE
    ]
    targets = _targets_of(wanting)
    judged = (judged_of(outturn, targets.get(outturn.indicator_id, ())) for outturn in wanting)
    return [each for each in judged if each.judgement.rating == Rating.NOT_MET]


def latest_of_period(indicator: Indicator, period: Period) -> FigureNeeding | None:
    """Our figure for a period with how it is rated; None where we hold none. Two queries."""
    outturns = Outturn.objects.current().filter(indicator=indicator, period=period)
    outturn = (
        outturns.filter(area__code=settings.COUNCIL_CODE)
        .annotate(has_draft=Exists(of_this_figure().filter(is_draft=True)))
        .select_related("indicator", "period", "area")
        .first()
    )
    if outturn is None:
        return None
    return judged_of(outturn, _targets_of([outturn]).get(indicator.pk, ()))


def _targets_of(outturns: Sequence[Outturn]) -> dict[int, list[TargetInForce]]:
    """Of the council whose figures they are: all are one's."""
    if not outturns:
        return {}
    return targets_of([each.indicator_id for each in outturns], council=outturns[0].area)


def judged_of(outturn: Outturn, targets: Iterable) -> FigureNeeding:
    point = point_of(outturn)
    judgement = judge(point, target_for(point, targets), rule=rule_of(outturn.indicator))
    has_draft = outturn.has_draft  # type: ignore[attr-defined] # annotated
    return FigureNeeding(outturn.indicator, outturn, judgement, has_draft)


def point_of(outturn: Outturn) -> Point:
    period = outturn.period
    return Point(
        kind=period.kind,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        label=str(period),
        state=outturn.state,
        value=outturn.value,
        series=0,
    )
