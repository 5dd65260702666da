"""Which documents the library shows, read from the address."""

from datetime import datetime, time, timedelta

import django_filters
from django import forms
from django.utils import timezone

from evidence.file_types import TYPES
from evidence.models import Document
from readiness import library
from readiness.form_fields import DayField
from readiness.models import EvidenceLink

SOON = timedelta(days=60)
LINK = "Link"
KINDS = [(kind, kind) for kind in dict.fromkeys(kind.words for kind in TYPES.values())]


def start_of(day):
    return timezone.make_aware(datetime.combine(day, time.min))


class DayFilter(django_filters.DateFilter):
    field_class = DayField


class DocumentFilter(django_filters.FilterSet):
    """Choices come in already read, so that choosing costs no further query."""

    q = django_filters.CharFilter(
        label="Search titles and the words inside documents", method="searched_elsewhere"
    )
    statement = django_filters.ChoiceFilter(
        label="Quality statement", empty_label="Any statement", method="by_link"
    )
    category = django_filters.ChoiceFilter(
        label="Evidence category", empty_label="Any category", method="by_link"
    )
    owner = django_filters.ChoiceFilter(label="Owner", empty_label="Anybody")
    kind = django_filters.ChoiceFilter(
        label="Type", empty_label="Any type", choices=[*KINDS, (LINK, LINK)], method="of_kind"
    )
    review = django_filters.ChoiceFilter(
        label="Review date",
        empty_label="Any",
        choices=[
            ("overdue", "Passed"),
            ("soon", "In the next 60 days"),
            ("none", "Not set"),
        ],
        method="by_review",
    )
    linked = django_filters.ChoiceFilter(
        label="Used",
        empty_label="Used or not",
        choices=[("no", "Not linked to any statement"), ("yes", "Linked to a statement")],
        method="by_use",
    )
    added_from = DayFilter(label="Added from", method="from_day")
    added_to = DayFilter(label="Added to", method="to_day")
    sort = django_filters.ChoiceFilter(
        label="Sort by",
        empty_label="Best match, then newest",
        choices=[
            (library.NEWEST, "Newest first"),
            (library.EVIDENCE_DATE, "Date of the evidence"),
            (library.REVIEW, "Review date, soonest first"),
            (library.TITLE, "Title, A to Z"),
        ],
        method="searched_elsewhere",
    )

    class Meta:
        model = Document
        fields = ()

    def __init__(self, *args, choices, on, sees_all, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.filters["q"].extra["widget"] = forms.TextInput(attrs={"type": "search"})
        self.filters["statement"].extra["choices"] = choices.statements
        self.filters["category"].extra["choices"] = choices.categories
        self.filters["owner"].extra["choices"] = choices.owners
        if not sees_all:
            del self.filters["linked"]

    @property
    def said(self) -> dict:
        """What was chosen, without what could not be understood."""
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(set(self.said) - {"q", "sort"})

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        chosen = {
            f"{name}__slug": self.said[name]
            for name in ("statement", "category")
            if name in self.said
        }
        if chosen:
            # One link must have both: the statement under that category.
            linked = EvidenceLink.objects.live().filter(**chosen)
            queryset = queryset.filter(pk__in=linked.values("document"))
        return queryset

    def searched_elsewhere(self, documents, name, value):
        return documents

    by_link = searched_elsewhere

    def of_kind(self, documents, name, kind):
        if kind == LINK:
            return documents.filter(kind=Document.Kind.LINK)
        return documents.filter(latest_version__kind_of_file=kind)

    def by_review(self, documents, name, choice):
        if choice == "none":
            return documents.filter(review_by__isnull=True)
        if choice == "soon":
            return documents.filter(review_by__range=(self.on, self.on + SOON))
        return documents.past_review(on=self.on)

    def by_use(self, documents, name, choice):
        linked = EvidenceLink.objects.live().values("document")
        return (
            documents.filter(pk__in=linked) if choice == "yes" else documents.exclude(pk__in=linked)
        )

    def from_day(self, documents, name, day):
        return documents.filter(added_at__gte=start_of(day))

    def to_day(self, documents, name, day):
        return documents.filter(added_at__lt=start_of(day + timedelta(days=1)))
