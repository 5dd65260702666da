"""Reports by quarter, and what is left out of a copy, as files."""

from config.wording import name_of
from indicators.list_files import ListResource, column


class EditionResource(ListResource):
    """Rows are ``pages.EditionRow``."""

    report = column("Report", lambda row: str(row.edition.report))
    quarter = column("Quarter", lambda row: str(row.edition.quarter))
    state = column("State", "state__label")
    opened_by = column("Begun by", lambda row: name_of(row.edition.opened_by))


class WithheldResource(ListResource):
    """Rows are what was left out, and why."""

    what = column("What", lambda row: row["what"])
    why = column("Why", lambda row: row["why"])
