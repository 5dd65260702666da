"""Collection rounds: open one, enter its figures in a grid, hand them in, sign them off."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from config.pages_of_rows import NearestPage, show_page
from indicators import collection, list_files
from indicators.collection_checks import pasted
from indicators.collection_forms import HandOverForm, OpenRoundForm, SendBackForm
from indicators.collection_grid import filled_from, rows_of, save_row
from indicators.collection_tables import (
    OwedResource,
    OwedTable,
    RoundResource,
    RoundTable,
    counted_rounds,
)
from indicators.models import CollectionRound, Indicator, OwedFigure

PER_PAGE = 50  # rows of the grid: a form has a thousand fields at most
MAY_SIGN_OFF = "indicators.sign_off_figures"
MAY_ENTER = "indicators.enter_figures"
may_view = permission_required("indicators.view_collection_round", raise_exception=True)
may_open = permission_required("indicators.open_collection_round", raise_exception=True)
may_enter = permission_required(MAY_ENTER, raise_exception=True)
may_sign_off = permission_required(MAY_SIGN_OFF, raise_exception=True)
shows_and_saves = require_http_methods(["GET", "POST"])


@require_GET
@may_view
def collection_rounds(request, kind=None):
    table = RoundTable(counted_rounds())
    on = timezone.localdate()
    if kind:
        name = f"collection-rounds-{on}"
        return list_files.download_table(request, table, RoundResource(), kind=kind, name=name)
    show_page(request, table, rows=PER_PAGE)
    overdue = OwedFigure.objects.overdue(on=on).in_full()[:PER_PAGE]
    context = {"table": table, "overdue": list(overdue)}
    return render(request, "indicators/collection/rounds.html", context)


@shows_and_saves
@may_open
def open_collection_round(request):
    frequency = request.GET.get("frequency", Indicator.Frequency.QUARTERLY)
    if frequency not in Indicator.Frequency.values:
        frequency = Indicator.Frequency.QUARTERLY
    given = request.POST if request.method == "POST" else request.held_form
    form = OpenRoundForm(given, frequency=frequency, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            opened = collection.open_round(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            count = opened.figures.count()
            owed = "1 figure is" if count == 1 else f"{count} figures are"
            messages.success(request, f"{opened} is open. {owed} owed.")
            return redirect("collection_round", pk=opened.pk)
    context = {"form": form, "frequency": frequency, "frequencies": Indicator.Frequency.choices}
    return render(request, "indicators/collection/open.html", context)


def round_or_404(pk) -> CollectionRound:
    return get_object_or_404(CollectionRound.objects.select_related("period", "opened_by"), pk=pk)


def table_of(request, round_: CollectionRound) -> OwedTable:
    figures = OwedFigure.objects.in_full().filter(round=round_)
    on, allowed = timezone.localdate(), request.user.has_perm(MAY_SIGN_OFF)
    return OwedTable(figures, on=on, may_sign_off=allowed)


@require_GET
@may_view
def collection_round(request, pk):
    round_ = round_or_404(pk)
    table = table_of(request, round_)
    show_page(request, table, rows=4 * PER_PAGE)
    figures = [row.record for row in table.paginated_rows]
    statuses = [each.status for each in figures]
    context = {
        "round": round_,
        "table": table,
        "counts": [(status.label, statuses.count(status)) for status in OwedFigure.Status],
        "to_sign_off": [each for each in figures if each.status == OwedFigure.Status.SUBMITTED],
        "mine": sum(each.owner_id == request.user.pk and each.is_owed for each in figures),
    }
    return render(request, "indicators/collection/round.html", context)


@require_GET
@may_view
def collection_round_export(request, pk, kind):
    round_ = round_or_404(pk)
    table = table_of(request, round_)
    RequestConfig(request, paginate=False).configure(table)
    name = "".join(letter if letter.isalnum() else "-" for letter in str(round_).lower())
    return list_files.download(OwedResource(), table.data.data, kind=kind, name=name)


@require_POST
@may_sign_off
def sign_off_figures(request, pk):
    round_ = round_or_404(pk)
    chosen = [key for key in request.POST.getlist("figure") if key.isdecimal()]
    figures = OwedFigure.objects.filter(round=round_, pk__in=chosen)
    try:
        pack = collection.sign_off(figures, by=request.user, reason=request.POST.get("reason", ""))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"Signed off, and in use: {pack.title}.")
    return redirect("collection_round", pk=pk)


@shows_and_saves
@may_sign_off
def owed_figure(request, pk):
    """One figure of a round: sent back or opened again with a reason, or handed over."""
    owed = get_object_or_404(OwedFigure.objects.in_full(), pk=pk)
    kind = HandOverForm if owed.is_owed else SendBackForm
    form = kind(request.POST if request.method == "POST" else request.held_form)
    if request.method == "POST" and form.is_valid():
        change = collection.hand_over if owed.is_owed else collection.send_back
        try:
            change(owed, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Done: {owed.indicator.name}.")
            return redirect("collection_round", pk=owed.round_id)
    events = owed.events.select_related("by")
    entries = owed.entries.select_related("entered_by")
    context = {"form": form, "owed": owed, "events": events, "entries": entries}
    return render(request, "indicators/collection/figure.html", context)


# --- the grid ---------------------------------------------------------------------------------


def figures_to_enter(request, round_: CollectionRound):
    """This person's; an analyst may enter for everybody."""
    figures = OwedFigure.objects.in_full().filter(round=round_)
    is_all = request.GET.get("whose") == "all" and request.user.has_perm(MAY_SIGN_OFF)
    return figures if is_all else figures.filter(owner=request.user)


