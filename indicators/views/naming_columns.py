"""Naming the columns of a file nobody could tell, a step at a time: sheets, headings, columns,
what would be read."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from config.second_editor import refused
from indicators import naming_columns, naming_page, tasks
from indicators.models import DataPack
from indicators.naming_forms import ColumnsForm, HeaderForm, SheetsForm, UseColumnsForm
from indicators.views.data_packs import may_import, queue, typed


def naming(view):
    """A step for a pack whose columns can still be named; else back to its page, saying so."""

    @require_http_methods(["GET", "POST"])
    @may_import
    @wraps(view)
    def step(request, pk, **which):
        pack = get_object_or_404(DataPack, pk=pk)
        if not pack.can_be_answered or not pack.first_look:
            messages.info(request, "The columns of this file cannot be named any more.")
            return redirect("data_pack", pk=pk)
        return view(request, pack, **which)

    return step


def told(form, change, *, pack, again, **said):
    """None where the change was made; else the form to show, which says why it was not.
    ``again`` makes the form for the pack as it is now."""
    try:
        change(pack=pack, seen_revision=form.cleaned_data["revision"], **said)
    except ValidationError as error:
        pack.refresh_from_db()
        if again().fields.keys() != form.fields.keys():  # other headings: other columns
            form.add_error(None, error)
            return form
        return refused(form, error, again=again)
    return None


@naming
def name_sheets(request, pack):
    sheets = pack.first_look["sheets"]
    if len(sheets) == 1:
        return redirect("name_headings", pk=pack.pk, number=1)

    def made(data=None):
        chosen = [table.sheet for table in naming_columns.draft_of(pack).tables]
        return SheetsForm(data, sheets=sheets, initial=seen(pack) | {"sheets": chosen})

    form = made(typed(request))
    if request.method == "POST" and form.is_valid():
        said = {"sheets": form.cleaned_data["sheets"], "by": request.user}
        shown = told(form, naming_columns.choose_sheets, pack=pack, again=made, **said)
        if shown is None:
            number = naming_page.number_of(pack, said["sheets"][0])
            return redirect("name_headings", pk=pack.pk, number=number)
        form = shown
    return render(request, "indicators/naming_sheets.html", {"pack": pack, "form": form})


@naming
def name_headings(request, pack, number):
    sheet = sheet_or_404(pack, number)

    def made(data=None):
        table = naming_columns.table_of(naming_columns.draft_of(pack), sheet["name"])
        rows = table.header_rows if table else (1,)
        return HeaderForm(data, sheet=sheet, initial=seen(pack) | {"rows": rows})

    form = made(typed(request))
    if request.method == "POST" and form.is_valid():
        said = {"sheet": sheet["name"], "rows": form.cleaned_data["rows"], "by": request.user}
        shown = told(form, naming_columns.choose_header, pack=pack, again=made, **said)
        if shown is None:
            return redirect("name_columns", pk=pack.pk, number=number)
        form = shown
    page = naming_page.headings(pack, number, form)
    return render(request, "indicators/naming_headings.html", {"page": page, "form": form})


@naming
def name_columns(request, pack, number):
    sheet = sheet_or_404(pack, number)
    table = naming_columns.table_of(naming_columns.draft_of(pack), sheet["name"])
    if table is None:
        return redirect("name_headings", pk=pack.pk, number=number)

    def made(data=None):
        held = naming_columns.table_of(naming_columns.draft_of(pack), sheet["name"])
        return ColumnsForm(data, table=held or table, initial=seen(pack))

    form = made(typed(request))
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("period", "measure")}
        said |= {"sheet": sheet["name"], "columns": form.columns, "by": request.user}
        shown = told(form, naming_columns.choose_columns, pack=pack, again=made, **said)
        if shown is None:
            return after_columns(request, pack, number)
        if shown.fields.keys() != made().fields.keys():  # what was typed is of other headings
            messages.error(request, " ".join(shown.non_field_errors()))
            return redirect("name_columns", pk=pack.pk, number=number)
        form = shown
    page = naming_page.columns(pack, number, form)
    return render(request, "indicators/naming_columns.html", {"page": page, "form": form})


def after_columns(request, pack, number):
    """The same page where something is missing or only a count was asked for; else the next
    sheet, and after the last what would be read."""
    pack.refresh_from_db()
    if "count" in request.POST or pack.first_look["would_read"]["faults"]:
        return redirect("name_columns", pk=pack.pk, number=number)
    following = naming_page.next_sheet(pack, number)
    if following:
        return redirect("name_headings", pk=pack.pk, number=following)
    return redirect("use_columns", pk=pack.pk)


@naming
def use_columns(request, pack):

    def made(data=None):
        return UseColumnsForm(data, initial=seen(pack))

    form = made(typed(request))
    if request.method == "POST" and form.is_valid():
        said = {"name": form.cleaned_data["name"], "by": request.user}
        shown = told(form, naming_columns.use, pack=pack, again=made, **said)
        if shown is None:
            queue(tasks.preview_data_pack, pack)
            return redirect("data_pack", pk=pack.pk)
        form = shown
    page = naming_page.check(pack)
    return render(request, "indicators/naming_check.html", {"page": page, "form": form})


def seen(pack: DataPack) -> dict:
    """What the columns were when a form was opened."""
    return {"revision": naming_columns.revision_of(pack)}


def sheet_or_404(pack: DataPack, number: int) -> dict:
    try:
        return naming_page.sheet(pack, number)
    except IndexError:
        raise Http404 from None
