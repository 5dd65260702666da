"""The plan as a board, along the years and by owner: each under the list's own filters."""

from django.core.paginator import Page
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from config.pages_of_rows import NearestPage
from indicators import list_files
from readiness import plan_page, plan_views
from readiness.action_filter import ActionFilter
from readiness.models import Status
from readiness.quarters import reported_quarter
from readiness.resources import OwnerResource
from readiness.views.plan import chosen_actions, may_view

ROWS = 50


def chosen(request) -> ActionFilter:
    return chosen_actions(request, plan_page.named_priorities())


@require_GET
@may_view
def plan_board(request):
    found = chosen(request)
    columns = plan_views.board(found.qs, on=found.on)
    context = {"filter": found, "columns": columns, "shown": "plan_board"}
    return render(request, "readiness/plan_views/board.html", context)


@require_GET
@may_view
def plan_timeline(request):
    found = chosen(request)
    span = plan_views.span(found.qs)
    page: Page = NearestPage(plan_views.in_order_of_time(found.qs), ROWS).get_page(
        request.GET.get("page", 1)
    )
    context = {
        "filter": found,
        "span": span,
        "today": span.place(found.on) if span else None,
        "page": page,
        "rows": [plan_views.timeline_row(each, span, on=found.on) for each in page],
        "shown": "plan_timeline",
    }
    return render(request, "readiness/plan_views/timeline.html", context)


@require_GET
@may_view
def plan_owners(request):
    found, quarter = chosen(request), reported_quarter(timezone.localdate())
    rows = plan_views.owners(found.qs, quarter=quarter, on=found.on)
    context = {
        "filter": found,
        "rows": rows,
        "quarter": quarter,
        "statuses": list(Status),
        "shown": "plan_owners",
    }
    return render(request, "readiness/plan_views/owners.html", context)


@require_GET
@may_view
def plan_owners_export(request, kind):
    found, quarter = chosen(request), reported_quarter(timezone.localdate())
    rows = plan_views.owners(found.qs, quarter=quarter, on=found.on)
    return list_files.download(OwnerResource(), rows, kind=kind, name=f"owners-{found.on}")
