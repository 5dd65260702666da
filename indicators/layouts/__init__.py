"""How each kind of file is read.

The ASCOF workbook has a module of its own, which knows its other sheets. Everything else is read
by a mapping (``column_mapping``): recognised from headings and cells (``recognition``), or made by
a person. Adding a layout means adding it to ``LAYOUTS``.
"""

from typing import NamedTuple

from indicators.layouts import ascof_workbook, recognition, table_reading
from indicators.layouts.column_mapping import KINDS, Mapping, faults
from indicators.layouts.reading import Reading
from indicators.workbook import UnreadableFileError, Workbook


class Layout(NamedTuple):
    NAME: str
    TITLE: str


LAYOUTS: list[Layout] = [
    Layout(ascof_workbook.NAME, ascof_workbook.TITLE),
    *(Layout(name, title) for name, title in KINDS.items()),
]
guess = recognition.guess
guess_table = recognition.guess_table


class UnrecognisedLayoutError(UnreadableFileError):
    """The file can be opened, but somebody has to say what its columns are."""


def read(
    workbook: Workbook,
    layout: str = "",
    mapping: Mapping | None = None,
    *,
    keeps_words: bool = False,
) -> Reading:
    """By the mapping given, the layout named, or what is recognised. ``keeps_words``: whether a
    cell such as “60 to 70” is kept as its words; else it is a problem.

    Raises ``UnreadableFileError`` with a sentence that says what can be read.
    """
    names = [candidate.NAME for candidate in LAYOUTS]
    if layout and layout not in names:
        raise UnreadableFileError(f"There is no layout “{layout}”. There is: {', '.join(names)}.")
    if mapping:
        return read_mapped(workbook, mapping, keeps_words=keeps_words)
    if layout in ("", ascof_workbook.NAME) and ascof_workbook.recognises(workbook):
        return ascof_workbook.read(workbook)
    guessed = guess(workbook)
    if faults(guessed) or layout == ascof_workbook.NAME:
        raise UnrecognisedLayoutError(why_not(workbook, guessed))
    if layout not in ("", guessed.layout):
        guessed = Mapping(guessed.tables, layout)
    return table_reading.read(workbook, guessed, keeps_words=keeps_words)


def read_mapped(workbook: Workbook, mapping: Mapping, *, keeps_words: bool = False) -> Reading:
    if missing := faults(mapping):
        raise UnrecognisedLayoutError(" ".join(missing))
    return table_reading.read(workbook, mapping, keeps_words=keeps_words)


def why_not(workbook: Workbook, guessed: Mapping) -> str:
    known = "; ".join(candidate.TITLE for candidate in LAYOUTS)
    sheets = ", ".join(sheet.name for sheet in workbook.sheets[:5])
    missing = " ".join(faults(guessed)) if guessed.tables else ""
    return (
        f"We do not recognise the layout of {workbook.name} (sheets: {sheets}). "
        f"{missing + ' ' if missing else ''}What can be read: {known}."
    )
