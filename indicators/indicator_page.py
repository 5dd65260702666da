"""Everything the page of one indicator shows, in six queries whatever the number of figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.conf import settings
from django.db.models import Case, F
from django.db.models.expressions import RawSQL

from indicators import comparator_groups, periods
from indicators.comparator_groups import Choice, Place
from indicators.comparisons import Rank, difference, group, rank
from indicators.control_panel import ControlPanel, Measure, panel
from indicators.figure_rows import FIELDS, PLAIN, Break, Figure, FigureRow
from indicators.figures import beside, with_unit
from indicators.indicator_record import CommentaryOfPeriod, IndicatorRecord, record_of
from indicators.judging import judge, target_for
from indicators.models import (
    Area,
    ComparatorGroup,
    DataPack,
    Indicator,
    Outturn,
    Target,
)
from indicators.ratings import Rating, rule_of
from indicators.standings import FIGURE_FIELDS, Held, Row, latest_of
from indicators.summaries import IndicatorSummary, summary_of
from indicators.travel import Point, previous

# What our current figures replaced, what those had replaced, and so on.
REPLACED = """
WITH RECURSIVE earlier(id) AS (
    SELECT replaces_id FROM indicators_outturn
    WHERE indicator_id = %s AND area_id = %s AND is_current AND replaces_id IS NOT NULL
    UNION
    SELECT o.replaces_id FROM indicators_outturn o JOIN earlier ON o.id = earlier.id
    WHERE o.replaces_id IS NOT NULL
)
SELECT id FROM earlier
"""


@dataclass(frozen=True)
class IndicatorPage:
    """Rows are newest first; those of the latest figure's kind of period make the chart."""

    indicator: Indicator
    council: Area
    summary: IndicatorSummary
    rows: tuple[FigureRow, ...]
    breaks: tuple[Break, ...]
    targets: tuple[Target, ...]
    record: IndicatorRecord
    """Publishers' notes, commentary, changes and the indicators listed under it."""
    groups: tuple[Choice, ...]
    chosen: Choice
    councils: tuple[float, ...]
    """The latest period's figures of the chosen councils, ours among them."""

    @cached_property
    def latest(self) -> FigureRow | None:
        """The row of the figure that the page leads with."""
        held = self.summary.held.latest
        return next((row for row in self.rows if held and row.figure.pk == held.pk), None)

    @property
    def finding(self) -> str:
        """The title: what the latest figure says."""
        latest, name = self.latest, self.council.name
        if latest is None:
            return f"{name}: no figures yet"
        if not latest.has_figure:
            return f"{name}: {latest.value_text.lower()} for {latest.period_text}"
        said = [f"{name}: {latest.value_text} in {latest.period_text}"]
        if latest.rank:
            said.append(f"{latest.rank.short} in {self.chosen.among}")
        direction = self.summary.short_term
        if direction.arrow:
            words = direction.words.partition(":")[0]
            said.append(words[0].lower() + words[1:])
        return ", ".join(said)

    @property
    def rank_words(self) -> str:
        if self.latest is None or self.latest.rank is None:
            return "Not ranked"
        return self.latest.rank.words(self.chosen.among)

    @property
    def earlier_rank_words(self) -> str:
        """``Was 138th of 150 in 2015-16``, among the same councils; nothing across a break."""
        latest = self.latest
        if latest is None or latest.rank is None:
            return ""
        build_up = self.indicator.build_up
        points = {row.point: row for row in self.rows}
        earlier = previous(points, latest.point, build_up=build_up)
        before = points.get(earlier) if earlier else None
        if before is None or before.rank is None or before.point.series != latest.point.series:
            return ""
        return f"Was {before.rank.short} in {before.period_text}."

    @property
    def group_words(self) -> str:
        """Mean and median of the chosen councils, and how far ours is from each."""
        latest = self.latest
        if latest is None or latest.group is None or not latest.has_figure:
            return ""
        parts = [
            f"{name} {self._with_unit(middle)} ({self._beside(latest.figure.number, middle)})"
            for name, middle in (("mean", latest.group.mean), ("median", latest.group.median))
        ]
        return f"Of {latest.group.n} councils: {', '.join(parts)}."

    def _beside(self, ours, middle) -> str:
        gap = difference(ours, middle)
        return f"ours is {beside(gap, self.indicator.unit, self.indicator.decimals)}"

    def _with_unit(self, value) -> str:
        return with_unit(value, self.indicator.unit, self.indicator.decimals)

    @property
    def commentary(self) -> CommentaryOfPeriod | None:
        """On the figure that the page leads with."""
        return self.record.on(self.latest.figure.period) if self.latest else None

    @property
    def wants_commentary(self) -> bool:
        """Not met, and nobody has said why."""
        said = self.commentary
        return self.summary.rating == Rating.NOT_MET and not (said and said.shown)

    @property
    def has_england(self) -> bool:
        return any(row.england for row in self.rows)

    @property
    def has_region(self) -> bool:
        return any(row.region for row in self.rows)

    @property
    def draws_group(self) -> bool:
        """Whether the chosen councils have a line of their own: England and our region have one
        as published."""
        return self.chosen.councils is not None or self.chosen.key == "type"

    @cached_property
    def panel(self) -> ControlPanel | None:
        """The control chart, where the indicator is to have one."""
        if not self.indicator.has_limits:
            return None
        indicator, target = self.indicator, self.summary.target
        measure = Measure(
            name=self.council.name,
            polarity=indicator.polarity,
            unit=indicator.unit,
            decimals=indicator.decimals,
            build_up=indicator.build_up,
            screened=indicator.screens_limits,
        )
        due = [p for p in self.summary.points if p.state != Outturn.State.NOT_APPLICABLE]
        return panel(due, measure, target.value if target else None)

    @property
    def revised(self) -> tuple[FigureRow, ...]:
        return tuple(row for row in self.rows if row.replaced)


