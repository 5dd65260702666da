"""The page where a year's targets are set: its periods, and what stands in each now."""

from dataclasses import dataclass
from datetime import date

from indicators import periods
from indicators.models import Indicator, Target
from indicators.periods import PeriodSpec, financial_year
from indicators.target_years import kind_of_parts, parts_of, year_of, years_to_offer


@dataclass(frozen=True)
class YearOfTargets:
    indicator: Indicator
    year: int
    years: tuple[tuple[int, str], ...]
    places: tuple[PeriodSpec, ...]
    targets: tuple[Target, ...]
    """Every target of ours there has been, newest first."""

    @property
    def year_text(self) -> str:
        return periods.label(*financial_year(self.year))

    @property
    def is_new(self) -> bool:
        return not any(self._in_force)

    @property
    def _in_force(self) -> list[Target | None]:
        held = {
            PeriodSpec(each.period.kind, each.period.starts_on, each.period.ends_on): each
            for each in self.targets
            if each.is_current
        }
        return [held.get(spec) for spec in self.places]

    @property
    def initial(self) -> dict:
        """What the form holds when it is opened. A tolerance of their own is shown where the
        targets of the year agree on it."""
        found: dict = {}
        for place, target in enumerate(self._in_force):
            for name in ("value", "floor", "range_to"):
                figure = getattr(target, name, None)
                found[f"{place}.{name}"] = None if figure is None else f"{figure:.12g}"
        own = {(t.tolerance, t.tolerance_kind) for t in self._in_force if t}
        if len(own) == 1:
            found["tolerance"], found["tolerance_kind"] = own.pop()
        return found


def build(indicator: Indicator, *, year: int | None, on: date) -> YearOfTargets:
    """Two queries. Without a year, the one with the newest figure. A year that was asked for is
    always offered: what was typed for it must not land in another."""
    targets = tuple(
        indicator.targets.ours()
        .select_related("period", "set_by", "withdrawn_by", "indicator")
        .order_by("-pk")
    )
    held = set(
        indicator.outturns.order_by().values_list("period__kind", "period__ends_on").distinct()
    )
    with_figures = {year_of(ends_on) for _, ends_on in held}
    asked = {year} & set(periods.YEARS) if year else set()
    with_targets = {year_of(each.period.ends_on) for each in targets}
    years = years_to_offer(with_figures | with_targets | asked, on=on)
    chosen = year if year in years else max(with_figures, default=year_of(on))
    kind = kind_of_parts(indicator.frequency, {kind for kind, _ in held})
    return YearOfTargets(
        indicator=indicator,
        year=chosen,
        years=tuple((each, periods.label(*financial_year(each))) for each in years),
        places=tuple(parts_of(chosen, kind)),
        targets=targets,
    )