@shows_and_saves
@may_enter
def enter_figures(request, pk):
    round_ = round_or_404(pk)
    everything = figures_to_enter(request, round_)
    page = NearestPage(everything, PER_PAGE).page(request.GET.get("page", 1))
    figures = list(page.object_list)
    answer = partial(show_grid, request, round_, page)
    if request.method == "GET":
        return answer(rows_of(figures, request.held_form))
    open_ones = [each for each in figures if each.is_owed]
    if "fill" in request.POST:
        return fill_grid(request, open_ones, answer)
    rows = [save_row(row, by=request.user) for row in rows_of(open_ones, request.POST)]
    if any(row.problems for row in rows):
        return answer([*rows, *rows_of([each for each in figures if not each.is_owed])])
    if "hand_in" in request.POST:
        return hand_in(request, open_ones, answer)
    messages.success(request, "Saved. Hand the figures in when they are complete.")
    return redirect(request.get_full_path())


def fill_grid(request, figures, answer):
    """Pasted rows stand in the grid, to be looked at and saved."""
    data, count = filled_from(
        rows_of(figures), pasted(request.POST.get("rows", "")), request.POST.dict()
    )
    if not count:
        messages.error(request, "Nothing was found to fill in. Copy the rows with their figures.")
        return answer(rows_of(figures, request.POST))
    messages.info(request, f"{count} rows are filled in. Look at them, then save.")
    return answer(rows_of(figures, data), is_filled=True)


def hand_in(request, figures, answer):
    try:
        count = collection.hand_in(figures, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(request.get_full_path())
    waiting = OwedFigure.objects.owed(on=timezone.localdate()).filter(
        pk__in=[each.pk for each in figures]
    )
    left = waiting.count()
    more = f" {left} still to enter." if left else ""
    messages.success(request, f"{count} handed in, to be checked and signed off.{more}")
    return redirect(request.get_full_path())


def place_of(row) -> tuple[int, str]:
    return row.owed.indicator.position, row.owed.indicator.code


def show_grid(request, round_, page, rows, *, is_filled=False):
    problems = [problem for row in rows for problem in row.problems]
    context = {
        "round": round_,
        "page": page,
        "rows": sorted(rows, key=place_of),
        "problems": problems,
        "is_filled": is_filled,
        "is_all": request.GET.get("whose") == "all",
        "has_owed": any(row.owed.is_owed for row in rows),
    }
    return render(request, "indicators/collection/grid.html", context)


@require_POST
@may_enter
def save_figure(request, pk):
    """One row, saved as it is typed (htmx): the answer is its status."""
    owed = get_object_or_404(OwedFigure.objects.in_full(), pk=pk)
    if not request.user.has_perm(MAY_ENTER, owed):
        raise PermissionDenied
    [row] = rows_of([owed], request.POST)
    row = save_row(row, by=request.user)
    if not request.htmx:
        return redirect("enter_figures", pk=owed.round_id)
    return render(request, "indicators/collection/row_answer.html", {"row": row})
