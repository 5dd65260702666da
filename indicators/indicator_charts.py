"""The charts of one indicator's page, from its figures. Pure."""

from indicators.chart_shapes import Level, LineChart, Series
from indicators.comparator_groups import ENGLAND
from indicators.control_panel import short
from indicators.distribution import Distribution
from indicators.figure_rows import FigureRow
from indicators.figures import with_unit
from indicators.indicator_page import IndicatorPage
from indicators.models import Indicator, Outturn
from indicators.periods import financial_year_label
from indicators.ratings import Rule


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
            tuple((row.interval.low, row.interval.high) if row.interval else None for row in rows)
            if any(row.interval for row in rows)
            else (),
        ),
        Series("England", "england", tuple(_number(row.england) for row in rows)),
    ]
    if page.council.region:
        series.append(
            Series(page.council.region.name, "region", tuple(_number(r.region) for r in rows))
        )
    if page.draws_group:
        means = tuple(float(row.group.mean) if row.group else None for row in rows)
        series.append(Series("Group mean", "group", means))
    rules = [row.judgement.rule for row in rows]
    return LineChart(
        ident="over-time",
        title=page.finding,
        description=_in_words(page, rows, rows[-1]),
        periods=tuple(short(row.period_text) for row in rows),
        at=tuple(float(row.point.ends_on.toordinal()) for row in rows),
        series=tuple(series),
        unit=indicator.unit,
        decimals=indicator.decimals,
        targets=_targets(page, rows),
        levels=_range(rules[-1]),
        breaks=tuple(
            i for i in range(1, len(rows)) if rows[i].point.series != rows[i - 1].point.series
        ),
        skipped=frozenset(
            i for i, row in enumerate(rows) if row.point.state == Outturn.State.NOT_APPLICABLE
        ),
        restarts=_restarts(page, rows),
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


def _targets(page: IndicatorPage, rows: list[FigureRow]) -> tuple[float | None, ...]:
    """What was aimed for in each period; none for a range, whose ends are drawn."""
    if page.indicator.polarity == "range" or not any(row.target for row in rows):
        return ()
    return tuple(row.target.value if row.target else None for row in rows)


def _restarts(page: IndicatorPage, rows: list[FigureRow]) -> frozenset[int]:
    """Where a figure to date begins again: its line must not fall from March to April."""
    if page.indicator.build_up != Indicator.BuildUp.CUMULATIVE:
        return frozenset()
    years = [financial_year_label(row.point.starts_on) for row in rows]
    return frozenset(i for i in range(1, len(years)) if years[i] != years[i - 1])


def _range(rule: Rule) -> tuple[Level, ...]:
    if rule.polarity != "range" or rule.bounds is None:
        return ()
    low, high = rule.bounds
    return (Level("Aim: from", "target", low), Level("Aim: to", "target", high))


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
    marks: list[tuple[str, float, str]] = []
    if latest.england and latest.england.number is not None:
        marks.append(("England", latest.england.number, "england"))
    if page.chosen.key != ENGLAND and latest.group:
        marks.append(("Group mean", float(latest.group.mean), "group"))
    if page.council.region and latest.region and latest.region.number is not None:
        marks.append((page.council.region.name, latest.region.number, "region"))
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
