"""Data packs: the list with its upload, and one pack from preview to undo."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.pages_of_rows import show_page
from indicators import data_pack_page, data_packs, tasks
from indicators.data_pack_forms import DataPackForm
from indicators.data_pack_tables import DataPackTable
from indicators.models import DataPack

PER_PAGE = 25
MAY_IMPORT = "indicators.import_data_pack"
may_view = permission_required("indicators.view_data_pack", raise_exception=True)
may_import = permission_required(MAY_IMPORT, raise_exception=True)


@require_http_methods(["GET", "POST"])
@may_view
def data_pack_list(request):
    if request.method == "POST" and not request.user.has_perm(MAY_IMPORT):
        raise PermissionDenied
    form = DataPackForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = DataPackForm(request.POST, request.FILES)
        if form.is_valid() and (response := receive(request, form)):
            return response
    packs = DataPack.objects.select_related("received_by")
    table = DataPackTable(packs)
    show_page(request, table, rows=PER_PAGE)
    return render(request, "indicators/data_pack_list.html", {"form": form, "table": table})


def receive(request, form):
    """To the pack's page; None, with the form saying why, where the file is refused."""
    try:
        pack, is_new = data_packs.receive(file=form.cleaned_data["file"], by=request.user)
    except ValidationError as error:
        form.add_error("file", error)
        return None
    if is_new:
        queue(tasks.preview_data_pack, pack)
    else:
        messages.info(request, data_pack_page.held_words(pack))
    return redirect("data_pack", pk=pack.pk)


def queue(task, pack: DataPack) -> None:
    transaction.on_commit(lambda: task.delay(pack.pk))


@require_GET
@may_view
def data_pack(request, pk):
    """Asked by the page itself (htmx): its progress, or the word to load the page anew."""
    try:
        page = data_pack_page.find(pk)
    except DataPack.DoesNotExist:
        raise Http404 from None
    if not request.htmx:
        return render(request, "indicators/data_pack.html", {"page": page})
    if not page.is_working:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "indicators/data_pack_progress.html", {"page": page})


def change(request, pk, action, done: str, task=None):
    """One change to a pack: do it, say so, go back to its page. A refusal is said there too."""
    pack = get_object_or_404(DataPack, pk=pk)
    try:
        action(pack, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("data_pack", pk=pk)
    if task:
        queue(task, pack)
    if done:
        messages.success(request, done)
    return redirect("data_pack", pk=pk)


@require_POST
@may_import
def confirm_data_pack(request, pk):
    return change(request, pk, data_packs.confirm, "", tasks.write_data_pack)


@require_POST
@may_import
def discard_data_pack(request, pk):
    return change(request, pk, data_packs.discard, "Discarded. No figures were changed.")


@require_POST
@may_import
def undo_data_pack(request, pk):
    done = "Undone. The figures it replaced are in use again."
    return change(request, pk, data_packs.undo, done)


@require_POST
@may_import
def read_data_pack_again(request, pk):
    pack = data_packs.receive_again(get_object_or_404(DataPack, pk=pk), by=request.user)
    queue(tasks.preview_data_pack, pack)
    return redirect("data_pack", pk=pack.pk)
