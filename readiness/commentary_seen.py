"""What a person may read of the commentary on our figures."""

from collections.abc import Iterable

from django.db.models import QuerySet

from indicators.models import Commentary
from indicators.summaries import IndicatorSummary


def commentary_seen_by(user) -> QuerySet[Commentary]:
    """Those outside the council read what is public of it."""
    is_inside = user.has_perm("indicators.view_inner_commentary")
    return Commentary.objects.in_force() if is_inside else Commentary.objects.public()


def said_of(summaries: Iterable[IndicatorSummary], *, user) -> dict[int, str]:
    """What happened, by indicator, of the figure that each shows. One query."""
    latest = {
        each.indicator.pk: each.held.latest.period_id for each in summaries if each.held.latest
    }
    rows = commentary_seen_by(user).filter(indicator__in=latest).order_by()
    return {
        indicator: words
        for indicator, period, words in rows.values_list("indicator", "period", "what_happened")
        if latest[indicator] == period
    }
