"""The charts of one indicator's page, from its figures. Pure."""

from indicators.charts import LineChart, Series
from indicators.comparator_groups import ENGLAND
from indicators.distribution import Distribution
from indicators.figure_rows import FigureRow
from indicators.figures import with_unit
from indicators.indicator_page import IndicatorPage
from indicators.models import Outturn


def over_time(page: IndicatorPage) -> LineChart | None:
    """Our figures over periods of one kind, with England, our region and the chosen councils."""
    rows = _rows_to_draw(page)
    if sum(row.has_figure for row in rows) < 2:  # noqa: PLR2004  a line needs two
        return None
    indicator = page.indicator
    series = [
        Series(
            page.council.name,
            "home",
            tuple(row.figure.number for row in rows),
            tuple(row.figure.margin for row in rows)
            if any(row.figure.margin is not None for row in rows)
            else (),
        ),
        Series("England", "england", tuple(_number(row.england) for row in rows)),
    ]
    if page.council.region:
        series.append(
            Series(page.council.region.name, "region", tuple(_number(r.region) for r in rows))
        )
    if page.chosen.councils is not None or page.chosen.key == "type":
        means = tuple(float(row.group.mean) if row.group else None for row in rows)
        series.append(Series("Group mean", "group", means))
    target = page.summary.target
    return LineChart(
        ident="over-time",
        title=page.finding,
        description=_in_words(page, rows, rows[-1]),
        periods=tuple(_short(row.period_text) for row in rows),
        at=tuple(float(row.point.ends_on.toordinal()) for row in rows),
        series=tuple(series),
        unit=indicator.unit,
        decimals=indicator.decimals,
        target=target.value if target else None,
        breaks=tuple(
            i for i in range(1, len(rows)) if rows[i].point.series != rows[i - 1].point.series
        ),
        skipped=frozenset(
            i for i, row in enumerate(rows) if row.point.state == Outturn.State.NOT_APPLICABLE
        ),
    )


def _rows_to_draw(page: IndicatorPage) -> list[FigureRow]:
    """Oldest first, of the latest figure's kind of period, without ends that have nothing due."""
    if page.latest is None:
        return []
    rows = [row for row in reversed(page.rows) if row.point.kind == page.latest.point.kind]
    while rows and rows[-1].point.state == Outturn.State.NOT_APPLICABLE:
        rows.pop()
    while rows and rows[0].point.state == Outturn.State.NOT_APPLICABLE:
        rows.pop(0)
    return rows


def _number(figure) -> float | None:
    return figure.number if figure else None


def _short(period: str) -> str:
    """``Q3 2023-24`` and ``Sep 2023`` on an axis, where the whole words would not fit."""
    first, _, rest = period.partition(" ")
    if first == "Quarter":
        return f"Q{rest}"
    if period.startswith("12 months to "):
        return period.removeprefix("12 months to ")
    return f"{first[:3]} {rest}" if first.isalpha() and rest.isdigit() else period


def _in_words(page: IndicatorPage, rows: list[FigureRow], latest: FigureRow) -> str:
    figures = ", ".join(f"{row.period_text} {row.value_text}" for row in rows)
    beside = f" England in {latest.period_text}: {latest.england_text}."
    broken = " There is a break in series." if page.breaks else ""
    return f"{page.council.name}: {figures}.{beside}{broken} The table below has every figure."


def councils(page: IndicatorPage) -> Distribution | None:
    """Where we stand among the chosen councils in the latest period."""
    latest = page.latest
    if latest is None or latest.figure.number is None or latest.rank is None:
        return None
    unit, decimals = page.indicator.unit, page.indicator.decimals
    marks = []
    if latest.england and latest.england.number is not None:
        marks.append(("England", latest.england.number))
    if page.chosen.key != ENGLAND and latest.group:
        marks.append(("Group mean", float(latest.group.mean)))
    lowest, highest = (with_unit(f(page.councils), unit, decimals) for f in (min, max))
    return Distribution(
        ident="councils",
        title=f"{page.council.name} is {latest.rank.short} in {page.chosen.among}, "
        f"{latest.period_text}",
        description=f"{len(page.councils)} councils from {lowest} to {highest}; "
        f"{page.council.name} {latest.value_text}.",
        values=page.councils,
        ours=latest.figure.number,
        name=page.council.name,
        marks=tuple(marks),
        unit=unit,
        decimals=decimals,
    )
