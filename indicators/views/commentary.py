"""Commentary: the figures that need it, and writing it."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from config.pages_of_rows import show_page
from config.second_editor import refused
from indicators import commentary as flow
from indicators import list_files
from indicators.commentary_forms import CommentaryForm
from indicators.commentary_list import NeededForm, NeededResource, NeededTable
from indicators.commentary_needed import figures_needing_commentary, latest_of_period
from indicators.models import Commentary, Indicator, Period
from indicators.ratings import Rating

PER_PAGE = 25
MAY_WRITE = "indicators.write_commentary"
may_read = permission_required("indicators.view_inner_commentary", raise_exception=True)
may_write = permission_required(MAY_WRITE, raise_exception=True)


def listed(request):
    form = NeededForm(request.GET)
    everything = figures_needing_commentary(Indicator.objects.in_use())
    found = form.keep(everything)
    table = NeededTable(found, may_write=request.user.has_perm(MAY_WRITE))
    return form, everything, found, table


@require_GET
@may_read
def commentary_needed(request):
    form, everything, found, table = listed(request)
    show_page(request, table, rows=PER_PAGE)
    context = {"filter": {"form": form}, "table": table, "found": found, "everything": everything}
    context["not_met"] = Rating.NOT_MET.word.lower()
    return render(request, "indicators/commentary_needed.html", context)


@require_GET
@may_read
def commentary_needed_export(request, kind):
    table = listed(request)[-1]
    RequestConfig(request, paginate=False).configure(table)
    name = f"figures-needing-commentary-{timezone.localdate()}"
    return list_files.download(NeededResource(), table.data.data, kind=kind, name=name)


@require_http_methods(["GET", "POST"])
@may_write
def write_commentary(request, code, period):
    indicator = get_object_or_404(Indicator, code=code)
    period = get_object_or_404(Period, pk=period)
    latest = flow.newest_version(indicator, period)
    given = request.POST if request.method == "POST" else request.held_form
    form = form_of(latest, given)
    if request.method == "POST" and form.is_valid():
        is_draft = "draft" in request.POST
        try:
            save(indicator, period, form, is_draft=is_draft, by=request.user)
        except ValidationError as refusal:
            latest = flow.newest_version(indicator, period)
            form = refused(form, refusal, again=partial(form_of, latest))
        else:
            messages.success(request, DRAFT_KEPT if is_draft else "Commentary published.")
            return redirect("indicator", code=code)
    versions = Commentary.objects.filter(indicator=indicator, period=period)
    context = {
        "form": form,
        "indicator": indicator,
        "period": period,
        "figure": latest_of_period(indicator, period),
        "versions": versions.select_related("written_by").order_by("-number"),
        "is_draft": latest is not None and latest.is_draft,
    }
    return render(request, "indicators/commentary_form.html", context)


DRAFT_KEPT = "Your draft is kept. Only those who write commentary see it until you publish it."


def save(indicator, period, form, *, is_draft, by) -> Commentary:
    fields = dict(form.cleaned_data)
    seen = fields.pop("revision")
    return flow.write_commentary(
        indicator, period, seen_version=seen, is_draft=is_draft, by=by, **fields
    )


def form_of(latest: Commentary | None, data=None) -> CommentaryForm:
    held = {name: getattr(latest, name) for name in flow.PARTS} if latest else {}
    return CommentaryForm(data, initial=held | {"revision": latest.number if latest else 0})
