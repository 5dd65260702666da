"""The rows of a council's own spreadsheet under its headings, wherever those stand. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

from indicators.workbook import Sheet, Workbook
from readiness.register_file import LOOKED_AT, Line, NoHeadingsError, plain

Headings = Mapping[str, tuple[str, ...]]
OneLine = TypeVar("OneLine", bound=Line)


def no_more(words: Mapping[str, int]) -> dict[str, int]:
    return {}


def lines_in(
    workbook: Workbook,
    kind: type[OneLine],
    headings: Headings,
    needed: Collection[str],
    *,
    more: Callable[[Mapping[str, int]], dict[str, int]] = no_more,
) -> list[OneLine]:
    """Of every sheet that has headings; raises NoHeadingsError where none has. ``more`` finds
    further columns among all headings of the row."""
    places = [
        (sheet, place)
        for sheet in workbook.sheets
        if (place := headings_of(sheet, headings, needed, more))
    ]
    if not places:
        raise NoHeadingsError
    return [line for sheet, place in places for line in rows_of(sheet, *place, kind)]


def headings_of(
    sheet: Sheet, headings: Headings, needed: Collection[str], more
) -> tuple[int, dict[str, int]] | None:
    for index, cells in enumerate(sheet.rows[:LOOKED_AT]):
        words = {plain(cell): place for place, cell in reversed(list(enumerate(cells)))}
        columns = {
            name: next(words[spelling] for spelling in spellings if spelling in words)
            for name, spellings in headings.items()
            if any(spelling in words for spelling in spellings)
        }
        if columns.keys() >= set(needed):
            return index, columns | more(words)
    return None


def rows_of(
    sheet: Sheet, header: int, columns: dict[str, int], kind: type[OneLine]
) -> Iterator[OneLine]:
    for index, cells in enumerate(sheet.rows[header + 1 :], start=header + 1):
        said = {name: cells[at] for name, at in columns.items() if at < len(cells)}
        if any(str(cell).strip() for cell in said.values()):
            yield kind(sheet.name, index + 1, columns, said)
