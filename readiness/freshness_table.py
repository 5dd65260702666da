"""Documents to look at again, each with the button that renews it."""

from datetime import date

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.html import format_html

from config.addresses import address_of
from config.wording import day_in_words, name_of
from readiness.document_table import day_or_none


class ReviewTable(tables.Table):
    title = tables.Column("Document")
    owner = tables.Column(order_by=("owner__last_name", "owner__first_name"))
    evidence_date = tables.Column("Date of evidence", empty_values=())
    review_by = tables.Column("Review by", empty_values=())
    renew = tables.Column("Look again", empty_values=(), orderable=False)

    class Meta:
        caption = "Documents to look at again"

    def __init__(self, documents, *, may_renew: bool, back: str, token: str, on: date):
        renewed = " gt-documents--renewed" if may_renew else ""  # a last column of buttons
        super().__init__(
            documents,
            exclude=() if may_renew else ("renew",),
            attrs={"class": f"gt-table--cards gt-documents{renewed}"},
        )
        self.back, self.token, self.on = back, token, on

    def render_title(self, record):
        return format_html(
            '<a class="govuk-link" href="{}">{}</a>',
            address_of("document", record.pk),
            record.title,
        )

    def render_owner(self, value):
        return name_of(value)

    def render_evidence_date(self, record):
        return day_or_none(record.evidence_date)

    def render_review_by(self, record):
        if record.is_out_of_date(on=self.on):
            return format_html(
                '<strong class="gt-overdue">{}</strong>', day_in_words(record.review_by)
            )
        return day_or_none(record.review_by)

    def render_renew(self, record):
        return render_to_string(
            "readiness/parts/renew_button.html",
            {"document": record, "back": self.back, "token": self.token},
        )
