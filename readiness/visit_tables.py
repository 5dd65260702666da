"""Visits and what was read in them, as tables and as files."""

import django_filters
import django_tables2 as tables
from django.utils import timezone

from config.addresses import address_of
from config.wording import moment_in_words, name_of
from indicators.list_files import ListResource, column
from readiness.models import Visit, VisitRead, VisitState
from readiness.templatetags.page import tag

COLOURS = {
    VisitState.COMING: "blue",
    VisitState.OPEN: "green",
    VisitState.ENDED: "grey",
    VisitState.WITHDRAWN: "orange",
}


class VisitTable(tables.Table):
    reviewer = tables.Column(linkify=lambda record: address_of("manage_visit", record.pk))
    snapshot = tables.Column("Self-assessment", accessor="snapshot__self_assessment")
    starts_on = tables.Column("First day")
    last_day = tables.Column()
    state = tables.Column(empty_values=(), orderable=False)
    read_count = tables.Column(
        "Pages opened", attrs={"td": {"class": "govuk-table__cell--numeric"}}
    )
    last_read_at = tables.Column("Last opened", default="Nothing yet")

    class Meta:
        attrs = {"class": "gt-table--cards"}
        caption = "Visits of reviewers"
        empty_text = "Nobody has been invited yet."

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def render_reviewer(self, value):
        return name_of(value)

    def render_state(self, record):
        state = record.state(on=self.on)
        return tag(state.label, COLOURS[state])

    def render_last_read_at(self, value):
        return moment_in_words(value)


class ReadTable(tables.Table):
    read_at = tables.Column("When")
    reviewer = tables.Column(accessor="visit__reviewer")
    what = tables.Column("What", accessor="get_what_display", order_by="what")
    title = tables.Column("Of what")
    page = tables.Column(default="")

    class Meta:
        attrs = {"class": "gt-table--cards"}
        caption = "What reviewers opened"
        empty_text = "Nothing has been opened."

    def render_read_at(self, value):
        return moment_in_words(value)

    def render_reviewer(self, value):
        return name_of(value)


class ReadFilter(django_filters.FilterSet):
    """By visit, kind and day."""

    visit = django_filters.ModelChoiceFilter(
        label="Reviewer",
        queryset=Visit.objects.select_related("reviewer"),
        empty_label="Anybody",
    )
    what = django_filters.ChoiceFilter(
        label="What", choices=VisitRead.What.choices, empty_label="Anything"
    )

    class Meta:
        model = VisitRead
        fields = ["visit", "what"]


class VisitResource(ListResource):
    """Rows are ``visit_page.visits()``."""

    reviewer = column("Reviewer")
    email = column("E-mail address", "reviewer__email")
    snapshot = column("Self-assessment", "snapshot__self_assessment__title")
    starts_on = column("First day", "starts_on")
    last_day = column("Last day", "last_day")
    state = column("State")
    downloads = column("May take away", "get_downloads_display")
    read_count = column("Pages opened", "read_count")
    last_read_at = column("Last opened")

    def __init__(self, *, on, **options):
        super().__init__(**options)
        self.on = on

    def dehydrate_reviewer(self, visit: Visit):
        return name_of(visit.reviewer)

    def dehydrate_state(self, visit: Visit):
        return visit.state(on=self.on).label

    def dehydrate_last_read_at(self, visit):
        return visit.last_read_at and moment_in_words(visit.last_read_at)


class ReadResource(ListResource):
    """Rows are ``visit_page.reads()``."""

    read_at = column("When")
    reviewer = column("Reviewer")
    email = column("E-mail address", "visit__reviewer__email")
    snapshot = column("Self-assessment", "visit__snapshot__self_assessment__title")
    what = column("What", "get_what_display")
    title = column("Of what", "title")
    page = column("Page", "page")

    def dehydrate_read_at(self, read: VisitRead):
        return timezone.localtime(read.read_at).replace(tzinfo=None, microsecond=0)

    def dehydrate_reviewer(self, read: VisitRead):
        return name_of(read.visit.reviewer)
