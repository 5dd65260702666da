"""Bringing in the plan from a spreadsheet: upload, look, confirm."""

from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.pages_of_rows import NearestPage
from indicators import list_files
from readiness import plan_import as importing
from readiness.deciding_imports import discard
from readiness.import_rows import NOTHING
from readiness.models import PlanImport
from readiness.resources import BlankPlanResource

PER_PAGE = 50
PROBLEMS_SHOWN = 50
may_import = permission_required("readiness.import_plan", raise_exception=True)


class PlanFileForm(forms.Form):
    file = forms.FileField(
        label="Your plan",
        help_text="Excel, OpenDocument or CSV, with a row of headings. Each row is one action.",
        error_messages={"required": "Choose your plan.", "empty": "The file is empty."},
    )


@require_http_methods(["GET", "POST"])
@may_import
def import_plan(request):
    form = PlanFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = PlanFileForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                found = importing.receive(
                    file=form.cleaned_data["file"], by=request.user, on=timezone.localdate()
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                return redirect("plan_import", pk=found.pk)
    recent = PlanImport.objects.select_related("received_by")[:10]
    return render(request, "readiness/plan_import/upload.html", {"form": form, "recent": recent})


@require_GET
@may_import
def blank_plan(request, kind):
    """A file to fill in: headings and no rows."""
    return list_files.download(BlankPlanResource(), [], kind=kind, name="plan")


@require_GET
@may_import
def plan_import(request, pk):
    imports = PlanImport.objects.select_related("received_by", "decided_by")
    found = get_object_or_404(imports, pk=pk)
    return render(request, "readiness/plan_import/preview.html", what_it_does(request, found))


def what_it_does(request, found) -> dict:
    """What a page shows of a file that was looked at."""
    report = found.report
    told = [row for row in report["rows"] if row["does"] != NOTHING]
    page = NearestPage(told, PER_PAGE).get_page(request.GET.get("page", 1))
    return {
        "found": found,
        "counts": report["counts"],
        "problems": report["problems"][:PROBLEMS_SHOWN],
        "problem_count": len(report["problems"]),
        "page": page,
    }


@require_POST
@may_import
def confirm_plan(request, pk):
    found = get_object_or_404(PlanImport, pk=pk)
    change = partial(importing.confirm, found, by=request.user, on=timezone.localdate())
    done = "Brought in. Every change is in the history of its action."
    return decide(
        request, change, done=done, to="plan", back=partial(redirect, "plan_import", pk=pk)
    )


@require_POST
@may_import
def discard_plan(request, pk):
    change = partial(discard, get_object_or_404(PlanImport, pk=pk), by=request.user)
    done, back = "Discarded. Nothing was brought in.", partial(redirect, "import_plan")
    return decide(request, change, done=done, to="import_plan", back=back)


def decide(request, change, *, done: str, to: str, back):
    """Where it is refused, the reason is said at ``back``."""
    try:
        change()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return back()
    messages.success(request, done)
    return redirect(to)
