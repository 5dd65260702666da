"""How each kind of file is read. A layout is a module with ``NAME``, ``TITLE``,
``recognises(workbook)`` and ``read(workbook)``; adding one means adding it to ``LAYOUTS``.
"""

from indicators.layouts import ascof_workbook
from indicators.layouts.reading import Reading
from indicators.workbook import UnreadableFileError, Workbook

LAYOUTS = [ascof_workbook]


def read(workbook: Workbook, layout: str = "") -> Reading:
    """By the layout named, else by the first that recognises the file.

    Raises ``UnreadableFileError`` with a sentence that says what can be read.
    """
    names = {candidate.NAME: candidate for candidate in LAYOUTS}
    if layout and layout not in names:
        raise UnreadableFileError(f"There is no layout “{layout}”. There is: {', '.join(names)}.")
    for candidate in LAYOUTS:
        if layout in ("", candidate.NAME) and candidate.recognises(workbook):
            return candidate.read(workbook)
    known = "; ".join(candidate.TITLE for candidate in LAYOUTS)
    sheets = ", ".join(sheet.name for sheet in workbook.sheets[:5])
    raise UnreadableFileError(
        f"We do not recognise the layout of {workbook.name} (sheets: {sheets}). "
        f"What can be read: {known}."
    )
