"""Tables of lists of evidence brought in, and of what one would do row by row."""

import django_tables2 as tables

from config.addresses import address_of
from config.wording import moment_in_words, name_of
from indicators.list_files import ListResource, column, moment

WHAT = {
    "add": "Add it",
    "link": "Here already: link it to what it is not linked to yet",
    "nothing": "Here already: nothing to do",
    "refused": "See the problem above",
}


class ImportTable(tables.Table):
    register_name = tables.Column(
        "List",
        linkify=lambda record: address_of("register_import", record.pk),
        attrs={"a": {"class": "govuk-link"}},
    )
    state = tables.Column()
    received_by = tables.Column("By")
    received_at = tables.Column("When")

    class Meta:
        attrs = {"class": "gt-table--cards"}
        caption = "Lists brought in"
        caption_shown = True
        empty_text = "No list has been brought in yet."
        orderable = False

    def render_received_by(self, value):
        return name_of(value)

    def render_received_at(self, value):
        return moment_in_words(value)


class ImportResource(ListResource):
    register_name = column("List", "register_name")
    files_name = column("With the files", "files_name")
    state = column("State", "get_state_display")
    received_by = column("By", lambda found: name_of(found.received_by))
    received_at = column("When", lambda found: moment(found.received_at))


class RowResource(ListResource):
    """Rows of a list as its report tells them."""

    row = column("Row", lambda line: line["row"])
    title = column("Document", lambda line: line["title"])
    does = column("What will be done", lambda line: WHAT[line["does"]])


class RowTable(tables.Table):
    row = tables.Column("Row", attrs={"td": {"class": "govuk-table__cell--numeric"}})
    title = tables.Column("Document")
    does = tables.Column("What will be done")

    class Meta:
        attrs = {"class": "gt-table--cards"}
        caption = "Row by row"
        orderable = False
        row_header = "title"

    def render_does(self, value):
        return WHAT[value]
