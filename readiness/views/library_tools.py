"""What people do with the library's list: keep a search, and change several documents at once."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from config.addresses import address_of
from readiness import bulk_changes, library, saved_searches
from readiness.bulk_forms import BULK_FORMS
from readiness.models import SavedSearch
from readiness.search_forms import SearchForm
from readiness.ways_back import way_back

shows_and_saves = require_http_methods(["GET", "POST"])
may_save = permission_required("readiness.save_search", raise_exception=True)
may_link = permission_required("readiness.link_evidence", raise_exception=True)


def typed(request):
    return request.POST if request.method == "POST" else request.held_form


@shows_and_saves
@may_save
def save_search(request):
    """``?q=...`` is what to keep, in the address of the form as of the library."""
    asked = saved_searches.asked_of(request.GET)
    form = SearchForm(typed(request), initial={"name": request.GET.get("q", "")[:80]})
    if request.method == "POST" and form.is_valid():
        try:
            kept = saved_searches.save_search(asked=asked, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            saved_searches.look(kept, by=request.user)
            messages.success(request, f"Saved as “{kept.name}”. You find it on the evidence page.")
            return HttpResponseRedirect(f"{address_of('library')}?{asked}")
    context = {"form": form, "heading": "Save this search"}
    return render(request, "readiness/search_form.html", context)


@require_GET
@may_save
def my_searches(request):
    """A page of its own, which My work shows in part where scripts run."""
    kept = saved_searches.kept_for(request.user, on=timezone.localdate())
    part = "readiness/parts/saved_searches.html"
    template = part if request.htmx else "readiness/my_searches.html"
    return render(request, template, {"kept": kept})


@require_GET
@may_save
def open_search(request, pk):
    """Shows what it finds; from now on that is no longer new to this person."""
    kept = get_object_or_404(saved_searches.seen_by(request.user), pk=pk)
    saved_searches.look(kept, by=request.user)
    return HttpResponseRedirect(f"{address_of('library')}?{kept.asked}")


@shows_and_saves
@may_save
def change_search(request, pk):
    """One's own only: the name, who sees it, or away with it."""
    kept = get_object_or_404(SavedSearch, pk=pk, removed_at__isnull=True)
    if kept.saved_by_id != request.user.pk:
        raise PermissionDenied
    form = SearchForm(typed(request), initial={"name": kept.name, "is_shared": kept.is_shared})
    if request.method == "POST" and "remove" in request.POST:
        saved_searches.remove_search(kept, by=request.user)
        messages.success(request, f"“{kept.name}” has been taken away.")
        return redirect("library")
    if request.method == "POST" and form.is_valid():
        try:
            saved_searches.change_search(kept, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "Saved.")
            return redirect("library")
    context = {"form": form, "kept": kept, "heading": f"Change “{kept.name}”"}
    return render(request, "readiness/search_form.html", context)


@shows_and_saves
@may_link
def change_several(request):
    """The documents ticked in the list, and the form for what is to be done with them."""
    said = typed(request)
    asked = request.GET if said is None else said
    made = BULK_FORMS.get(asked.get("do", ""))
    if made and not request.user.has_perm(made.permission):
        raise PermissionDenied
    documents = library.documents_for(request.user)
    chosen = bulk_changes.chosen_from(asked.getlist("chosen"), documents)
    if made is None or not chosen:
        messages.error(request, "Tick at least one document in the list first.")
        return redirect("library")
    form = made(said)
    if request.method == "POST" and form.is_valid():
        try:
            done = form.carry_out(chosen, by=request.user)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, done)
            return redirect(way_back(request, otherwise=address_of("library")))
    context = {
        "form": form,
        "chosen": chosen,
        "do": asked["do"],
        "back": asked.get("back", ""),
        "heading": made.heading,
    }
    return render(request, "readiness/change_several.html", context)
