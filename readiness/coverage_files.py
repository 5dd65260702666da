"""The coverage matrix as a list for a file: a line for each place."""

from collections.abc import Iterator
from dataclasses import dataclass

from indicators.list_files import ListResource, column
from readiness.coverage_page import CoveragePage, Line, Place


@dataclass(frozen=True)
class CellLine:
    line: Line
    place: Place


def cells_in(page: CoveragePage) -> Iterator[CellLine]:
    return (CellLine(line, place) for line in page.lines for place in line.places)


class CoverageResource(ListResource):
    """Rows are ``CellLine``."""

    under = column("Under", "line__under")
    title = column("What for", "line__title")
    category = column("Kind of evidence", "place__category__title")
    level = column("Needed")
    count = column("Documents", "place__cell__count")
    out_of_date = column("Past review", "place__cell__out_of_date")
    sent_back = column("Sent back, not counted", "place__cell__sent_back")
    newest = column("Latest date of evidence", "place__cell__newest")
    finding = column("What stands out", "line__finding")

    def dehydrate_level(self, row: CellLine):
        return row.place.level.label
