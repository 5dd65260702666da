"""The list of documents that are held: a table on a wide screen, cards on a phone."""

import django_tables2 as tables
from django.utils.html import format_html

from config.addresses import address_of
from config.wording import name_of


class HeldTable(tables.Table):
    title = tables.Column("Document", accessor="document")
    waits_for = tables.Column("Waits for")
    words = tables.Column("Why")
    owner = tables.Column(accessor="document__owner")

    class Meta:
        attrs = {"class": "gt-table--cards"}
        caption = "Held documents"
        orderable = False

    def render_title(self, value):
        return format_html(
            '<a class="govuk-link" href="{}">{}</a>', address_of("document", value.pk), value.title
        )

    def render_owner(self, value):
        return name_of(value)
