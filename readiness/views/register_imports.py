"""Bringing in a council's own list of evidence: upload, look, confirm."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.pages_of_rows import show_page
from indicators import list_files
from readiness import register_import, tasks
from readiness.models import RegisterImport
from readiness.register_tables import ImportResource, ImportTable, RowResource, RowTable
from readiness.resources import BlankRegisterResource, RegisterProblemResource

PER_PAGE = 25
PROBLEMS_SHOWN = 50
may_import = permission_required("readiness.import_register", raise_exception=True)


class RegisterForm(forms.Form):
    register = forms.FileField(
        label="Your list",
        help_text="Excel, OpenDocument or CSV, with a row of headings. Each row is one document.",
        error_messages={"required": "Choose your list.", "empty": "The list is empty."},
    )
    files = forms.FileField(
        label="The files it names, in a ZIP",
        required=False,
        help_text="Leave empty where the list holds only links. Put the folder into one ZIP.",
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )


@require_http_methods(["GET", "POST"])
@may_import
def register_imports(request, kind=None):
    form = RegisterForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = RegisterForm(request.POST, request.FILES)
        if form.is_valid() and (found := received(form, by=request.user)):
            transaction.on_commit(lambda: tasks.check_register.delay(found.pk))
            return redirect("register_import", pk=found.pk)
    table = ImportTable(RegisterImport.objects.select_related("received_by"))
    if kind:
        name = f"lists-brought-in-{timezone.localdate()}"
        return list_files.download_table(request, table, ImportResource(), kind=kind, name=name)
    show_page(request, table, rows=PER_PAGE)
    return render(request, "readiness/registers/list.html", {"form": form, "table": table})


def received(form, *, by) -> RegisterImport | None:
    """None, with the form saying why, where the files are refused."""
    try:
        return register_import.receive(**form.cleaned_data, by=by)
    except ValidationError as refusal:
        form.add_error(None if hasattr(refusal, "error_dict") else "files", refusal)
        return None


@require_GET
@may_import
def register_import_page(request, pk, kind=None):
    """Asked by the page itself (htmx): how far it is, or the word to load the page anew."""
    found = get_object_or_404(
        RegisterImport.objects.select_related("received_by", "decided_by"), pk=pk
    )
    if kind:
        rows, name = (found.report or {}).get("rows", []), f"list-of-evidence-{pk}-row-by-row"
        return list_files.download(RowResource(), rows, kind=kind, name=name)
    if request.htmx and not found.is_working:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"found": found}
    if request.htmx:
        return render(request, "readiness/registers/progress.html", context)
    if found.report:
        table = RowTable(found.report["rows"])
        show_page(request, table, rows=PER_PAGE)
        problems = found.report["problems"]
        context |= {
            "table": table,
            "problems": problems[:PROBLEMS_SHOWN],
            "problem_count": len(problems),
        }
    return render(request, "readiness/registers/import.html", context)


@require_GET
@may_import
def register_problems(request, pk, kind):
    found = get_object_or_404(RegisterImport, pk=pk, report__isnull=False)
    rows, name = found.report["problems"], f"problems-{found.pk}"
    return list_files.download(RegisterProblemResource(), rows, kind=kind, name=name)


@require_GET
@may_import
def blank_register(request, kind):
    """The headings, for a council that begins a list."""
    return list_files.download(BlankRegisterResource(), [], kind=kind, name="evidence-list")


@require_POST
@may_import
def confirm_register(request, pk):
    found = get_object_or_404(RegisterImport, pk=pk)
    try:
        register_import.confirm(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        transaction.on_commit(lambda: tasks.write_register.delay(pk))
    return redirect("register_import", pk=pk)


@require_POST
@may_import
def discard_register(request, pk):
    found = get_object_or_404(RegisterImport, pk=pk)
    try:
        register_import.discard(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "Discarded. Nothing was brought in.")
    return redirect("register_imports")
