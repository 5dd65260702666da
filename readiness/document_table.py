"""The library's list of documents: a table on a wide screen, cards on a phone."""

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django_tables2.data import TableListData

from config.addresses import address_of
from config.wording import day_in_words, name_of
from readiness.document_safety import unit_of

NO_DAY = format_html('<span class="gt-muted">{}</span>', "Not set")


def day_or_none(day):
    return day_in_words(day) if day else NO_DAY


class InOrder(TableListData):
    """Rows in their order already, handed over as they are: a table would make a list of them."""

    def order_by(self, aliases):
        return


class DocumentTable(tables.Table):
    """With a tick box for each document where something can be done with those ticked."""

    tick = tables.Column("Choose", accessor="document", empty_values=())
    title = tables.Column("Document", accessor="document")
    uses = tables.Column("Used for", empty_values=(None,))
    evidence_date = tables.Column("Date of evidence", accessor="document", empty_values=())
    review_by = tables.Column("Review by", accessor="document", empty_values=())
    owner = tables.Column(accessor="document__owner")
    added_at = tables.Column("Added", accessor="document__added_at")

    class Meta:
        attrs = {"class": "gt-table--cards gt-documents gt-documents--ticked"}
        orderable = False
        row_header = "title"

    def __init__(self, results, *, may_tick: bool = False):
        super().__init__(InOrder(results), exclude=() if may_tick else ("tick",))

    def render_tick(self, value):
        return format_html(
            '<div class="govuk-checkboxes govuk-checkboxes--small gt-tick">'
            '<div class="govuk-checkboxes__item">'
            '<input class="govuk-checkboxes__input" type="checkbox" name="chosen" '
            'value="{pk}:{revision}" id="tick-{pk}">'
            '<label class="govuk-label govuk-checkboxes__label" for="tick-{pk}">'
            '<span class="govuk-visually-hidden">Choose {title}</span></label></div></div>',
            pk=value.pk,
            revision=value.revision,
            title=value.title,
        )

    def render_title(self, record):
        document = record.document
        kind = document.latest_version.kind_of_file if document.latest_version else "Link"
        return format_html(
            '<a class="govuk-link" href="{}">{}</a> <span class="gt-muted">{}</span>{}',
            address_of("document", document.pk),
            document.title,
            kind,
            self.where_found(record.hit, document.latest_version),
        )

    def where_found(self, hit, version):
        if hit is None or not hit.excerpt:
            return ""
        has_place = hit.page and version.page_count
        place = format_html("<b>{} {}:</b> ", unit_of(version), hit.page) if has_place else ""
        return format_html('<span class="gt-hit">{}{}</span>', place, hit.excerpt)

    def render_uses(self, record):
        if not record.uses:
            return format_html('<span class="gt-muted">{}</span>', "Not linked yet")
        return format_html(
            '<ul class="gt-uses">{}</ul>',
            format_html_join(
                "", "<li>{}: {}</li>", ((use.statement, use.category) for use in record.uses)
            ),
        )

    def render_evidence_date(self, record):
        return day_or_none(record.document.evidence_date)

    def render_review_by(self, record):
        day = day_or_none(record.document.review_by)
        if record.is_out_of_date:
            return format_html('{} <strong class="gt-overdue">Passed</strong>', day)
        return day

    def render_owner(self, value):
        return name_of(value)

    def render_added_at(self, value):
        return day_in_words(value)
