"""Cells of council tables: a figure, what stands in brackets after it, and the marks on it. Pure.

``99.7% (3,682/3,694)`` is 99.7 with its numerator and denominator; ``302.0 (124 admissions)`` is
302 and the 124 it was worked out from; ``16.3*`` is 16.3, marked.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from indicators import value_states
from indicators.value_states import MISSING, NOT_APPLICABLE, OK, SUPPRESSED, Markers, read_number

WORDS = {
    **dict.fromkeys(
        (
            *("not given", "not held", "did not respond", "refused", "cost exceeded", "none"),
            *("unknown", "n/k", "nk", "not known", "tbd", "?", "#", "null", "nan", "blank"),
            *("no survey", "not collected", "not recorded", "not published", "not reported", "x"),
            *("awaiting data", "awaited", "pending", "data not available", "unavailable", "nd"),
            *("no return", "not yet available", "available annually", "annual", "[u]", "[w]", "--"),
        ),
        MISSING,
    ),
    **dict.fromkeys(("c", "[s]", "sup", "[c1]", "data suppressed", "redacted", "**"), SUPPRESSED),
    **dict.fromkeys(("not relevant", "z", "no target"), NOT_APPLICABLE),
}  # fmt: skip
MARKERS = Markers({**value_states.MARKERS, **WORDS})
SENTENCES = (
    (re.compile(r"(?:no|not|awaiting|data (?:due|not)|to be|due|see|tb[ca])\b.*"), MISSING),
    (re.compile(r"(?:suppressed|redacted)\b.*"), SUPPRESSED),
    (re.compile(r"(?:less|fewer) than \d+|[<≤]\s?\d+(?:\.\d+)?%?|under \d+"), SUPPRESSED),
)  # fmt: skip
LARGE = {"k": 1e3, "m": 1e6, "bn": 1e9, "million": 1e6, "thousand": 1e3}
COUNT = r"[\d,]+(?:\.\d+)?"
UNIT_WORDS = (
    r"days?|weeks?|months?|years?|hours?|people|persons|per 100[, ]?000|admissions|cases|points?"
)
IN_BRACKETS = re.compile(
    r"(?P<figure>[^()]*[^()\s])\s*[(\[](?P<inside>[^()\[\]]+)[)\]]\s*(?P<mark>\W?)"
)
FRACTION = re.compile(rf"(?P<top>{COUNT})\s*(?:/|out of|of)\s*(?P<bottom>{COUNT})")
COUNT_OF = re.compile(rf"(?:n\s?=\s?)?(?P<top>{COUNT})(?:\s+(?P<words>[A-Za-z][\w ,'’/-]*))?")
MARKED = re.compile(
    r"(?P<figure>.*?[\d%)])\s?(?P<mark>[*†‡§^#¹²³⁴⁵]+|\[\w{1,6}\]|\((?:p|r|e)\)|[pr])",
    re.IGNORECASE,
)
LARGE_NUMBER = re.compile(
    rf"£?(?P<number>-?{COUNT})\s?(?P<size>k|m|bn|million|thousand)", re.IGNORECASE
)
WITH_UNIT = re.compile(rf"(?P<number>-?{COUNT})\s?(?:{UNIT_WORDS})", re.IGNORECASE)
ERRORS = {
    *("#n/a", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!", "#error!"),
    *("#getting_data", "#spill!", "#calc!", "#n/d", "err:502", "err:504", "err:508", "err:522"),
}
SIMPLE = re.compile(r"\d+(?:\.\d+)?")


class FigureCell(NamedTuple):
    """What one cell says. ``is_percent`` where it is written with a percent sign."""

    state: str
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    is_provisional: bool = False
    is_revised: bool = False
    note: str = ""
    is_percent: bool = False
    decimals: int | None = None  # as written; None where it was stored as a number


def read(content: object, markers: Markers = MARKERS) -> FigureCell:
    """Raises ``ValueError`` with a sentence for what cannot be read."""
    if isinstance(content, float):
        return FigureCell(OK, value_states.tidy(content))
    if isinstance(content, bool) or not isinstance(content, (str, int, type(None))):
        return FigureCell(value_states.parse(content).state)  # raises
    if isinstance(content, int):
        return FigureCell(OK, float(content))
    return read_text(content or "", markers)


@lru_cache(maxsize=16384)
def read_text(text: str, markers: Markers) -> FigureCell:
    plain = " ".join(text.split())
    if SIMPLE.fullmatch(plain):
        return FigureCell(OK, float(plain), decimals=decimals_of(plain))
    lowered = plain.lower()
    if lowered in ERRORS:
        raise ValueError(f"“{plain}” is an error of the spreadsheet's formula, not a figure.")
    if (state := markers.get(lowered)) is not None:
        return FigureCell(state, 0.0 if state == value_states.LOW else None)
    for reader in READERS:
        if found := reader(plain, markers):
            return found
    for pattern, state in SENTENCES:
        if pattern.fullmatch(lowered):
            return FigureCell(state, note=plain)
    raise ValueError(f"“{plain[:60]}” is neither a number nor a marker we know.")


def decimals_of(text: str) -> int:
    return len(text.rstrip("% ").partition(".")[2])


def number_only(plain: str, markers: Markers) -> FigureCell | None:
    value = read_number(plain.removeprefix("+"))
    if value is None:
        return None
    return FigureCell(OK, value, is_percent=plain.endswith("%"), decimals=decimals_of(plain))


def larger_or_with_unit(plain: str, markers: Markers) -> FigureCell | None:
    """£3.6m; 41 days."""
    if found := LARGE_NUMBER.fullmatch(plain):
        size = LARGE[found["size"].lower()]
        return FigureCell(OK, value_states.tidy(float(found["number"].replace(",", "")) * size))
    if found := WITH_UNIT.fullmatch(plain):
        return number_only(found["number"], markers)
    return None


def negative_in_brackets(plain: str, markers: Markers) -> FigureCell | None:
    """(3.1), as accountants write -3.1."""
    found = re.fullmatch(rf"\(£?({COUNT})%?\)", plain)
    return number_only(f"-{found[1]}", markers) if found else None


def fraction_only(plain: str, markers: Markers) -> FigureCell | None:
    """3,682/3,694: its percentage can be worked out."""
    found = FRACTION.fullmatch(plain)
    if not found:
        return None
    top, bottom = (count_of(found[name]) for name in ("top", "bottom"))
    if not bottom or top > bottom:
        return None
    value = value_states.tidy(100 * top / bottom)
    note = f"Worked out from {plain}"
    return FigureCell(OK, value, top, bottom, note=note, is_percent=True)


def marked(plain: str, markers: Markers) -> FigureCell | None:
    """A figure with a mark: provisional, revised, or a footnote's, which is kept."""
    found = MARKED.fullmatch(plain)
    if not found or found["figure"] == plain:
        return None
    cell = figure_before(found["figure"], markers)
    return cell and with_mark(cell, found["mark"], plain)


