"""Tables of lists of evidence brought in, and of what one would do row by row."""

import django_tables2 as tables

from config.addresses import address_of
from config.wording import moment_in_words, name_of

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
