"""Where one figure came from: its file, sheet and cell, who brought it, and what it replaced."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from config.wording import name_of
from indicators.figures import number, write
from indicators.models import Outturn


@dataclass(frozen=True)
class Told:
    """An outturn in words."""

    outturn: Outturn

    @property
    def value_text(self) -> str:
        indicator = self.outturn.indicator
        return write(
            self.outturn.value,
            state=self.outturn.state,
            unit=indicator.unit,
            decimals=indicator.decimals,
        )

    @property
    def source_text(self) -> str:
        """``ASCOF 2024-25, table 1A, cell C12``"""
        pack = self.outturn.data_pack
        if pack is None:
            return "Typed in"
        where = (self.outturn.sheet, f"cell {self.outturn.cell}" if self.outturn.cell else "")
        return ", ".join(filter(None, (pack.title, *where)))

    @property
    def brought_by(self) -> str:
        person = self.outturn.recorded_by
        return name_of(person) if person else ""

    @property
    def counts(self) -> tuple[tuple[str, str], ...]:
        """Numerator, denominator and the rest, where they were given."""
        given = (
            ("Numerator", self.outturn.numerator),
            ("Denominator", self.outturn.denominator),
            ("People who answered", self.outturn.base),
        )
        return tuple((words, written(value)) for words, value in given if value is not None)


@dataclass(frozen=True)
class FigureSource:
    """``rows`` are what has been held for the same indicator, place and period, newest first."""

    figure: Told
    rows: tuple[Told, ...]

    @property
    def outturn(self) -> Outturn:
        return self.figure.outturn

    @cached_property
    def current(self) -> Told | None:
        return next((row for row in self.rows if row.outturn.is_current), None)

    @property
    def others(self) -> tuple[Told, ...]:
        return tuple(row for row in self.rows if row.outturn.pk != self.outturn.pk)


def build(pk: int) -> FigureSource:
    """Two queries. Raises ``Outturn.DoesNotExist`` for what is not, and never was, in use."""
    used = Q(is_current=True) | Q(replaced_by__isnull=False)
    outturns = Outturn.objects.select_related(
        "indicator", "area", "period", "data_pack", "recorded_by"
    )
    asked = outturns.filter(used).distinct().get(pk=pk)
    same = outturns.filter(
        used, indicator=asked.indicator_id, area=asked.area_id, period=asked.period_id
    )
    return FigureSource(Told(asked), tuple(Told(row) for row in same.distinct().order_by("-pk")))


def written(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)