def with_mark(cell: FigureCell, mark: str, plain: str) -> FigureCell:
    letter = mark.strip("[]() ").lower()
    if letter == "p":
        return cell._replace(is_provisional=True)
    if letter == "r":
        return cell._replace(is_revised=True)
    return cell._replace(note=cell.note or f"Published as {plain}")


def figure_before(text: str, markers: Markers) -> FigureCell | None:
    for reader in (number_only, larger_or_with_unit, bracketed, marked):
        if found := reader(text.strip(), markers):
            return found
    return None


def bracketed(plain: str, markers: Markers) -> FigureCell | None:
    """A figure, and in brackets what it was worked out from, a second figure, or a word."""
    found = IN_BRACKETS.fullmatch(plain)
    if not found:
        return None
    cell = outside_brackets(found["figure"], markers)
    if cell is None:
        return None
    return with_inside(cell, " ".join(found["inside"].split()), plain)


def outside_brackets(text: str, markers: Markers) -> FigureCell | None:
    text = text.strip()
    if found := FRACTION.fullmatch(text):
        return FigureCell(OK, None, count_of(found["top"]), count_of(found["bottom"]))
    if cell := number_only(text, markers) or larger_or_with_unit(text, markers):
        return cell
    if mark := MARKED.fullmatch(text):
        cell = number_only(mark["figure"], markers)
        return cell and with_mark(cell, mark["mark"], text)._replace(note="")
    state = markers.get(text.lower())
    return FigureCell(state) if state and state != value_states.LOW else None


def with_inside(cell: FigureCell, inside: str, plain: str) -> FigureCell | None:
    """``cell`` with what the brackets add. A count before a percentage is its numerator."""
    if cell.state != OK:
        return cell._replace(note=plain)
    share = number_only(inside, MARKERS) if inside.endswith("%") else None
    if cell.value is None:
        return share and share._replace(numerator=cell.numerator, denominator=cell.denominator)
    if inside.lower() in ("p", "r", "provisional", "revised"):
        return with_mark(cell, inside[0], plain)
    if share and not cell.is_percent:
        return share._replace(numerator=cell.value)
    return with_counts(cell, inside, plain)


def with_counts(cell: FigureCell, inside: str, plain: str) -> FigureCell:
    """Its counts, or the one count it was worked out from; else all that was printed."""
    if found := FRACTION.fullmatch(inside):
        return cell._replace(
            numerator=count_of(found["top"]), denominator=count_of(found["bottom"])
        )
    found = COUNT_OF.fullmatch(inside)
    if found and found["words"] and "." not in found["top"]:
        note = f"Published as {plain}"
        return cell._replace(numerator=count_of(found["top"]), note=note)
    return cell._replace(note=f"Published as {plain}")


def count_of(text: str) -> float:
    return float(text.replace(",", ""))


Reader = Callable[[str, Markers], FigureCell | None]
READERS: tuple[Reader, ...] = (
    number_only,
    larger_or_with_unit,
    negative_in_brackets,
    bracketed,
    fraction_only,
    marked,
)
