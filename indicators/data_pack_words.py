"""A figure in a file, in words: where it stands and what it says. Pure."""

from indicators import periods
from indicators.layouts.reading import COMPARED, Figure, Problem

COMPARED_FIELDS = Figure._fields[COMPARED]
FIELD_WORDS = {
    "base": "people who answered",
    "is_provisional": "whether it is provisional",
    "is_revised": "whether it is revised",
    "margin": "margin of error",
    "state": "reason",
}


def at(figure: Figure, message: str, value: str | None = None) -> Problem:
    column = figure.cell.rstrip("0123456789")
    row = figure.cell.removeprefix(column)
    shown = figure.value if figure.value is not None else figure.state
    text = str(shown) if value is None else value
    return Problem(figure.sheet, int(row) if row else None, column, text, message)


def change_of(figure: Figure, now: tuple) -> dict:
    """Old and new of one figure; ``now`` is what is compared of the current one."""
    old = Figure(figure.measure, figure.place, figure.period, *now)
    return {
        "measure": figure.measure,
        "place": figure.place.name or figure.place.code,
        "period": periods.label(*figure.period),
        "sheet": figure.sheet,
        "cell": figure.cell,
        "old": said(old),
        "new": said(figure),
        "what": [
            FIELD_WORDS.get(name, name)
            for name in COMPARED_FIELDS
            if getattr(old, name) != getattr(figure, name)
        ],
    }


def said(figure: Figure) -> dict:
    return {"value": figure.value, "state": figure.state, "note": figure.note}
