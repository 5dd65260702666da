"""“Figures needing commentary”: its table, what it can be narrowed to, and as a file."""

import django_tables2 as tables
from django import forms
from django.contrib.auth import get_user_model
from django.utils.html import format_html

from config.addresses import address_of
from config.form_fields import PersonField
from config.wording import name_of
from indicators.commentary_needed import FigureNeeding
from indicators.figures import write
from indicators.list_files import ListResource, column
from indicators.models import Indicator
from indicators.ratings import Rating
from indicators.tables import NUMERIC, tag, under


class NeededForm(forms.Form):
    """Narrows the list; people offered are those who own an indicator."""

    search = forms.CharField(label="Indicator", required=False)
    owner = PersonField(
        get_user_model().objects.none(), label="Owner", required=False, empty_label="Anybody"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        owners = Indicator.objects.in_use().exclude(owner=None).values("owner")
        people = get_user_model().objects.filter(pk__in=owners)
        self.fields["owner"].queryset = people.order_by("last_name", "first_name", "email")

    def keep(self, found: list[FigureNeeding]) -> list[FigureNeeding]:
        asked = self.cleaned_data if self.is_valid() else {}
        if owner := asked.get("owner"):
            found = [each for each in found if each.indicator.owner_id == owner.pk]
        for word in (asked.get("search") or "").casefold().split():
            found = [
                each
                for each in found
                if word in f"{each.indicator.code} {each.indicator.title}".casefold()
            ]
        return found


class NeededTable(tables.Table):
    """Rows are ``FigureNeeding``."""

    indicator = tables.Column(order_by="indicator__position")
    period = tables.Column(order_by="outturn__period__ends_on")
    figure = tables.Column(empty_values=(), orderable=False, attrs=NUMERIC)
    rating = tables.Column("Against target", empty_values=(), orderable=False)
    owner = tables.Column(empty_values=(), order_by="indicator__owner__last_name")
    write = tables.Column("", empty_values=(), orderable=False)

    class Meta:
        caption = "Figures needing commentary"
        attrs = {"class": "gt-table--cards"}

    def __init__(self, *args, may_write: bool, **kwargs):
        super().__init__(*args, exclude=() if may_write else ("write",), **kwargs)

    def render_indicator(self, record):
        address = address_of("indicator", record.indicator.code)
        return format_html(
            '<a class="govuk-link" href="{}">{}</a>{}',
            address,
            record.indicator.name,
            under(record.indicator.code),
        )

    def render_figure(self, record):
        return format_html("<strong>{}</strong>", record.value_text)

    def render_rating(self, record):
        rating = record.judgement.rating
        return format_html("{}{}", tag(rating.word, rating.colour), under(target_text(record)))

    def render_owner(self, record):
        if record.indicator.owner:
            return name_of(record.indicator.owner)
        return format_html('<span class="gt-muted">{}</span>', "Nobody yet")

    def render_write(self, record):
        return format_html(
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> on {} for {}'
            "</span></a>",
            address_of("write_commentary", record.indicator.code, record.period.pk),
            "Go on with the draft" if record.has_draft else "Write commentary",
            record.indicator.name,
            record.period,
        )


def target_text(record: FigureNeeding) -> str:
    if record.judgement.target is None:
        return ""
    unit, decimals = record.indicator.unit, record.indicator.decimals
    return f"Target {write(record.judgement.target, unit=unit, decimals=decimals)}"


class NeededResource(ListResource):
    code = column("Code", "indicator__code")
    title = column("Indicator", "indicator__title")
    period = column("Period")
    figure = column("Figure", "outturn__value")
    unit = column("Unit")
    target = column("Target", "judgement__target")
    rating = column("Against target")
    owner = column("Owner")
    draft = column("Draft begun", "has_draft")

    def dehydrate_period(self, row: FigureNeeding):
        return str(row.period)

    def dehydrate_unit(self, row: FigureNeeding):
        return row.indicator.get_unit_display()

    def dehydrate_rating(self, row: FigureNeeding):
        return Rating(row.judgement.rating).word

    def dehydrate_owner(self, row: FigureNeeding):
        return name_of(row.indicator.owner) if row.indicator.owner else ""
