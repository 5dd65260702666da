"""What is safe to open and to share: previews, personal data, files that are held."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2.data import TableListData

from config.pages_of_rows import show_page
from config.second_editor import told
from evidence import clearing, intake, scanning, tasks
from evidence.models import Document, DocumentVersion
from indicators import list_files
from readiness import document_preview, held_documents, personal_data_page
from readiness.held_table import HeldTable
from readiness.people_resources import HeldResource
from readiness.safety_forms import ClearForm, RedactedForm, TakeBackForm
from readiness.views.evidence import files, typed

PER_PAGE = 25
shows_and_saves = require_http_methods(["GET", "POST"])
may_view = permission_required("evidence.view_document", raise_exception=True)
may_see_history = permission_required("evidence.view_document_history", raise_exception=True)
may_clear = permission_required("evidence.clear_personal_data", raise_exception=True)
may_change = permission_required("evidence.change_document", raise_exception=True)


def a_file(pk: int) -> Document:
    files_here = Document.objects.select_related("latest_version", "owner")
    return get_object_or_404(files_here, pk=pk, latest_version__isnull=False)


def a_document(pk: int) -> Document:
    """A file or a link: what is said about it is looked through in either case."""
    return get_object_or_404(Document.objects.kept().select_related("latest_version"), pk=pk)


@require_GET
@may_view
def preview(request, pk):
    document = a_file(pk)
    if not request.user.has_perm("evidence.view_document", document):
        raise PermissionDenied
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1  # noqa: PLR2004
    page = document_preview.build(document, number=number)
    if page is None:
        raise Http404("There is no picture of this page.")
    return render(request, "readiness/preview.html", {"page": page, "document": document})


def asked_for(request) -> held_documents.HeldPage:
    mine = request.GET.get("whose") == "mine"
    return held_documents.build(
        waits=request.GET.get("waits", ""), owner=request.user if mine else None
    )


@require_GET
@may_see_history
def held_export(request, kind):
    """All that the list holds, of what it waits for and of whom."""
    name = f"held-documents-{timezone.localdate()}"
    return list_files.download(HeldResource(), asked_for(request).rows, kind=kind, name=name)


@require_GET
@may_see_history
def held_list(request):
    page = asked_for(request)
    table = HeldTable(TableListData(page.rows))
    show_page(request, table, rows=PER_PAGE)  # rows are read for the page shown only
    return render(request, "readiness/held_documents.html", {"page": page, "table": table})


@shows_and_saves
@may_see_history
def personal_data(request, pk):
    """What was found is for all staff to read; clearing it is for some."""
    if request.method == "POST" and not request.user.has_perm("evidence.clear_personal_data"):
        raise PermissionDenied
    document = a_document(pk)
    page = personal_data_page.build(document)
    seen = {"revision": document.latest_version_id, "words": page.seen_words}
    form = ClearForm(typed(request), initial=seen)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        about = {"seen_version": said["revision"], "seen_words": said["words"]}
        try:
            clearing.clear_all(document, reason=said["reason"], **about, by=request.user)
        except ValidationError as problem:
            page = personal_data_page.build(a_document(pk))
            look_again(form, problem, page)
        else:
            messages.success(request, "Cleared. Whoever may see the document can see it now.")
            return redirect("document", pk=pk)
    context = {"page": page, "document": document, "form": form}
    return render(request, "readiness/personal_data.html", context)


def look_again(form, problem, page) -> None:
    """Whoever is told that something changed sees it now, and decides about that."""
    told(form, problem, revision=page.document.latest_version_id or 0)
    if form.data.get("words") != str(page.seen_words):
        form.data = form.data.copy()
        form.data["words"] = page.seen_words


@shows_and_saves
@may_clear
def take_back_clearance(request, pk):
    document = a_document(pk)
    form = TakeBackForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            clearing.take_back_all(document, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "Held again. Reviewers no longer see the document.")
            return redirect("personal_data", pk=pk)
    context = {"form": form, "document": document, "heading": "Hold this document again"}
    return render(request, "readiness/document_form.html", context)


@shows_and_saves
@may_change
def supply_redacted(request, pk):
    document = a_file(pk)
    form = RedactedForm(typed(request), files(request), initial={"revision": document.revision})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            clearing.supply_redacted(
                document,
                received=intake.receive(said["file"]),
                note=said["note"],
                seen_revision=said["revision"],
                by=request.user,
            )
        except ValidationError as problem:
            document.refresh_from_db()
            told(form, problem, revision=document.revision)
        else:
            messages.success(
                request, "Saved. The redacted copy is checked now; staff keep the original below."
            )
            return redirect("document", pk=pk)
    context = {"form": form, "document": document, "heading": "Supply a redacted copy"}
    return render(request, "readiness/document_form.html", context)


@require_POST
@may_change
def scan_again(request, pk):
    version = get_object_or_404(DocumentVersion, pk=pk)
    if scanning.scan_again(version):
        tasks.read_text.delay(version.pk)
        messages.success(request, "It is being checked for viruses again.")
    return redirect("document", pk=version.document_id)
