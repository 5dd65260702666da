"""Data packs: the list with its upload, and one pack from preview to undo."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.pages_of_rows import show_page
from indicators import data_pack_page, data_packs, list_files, preview_lines, tasks
from indicators.data_pack_forms import DataPackForm, WhoseForm
from indicators.data_pack_tables import DataPackResource, DataPackTable
from indicators.models import DataPack
from indicators.preview_resource import PreviewResource

PER_PAGE = 25
LONGEST_NUMBER = 6  # digits of the number of a page
MAY_IMPORT = "indicators.import_data_pack"
may_view = permission_required("indicators.view_data_pack", raise_exception=True)
may_import = permission_required(MAY_IMPORT, raise_exception=True)


@require_http_methods(["GET", "POST"])
@may_view
def data_pack_list(request, kind=None):
    if request.method == "POST" and not request.user.has_perm(MAY_IMPORT):
        raise PermissionDenied
    form = DataPackForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = DataPackForm(request.POST, request.FILES)
        if form.is_valid() and (response := receive(request, form)):
            return response
    packs = DataPack.objects.select_related("received_by").annotate(states=F("preview__states"))
    packs = packs.defer("preview", "first_look", "mapping", "decisions")
    table = DataPackTable(packs)
    if kind:
        name = f"data-packs-{timezone.localdate()}"
        return list_files.download_table(request, table, DataPackResource(), kind=kind, name=name)
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


def typed(request):
    """What was sent, or was being typed when the session ended."""
    return request.POST if request.method == "POST" else request.held_form


def queue(task, pack: DataPack) -> None:
    transaction.on_commit(lambda: task.delay(pack.pk))


@require_GET
@may_view
def data_pack(request, pk):
    """Asked by the page itself (htmx): its progress, or the word to load the page anew."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and len(asked) <= LONGEST_NUMBER else 1
    page = data_pack_page.find_or_404(pk, page_number=number)
    if not request.htmx:
        form = WhoseForm(file_name=page.pack.original_name) if page.needs_council else None
        return render(request, "indicators/data_pack.html", {"page": page, "form": form})
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
def stop_data_pack(request, pk):
    return change(request, pk, data_packs.stop, "Stopped. No figures were changed.")


@require_POST
@may_import
def say_whose_data_pack(request, pk):
    """Whose figures they are, where the file does not say."""
    page = data_pack_page.find_or_404(pk)
    form = WhoseForm(request.POST, file_name=page.pack.original_name)
    if not form.is_valid():
        return render(request, "indicators/data_pack.html", {"page": page, "form": form})
    say_whose = partial(data_packs.say_whose, council=form.cleaned_data["council"])
    return change(request, pk, say_whose, "", tasks.preview_data_pack)


@require_POST
@may_import
def keep_words_of_data_pack(request, pk):
    """Cells that are no exact figure are kept as words, so that the rest can be written."""
    return change(request, pk, data_packs.keep_words, "", tasks.preview_data_pack)


@require_GET
@may_view
def data_pack_preview(request, pk, kind):
    """Every line of the preview as a file."""
    page = data_pack_page.find_or_404(pk)
    if not page.can_download:
        raise Http404
    name = f"preview-of-data-pack-{pk}"
    return list_files.download(
        PreviewResource(), preview_lines.lines(page.pack), kind=kind, name=name
    )


@require_POST
@may_import
def undo_data_pack(request, pk):
    done = "Undone. The figures it replaced are in use again."
    return change(request, pk, data_packs.undo, done)


@require_POST
@may_import
def read_data_pack_again(request, pk):
    try:
        pack = data_packs.receive_again(get_object_or_404(DataPack, pk=pk), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("data_pack", pk=pk)
    queue(tasks.preview_data_pack, pack)
    return redirect("data_pack", pk=pack.pk)
