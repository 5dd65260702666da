"""The list of actions as a table."""

import django_tables2 as tables
from django.db.models import Case, IntegerField, Value, When
from django.template.defaultfilters import truncatechars
from django.utils.html import format_html

from config.addresses import address_of
from config.wording import day_in_words, name_of
from readiness.models import Status
from readiness.quarters import Quarter
from readiness.templatetags.action_parts import status_tag

WORST_FIRST = [
    Status.BEHIND,
    Status.NOT_STARTED,
    Status.ON_TARGET,
    Status.AHEAD,
    Status.COMPLETED,
    Status.STOPPED,
]
LINE = 110


class ActionTable(tables.Table):
    title = tables.Column(
        "Action",
        linkify=lambda record: address_of("action", record.pk),
        attrs={"a": {"class": "govuk-link"}},
    )
    priority = tables.Column(order_by=("priority__number", "due_on", "pk"))
    owner = tables.Column(order_by=("owner__last_name", "owner__first_name", "pk"))
    due_on = tables.Column("Due", attrs={"td": {"class": "gt-nowrap"}})
    status = tables.Column(attrs={"td": {"class": "gt-nowrap"}})
    last_narrative = tables.Column("Last update", orderable=False, empty_values=())

    caption_shown = True

    class Meta:
        attrs = {"class": "gt-table--cards"}
        empty_text = "No action matches. Change or clear the filter."
        order_by = "priority"

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def say_how_many(self, of: int):
        """The caption: how many of all the actions the filter leaves."""
        found = self.paginator.count
        self.caption = f"All {of} actions" if found == of else f"{found} of {of} actions"

    def render_priority(self, record):
        return format_html(
            '<span title="{}">{}</span>', record.priority.title, record.priority.number
        )

    def render_owner(self, value):
        return name_of(value)

    def render_due_on(self, record):
        day = day_in_words(record.due_on)
        if record.is_overdue(on=self.on):
            return format_html('{} <strong class="gt-overdue">Overdue</strong>', day)
        return day

    def render_status(self, record):
        return status_tag(record.status)

    def render_last_narrative(self, record):
        if not record.last_narrative:
            return format_html('<span class="gt-muted">{}</span>', "Nothing said yet")
        return format_html(
            '<span class="gt-muted">{}:</span> {}',
            Quarter(record.last_quarter),
            truncatechars(record.last_narrative, LINE),
        )

    def order_status(self, actions, is_descending):
        rank = Case(
            *(When(status=status, then=Value(rank)) for rank, status in enumerate(WORST_FIRST)),
            output_field=IntegerField(),
        )
        ranked = actions.annotate(rank=rank)
        return ranked.order_by("-rank" if is_descending else "rank", "due_on", "pk"), True
