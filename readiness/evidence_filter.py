"""Which documents the library shows, read from the address."""

from datetime import datetime, time, timedelta

import django_filters
from django import forms
from django.db.models.functions import Coalesce
from django.utils import timezone

from config.form_fields import DayField
from evidence.file_types import TYPES
from evidence.models import SOON, Document
from readiness import library
from readiness.bulk_changes import MOST, pair_in
from readiness.models import DocumentLens, EvidenceLink, LinkTopic, Strength, Verdict
from readiness.models.links import COUNTED, UNJUDGED

LINK = "Link"
ABOUT_A_LINK = ("statement", "category", "topic", "judged", "strength")
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
    topic = django_filters.ChoiceFilter(label="Topic", empty_label="Any topic", method="by_link")
    lens = django_filters.ChoiceFilter(label="Lens", empty_label="Any lens", method="by_lens")
    owner = django_filters.ChoiceFilter(label="Owner", empty_label="Anybody")
    kind = django_filters.ChoiceFilter(
        label="Type", empty_label="Any type", choices=[*KINDS, (LINK, LINK)], method="of_kind"
    )
    review = django_filters.ChoiceFilter(
        label="Review date",
        empty_label="Any",
        choices=[
            ("overdue", "Passed"),
            ("soon", f"In the next {SOON.days} days"),
            ("fresh", "In date, or not set"),
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
    judged = django_filters.ChoiceFilter(
        label="Judgement",
        empty_label="Any judgement, or none",
        choices=[
            (Verdict.ACCEPTED, "Accepted"),
            (UNJUDGED, "Not judged yet"),
            (Verdict.RETURNED, "Sent back"),
            (COUNTED, "Counted in coverage: not sent back"),
        ],
        method="by_link",
    )
    strength = django_filters.ChoiceFilter(
        label="Strength", empty_label="Any strength", choices=Strength.choices, method="by_link"
    )
    dated_from = DayFilter(label="Speaks to a time from", method="speaks_from")
    dated_to = DayFilter(label="Speaks to a time to", method="speaks_to")
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

    chosen = django_filters.CharFilter(method="ticked", widget=forms.HiddenInput)

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
        self.filters["lens"].extra["choices"] = choices.lenses
        self.filters["topic"].extra["choices"] = choices.topics
        if not sees_all:
            for name in ("linked", "judged", "strength"):
                del self.filters[name]

    @property
    def said(self) -> dict:
        """What was chosen, without what could not be understood."""
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(set(self.said) - {"q", "sort", "chosen"})

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if any(name in self.said for name in ABOUT_A_LINK):
            queryset = queryset.filter(pk__in=self.links_chosen().values("document"))
        return queryset

    def links_chosen(self):
        """One link must have all: the statement under that category, for that topic, as judged."""
        said, links = self.said, EvidenceLink.objects.live().order_by()
        for name in ("statement", "category"):
            if name in said:
                links = links.filter(**{f"{name}__slug": said[name]})
        if "topic" in said:
            held = LinkTopic.objects.live().filter(topic=said["topic"])
            links = links.filter(pk__in=held.values("link"))
        if "judged" in said:
            links = links.judged(said["judged"])
        return links.of_strength(said["strength"]) if "strength" in said else links

    def searched_elsewhere(self, documents, name, value):
        return documents

    by_link = searched_elsewhere

    def ticked(self, documents, name, value):
        """Those ticked in the list, for taking them out as a file."""
        pairs = filter(None, map(pair_in, self.data.getlist(name)))
        return documents.filter(pk__in=[pk for pk, _ in pairs][:MOST])

    def of_kind(self, documents, name, kind):
        if kind == LINK:
            return documents.filter(kind=Document.Kind.LINK)
        return documents.filter(latest_version__kind_of_file=kind)

    def by_review(self, documents, name, choice):
        if choice == "none":
            return documents.filter(review_by__isnull=True)
        if choice == "soon":
            return documents.due_for_review(on=self.on)
        if choice == "fresh":
            return documents.exclude(review_by__lt=self.on)
        return documents.past_review(on=self.on)

    def by_lens(self, documents, name, lens):
        held = DocumentLens.objects.live().filter(lens__slug=lens)
        return documents.filter(pk__in=held.values("document"))

    def speaks_from(self, documents, name, day):
        return documents.filter(evidence_date__gte=day)

    def speaks_to(self, documents, name, day):
        began = Coalesce("evidence_from", "evidence_date")
        return documents.annotate(began=began).filter(began__lte=day)

    def by_use(self, documents, name, choice):
        linked = EvidenceLink.objects.live().values("document")
        return (
            documents.filter(pk__in=linked) if choice == "yes" else documents.exclude(pk__in=linked)
        )

    def from_day(self, documents, name, day):
        return documents.filter(added_at__gte=start_of(day))

    def to_day(self, documents, name, day):
        return documents.filter(added_at__lt=start_of(day + timedelta(days=1)))
