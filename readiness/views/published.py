"""Other councils' published scores: beside ours, loaded from a file; and trying other scores."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from indicators import list_files
from readiness import published_page, what_if
from readiness import published_results as flow
from readiness.models import PublishedResults
from readiness.published_forms import PublishedResultsForm
from readiness.score_reads import framework_in_use
from readiness.statement_lists import PublishedFileResource, PublishedResource

may_view = permission_required("readiness.view_statement", raise_exception=True)
may_load = permission_required("readiness.load_published_results", raise_exception=True)
may_try = permission_required("readiness.try_scores", raise_exception=True)
LISTED = 20


@require_GET
@may_view
def published_results(request, kind=None):
    page = published_page.build(user=request.user)
    if kind:
        resource, name = PublishedResource(page.levels), f"published-scores-{timezone.localdate()}"
        return list_files.download(resource, page.lines, kind=kind, name=name)
    return render(request, "readiness/published/results.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@may_load
def load_published_results(request):
    framework = framework_in_use()
    posted = request.method == "POST"
    form = PublishedResultsForm(
        request.POST if posted else request.held_form,
        request.FILES if posted else None,
        initial={"as_of": timezone.localdate()},
    )
    if posted and framework and form.is_valid():
        file = form.cleaned_data.pop("file")
        try:
            received = flow.receive(
                file.read(), file.name, framework=framework, by=request.user, **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("published_file", pk=received.pk)
    loaded = PublishedResults.objects.select_related("loaded_by", "decided_by").defer("rows")
    context = {"form": form, "framework": framework, "loaded": loaded[:LISTED]}
    return render(request, "readiness/published/load.html", context)


@require_GET
@may_load
def published_file(request, pk, kind=None):
    """What a file says, before it is used and after."""
    results = PublishedResults.objects.select_related("framework", "loaded_by", "decided_by")
    found = get_object_or_404(results, pk=pk)
    statements = found.framework.statements.order_by("position")
    if kind:
        resource, name = PublishedFileResource(statements), f"published-results-{pk}"
        return list_files.download(resource, found.rows, kind=kind, name=name)
    context = {"found": found, "statements": statements}
    return render(request, "readiness/published/file.html", context)


def decided(request, pk, decide, words: str):
    found = get_object_or_404(PublishedResults, pk=pk)
    try:
        decide(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("published_file", pk=pk)
    messages.success(request, words)
    return redirect("published_results")


@require_POST
@may_load
def use_published_results(request, pk):
    return decided(request, pk, flow.use, "In use: our scores are now shown beside these.")


@require_POST
@may_load
def discard_published_results(request, pk):
    return decided(request, pk, flow.discard, "Discarded. Nothing has changed.")


@require_GET
@may_try
def try_scores(request, pk):
    """What the overall rating would be. Nothing is saved: the scores stand in the address."""
    try:
        page = what_if.build(pk, request.GET.dict(), user=request.user)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    if page is None:
        raise Http404
    return render(request, "readiness/what_if.html", {"page": page})
