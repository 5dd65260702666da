"""The figures of one indicator, a row for each period, in words. Nothing here asks for more."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, F, When

from indicators.comparator_groups import Place
from indicators.comparisons import Group, Rank, difference
from indicators.figures import beside, number, with_unit
from indicators.judging import Judgement
from indicators.models import Indicator, Outturn, Target
from indicators.proportions import Interval, beside_england, few_people, interval_of
from indicators.ratings import Rating
from indicators.travel import Point

FIELDS: dict[str, Case | F] = {
    # Moments are slow to read: only of the few figures that others have replaced.
    "held_since": Case(When(is_current=False, then=F("recorded_at"))),
    "pk": F("pk"),
    "area": F("area_id"),
    "area_kind": F("area__kind"),
    "region": F("area__region_id"),
    "council_type": F("area__council_type_id"),
    "period": F("period_id"),
    "period_kind": F("period__kind"),
    "starts_on": F("period__starts_on"),
    "ends_on": F("period__ends_on"),
    "pack": F("data_pack_id"),
    "pack_title": F("data_pack__title"),
    "replaces_pk": F("replaces_id"),
}
PLAIN = (
    *("state", "value", "numerator", "denominator", "base", "margin", "is_provisional"),
    *("is_revised", "note", "sheet", "cell", "is_current"),
)


class Figure(NamedTuple):
    """An outturn with its place, period and pack, as read in one query."""

    state: str
    value: float | None
    numerator: float | None
    denominator: float | None
    base: float | None
    margin: float | None
    is_provisional: bool
    is_revised: bool
    note: str
    sheet: str
    cell: str
    is_current: bool
    held_since: datetime | None
    pk: int
    area: int
    area_kind: str
    region: int | None
    council_type: int | None
    period: int
    period_kind: str
    starts_on: date
    ends_on: date
    pack: int | None
    pack_title: str | None
    replaces_pk: int | None

    @property
    def number(self) -> float | None:
        """The figure to reckon with: "low" is 0 after rounding."""
        return 0.0 if self.state == Outturn.State.LOW and self.value is None else self.value

    @property
    def place(self) -> Place:
        return Place(self.area, self.area_kind, self.region, self.council_type)


class Break(NamedTuple):
    begins_on: date
    reason: str


@dataclass(frozen=True)
class FigureRow:
    """One period of the council, beside England, its region and the chosen councils."""

    figure: Figure
    point: Point
    england: Figure | None
    region: Figure | None
    rank: Rank | None
    group: Group | None
    judgement: Judgement
    target: Target | None
    replaced: tuple[Figure, ...]
    indicator: Indicator

    @property
    def rating(self) -> Rating:
        return self.judgement.rating

    @property
    def has_figure(self) -> bool:
        return self.point.has_figure

    @property
    def period_text(self) -> str:
        return self.point.label

    @property
    def value_text(self) -> str:
        return self._write(self.figure)

    @property
    def numerator_text(self) -> str:
        return self._count(self.figure.numerator)

    @property
    def denominator_text(self) -> str:
        return self._count(self.figure.denominator)

    @property
    def base_text(self) -> str:
        return self._count(self.figure.base)

    @property
    def margin_text(self) -> str:
        if self.figure.margin is None:
            return self._why_none
        return f"± {number(self.figure.margin, self.indicator.decimals)}"

    @property
    def england_text(self) -> str:
        return self._write(self.england)

    @property
    def region_text(self) -> str:
        return self._write(self.region)

    @property
    def state_text(self) -> str:
        return Outturn.State(self.figure.state).label

    @property
    def is_ranked(self) -> bool:
        return self.rank is not None

    @property
    def rank_text(self) -> str:
        return self.rank.short if self.rank else "Not ranked"

    @property
    def target_text(self) -> str:
        """With whatever else the target says: its floor, or a tolerance of its own."""
        if self.target is None:
            return ""
        said = [f"Target {self.target.value_text}", self.target.allowance_text]
        if by := self.judgement.judged_by:
            unit, decimals = self.indicator.unit, self.indicator.decimals
            said.append(f"by its forecast of {with_unit(by.value, unit, decimals)}")
        return ", ".join(filter(None, said))

    @property
    def source_text(self) -> str:
        if not self.figure.pack_title:
            return "Typed in"
        where = [self.figure.sheet, f"cell {self.figure.cell}" if self.figure.cell else ""]
        return ", ".join([self.figure.pack_title, *filter(None, where)])

    @property
    def earlier(self) -> tuple["FigureRow", ...]:
        """What stood in this row before it was revised, newest first."""
        return tuple(replace(self, figure=figure, replaced=()) for figure in self.replaced)

    @property
    def remarks(self) -> str:
        """What a reader must know of the figure: provisional, revised, few people, its note."""
        said = [
            "Provisional" if self.figure.is_provisional else "",
            "Revised" if self.figure.is_revised or self.replaced else "",
            few_people(self.figure.denominator or self.figure.base).capitalize(),
            self.figure.note,
        ]
        return "; ".join(filter(None, said)) if self.has_figure else self.figure.note

    @property
    def interval(self) -> Interval | None:
        """The figure's 95% interval: its published margin, or Wilson's for counts."""
        return self._interval(self.figure)

    @property
    def interval_text(self) -> str:
        """``62.1% to 70.3%, from the published margin of error``; nothing where it is unknown."""
        ends = self.interval
        if ends is None:
            return ""
        unit, decimals = self.indicator.unit, self.indicator.decimals
        low, high = (with_unit(end, unit, decimals) for end in (ends.low, ends.high))
        if self.figure.margin is not None:
            return f"{low} to {high}, from the published margin of error"
        counts = f"{self.numerator_text} of {self.denominator_text}"
        return f"{low} to {high}, Wilson’s interval for {counts}"

    @property
    def similar(self) -> str:
        """``similar to England``, where both intervals are known."""
        return beside_england(self.interval, self._interval(self.england), self.indicator.polarity)

    @property
    def england_difference(self) -> Decimal | None:
        return difference(self.figure.number, self.england.number if self.england else None)

    @property
    def england_difference_number(self) -> str:
        """``2.1 below``: beside a figure that has its unit."""
        return beside(self.england_difference, "number", self.indicator.decimals)

    @property
    def england_difference_text(self) -> str:
        """``2.1 points below``, of ours."""
        return self._beside(self.england_difference)

    @property
    def region_difference_text(self) -> str:
        return self._beside(
            difference(self.figure.number, self.region.number if self.region else None)
        )

    @property
    def group_text(self) -> str:
        """The mean of the chosen councils."""
        unit, decimals = self.indicator.unit, self.indicator.decimals
        return with_unit(self.group.mean, unit, decimals) if self.group else "Not available"

    def _beside(self, gap: Decimal | None) -> str:
        return beside(gap, self.indicator.unit, self.indicator.decimals)

    def _interval(self, figure: Figure | None) -> Interval | None:
        if figure is None or figure.number is None:
            return None
        return interval_of(self.indicator, figure.number, figure)

    def _write(self, figure: Figure | None) -> str:
        unit, decimals = self.indicator.unit, self.indicator.decimals
        return written(figure, unit, decimals)

    @property
    def _why_none(self) -> str:
        return "Not given" if self.has_figure else self.state_text

    def _count(self, value: float | None) -> str:
        if value is None:
            return self._why_none
        return number(value, 0 if float(value).is_integer() else 1)


def written(figure: Figure | None, unit: str, decimals: int) -> str:
    if figure is None or figure.number is None:
        return Outturn.State(figure.state).label if figure else "Not available"
    return with_unit(figure.number, unit, decimals)
