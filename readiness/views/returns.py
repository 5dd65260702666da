"""Information returns: their list, each one's page, loading its items, submitting it, its packs."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.pages_of_rows import NearestPage
from config.second_editor import refused
from indicators import list_files
from readiness import (
    information_returns,
    return_import,
    return_pack,
    return_page,
    submitting_returns,
)
from readiness.deciding_imports import discard
from readiness.import_rows import NOTHING
from readiness.models import Assessment, InformationReturn, ReturnImport
from readiness.packs import Pack
from readiness.return_filter import ItemFilter
from readiness.return_forms import EditReturnForm, ReturnFileForm, ReturnForm, SubmitForm
from readiness.return_resources import ReturnItemResource
from readiness.views.packs import as_download
from readiness.views.plan import add_refusal, typed

PER_PAGE = 50
PROBLEMS_SHOWN = 50
may_view = permission_required("readiness.view_information_return", raise_exception=True)
may_manage = permission_required("readiness.manage_information_returns", raise_exception=True)
may_submit = permission_required("readiness.submit_information_return", raise_exception=True)
may_take = permission_required("readiness.take_pack", raise_exception=True)
shows_and_saves = require_http_methods(["GET", "POST"])


def page_of(pk, *, on) -> return_page.ReturnPage:
    return return_page.build(get_object_or_404(return_page.returns(), pk=pk), on=on)


@require_GET
@may_view
def return_list(request):
    context = {"returns": return_page.listed(on=timezone.localdate())}
    return render(request, "readiness/returns/list.html", context)


@require_GET
@may_view
def information_return(request, pk):
    page = page_of(pk, on=timezone.localdate())
    context = {"page": page, "filter": ItemFilter(request.GET, page=page)}
    return render(request, "readiness/returns/return.html", context)


@require_GET
@may_view
def return_items_export(request, pk, kind):
    """The items that the page shows under the same filter."""
    on = timezone.localdate()
    rows = ItemFilter(request.GET, page=page_of(pk, on=on)).rows
    name = f"information-return-{pk}-{on}"
    return list_files.download(ReturnItemResource(), rows, kind=kind, name=name)


@require_GET
@may_view
def return_owners(request, pk):
    page = page_of(pk, on=timezone.localdate())
    context = {"page": page, "gaps": return_page.gaps_by_owner(page)}
    return render(request, "readiness/returns/owners.html", context)


@shows_and_saves
@may_manage
def open_return(request):
    form = ReturnForm(typed(request), initial={"assessment": Assessment.objects.under_way()})
    if request.method == "POST" and form.is_valid():
        try:
            row = information_returns.open_return(**form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "Opened. Load CQC’s list of items, or add them by hand.")
            return redirect("information_return", pk=row.pk)
    return shown(request, form, heading="Open an information return")


@shows_and_saves
@may_manage
def change_return(request, pk):
    row = get_object_or_404(InformationReturn, pk=pk)
    form = EditReturnForm(typed(request), row=row)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        seen = said.pop("revision")
        try:
            information_returns.change_return(row, **said, seen_revision=seen, by=request.user)
        except ValidationError as refusal:
            row.refresh_from_db()
            form = refused(form, refusal, again=partial(EditReturnForm, row=row))
        else:
            messages.success(request, "Saved.")
            return redirect("information_return", pk=pk)
    return shown(request, form, heading="Change the return", row=row)


def shown(request, form, *, heading: str, row=None, **more):
    context = {"form": form, "heading": heading, "row": row, **more}
    return render(request, "readiness/returns/form.html", context)


# --- loading CQC's list ----------------------------------------------------------------------


@shows_and_saves
@may_manage
def load_items(request, pk):
    row = get_object_or_404(InformationReturn, pk=pk)
    form = ReturnFileForm()
    if request.method == "POST":
        form = ReturnFileForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                found = return_import.receive(row, file=form.cleaned_data["file"], by=request.user)
            except ValidationError as refusal:
                add_refusal(form, refusal)
            else:
                return redirect("return_import", pk=found.pk)
    context = {"form": form, "row": row, "recent": return_page.imports_of(row)}
    return render(request, "readiness/returns/load.html", context)


@require_GET
@may_manage
def look_at_import(request, pk):
    imports = ReturnImport.objects.select_related("information_return", "decided_by")
    found = get_object_or_404(imports, pk=pk)
    report = found.report
    told = [row for row in report["rows"] if row["does"] != NOTHING]
    context = {
        "found": found,
        "row": found.information_return,
        "counts": report["counts"],
        "not_named": report["not_named"],
        "problems": report["problems"][:PROBLEMS_SHOWN],
        "problem_count": len(report["problems"]),
        "page": NearestPage(told, PER_PAGE).get_page(request.GET.get("page", 1)),
    }
    return render(request, "readiness/returns/preview.html", context)


@require_POST
@may_manage
def confirm_import(request, pk):
    found = get_object_or_404(ReturnImport, pk=pk)
    try:
        return_import.confirm(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("return_import", pk=pk)
    messages.success(request, "Loaded. What was there already is kept.")
    return redirect("information_return", pk=found.information_return_id)


@require_POST
@may_manage
def discard_import(request, pk):
    found = get_object_or_404(ReturnImport, pk=pk)
    try:
        discard(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "Discarded. Nothing was loaded.")
    return redirect("load_return_items", pk=found.information_return_id)


# --- submitting, and what was submitted ------------------------------------------------------


@shows_and_saves
@may_submit
def submit_return(request, pk):
    on = timezone.localdate()
    page = page_of(pk, on=on)
    form = SubmitForm(typed(request))
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        try:
            submitting_returns.submit(page.row, note=note, by=request.user, on=on)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "Submitted. Download the pack and send it to CQC.")
            return redirect("submitted_return", pk=pk)
    context = {"page": page, "form": form}
    return render(request, "readiness/returns/submit.html", context)


@require_GET
@may_view
def submitted_return(request, pk):
    row = get_object_or_404(return_page.returns().exclude(submission=None), pk=pk)
    themes = return_page.submitted_themes(row.submission)
    context = {"row": row, "submission": row.submission, "themes": themes}
    return render(request, "readiness/returns/submitted.html", context)


TODAY, SUBMITTED, SINCE = "today", "submitted", "since"


def pack_of(pk, part: str) -> tuple[return_page.ReturnPage, Pack]:
    made_at = timezone.localtime()
    page = page_of(pk, on=made_at.date())
    if page.submission is None and part != TODAY:
        raise Http404
    ways = {
        TODAY: partial(return_pack.as_it_stands, page, made_at=made_at),
        SUBMITTED: partial(return_pack.as_submitted, page),
        SINCE: partial(return_pack.since_submission, page, made_at=made_at),
    }
    return page, Pack(ways[part]())


@require_GET
@may_take
def return_pack_page(request, pk, part):
    page, pack = pack_of(pk, part)
    context = {
        "pack": pack,
        "back": (page.row.title, reverse("information_return", kwargs={"pk": pk})),
        "download": reverse("download_return_pack", kwargs={"pk": pk, "part": part}),
    }
    return render(request, "readiness/packs/pack.html", context)


@require_GET
@never_cache
@may_take
def download_return_pack(request, pk, part):
    return as_download(pack_of(pk, part)[1])
