"""What the list of indicators can be narrowed to."""

import django_filters
from django.db.models import Q

from indicators.models import Indicator
from indicators.ratings import Rating
from indicators.summaries import IndicatorSummary


def rating_choices():
    """Asked for each request: a council may have words of its own."""
    return [(rating.value, rating.word) for rating in Rating]


class IndicatorFilter(django_filters.FilterSet):
    """``qs`` answers what the database knows; ``keep`` what only a summary knows."""

    search = django_filters.CharFilter(label="Search", method="search_words")
    group = django_filters.AllValuesFilter(label="Set", empty_label="All sets")
    polarity = django_filters.ChoiceFilter(
        label="Better is", choices=Indicator.Polarity.choices, empty_label="Any"
    )
    unit = django_filters.ChoiceFilter(
        label="Unit", choices=Indicator.Unit.choices, empty_label="Any"
    )
    rating = django_filters.ChoiceFilter(
        label="Against target",
        choices=rating_choices,
        empty_label="Any",
        method="leave",
    )
    rank = django_filters.ChoiceFilter(
        label="Rank in England",
        choices=[("lowest", "Lowest 25%"), ("others", "Not in the lowest 25%")],
        empty_label="Any",
        method="leave",
    )

    dropped = django_filters.ChoiceFilter(
        label="Dropped",
        choices=[("with", "Shown as well"), ("only", "Only these")],
        empty_label="Left out",
        method="leave",
    )

    class Meta:
        model = Indicator
        fields: list[str] = []

    def filter_queryset(self, queryset):
        """What was dropped is left out unless it is asked for."""
        queryset = super().filter_queryset(queryset)
        asked = self.form.cleaned_data.get("dropped")
        if asked == "only":
            return queryset.dropped()
        return queryset if asked else queryset.in_use()

    def search_words(self, queryset, name, value):
        for word in value.split():
            queryset = queryset.filter(
                Q(code__icontains=word)
                | Q(title__icontains=word)
                | Q(short_title__icontains=word)
                | Q(previous_code__iexact=word)
            )
        return queryset

    def leave(self, queryset, name, value):
        """Decided by ``keep`` once the figures are known."""
        return queryset

    def keep(self, summaries: list[IndicatorSummary]) -> list[IndicatorSummary]:
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        if rating := asked.get("rating"):
            summaries = [summary for summary in summaries if summary.rating == rating]
        if wanted := asked.get("rank"):
            is_lowest = wanted == "lowest"
            summaries = [
                summary
                for summary in summaries
                if summary.is_ranked and summary.is_lowest_quarter == is_lowest
            ]
        return summaries
