"""The list of requests for evidence: which, in which order, and how they look."""

import django_filters
import django_tables2 as tables
from django.utils.html import format_html

from config.addresses import address_of
from config.wording import day_in_words, name_of
from readiness.models import EvidenceRequest, RequestState
from readiness.models.requests import OPEN
from readiness.templatetags.request_parts import request_tag

OF_ME, BY_ME = "of-me", "by-me"
STILL_OPEN, OVERDUE = "open", "overdue"
STATES = [(STILL_OPEN, "Not finished"), (OVERDUE, "Overdue"), *RequestState.choices]


def listed_requests():
    return EvidenceRequest.objects.with_state().select_related(
        "statement", "category", "asked_of", "asked_by"
    )


class RequestFilter(django_filters.FilterSet):
    who = django_filters.ChoiceFilter(
        label="Whose",
        empty_label="Everybody’s",
        choices=[(OF_ME, "Asked of me"), (BY_ME, "Asked by me")],
        method="of_person",
    )
    state = django_filters.ChoiceFilter(
        label="State", empty_label="Any state", choices=STATES, method="in_state"
    )
    statement = django_filters.ChoiceFilter(
        label="Quality statement", empty_label="Any statement", field_name="statement__slug"
    )

    class Meta:
        model = EvidenceRequest
        fields = ["who", "state", "statement"]

    def __init__(self, *args, user, on, statements, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.on = user, on
        self.filters["statement"].extra["choices"] = statements

    def of_person(self, requests, name, choice):
        field = "asked_of" if choice == OF_ME else "asked_by"
        return requests.filter(**{field: self.user})

    def in_state(self, requests, name, choice):
        if choice == OVERDUE:
            return requests.overdue(on=self.on)
        return requests.filter(state__in=OPEN if choice == STILL_OPEN else [choice])


class RequestTable(tables.Table):
    wanted = tables.Column(
        "What is wanted",
        linkify=lambda record: address_of("evidence_request", record.pk),
        attrs={"a": {"class": "govuk-link"}},
    )
    statement = tables.Column("For", order_by=("statement__position", "due_on", "pk"))
    asked_of = tables.Column("Asked of", order_by=("asked_of__last_name", "pk"))
    asked_by = tables.Column("Asked by", order_by=("asked_by__last_name", "pk"))
    due_on = tables.Column("Wanted by", order_by=("due_on", "pk"))
    state = tables.Column(order_by=("state", "due_on", "pk"), attrs={"td": {"class": "gt-nowrap"}})

    class Meta:
        attrs = {"class": "gt-table--cards"}
        caption = "Requests for evidence"
        empty_text = "No request matches. Change or clear the filter."
        order_by = "due_on"

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def render_asked_of(self, value):
        return name_of(value)

    def render_asked_by(self, value):
        return name_of(value)

    def render_due_on(self, record):
        day = day_in_words(record.due_on)
        if record.is_overdue(on=self.on):
            return format_html('{} <strong class="gt-overdue">Overdue</strong>', day)
        return day

    def render_state(self, value):
        return request_tag(value)
