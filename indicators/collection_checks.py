"""What somebody typed as a figure: read, and checked as it is typed. Pure.

A problem is what cannot be (a numerator above its denominator); a question is what may be right
and is asked about (a big move since last time).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.figures import change, exact, rounded, with_unit
from indicators.periods import PeriodSpec
from indicators.value_states import LOW, MARKERS, OK, Cell, Markers, parse

PER_CENT = 100
JUMP_POINTS = 10  # of percentages and scores
JUMP_SHARE = Decimal("0.25")  # of other figures
JUMP_LEAST = 5  # people, days: less is never a jump
WORDS = Markers(
    {**MARKERS, "low": LOW, "not known": "missing", "none held": "missing", "n/k": "missing"}
)
UNIT_WORDS = {"days": ("days", "day"), "per_100000": ("per 100,000",)}


class NotAFigureError(Exception):
    """``problems`` by field: figure, numerator, denominator."""

    def __init__(self, problems: dict[str, str]):
        super().__init__("; ".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True)
class Measured:
    """How an indicator's figures are written, and our last one to compare with."""

    unit: str
    decimals: int
    last: float | None = None
    last_period: str = ""


@dataclass(frozen=True)
class Checked:
    state: str
    value: float | None
    numerator: float | None
    denominator: float | None
    question: str = ""


def check(figure: str, numerator: str, denominator: str, *, measured: Measured) -> Checked:
    """Raises ``NotAFigureError``. A percentage that is not typed is worked out from its counts."""
    problems: dict[str, str] = {}
    above = _count(numerator, "numerator", problems)
    below = _count(denominator, "denominator", problems)
    _refuse_counts(above, below, problems)
    cell = _figure(figure, above, below, measured, problems)
    if not problems and cell.state == OK:
        _refuse_impossible(cell, above, below, measured, problems)
    if problems:
        raise NotAFigureError(problems)
    question = _question(cell.value, measured) if cell.state == OK else ""
    return Checked(cell.state, cell.value, above, below, question)


def _count(text: str, name: str, problems: dict[str, str]) -> float | None:
    if not text.strip():
        return None
    try:
        cell = parse(text)
    except ValueError:
        cell = Cell(None, "missing")
    if cell.value is None or cell.value < 0:
        problems[name] = f"“{text.strip()}” is not a number, 0 or more."
        return None
    return cell.value


def _refuse_counts(above, below, problems: dict[str, str]) -> None:
    if problems or (above is None and below is None):
        return
    if above is None or below is None:
        missing = "numerator" if above is None else "denominator"
        problems[missing] = f"Give the {missing} as well, or neither."


def _figure(text: str, above, below, measured: Measured, problems: dict[str, str]) -> Cell:
    plain = " ".join(text.split())
    if not plain:
        return _worked_out(above, below, measured, problems)
    problem = _wrong_unit(plain, measured.unit)
    try:
        cell = parse(_without_unit(plain, measured.unit), WORDS)
    except ValueError:
        problem = problem or f"“{plain[:40]}” is neither a number nor a word for why there is none."
        cell = Cell(None, "missing")
    if problem:
        problems["figure"] = problem
    return cell


def _worked_out(above, below, measured: Measured, problems: dict[str, str]) -> Cell:
    if measured.unit == "percent" and below and above is not None:
        share = rounded(exact(above) * PER_CENT / exact(below), measured.decimals)
        return Cell(float(share), OK)
    problems.setdefault(
        "figure", "Enter the figure, or a word for why there is none, such as “not available”."
    )
    return Cell(None, "missing")


def _wrong_unit(text: str, unit: str) -> str:
    if "%" in text and unit != "percent":
        return "This is not a percentage. Leave the % out."
    if "£" in text and unit != "pounds":
        return "This is not an amount of money. Leave the £ out."
    return ""


def _without_unit(text: str, unit: str) -> str:
    for word in UNIT_WORDS.get(unit, ()):
        text = text.removesuffix(word).rstrip()
    return text


def _refuse_impossible(cell: Cell, above, below, measured: Measured, problems) -> None:
    value = cell.value or 0
    if value < 0 and measured.unit != "score":
        problems["figure"] = "A figure cannot be below 0."
    elif measured.unit == "percent":
        _refuse_percentage(value, above, below, measured, problems)


def _refuse_percentage(value: float, above, below, measured: Measured, problems) -> None:
    if value > PER_CENT:
        problems["figure"] = f"A percentage is 100 at most, not {value:g}."
    elif above is not None and below is not None and above > below:
        problems["numerator"] = f"The numerator ({above:g}) is above the denominator ({below:g})."
    elif above is not None and below:
        share = rounded(exact(above) * PER_CENT / exact(below), measured.decimals)
        if rounded(value, measured.decimals) != share:
            problems["figure"] = (
                f"{above:g} of {below:g} is {share}%, not {value:g}%. Change one of the three."
            )


def _question(value: float | None, measured: Measured) -> str:
    """Asked about a big move, up or down, since the figure we last had."""
    if value is None or measured.last is None:
        return ""
    move = abs(exact(value) - exact(measured.last))
    if not _is_jump(move, exact(measured.last), measured.unit):
        return ""
    unit, decimals = measured.unit, measured.decimals
    way = "up" if value > measured.last else "down"
    return (
        f"It was {with_unit(measured.last, unit, decimals)} in {measured.last_period}: "
        f"{way} {change(move, unit, decimals)}. Is this right?"
    )


def _is_jump(move: Decimal, last: Decimal, unit: str) -> bool:
    if unit in {"percent", "score"}:
        return move >= JUMP_POINTS
    return move >= JUMP_LEAST and move > abs(last) * JUMP_SHARE


def compared_with(spec: PeriodSpec, build_up: str) -> PeriodSpec:
    """The period before this one; of a figure that builds up over the year, the same point of
    last year, as the period before always held less or started anew."""
    months = (spec.ends_on.year - spec.starts_on.year) * 12
    months += spec.ends_on.month - spec.starts_on.month + 1
    back = 12 if build_up == "cumulative" else months
    return PeriodSpec(spec.kind, _earlier(spec.starts_on, back), _earlier(spec.ends_on, back))


def _earlier(day: date, months: int) -> date:
    """The same day so many months before; the last of a month stays the last."""
    place = day.year * 12 + day.month - 1 - months
    year, month = place // 12, place % 12 + 1
    is_last = day.day == monthrange(day.year, day.month)[1]
    last = monthrange(year, month)[1]
    return date(year, month, last if is_last else min(day.day, last))


def as_typed(state: str, value: float | None) -> str:
    """A figure as it stands in its cell of the grid."""
    if state != OK:
        return STATE_WORDS[state]
    return count_as_typed(value)


def count_as_typed(value: float | None) -> str:
    return "" if value is None else f"{exact(value).normalize():f}"


STATE_WORDS = {
    "missing": "Not available",
    "suppressed": "Suppressed",
    "not_applicable": "Not applicable",
    "low": "Low",
}


def pasted(text: str) -> list[list[str]]:
    """Rows of cells as a spreadsheet copies them, with tabs between the cells."""
    lines = (line for line in text.splitlines() if line.strip())
    return [[cell.strip() for cell in line.split("\t")] for line in lines]
