"""Which recommendations a list shows, read from the address; and how it shows them."""

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q
from django.template.defaultfilters import truncatechars
from django.utils.html import format_html

from config.addresses import address_of
from config.wording import day_in_words, name_of
from readiness.models import Recommendation, RecommendationSource, RecommendationState
from readiness.recommendation_page import actions_in_words
from readiness.templatetags.recommendation_parts import recommendation_tag

OPEN, NO_ACTION, TO_CLOSE, LATE = "open", "no-action", "to-close", "late"
LINE = 140


class RecommendationFilter(django_filters.FilterSet):
    text = django_filters.CharFilter(
        label="Words", method="with_words", widget=forms.TextInput(attrs={"type": "search"})
    )
    source = django_filters.ChoiceFilter(
        label="Where from", choices=RecommendationSource.choices, empty_label="Anywhere"
    )
    state = django_filters.ChoiceFilter(
        label="State",
        empty_label="Any state",
        choices=[
            (OPEN, "Open"),
            (LATE, "Late to be answered"),
            (NO_ACTION, "Accepted, no action yet"),
            (TO_CLOSE, "All its actions are finished"),
            *RecommendationState.choices,
        ],
        method="in_state",
    )
    statement = django_filters.ChoiceFilter(
        label="Quality statement", empty_label="Any statement", method="for_statement"
    )

    class Meta:
        model = Recommendation
        fields = ["text", "source", "state", "statement"]

    def __init__(self, *args, on, statements, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.filters["statement"].extra["choices"] = statements

    def with_words(self, rows, name, words):
        for word in words.split():
            rows = rows.filter(
                Q(words__icontains=word)
                | Q(source_title__icontains=word)
                | Q(paragraph__icontains=word)
            )
        return rows

    def in_state(self, rows, name, choice):
        of_rows = {
            OPEN: Recommendation.objects.open(),
            NO_ACTION: Recommendation.objects.without_action(),
            TO_CLOSE: Recommendation.objects.ready_to_close(),
            LATE: Recommendation.objects.to_be_answered().filter(answer_by__lt=self.on),
        }
        if choice in of_rows:
            return rows.filter(pk__in=of_rows[choice].order_by().values("pk"))
        return rows.filter(state=choice)

    def for_statement(self, rows, name, slug):
        linked = Recommendation.statements.through.objects.filter(statement__slug=slug)
        return rows.filter(pk__in=linked.values("recommendation"))


class RecommendationTable(tables.Table):
    words = tables.Column(
        "Recommendation",
        linkify=lambda record: address_of("recommendation", record.pk),
        attrs={"a": {"class": "govuk-link"}},
        orderable=False,
    )
    source = tables.Column("Where from")
    received_on = tables.Column("Received", attrs={"td": {"class": "gt-nowrap"}})
    state = tables.Column(attrs={"td": {"class": "gt-nowrap"}})
    live_links = tables.Column("Actions", orderable=False, empty_values=())
    lead = tables.Column(order_by=("lead__last_name", "lead__first_name", "pk"))

    caption = "Recommendations"

    class Meta:
        attrs = {"class": "gt-table--cards"}
        empty_text = "No recommendation matches. Change or clear the filter."

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def render_words(self, record):
        return f"{record}: {truncatechars(record.words, LINE)}"

    def render_source(self, record):
        place = f", {record.paragraph}" if record.paragraph else ""
        return format_html(
            '{}<br><span class="gt-muted">{}{}</span>',
            record.get_source_display(),
            record.source_title,
            place,
        )

    def render_received_on(self, value):
        return day_in_words(value)

    def render_state(self, record):
        if record.state == RecommendationState.RECEIVED and record.answer_by < self.on:
            return format_html(
                '{} <strong class="gt-overdue">Late</strong>', recommendation_tag(record.state)
            )
        return recommendation_tag(record.state)

    def render_live_links(self, record):
        return actions_in_words(record) or "None"

    def render_lead(self, value):
        return name_of(value)
