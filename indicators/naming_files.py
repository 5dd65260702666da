"""Saved columns, and the indicators that a file names and we do not hold, as files."""

from collections.abc import Callable

from config.wording import name_of
from indicators.list_files import ListResource, column, moment


def of_last_change(work: Callable) -> Callable:
    """Changes are read latest first."""
    return lambda saved: next((work(change) for change in saved.changes.all()), "")


class SavedMappingResource(ListResource):
    """Rows are saved mappings with their changes."""

    name = column("Name", "name")
    what = column("Last change", of_last_change(lambda change: change.what))
    at = column("On", of_last_change(lambda change: moment(change.at)))
    by = column("By", of_last_change(lambda change: name_of(change.by) if change.by else ""))


class UnknownIndicatorResource(ListResource):
    """Rows are ``deciding_indicators.Unknown``."""

    title = column("In the file", "title")
    code = column("Code", lambda unknown: unknown.code if unknown.shows_code else "")
    better = column("Which way is better", "better")
    words = column("What happens", "words")
    said = column("What was said", "said")
