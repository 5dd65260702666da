"""The indicators that speak to a statement, each with our council's latest figure."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet, Subquery
from django.utils.safestring import SafeString

from indicators.charts import sparkline
from indicators.figures import write
from indicators.models import Area, Outturn
from indicators.ratings import Rating
from indicators.summaries import IndicatorSummary, summaries_for
from indicators.travel import Point
from readiness.commentary_seen import said_of
from readiness.models import IndicatorLink


@dataclass(frozen=True)
class IndicatorRow:
    summary: IndicatorSummary
    sparkline: SafeString
    commentary: str = ""
    """What happened, of the figure shown, as far as this person may read it."""
    lacks_commentary: bool = False
    """Not met and nobody has said why: told to those inside the council."""

    @property
    def period_id(self) -> int | None:
        latest = self.summary.held.latest
        return latest.period_id if latest else None


def with_home_council(statements: QuerySet) -> QuerySet:
    """Statements, or scores of them, that bring our council's id and region along, to save
    asking for it."""
    home = Area.objects.filter(code=settings.COUNCIL_CODE)
    return statements.annotate(
        home_id=Subquery(home.values("pk")[:1]), home_region_id=Subquery(home.values("region")[:1])
    )


def indicators_of(statement, *, user=None) -> tuple[IndicatorRow, ...]:
    """In the order indicators are listed, for a ``user`` with the commentary they may read. The
    statement is read ``with_home_council``; before the councils are loaded there are no figures
    to show."""
    if statement.home_id is None:
        return ()
    council = Area(
        pk=statement.home_id, code=settings.COUNCIL_CODE, region_id=statement.home_region_id
    )
    linked = (
        IndicatorLink.objects.of_what_we_measure().filter(statement=statement).values("indicator")
    )
    found = summaries_for(linked.values("indicator"), council=council).values()
    said = said_of(found, user=user) if user else {}
    tells = user is not None and user.has_perm("indicators.view_inner_commentary")
    return tuple(row_of(summary, said, tells=tells) for summary in found)


def row_of(summary: IndicatorSummary, said: dict[int, str], *, tells: bool) -> IndicatorRow:
    words = said.get(summary.indicator.pk, "")
    lacks = tells and summary.rating == Rating.NOT_MET and not words
    return IndicatorRow(summary, drawn(summary), words, lacks)


def drawn(summary: IndicatorSummary) -> SafeString:
    """The figures since the last break in series, as a line the size of a word."""
    if not summary.points:
        return SafeString("")
    series = summary.points[-1].series
    points = [point for point in summary.points if point.series == series]
    held = [point for point in points if point.has_figure]
    if len(held) < 2:  # noqa: PLR2004 one figure is no line
        return SafeString("")
    not_due = Outturn.State.NOT_APPLICABLE
    return sparkline(
        [point.number for point in points],
        words=f"From {said(held[0], summary)} to {said(held[-1], summary)}",
        skipped=frozenset(i for i, point in enumerate(points) if point.state == not_due),
    )


def said(point: Point, summary: IndicatorSummary) -> str:
    unit, decimals = summary.indicator.unit, summary.indicator.decimals
    return f"{write(point.value, state=point.state, unit=unit, decimals=decimals)} in {point.label}"
