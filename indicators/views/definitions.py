"""Pages of what is measured: an indicator added, changed or dropped, and the record of it all."""

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
from indicators import change_record, definitions, list_files
from indicators.change_list import ChangeFilter, ChangeResource, ChangeTable, listed_changes
from indicators.definition_forms import (
    DropForm,
    IndicatorForm,
    NewIndicatorForm,
    RestoreForm,
    held_in,
)
from indicators.models import Indicator

PER_PAGE = 50
may_view = permission_required("indicators.view_indicator", raise_exception=True)
may_define = permission_required("indicators.define_indicator", raise_exception=True)
shows_and_saves = require_http_methods(["GET", "POST"])
NEW = {"decimals": 1, "tolerance": 5, "reporting_lag": 0, "polarity": "none"}


def typed(request):
    return request.POST if request.method == "POST" else request.held_form


def filtered(request):
    chosen = ChangeFilter(request.GET, queryset=listed_changes())
    return chosen, ChangeTable(chosen.qs)


@require_GET
@may_view
def change_list(request):
    chosen, table = filtered(request)
    show_page(request, table, rows=PER_PAGE)
    is_filtered = any(value for key, value in request.GET.items() if key not in {"sort", "page"})
    context = {"filter": chosen, "table": table, "is_filtered": is_filtered}
    return render(request, "indicators/change_list.html", context)


@require_GET
@may_view
def change_list_export(request, kind):
    table = filtered(request)[-1]
    RequestConfig(request, paginate=False).configure(table)
    name = f"what-we-measure-changes-{timezone.localdate()}"
    return list_files.download(ChangeResource(), table.data.data, kind=kind, name=name)


@shows_and_saves
@may_define
def add_indicator(request):
    within = Indicator.objects.filter(code=request.GET.get("part_of", "")).first()
    form = NewIndicatorForm(typed(request), initial=NEW | offered(within))
    if request.method == "POST" and form.is_valid():
        try:
            added = definitions.add_indicator(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, shown_on(form, refusal))
        else:
            messages.success(request, f"{added} is added.")
            return redirect("indicator", code=added.code)
    context = {"form": form, "within": within, "heading": "Add an indicator"}
    return render(request, "indicators/definition_form.html", context)


def offered(parent: Indicator | None) -> dict:
    """A part is measured as its whole is."""
    if parent is None:
        return {}
    alike = ("unit", "decimals", "polarity", "frequency", "build_up", "tolerance", "group")
    held = held_in(parent)
    return {name: held[name] for name in (*alike, "tolerance_kind", "heading")} | {
        "parent": parent.code
    }


def shown_on(form, refusal: ValidationError) -> ValidationError:
    """What is said of a field the form does not have is said of the form."""
    if not hasattr(refusal, "error_dict"):
        return refusal
    if all(name in form.fields for name in refusal.error_dict):
        return refusal
    return ValidationError(refusal.messages)


@shows_and_saves
@may_define
def change_indicator(request, code):
    indicator = get_object_or_404(change_record.told(), code=code)
    form = form_of(indicator, typed(request))
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        seen = fields.pop("revision")
        try:
            definitions.change_indicator(indicator, seen_revision=seen, by=request.user, **fields)
        except ValidationError as refusal:
            indicator = change_record.told().get(pk=indicator.pk)
            form = refused(form, shown_on(form, refusal), again=partial(form_of, indicator))
        else:
            messages.success(request, "Saved.")
            return redirect("indicator", code=code)
    context = {"form": form, "indicator": indicator, "heading": "Change this indicator"}
    return render(request, "indicators/definition_form.html", context)


def form_of(indicator: Indicator, data=None) -> IndicatorForm:
    held = held_in(indicator) | {"revision": definitions.revision_of(indicator)}
    return IndicatorForm(data, initial=held)


@shows_and_saves
@may_define
def drop_indicator(request, code):
    indicator = get_object_or_404(Indicator, code=code)
    on = timezone.localdate()
    if indicator.is_dropped:
        form = RestoreForm(typed(request))
        change, done = definitions.restore_indicator, "is in use again"
    else:
        form = DropForm(typed(request), initial={"retired_from": on})
        change, done = partial(definitions.drop_indicator, on=on), "is dropped, and kept"
    if request.method == "POST" and form.is_valid():
        try:
            change(indicator, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, shown_on(form, refusal))
        else:
            messages.success(request, f"{indicator.code} {done}.")
            return redirect("indicator", code=code)
    return render(request, "indicators/drop.html", {"form": form, "indicator": indicator})