def build(
    code: str, *, council: Area, group_key: str | None = None, is_inner: bool = False
) -> IndicatorPage:
    """Raises ``Indicator.DoesNotExist``. ``is_inner``: with drafts and what is sensitive."""
    indicator, breaks = _indicator(code)
    figures = _figures(indicator, council)
    targets = tuple(indicator.targets.of(council).select_related("period", "set_by"))
    groups = comparator_groups.choices(
        region=council.region.name if council.region else None,
        council_type=council.council_type.name if council.council_type else None,
        loaded=loaded_groups(),
    )
    chosen = comparator_groups.chosen(groups, group_key)
    reader = _Rows(indicator, council, figures, breaks=breaks, targets=targets, chosen=chosen)
    rows = reader.rows()
    summary = reader.summary(rows)
    return IndicatorPage(
        indicator=indicator,
        council=council,
        summary=summary,
        rows=rows,
        breaks=breaks,
        targets=targets,
        record=record_of(
            indicator,
            council=council,
            packs={row.figure.pack for row in rows if row.figure.pack},
            is_inner=is_inner,
        ),
        groups=tuple(groups),
        chosen=chosen,
        councils=reader.councils(summary.held.latest.period_id) if summary.held.latest else (),
    )


def home_council() -> Area:
    """The home council with its region and type. Until the list of councils has been loaded, one
    known by its code alone, which holds no figures."""
    code = settings.COUNCIL_CODE
    found = Area.objects.select_related("region", "council_type").filter(code=code).first()
    return found or Area(pk=0, code=code, name=code, kind=Area.Kind.COUNCIL)


def _indicator(code: str) -> tuple[Indicator, tuple[Break, ...]]:
    """The indicator and its breaks in series: one row for each break, or one without. Several
    data packs may tell of one; an administrator's words, else the newest pack's, are shown."""
    found = list(
        Indicator.objects.select_related("parent", "owner", "baseline")
        .filter(code=code)
        .annotate(
            begins_on=F("series_breaks__begins_on"),
            reason=F("series_breaks__reason"),
            told_by=F("series_breaks__data_pack__state"),
        )
        .order_by("begins_on", F("series_breaks__data_pack").asc(nulls_last=True))
    )
    if not found:
        raise Indicator.DoesNotExist(code)
    breaks = {
        row.begins_on: Break(row.begins_on, row.reason)
        for row in found
        if row.begins_on and row.told_by in (None, DataPack.State.IN_USE)
    }
    return found[0], tuple(breaks.values())


