"""The list of indicators, the page of one, and its figures as a file."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from config.pages_of_rows import show_page
from indicators import (
    charts,
    distribution,
    indicator_charts,
    indicator_page,
    list_files,
)
from indicators.figures_file import figures_csv
from indicators.filters import IndicatorFilter
from indicators.models import Indicator
from indicators.parts import under_their_wholes
from indicators.ratings import JUDGED, mid_sentence
from indicators.resources import IndicatorListResource
from indicators.summaries import summarise
from indicators.tables import FigureTable, IndicatorTable, Summaries, figure_columns_to_hide

PER_PAGE = 25


def listed(request, *, history: bool):
    """The filter, all that the database found, what is kept of it, and the table in its order."""
    chosen = IndicatorFilter(request.GET, queryset=Indicator.objects.select_related("baseline"))
    council = indicator_page.home_council()
    everything = summarise(under_their_wholes(chosen.qs), council=council, history=history)
    kept = chosen.keep(everything)
    table = IndicatorTable(kept if history else Summaries(kept, council=council))
    return chosen, everything, kept, table


@require_GET
@permission_required("indicators.view_indicator", raise_exception=True)
def indicator_list(request):
    # Only sorting by direction has to know the past of indicators that are not on the page.
    history = "direction" in request.GET.get("sort", "")
    chosen, everything, kept, table = listed(request, history=history)
    show_page(request, table, rows=PER_PAGE)
    counts = [
        (mid_sentence(rating.word), sum(summary.rating == rating for summary in kept))
        for rating in JUDGED
    ]
    context = {
        "filter": chosen,
        "table": table,
        "total": len(kept),
        "counts": counts,
        "lowest": sum(summary.is_lowest_quarter for summary in kept),
        "has_figures": any(summary.held.latest for summary in everything),
        "is_filtered": any(
            value for key, value in request.GET.items() if key not in {"sort", "page"}
        ),
    }
    return render(request, "indicators/indicator_list.html", context)


@require_GET
@permission_required("indicators.view_indicator", raise_exception=True)
def indicator_list_export(request, kind):
    """All that the list holds under its filters, in its order."""
    table = listed(request, history=True)[-1]
    RequestConfig(request, paginate=False).configure(table)
    name = f"indicators-{timezone.localdate()}"
    return list_files.download(IndicatorListResource(), table.data.data, kind=kind, name=name)


def read_page(request, code):
    try:
        return indicator_page.build(
            code,
            council=indicator_page.home_council(),
            group_key=request.GET.get("group"),
            is_inner=request.user.has_perm("indicators.view_inner_commentary"),
        )
    except Indicator.DoesNotExist:
        raise Http404 from None


@require_GET
@permission_required("indicators.view_indicator", raise_exception=True)
def indicator(request, code):
    page = read_page(request, code)
    over_time, councils = indicator_charts.over_time(page), indicator_charts.councils(page)
    table = FigureTable(page.rows, exclude=figure_columns_to_hide(page))
    RequestConfig(request, paginate=False).configure(table)
    context = {
        "page": page,
        "indicator": page.indicator,
        "summary": page.summary,
        "table": table,
        "over_time": over_time and charts.both_widths(over_time),
        "control": page.panel and page.panel.chart and charts.both_widths(page.panel.chart),
        "councils_title": councils and councils.title,
        "councils": councils and distribution.both_widths(councils),
    }
    return render(request, "indicators/indicator.html", context)


@require_GET
@permission_required("indicators.view_indicator", raise_exception=True)
def indicator_figures(request, code):
    page = read_page(request, code)
    name = "".join(letter if letter.isalnum() else "-" for letter in page.indicator.code)
    return HttpResponse(
        figures_csv(page),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="figures-{name}.csv"'},
    )
