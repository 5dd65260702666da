"""Releases with a column that says what kind of figure each row is. Pure."""

from indicators.layouts.column_mapping import Column
from indicators.layouts.measure_names import text_at
from indicators.layouts.measure_words import COUNTS, part_of_figure
from indicators.layouts.row_sources import RowSources


def have_parts(rows: list[list], kind: Column) -> bool:
    """Whether some rows are numerators, denominators or margins of others."""
    words = {text_at([content], 0) for content in {row[kind.index] for row in rows}} - {""}
    parts = {part_of_figure(word) for word in words} - {"", "value"}
    return bool(parts) or (len(words) > 1 and any(word.lower() in COUNTS for word in words))


def values_by_measure(rows: list[list], kind: Column, sources: RowSources) -> dict[str, set[str]]:
    """What the figures themselves are called, by code or title: a mean and a median of the same
    thing are two measures; a count beside a percentage is its numerator."""
    column = sources.table.first("code") or sources.table.first("title")
    if column is None:
        return {}
    found: dict[str, set[str]] = {}
    for measure, words in {(row[column.index], row[kind.index]) for row in rows}:
        text = text_at([words], 0)
        if text and part_of_figure(text) in ("", "value"):
            found.setdefault(text_at([measure], 0), set()).add(text)
    for words in found.values():
        if len(words) > 1:
            words -= {word for word in words if word.lower() in COUNTS}
    return found


def part_of(words: str, values: set[str]) -> str:
    """``value``, ``numerator``…, knowing what the measure's figures are called."""
    if words.lower() in COUNTS and words not in values:
        return "numerator"
    return part_of_figure(words) or "value"