def _figures(indicator: Indicator, council: Area) -> list[Figure]:
    """Every council's current figures, and those of our own that these replaced; oldest period
    first. Two questions in one query, each of which an index answers."""
    current = Outturn.objects.current().filter(indicator=indicator)
    replaced = Outturn.objects.filter(
        pk__in=RawSQL(REPLACED, [indicator.pk, council.pk])  # noqa: S611 constant text
    )
    fields: tuple[str | F | Case, ...] = (*PLAIN, *FIELDS.values())
    rows = (
        current.order_by()
        .values_list(*fields)
        .union(replaced.order_by().values_list(*fields), all=True)
    )
    figures = [Figure(*row) for row in rows]
    return sorted(figures, key=lambda figure: (figure.ends_on, figure.starts_on, figure.pk))


def loaded_groups() -> list[Choice]:
    rows = (
        ComparatorGroup.objects.in_use()
        .order_by("name", "pk")
        .values_list("pk", "name", "source", "as_of", "councils")
    )
    return [
        comparator_groups.loaded_choice(pk, name, source, as_of, [row[4] for row in members])
        for (pk, name, source, as_of), members in groupby(rows, key=lambda row: row[:4])
    ]


class _Rows:
    """Sorts the figures of one indicator by period and place, and compares them."""

    def __init__(self, indicator, council, figures, *, breaks, targets, chosen):
        self.indicator, self.breaks, self.chosen = indicator, breaks, chosen
        self.home = Place(council.pk, council.kind, council.region_id, council.council_type_id)
        self.targets = [target for target in targets if target.is_current]
        self.by_pk = {figure.pk: figure for figure in figures}
        self.current = {}
        for figure in figures:
            if figure.is_current:
                self.current.setdefault(figure.period, []).append(figure)

    def rows(self) -> tuple[FigureRow, ...]:
        found = [
            self._row(figure, figures)
            for figures in self.current.values()
            for figure in figures
            if figure.area == self.home.pk
        ]
        return tuple(reversed(found))

    def _row(self, figure: Figure, others: list[Figure]) -> FigureRow:
        point = self._point(figure)
        target = target_for(point, self.targets)
        ours = [other for other in others if self.chosen.holds(other.place, self.home)]
        values = [other.number for other in ours if other.number is not None]
        return FigureRow(
            figure=figure,
            point=point,
            england=next((o for o in others if o.area_kind == Area.Kind.ENGLAND), None),
            region=next((o for o in others if o.area == self.home.region_id), None),
            rank=self._rank(figure, ours),
            group=group(values),
            judgement=judge(point, target, rule=rule_of(self.indicator)),
            target=target,
            replaced=tuple(self._replaced(figure)),
            indicator=self.indicator,
        )

    def _rank(self, figure: Figure, councils: list[Figure]) -> Rank | None:
        """None where there is nobody else to stand among."""
        states = [council.state for council in councils]
        place = rank(
            figure.number,
            [council.number for council in councils if council.number is not None],
            self.indicator.polarity,
            missing=states.count(Outturn.State.MISSING),
            suppressed=states.count(Outturn.State.SUPPRESSED),
        )
        return place if place and place.of > 1 else None

    def _point(self, figure: Figure) -> Point:
        return Point(
            kind=figure.period_kind,
            starts_on=figure.starts_on,
            ends_on=figure.ends_on,
            label=periods.label(figure.period_kind, figure.starts_on, figure.ends_on),
            state=figure.state,
            value=figure.value,
            series=sum(one.begins_on <= figure.ends_on for one in self.breaks),
        )

    def _replaced(self, figure: Figure) -> Iterable[Figure]:
        """What this figure replaced, and what that one replaced: newest first."""
        while earlier := self.by_pk.get(figure.replaces_pk):
            yield earlier
            figure = earlier

    def summary(self, rows: tuple[FigureRow, ...]) -> IndicatorSummary:
        """As ``summaries_for`` makes it, from the figures already read; our rank is on its row."""
        held = [self._held(row) for row in reversed(rows)]
        return summary_of(
            self.indicator, self.targets, Held(latest_of(held), tuple(held)) if held else Held()
        )

    def _held(self, row: FigureRow) -> Row:
        figure = row.figure
        return Row(
            pk=figure.pk,
            indicator_id=self.indicator.pk,
            period_id=figure.period,
            kind=figure.period_kind,
            starts_on=figure.starts_on.isoformat(),
            ends_on=figure.ends_on.isoformat(),
            series=row.point.series,
            **{name: getattr(figure, name) for name in FIGURE_FIELDS},
        )

    def councils(self, period_id: int) -> tuple[float, ...]:
        return tuple(
            figure.number
            for figure in self.current[period_id]
            if figure.number is not None and self.chosen.holds(figure.place, self.home)
        )
