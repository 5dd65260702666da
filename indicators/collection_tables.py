"""Collection rounds as lists: the rounds, and the figures of one."""

from datetime import date

import django_tables2 as tables
from django.db.models import Count, Q
from django.utils.html import format_html

from config.addresses import address_of
from config.wording import day_in_words, name_of
from indicators.collection_checks import as_typed
from indicators.list_files import ListResource, column
from indicators.models import CollectionRound, OwedFigure
from indicators.tables import NUMERIC, tag, under

Status = OwedFigure.Status
COLOURS = {Status.OWED: "grey", Status.SUBMITTED: "blue", Status.SIGNED_OFF: "green"}


def counted_rounds():
    of = {
        "of": Count("figures"),
        "handed_in": Count("figures", filter=~Q(figures__status=Status.OWED)),
        "signed_off": Count("figures", filter=Q(figures__status=Status.SIGNED_OFF)),
    }
    return CollectionRound.objects.select_related("period", "opened_by").annotate(**of)


class RoundTable(tables.Table):
    period = tables.Column(order_by="period__ends_on")
    due_on = tables.Column("Due")
    handed_in = tables.Column("Handed in", attrs=NUMERIC)
    signed_off = tables.Column("Signed off", attrs=NUMERIC)
    opened_by = tables.Column("Opened by", orderable=False)

    class Meta:
        caption = "Collection rounds"
        attrs = {"class": "gt-table--cards"}

    def render_period(self, record):
        address = address_of("collection_round", record.pk)
        return format_html('<a class="govuk-link" href="{}">{}</a>', address, record.period)

    def render_due_on(self, value):
        return day_in_words(value)

    def render_handed_in(self, record):
        return f"{record.handed_in} of {record.of}"

    def render_signed_off(self, record):
        return f"{record.signed_off} of {record.of}"

    def render_opened_by(self, value):
        return name_of(value)


class RoundResource(ListResource):
    """Rows are ``counted_rounds``."""

    period = column("Period", lambda round_: str(round_.period))
    due_on = column("Due", "due_on")
    of = column("Figures asked for", "of")
    handed_in = column("Handed in", "handed_in")
    signed_off = column("Signed off", "signed_off")
    opened_by = column("Opened by", lambda round_: name_of(round_.opened_by))


class OwedTable(tables.Table):
    """Rows are ``OwedFigure`` read ``in_full``."""

    choose = tables.Column("Choose", empty_values=(), orderable=False)
    indicator = tables.Column(order_by="indicator__position")
    figure = tables.Column(empty_values=(), orderable=False, attrs=NUMERIC)
    status = tables.Column(order_by="status")
    owner = tables.Column(
        "Owed by", order_by=("owner__last_name", "owner__first_name", "indicator__position", "pk")
    )
    entered = tables.Column("Entered by", empty_values=(), orderable=False)
    change = tables.Column("Change", empty_values=(), orderable=False)

    row_header = "indicator"

    class Meta:
        caption = "Figures of this round"
        attrs = {"class": "gt-table--cards"}

    def __init__(self, *args, on: date, may_sign_off: bool, **kwargs):
        hidden = () if may_sign_off else ("choose", "change")
        super().__init__(*args, exclude=hidden, **kwargs)
        self.on = on

    def render_choose(self, record):
        if record.status != Status.SUBMITTED:
            return ""
        return format_html(
            '<input type="checkbox" class="gt-choose" name="figure" value="{0}" id="figure-{0}" '
            'checked form="sign-off" aria-label="Sign off {1}">',
            record.pk,
            record.indicator.name,
        )

    def render_indicator(self, record):
        return format_html(
            '<a class="govuk-link" href="{}">{}</a>{}',
            address_of("indicator", record.indicator.code),
            record.indicator.name,
            under(record.indicator.code),
        )

    def render_figure(self, record):
        entry = record.entry
        if entry is None:
            return format_html('<span class="gt-muted">{}</span>', "Not entered")
        counts = (
            f"{entry.numerator:g} of {entry.denominator:g}" if entry.denominator is not None else ""
        )
        asked = f"{entry.question} {'Yes.' if entry.is_confirmed else ''}" if entry.question else ""
        return format_html(
            "<strong>{}</strong>{}{}{}",
            as_typed(entry.state, entry.value),
            under(counts),
            under(entry.note),
            under(asked),
        )

    def render_status(self, record):
        if record.is_owed and record.round.due_on < self.on:
            return format_html(
                '<strong class="gt-overdue">Overdue since {}</strong>',
                day_in_words(record.round.due_on),
            )
        return tag(record.get_status_display(), COLOURS[record.status])

    def render_owner(self, value):
        return name_of(value)

    def render_entered(self, record):
        return name_of(record.entry.entered_by) if record.entry else ""

    def render_change(self, record):
        verb = "Hand over" if record.is_owed else "Send back"
        if record.status == Status.SIGNED_OFF:
            verb = "Open again"
        return format_html(
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden">: {}</span></a>',
            address_of("owed_figure", record.pk),
            verb,
            record.indicator.name,
        )


class OwedResource(ListResource):
    code = column("Code", "indicator__code")
    title = column("Indicator", "indicator__title")
    period = column("Period")
    figure = column("Figure")
    numerator = column("Numerator", "entry__numerator")
    denominator = column("Denominator", "entry__denominator")
    note = column("Note", "entry__note")
    status = column("Status")
    owner = column("Owed by")
    due_on = column("Due", "round__due_on")
    entered = column("Entered by")

    def dehydrate_period(self, row: OwedFigure):
        return str(row.round.period)

    def dehydrate_figure(self, row: OwedFigure):
        if row.entry is None:
            return ""
        return row.entry.value if row.entry.state == "ok" else row.entry.get_state_display()

    def dehydrate_status(self, row: OwedFigure):
        return row.get_status_display()

    def dehydrate_owner(self, row: OwedFigure):
        return name_of(row.owner)

    def dehydrate_entered(self, row: OwedFigure):
        return name_of(row.entry.entered_by) if row.entry else ""
