"""Naming the columns of a file nobody could tell, a step at a time: sheets, headings, columns,
what would be read."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

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


def told(form, change, **said) -> bool:
    """Whether a change was made; if not, the form says why."""
    try:
        change(**said)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@naming
def name_sheets(request, pack):
    sheets = pack.first_look["sheets"]
    if len(sheets) == 1:
        return redirect("name_headings", pk=pack.pk, number=1)
    chosen = [table.sheet for table in naming_columns.draft_of(pack).tables]
    form = SheetsForm(typed(request), sheets=sheets, initial={"sheets": chosen})
    if request.method == "POST" and form.is_valid():
        sheets_chosen = form.cleaned_data["sheets"]
        if told(
            form, naming_columns.choose_sheets, pack=pack, sheets=sheets_chosen, by=request.user
        ):
            number = naming_page.number_of(pack, sheets_chosen[0])
            return redirect("name_headings", pk=pack.pk, number=number)
    return render(request, "indicators/naming_sheets.html", {"pack": pack, "form": form})


@naming
def name_headings(request, pack, number):
    sheet = sheet_or_404(pack, number)
    table = naming_columns.table_of(naming_columns.draft_of(pack), sheet["name"])
    initial = {"rows": table.header_rows if table else (1,)}
    form = HeaderForm(typed(request), sheet=sheet, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = {"sheet": sheet["name"], "rows": form.cleaned_data["rows"]}
        if told(form, naming_columns.choose_header, pack=pack, **said, by=request.user):
            return redirect("name_columns", pk=pack.pk, number=number)
    page = naming_page.headings(pack, number, form)
    return render(request, "indicators/naming_headings.html", {"page": page, "form": form})


@naming
def name_columns(request, pack, number):
    sheet = sheet_or_404(pack, number)
    table = naming_columns.table_of(naming_columns.draft_of(pack), sheet["name"])
    if table is None:
        return redirect("name_headings", pk=pack.pk, number=number)
    form = ColumnsForm(typed(request), table=table)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("period", "measure")}
        said |= {"sheet": sheet["name"], "columns": form.columns}
        if told(form, naming_columns.choose_columns, pack=pack, **said, by=request.user):
            return after_columns(request, pack, number)
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
    form = UseColumnsForm(typed(request))
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if told(form, naming_columns.use, pack=pack, name=name, by=request.user):
            queue(tasks.preview_data_pack, pack)
            return redirect("data_pack", pk=pack.pk)
    page = naming_page.check(pack)
    return render(request, "indicators/naming_check.html", {"page": page, "form": form})


def sheet_or_404(pack: DataPack, number: int) -> dict:
    try:
        return naming_page.sheet(pack, number)
    except IndexError:
        raise Http404 from None
