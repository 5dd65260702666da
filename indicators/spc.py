"""Statistical process control: the XmR chart of "Making Data Count". Pure.

The limits are the mean and 2.66 average moving ranges either side of it; near a limit is beyond
1.773. Four signals tell a change from ordinary variation, and the target beside the limits tells
whether the process can be relied on to meet it.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

LIMIT, NEAR, SCREEN = 2.66, 1.773, 3.267
LEAST = 12
RUN = 7
WITHIN = 3  # of which two near the same limit are a signal


@dataclass(frozen=True)
class Limits:
    mean: float
    lower: float
    upper: float
    near_lower: float
    near_upper: float

    def side(self, value: float) -> int:
        """1 above the mean, -1 below, 0 on it."""
        return (value > self.mean) - (value < self.mean)

    def outside(self, value: float) -> int:
        return (value > self.upper) - (value < self.lower)

    def near(self, value: float) -> int:
        """Beyond the near limit and not outside."""
        if self.outside(value):
            return 0
        return (value > self.near_upper) - (value < self.near_lower)


class Signal(StrEnum):
    OUTSIDE = "outside"
    RUN = "run"
    TREND = "trend"
    NEAR_LIMIT = "near_limit"


class Variation(StrEnum):
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    CHANGE = "change"
    """Where no direction is better."""


class Assurance(StrEnum):
    MET = "consistently met"
    NOT_MET = "consistently not met"
    HIT_AND_MISS = "hit and miss"


@dataclass(frozen=True)
class Finding:
    """A signal over the points ``first`` to ``last``; ``way`` is 1 for high or rising, else -1."""

    signal: Signal
    first: int
    last: int
    way: int


@dataclass(frozen=True)
class Control:
    limits: Limits
    findings: tuple[Finding, ...]

    def at(self, i: int) -> Finding | None:
        """The first finding that a point is part of."""
        return next((f for f in self.findings if f.first <= i <= f.last), None)

    @property
    def latest(self) -> Finding | None:
        """A finding that is still going on."""
        end = max((f.last for f in self.findings), default=-1)
        return next((f for f in self.findings if f.last == end), None)


def limits(values: Sequence[float], *, screened: bool = False) -> Limits:
    """``screened`` leaves out moving ranges beyond 3.267 times their average; the default keeps
    all. At least two values."""
    ranges = [abs(b - a) for a, b in itertools.pairwise(values)]
    average = fmean(ranges)
    if screened:
        average = fmean([each for each in ranges if each <= SCREEN * average])
    mean = fmean(values)
    return Limits(
        mean=mean,
        lower=mean - LIMIT * average,
        upper=mean + LIMIT * average,
        near_lower=mean - NEAR * average,
        near_upper=mean + NEAR * average,
    )


def control(values: Sequence[float], *, screened: bool = False) -> Control | None:
    """None where there are too few points to reckon with."""
    if len(values) < LEAST:
        return None
    found = limits(values, screened=screened)
    findings = [
        *_outside(values, found),
        *_in_a_row(Signal.RUN, [found.side(value) for value in values], RUN),
        *_rising_or_falling(values),
        *_near(values, found),
    ]
    return Control(found, tuple(sorted(findings, key=lambda each: (each.first, each.last))))


def _outside(values: Sequence[float], found: Limits) -> list[Finding]:
    return [
        Finding(Signal.OUTSIDE, i, i, way)
        for i, value in enumerate(values)
        if (way := found.outside(value))
    ]


def _in_a_row(signal: Signal, ways: Sequence[int], least: int) -> list[Finding]:
    """Stretches of at least ``least`` of the same way; 0 belongs to none."""
    found, first = [], 0
    for i in range(1, len(ways) + 1):
        if i < len(ways) and ways[i] == ways[first]:
            continue
        if ways[first] and i - first >= least:
            found.append(Finding(signal, first, i - 1, ways[first]))
        first = i
    return found


def _rising_or_falling(values: Sequence[float]) -> list[Finding]:
    """Seven points rise in six steps."""
    steps = [(b > a) - (b < a) for a, b in itertools.pairwise(values)]
    found = _in_a_row(Signal.TREND, steps, RUN - 1)
    return [Finding(each.signal, each.first, each.last + 1, each.way) for each in found]


def _near(values: Sequence[float], found: Limits) -> list[Finding]:
    """Two of three near the same limit; pairs that overlap are one finding."""
    ways = [found.near(value) for value in values]
    pairs: list[Finding] = []
    for way in (1, -1):
        at = [i for i, each in enumerate(ways) if each == way]
        for a, b in itertools.pairwise(at):
            if b - a >= WITHIN:
                continue
            if pairs and pairs[-1].way == way and pairs[-1].last == a:
                a = pairs.pop().first  # noqa: PLW2901
            pairs.append(Finding(Signal.NEAR_LIMIT, a, b, way))
    return pairs


def variation(finding: Finding, polarity: str) -> Variation:
    """Whether a signal is good news."""
    if polarity not in {"higher", "lower"}:
        return Variation.CHANGE
    is_good = (finding.way > 0) == (polarity == "higher")
    return Variation.IMPROVEMENT if is_good else Variation.CONCERN


def assurance(found: Limits, target: float | None, polarity: str) -> Assurance | None:
    """A target beyond the far limit is always met, or never; between the limits it is hit and
    miss. None without a target or a better direction."""
    if target is None or polarity not in {"higher", "lower"}:
        return None
    worst, best = found.lower, found.upper
    if polarity == "lower":
        worst, best, target = -found.upper, -found.lower, -target
    if target <= worst:
        return Assurance.MET
    return Assurance.NOT_MET if target > best else Assurance.HIT_AND_MISS
