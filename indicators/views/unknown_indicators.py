"""The indicators that a file names and we do not hold: add, match or leave out."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from indicators import deciding_indicators, list_files, tasks
from indicators.models import DataPack
from indicators.naming_files import UnknownIndicatorResource
from indicators.naming_forms import UnknownIndicatorForm
from indicators.views.data_packs import may_import, may_view, queue, typed


@require_GET
@may_view
def unknown_indicator_list(request, pk, kind=None):
    pack = get_object_or_404(DataPack, pk=pk)
    unknown = deciding_indicators.unknown_in(pack)
    if kind:
        name = f"unknown-indicators-of-data-pack-{pk}"
        return list_files.download(UnknownIndicatorResource(), unknown, kind=kind, name=name)
    has_matched = any(one.do == "match" for one in unknown)
    context = {"pack": pack, "unknown": unknown, "has_matched": has_matched}
    return render(request, "indicators/unknown_indicator_list.html", context)


@require_http_methods(["GET", "POST"])
@may_import
def unknown_indicator(request, pk, number):
    pack = get_object_or_404(DataPack, pk=pk)
    unknown = unknown_or_404(pack, number)
    form = UnknownIndicatorForm(typed(request), initial=as_described(unknown), clash=unknown.clash)
    if request.method == "POST" and form.is_valid() and decided(request, form, pack, unknown):
        return redirect("unknown_indicator_list", pk=pk)
    context = {"pack": pack, "unknown": unknown, "form": form}
    return render(request, "indicators/unknown_indicator.html", context)


def unknown_or_404(pack: DataPack, number: int) -> deciding_indicators.Unknown:
    for unknown in deciding_indicators.unknown_in(pack):
        if unknown.number == number:
            return unknown
    raise Http404


def as_described(unknown: deciding_indicators.Unknown) -> dict:
    """As the file describes it, or as somebody has said of it already."""
    described = {name: unknown.measure.get(name) for name in UnknownIndicatorForm.ADDED}
    described["polarity"] = described["polarity"] or "none"
    described["unit"] = described["unit"] or "number"
    described["frequency"] = described["frequency"] or "annual"
    described |= {"code": unknown.own_code, "indicator": unknown.clash.get("indicator")}
    if unknown.clash and not unknown.clash["own_code"]:
        described["code"] = ""  # that it has is another's
    return described | unknown.decision | {"do": unknown.do, "title": unknown.title}


def decided(request, form, pack: DataPack, unknown: deciding_indicators.Unknown) -> bool:
    """Whether it was; if not, the form says why."""
    try:
        deciding_indicators.decide(pack, unknown, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    queue(tasks.preview_data_pack, pack)
    return True
