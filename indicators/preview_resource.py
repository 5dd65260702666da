"""A data pack's preview as a file: one line for each figure and each thing to look at."""

from indicators.list_files import ListResource, column
from indicators.preview_lines import HEADINGS


class PreviewResource(ListResource):
    """Rows are ``preview_lines.Line``."""

    what = column(HEADINGS[0], "what")
    indicator = column(HEADINGS[1], "indicator")
    title = column(HEADINGS[2], "title")
    place = column(HEADINGS[3], "place")
    period = column(HEADINGS[4], "period")
    before = column(HEADINGS[5], "before")
    after = column(HEADINGS[6], "after")
    sheet = column(HEADINGS[7], "sheet")
    row = column(HEADINGS[8], "row")
    column_letters = column(HEADINGS[9], "column")
    text = column(HEADINGS[10], "text")
    message = column(HEADINGS[11], "message")
