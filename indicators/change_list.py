"""The page “What we measure: changes”: what it can be narrowed to, its table, and as a file."""

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.html import format_html

from config.addresses import address_of
from config.form_fields import DayField
from config.wording import day_in_words, name_of
from indicators.list_files import ListResource, column
from indicators.models import IndicatorChange
from indicators.tables import tag, under

COLOURS = {
    IndicatorChange.Kind.ADDED: "green",
    IndicatorChange.Kind.DROPPED: "red",
    IndicatorChange.Kind.RESTORED: "green",
    IndicatorChange.Kind.TARGET: "blue",
    IndicatorChange.Kind.TOLERANCE: "purple",
    IndicatorChange.Kind.POLARITY: "orange",
}


def listed_changes() -> QuerySet[IndicatorChange]:
    return IndicatorChange.objects.select_related("indicator", "changed_by")


class DayFilter(django_filters.Filter):
    field_class = DayField


class ChangeFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(label="Indicator", method="search_words")
    kind = django_filters.ChoiceFilter(
        label="What changed", choices=IndicatorChange.Kind.choices, empty_label="Anything"
    )
    group = django_filters.AllValuesFilter("indicator__group", label="Set", empty_label="All sets")
    by = django_filters.ChoiceFilter(
        label="By",
        choices=[("people", "People"), ("files", "Files")],
        empty_label="People and files",
        method="by_people_or_files",
    )
    since = DayFilter("changed_at", lookup_expr="date__gte", label="From")
    until = DayFilter("changed_at", lookup_expr="date__lte", label="To")

    class Meta:
        model = IndicatorChange
        fields: list[str] = []

    def search_words(self, queryset, name, value):
        for word in value.split():
            queryset = queryset.filter(
                Q(indicator__code__icontains=word)
                | Q(indicator__title__icontains=word)
                | Q(indicator__short_title__icontains=word)
            )
        return queryset

    def by_people_or_files(self, queryset, name, value):
        return queryset.filter(source="") if value == "people" else queryset.exclude(source="")


class ChangeTable(tables.Table):
    """Rows are ``IndicatorChange`` with their indicator and who changed it."""

    changed_at = tables.Column("When", attrs={"td": {"class": "gt-nowrap"}})
    indicator = tables.Column(order_by=("indicator__position", "indicator__code"))
    what = tables.Column("What changed", order_by="kind")
    change = tables.Column("From and to", empty_values=(), orderable=False)
    reason = tables.Column("Why", empty_values=(), orderable=False)
    changed_by = tables.Column(
        "By whom", empty_values=(), order_by=("changed_by__last_name", "source")
    )

    row_header = "indicator"

    class Meta:
        caption = "Changes to what we measure"
        attrs = {"class": "gt-table--cards gt-table--changes"}
        order_by = "-changed_at"

    def render_changed_at(self, record):
        return day_in_words(record.changed_at)

    def render_indicator(self, record):
        return format_html(
            '<a class="govuk-link" href="{}">{}</a>{}',
            address_of("indicator", record.indicator.code),
            record.indicator.name,
            under(record.indicator.code),
        )

    def render_what(self, record):
        words = record.get_kind_display()
        told = under(record.what) if record.what.lower() not in SAME else ""
        return format_html("{}{}", tag(words, COLOURS.get(record.kind, "grey")), told)

    def render_change(self, record):
        return from_and_to(record.before, record.after)

    def render_reason(self, record):
        return record.reason or format_html('<span class="gt-muted">{}</span>', "Not given")

    def render_changed_by(self, record):
        who = name_of(record.changed_by) if record.changed_by else ""
        return format_html("{}{}", who or record.source, under(record.source) if who else "")

    def order_changed_at(self, queryset, is_descending):
        sign = "-" if is_descending else ""
        return queryset.order_by(f"{sign}changed_at", f"{sign}pk"), True


SAME = {"indicator", "dropped", "in use again", "tolerance", "which way is better"}


def from_and_to(before: str, after: str):
    if before and after:
        return format_html("From {} to <strong>{}</strong>", before, after)
    if before:
        return format_html("Was {}", before)
    return after


class ChangeResource(ListResource):
    day = column("When")
    code = column("Code", "indicator__code")
    title = column("Indicator", "indicator__title")
    kind = column("What changed")
    what = column("In particular", "what")
    before = column("From", "before")
    after = column("To", "after")
    reason = column("Why", "reason")
    who = column("By whom")
    source = column("File", "source")

    def dehydrate_day(self, change: IndicatorChange):
        return timezone.localdate(change.changed_at)

    def dehydrate_kind(self, change: IndicatorChange):
        return change.get_kind_display()

    def dehydrate_who(self, change: IndicatorChange):
        return name_of(change.changed_by) if change.changed_by else ""


__all__ = ["ChangeFilter", "ChangeResource", "ChangeTable", "listed_changes"]
