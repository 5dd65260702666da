"""The list of comparator groups."""

import django_tables2 as tables
from django.utils.html import format_html

from config.addresses import address_of
from config.wording import day_in_words
from indicators.list_files import ListResource, column
from indicators.tables import NUMERIC, tag


class GroupTable(tables.Table):
    name = tables.Column("Group")
    count = tables.Column("Councils", attrs=NUMERIC)
    source = tables.Column()
    as_of = tables.Column("As of")
    ended_at = tables.Column("In use", empty_values=())

    class Meta:
        attrs = {"class": "gt-table--cards"}
        caption = "Groups of councils to compare with"

    def render_name(self, record):
        address = address_of("comparator_group", record.pk)
        return format_html('<a class="govuk-link" href="{}">{}</a>', address, record.name)

    def render_as_of(self, record):
        return day_in_words(record.as_of)

    def render_ended_at(self, record):
        if record.ended_at is None:
            return "Yes"
        return tag(f"Not since {day_in_words(record.ended_at)}", "grey")


class GroupResource(ListResource):
    name = column("Group", "name")
    count = column("Councils", "count")
    source = column("Source", "source")
    as_of = column("As of", "as_of")
    ended_at = column("In use", lambda group: group.ended_at is None)
