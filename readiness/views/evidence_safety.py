"""What is safe to open and to share: previews, personal data, files that are held."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evidence import clearing, intake, scanning, tasks
from evidence.models import Document, DocumentVersion
from readiness import document_preview, held_documents, personal_data_page
from readiness.held_table import HeldTable
from readiness.safety_forms import ClearForm, RedactedForm, TakeBackForm
from readiness.views.evidence import add_refusal, files, typed

shows_and_saves = require_http_methods(["GET", "POST"])
may_view = permission_required("evidence.view_document", raise_exception=True)
may_see_history = permission_required("evidence.view_document_history", raise_exception=True)
may_clear = permission_required("evidence.clear_personal_data", raise_exception=True)
may_change = permission_required("evidence.change_document", raise_exception=True)


def a_file(pk: int) -> Document:
    files_here = Document.objects.select_related("latest_version", "owner")
    return get_object_or_404(files_here, pk=pk, latest_version__isnull=False)


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


@require_GET
@may_see_history
def held_list(request):
    table = HeldTable(held_documents.held_documents())
    return render(request, "readiness/held_documents.html", {"table": table})


@shows_and_saves
@may_see_history
def personal_data(request, pk):
    """What was found is for all staff to read; clearing it is for some."""
    if request.method == "POST" and not request.user.has_perm("evidence.clear_personal_data"):
        raise PermissionDenied
    document = a_file(pk)
    form = ClearForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            clearing.clear(
                document.latest_version, reason=form.cleaned_data["reason"], by=request.user
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "Cleared. Whoever may see the document can see it now.")
            return redirect("document", pk=pk)
        document = a_file(pk)
    context = {"page": personal_data_page.build(document), "document": document, "form": form}
    return render(request, "readiness/personal_data.html", context)


@shows_and_saves
@may_clear
def take_back_clearance(request, pk):
    document = a_file(pk)
    form = TakeBackForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            clearing.take_back(
                document.latest_version, reason=form.cleaned_data["reason"], by=request.user
            )
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
            add_refusal(form, problem, document)
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
