"""What a cell of a published table says: a number, or why there is none. Pure.

What a marker means belongs to the layout of the file: ":" is suppressed in one publisher's
tables and missing in another's, so a layout passes its own ``markers``.
"""

import re
from functools import lru_cache
from typing import NamedTuple

OK, MISSING, SUPPRESSED = "ok", "missing", "suppressed"
NOT_APPLICABLE, LOW = "not_applicable", "low"


class Markers(dict[str, str]):
    """Marker (in lower case) to state. Told apart by identity, so that a cache can hold it."""

    def __hash__(self):  # type: ignore[override]
        return id(self)

    def __eq__(self, other):
        return self is other


MARKERS = Markers(
    {
        **dict.fromkeys(("", "[x]", "..", ".", "-", "–", "—", "n/a", "na", "tbc", ":"), MISSING),
        **dict.fromkeys(("not available", "no data", "no carers survey"), MISSING),
        **dict.fromkeys(("[c]", "*", "suppressed"), SUPPRESSED),
        **dict.fromkeys(("[z]", "not applicable"), NOT_APPLICABLE),
        "[low]": LOW,
    }
)

NUMBER = re.compile(r"£?(-?)£?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s?%?")
IN_BRACKETS = re.compile(r"(.*\S)\s*(\((.+)\))")
FLAGGED = re.compile(r"(.*?)\s*\[([pr])\]\s*", re.IGNORECASE)
SMALL_NUMBER = re.compile(r"<\s?(\d+)")
MINUS_SIGNS = str.maketrans("−‒", "--")


class Cell(NamedTuple):
    """``value`` is None unless the state is ``ok`` (or ``low``, which is published as 0)."""

    value: float | None
    state: str
    is_provisional: bool = False
    is_revised: bool = False
    note: str = ""


def tidy(number: float) -> float:
    """91.10000000000001, as a spreadsheet stores it, is the published 91.1."""
    return float(f"{number:.12g}")


def parse(content: object, markers: Markers = MARKERS) -> Cell:
    """A cell in words of its own. Raises ``ValueError`` with a sentence for what cannot be read.

    ``7.3 (7.2)`` is 7.3; the second figure is kept as the note.
    """
    if isinstance(content, bool):
        raise ValueError(f"“{content}” is not a figure.")
    if isinstance(content, (int, float)):
        return Cell(tidy(content), OK)
    if content is None:
        content = ""
    if not isinstance(content, str):
        raise ValueError(f"“{content}” is a date or time, not a figure.")
    return parse_text(content, markers)


@lru_cache(maxsize=8192)
def parse_text(text: str, markers: Markers) -> Cell:
    plain = " ".join(text.split())
    if found := FLAGGED.fullmatch(plain):
        rest = parse_text(found[1], markers)
        if found[2].lower() == "p":
            return rest._replace(is_provisional=True)
        return rest._replace(is_revised=True)
    if (state := markers.get(plain.lower())) is not None:
        return Cell(0.0 if state == LOW else None, state)
    if (number := read_number(plain)) is not None:
        return Cell(number, OK)
    if SMALL_NUMBER.fullmatch(plain):
        return Cell(None, SUPPRESSED, note=plain)
    if (found := IN_BRACKETS.fullmatch(plain)) and (first := read_number(found[1])) is not None:
        return Cell(first, OK, note=plain)
    raise ValueError(f"“{plain[:60]}” is neither a number nor a marker we know.")


def read_number(text: str) -> float | None:
    """Numbers stored as text, with thousands commas, a pound or a percent sign."""
    found = NUMBER.fullmatch(text.translate(MINUS_SIGNS))
    if not found:
        return None
    sign, whole, decimals = found.groups()
    return float(f"{sign}{whole.replace(',', '')}{decimals or ''}")
