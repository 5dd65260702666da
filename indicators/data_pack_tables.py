import django_tables2 as tables
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.html import format_html

from config.addresses import address_of
from config.wording import moment_in_words, name_of
from indicators.data_pack_page import COLOURS, by
from indicators.list_files import ListResource, column, moment
from indicators.models import DataPack

NUMERIC = {
    "td": {"class": "govuk-table__cell--numeric"},
    "th": {"class": "govuk-table__header--numeric"},
}


class DataPackTable(tables.Table):
    """Rows are ``DataPack``, with who received them and the ``states`` of its figures."""

    title = tables.Column("Data pack")
    state = tables.Column()
    received_at = tables.Column("Received")
    figures = tables.Column(empty_values=(), orderable=False, attrs=NUMERIC)

    class Meta:
        caption = "Data packs"
        attrs = {"class": "gt-table--cards"}
        order_by = "-received_at"

    def render_title(self, record):
        return format_html(
            '<a class="govuk-link" href="{}">{}</a><br><span class="gt-muted">{}</span>',
            address_of("data_pack", record.pk),
            record.title,
            record.original_name,
        )

    def render_state(self, record):
        return format_html(
            '<strong class="govuk-tag govuk-tag--{}">{}</strong>',
            COLOURS[DataPack.State(record.state)],
            record.get_state_display(),
        )

    def render_received_at(self, record):
        return f"{moment_in_words(record.received_at)}{by(record.received_by)}"

    def render_figures(self, record):
        return intcomma(sum(record.states.values())) if record.states else "–"


class DataPackResource(ListResource):
    title = column("Data pack", "title")
    file = column("File", "original_name")
    state = column("State", "get_state_display")
    received_at = column("Received", lambda pack: moment(pack.received_at))
    by = column("By", lambda pack: name_of(pack.received_by) if pack.received_by else "")
    figures = column("Figures", lambda pack: sum(pack.states.values()) if pack.states else "")
