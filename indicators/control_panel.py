"""The control chart of one indicator, with what it says in plain words. Pure: from its figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.chart_shapes import Level, LineChart, Mark, Series
from indicators.figures import with_unit
from indicators.spc import (
    LEAST,
    Assurance,
    Control,
    Finding,
    Signal,
    Variation,
    assurance,
    control,
    variation,
)
from indicators.travel import Point

KINDS = frozenset({"month", "quarter"})
RULE = (
    "The middle line is the mean; the limits are 2.66 average moving ranges either side of it "
    "(XmR), and nearly all figures of a steady process fall between them. Four signals tell a "
    "change from ordinary variation: a figure outside the limits; 7 in a row on one side of the "
    "mean; 7 in a row rising or falling; 2 of 3 near the same limit."
)
SCREENED = (
    " Moves from one figure to the next of more than 3.267 times their average are left out of the "
    "average (screened)."
)
MEANS = {
    Assurance.MET: "Even the worst figure to be expected meets it.",
    Assurance.NOT_MET: "It will not be met until the process itself is changed.",
    Assurance.HIT_AND_MISS: (
        "It lies between the limits, so some figures will meet it and some will not, by chance."
    ),
}
VERDICTS = {
    Variation.IMPROVEMENT: "improvement",
    Variation.CONCERN: "concern",
    Variation.CHANGE: "a change",
}


@dataclass(frozen=True)
class Measure:
    """What is needed of an indicator to draw and to word its chart."""

    name: str
    polarity: str
    unit: str
    decimals: int
    build_up: str
    screened: bool = False

    def write(self, value: float) -> str:
        return with_unit(value, self.unit, self.decimals)


@dataclass(frozen=True)
class Row:
    period_text: str
    value_text: str
    signal: str


@dataclass(frozen=True)
class ControlPanel:
    """``why_not`` where there is no chart; else the chart, its findings and its figures."""

    title: str
    why_not: str = ""
    chart: LineChart | None = None
    findings: tuple[str, ...] = ()
    assurance: str = ""
    limits: str = ""
    left_out: str = ""
    rows: tuple[Row, ...] = ()
    rule: str = RULE


def panel(points: Sequence[Point], measure: Measure, target: float | None) -> ControlPanel:
    """``points`` of one kind of period, oldest first; those since the last break count."""
    why_not = _why_not(points, measure)
    series = points[-1].series if points else 0
    since = [point for point in points if point.series == series]
    held = [point for point in since if point.number is not None]
    found = control([float(point.number or 0) for point in held], screened=measure.screened)
    if why_not or found is None:
        return ControlPanel(_title(measure, None, held), why_not or _too_few(points, held))
    return ControlPanel(
        title=_title(measure, found, held),
        chart=_chart(measure, found, held, target),
        findings=tuple(_words(each, held, measure, found) for each in reversed(found.findings)),
        assurance=_assurance(measure, found, target),
        limits=_limits(measure, found),
        left_out=_left_out(len(since) - len(held)),
        rows=tuple(_row(i, held, measure, found) for i in reversed(range(len(held)))),
        rule=f"{RULE}{SCREENED if measure.screened else ''}",
    )


def _why_not(points: Sequence[Point], measure: Measure) -> str:
    if not points or points[-1].kind not in KINDS:
        return "A control chart is for monthly or quarterly figures, and there are none."
    if measure.build_up == "cumulative":
        return (
            "These figures build up over the year, so each April begins again: limits would "
            "mislead. Record each month or quarter by itself to have a control chart."
        )
    return ""


def _too_few(points: Sequence[Point], held: Sequence[Point]) -> str:
    since = " since the break in series" if points[-1].series else ""
    return f"Not enough points: {len(held)} of the {LEAST} that limits need{since}."


def _left_out(missing: int) -> str:
    if not missing:
        return ""
    one = missing == 1
    return (
        f"{missing} period{'' if one else 's'} without a figure {'is' if one else 'are'} left out."
    )


def _title(measure: Measure, found: Control | None, held: Sequence[Point]) -> str:
    if found is None:
        return f"{measure.name}: no control chart yet"
    latest = found.latest
    if latest is None:
        return f"{measure.name}: only ordinary variation since {held[0].label}"
    verdict = VERDICTS[variation(latest, measure.polarity)]
    still = "" if latest.last == len(held) - 1 else f" until {held[latest.last].label}"
    return f"{measure.name}: {verdict}, {_what(latest)}{still}"


def _what(finding: Finding) -> str:
    high = finding.way > 0
    number = finding.last - finding.first + 1
    match finding.signal:
        case Signal.OUTSIDE:
            return f"a figure {'above the upper' if high else 'below the lower'} limit"
        case Signal.RUN:
            return f"{number} in a row {'above' if high else 'below'} the mean"
        case Signal.TREND:
            return f"{number} in a row {'rising' if high else 'falling'}"
    return f"figures near the {'upper' if high else 'lower'} limit"


def _words(finding: Finding, held: Sequence[Point], measure: Measure, found: Control) -> str:
    first, last = held[finding.first], held[finding.last]
    verdict = VERDICTS[variation(finding, measure.polarity)]
    if finding.signal == Signal.OUTSIDE:
        limit = found.limits.upper if finding.way > 0 else found.limits.lower
        side = "above the upper" if finding.way > 0 else "below the lower"
        value = measure.write(first.number or 0)
        return f"{first.label}: {value} is {side} limit of {measure.write(limit)} ({verdict})."
    what = _what(finding)
    return f"{first.label} to {last.label}: {what} ({verdict})."


def _assurance(measure: Measure, found: Control, target: float | None) -> str:
    verdict = assurance(found.limits, target, measure.polarity)
    if verdict is None or target is None:
        return "No target to set beside the limits."
    return f"Target {measure.write(target)}: {verdict}. {MEANS[verdict]}"


def _limits(measure: Measure, found: Control) -> str:
    limits = found.limits
    words = (
        f"Mean {measure.write(limits.mean)}, limits {measure.write(limits.lower)} to "
        f"{measure.write(limits.upper)}."
    )
    if limits.lower < 0 and measure.unit != "score":
        words += " No figure can be below 0, so only the upper limit can be crossed."
    return words


def _row(i: int, held: Sequence[Point], measure: Measure, found: Control) -> Row:
    finding = found.at(i)
    signal = _what(finding).capitalize() if finding else ""
    if finding:
        signal += f": {VERDICTS[variation(finding, measure.polarity)]}"
    return Row(held[i].label, measure.write(held[i].number or 0), signal)


def _chart(
    measure: Measure, found: Control, held: Sequence[Point], target: float | None
) -> LineChart:
    limits = found.limits
    levels = [Level("Mean", "mean", limits.mean), Level("Upper limit", "limit", limits.upper)]
    if limits.lower >= 0 or measure.unit == "score":
        levels.append(Level("Lower limit", "limit", limits.lower))
    marks = [
        Mark(i, variation(finding, measure.polarity).value)
        for i in range(len(held))
        if (finding := found.at(i))
    ]
    figures = ", ".join(f"{point.label} {measure.write(point.number or 0)}" for point in held)
    return LineChart(
        ident="control",
        title=_title(measure, found, held),
        description=f"{_limits(measure, found)} {figures}.",
        periods=tuple(short(point.label) for point in held),
        at=tuple(float(point.ends_on.toordinal()) for point in held),
        series=(Series(measure.name, "home", tuple(float(p.number or 0) for p in held)),),
        unit=measure.unit,
        decimals=measure.decimals,
        target=target,
        levels=tuple(levels),
        marks=tuple(marks),
    )


def short(period: str) -> str:
    """``Q3 2023-24`` and ``Sep 2023`` on an axis, where the whole words would not fit."""
    first, _, rest = period.partition(" ")
    if first == "Quarter":
        return f"Q{rest}"
    if period.startswith("12 months to "):
        return period.removeprefix("12 months to ")
    return f"{first[:3]} {rest}" if first.isalpha() and rest.isdigit() else period
