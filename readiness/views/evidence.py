"""The evidence library: the list, a document's page, and the forms that change them."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2.data import TableListData

from config.pages_of_rows import show_page
from config.second_editor import refused, told
from evidence import intake
from evidence.models import Document
from indicators import list_files
from readiness import document_page, library, linking, saved_searches
from readiness.document_table import DocumentTable
from readiness.evidence_filter import DocumentFilter
from readiness.evidence_forms import (
    EditDocumentForm,
    EndLinkForm,
    LinkForm,
    ReplaceFileForm,
)
from readiness.models import EvidenceLink
from readiness.resources import DocumentResource

PER_PAGE = 25
HISTORY = "evidence.view_document_history"
shows_and_saves = require_http_methods(["GET", "POST"])
may_view = permission_required("evidence.view_document", raise_exception=True)
may_change = permission_required("evidence.change_document", raise_exception=True)
may_link = permission_required("readiness.link_evidence", raise_exception=True)


def typed(request):
    """What the person typed: now, or before their session ended."""
    return request.POST if request.method == "POST" else request.held_form


def files(request):
    return request.FILES if request.method == "POST" else None


def found_documents(request):
    """The filter, and the documents that it and the words searched for leave, in order."""
    on = timezone.localdate()
    chosen = DocumentFilter(
        request.GET,
        library.documents_for(request.user),
        choices=library.choices(),
        on=on,
        sees_all=request.user.has_perm(HISTORY),
    )
    documents, said = chosen.qs, chosen.said
    results = library.results(
        documents,
        typed=said.get("q", ""),
        order=said.get("sort", ""),
        on=on,
        exactly="exactly" in request.GET,
    )
    return chosen, results


@require_GET
@may_view
def evidence_library(request):
    chosen, results = found_documents(request)
    words = results.typed
    is_looking = bool(words.strip()) or chosen.is_narrowed
    table = DocumentTable(TableListData(results), may_tick=bool(len(results)))
    show_page(request, table, rows=PER_PAGE)  # rows are read for the page shown only
    context = {
        "filter": chosen,
        "table": table,
        "count": len(results),
        "typed": words,
        "results": results,
        "is_narrowed": chosen.is_narrowed,
        "in_words": library.in_words(len(results), typed=words, is_filtered=chosen.is_narrowed),
        "also": library.also_spelt(results, chosen.qs),
        "to_save": saved_searches.asked_of(request.GET) if is_looking else "",
        "kept": [] if is_looking else saved_searches.kept_for(request.user, on=results.on),
    }
    return render(request, "readiness/library.html", context)


@require_GET
@may_view
def library_export(request, kind):
    """The evidence register: all that the list holds under its filters, in its order."""
    chosen, results = found_documents(request)
    rows, name = library.register(chosen.qs, results), f"evidence-{results.on}"
    return list_files.download(DocumentResource(), rows, kind=kind, name=name)


def saved_words(statements) -> str:
    return f"Saved. It now shows under {listed([statement.title for statement in statements])}."


def listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


@require_GET
@may_view
def document(request, pk):
    found = get_object_or_404(
        Document.objects.select_related("owner", "added_by", "deleted_by"), pk=pk
    )
    if not request.user.has_perm("evidence.view_document", found):
        raise PermissionDenied
    page = document_page.build(
        found, on=timezone.localdate(), with_history=request.user.has_perm(HISTORY)
    )
    context = {"page": page, "document": found}
    if request.htmx:
        return text_of_document(request, context)
    return render(request, "readiness/document.html", context)


def text_of_document(request, context):
    """Asked by the page itself while a text is being read: what to show instead, if anything."""
    latest = context["page"].latest
    if latest and request.GET.get("seen") == context["page"].safety.key:
        return HttpResponse(status=204)
    return render(request, "readiness/parts/document_text.html", context)


@shows_and_saves
@may_link
def link_document(request, pk):
    found = get_object_or_404(Document, pk=pk)
    form = LinkForm(typed(request), statement=request.GET.get("statement", ""))
    if request.method == "POST" and form.is_valid():
        try:
            linking.link_to_statements(found, **form.cleaned_data, by=request.user)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, saved_words(form.cleaned_data["statements"]))
            return redirect("document", pk=pk)
    context = {"form": form, "document": found, "heading": "Link to more statements"}
    return render(request, "readiness/document_form.html", context)


@shows_and_saves
@may_link
def end_link(request, pk):
    link = get_object_or_404(
        EvidenceLink.objects.select_related("document", "statement", "category"), pk=pk
    )
    form = EndLinkForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            linking.end_link(link, **form.cleaned_data, by=request.user)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"Ended. It no longer shows under {link.statement}.")
            return redirect("document", pk=link.document_id)
    context = {
        "form": form,
        "document": link.document,
        "link": link,
        "heading": "End this link",
        "submit": "End the link",
    }
    return render(request, "readiness/document_form.html", context)


@shows_and_saves
@may_change
def replace_file(request, pk):
    found = get_object_or_404(Document, pk=pk, kind=Document.Kind.FILE)
    form = ReplaceFileForm(typed(request), files(request), initial={"revision": found.revision})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            intake.replace_file(
                found,
                received=intake.receive(said["file"]),
                note=said["note"],
                seen_revision=said["revision"],
                by=request.user,
            )
        except ValidationError as problem:
            found.refresh_from_db()
            told(form, problem, revision=found.revision)
        else:
            messages.success(request, "Replaced. The file before it is kept under Versions.")
            return redirect("document", pk=pk)
    context = {"form": form, "document": found, "heading": "Replace the file"}
    return render(request, "readiness/document_form.html", context)


@shows_and_saves
@may_change
def edit_document(request, pk):
    found = get_object_or_404(Document, pk=pk)
    form = EditDocumentForm(typed(request), document=found)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        seen = said.pop("revision")
        try:
            intake.edit_document(found, seen_revision=seen, by=request.user, **said)
        except ValidationError as problem:
            found.refresh_from_db()
            form = refused(form, problem, again=partial(EditDocumentForm, document=found))
        else:
            messages.success(request, "Saved.")
            return redirect("document", pk=pk)
    context = {"form": form, "document": found, "heading": "Edit the description"}
    return render(request, "readiness/document_form.html", context)
