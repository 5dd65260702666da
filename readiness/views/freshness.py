"""Documents to look at again, and saying that one still holds."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from config.addresses import address_of
from config.pages_of_rows import show_page
from config.second_editor import told
from config.wording import day_in_words
from evidence import renewing
from indicators import list_files
from readiness import freshness, library
from readiness.freshness_table import ReviewTable
from readiness.keeping_resources import ReviewResource
from readiness.renew_form import RenewForm
from readiness.ways_back import way_back

PER_PAGE = 25


@require_GET
@permission_required("evidence.view_document_history", raise_exception=True)
def review_list(request):
    found = found_reviews(request)
    table = ReviewTable(
        found.documents,
        may_renew=request.user.has_perm("evidence.change_document"),
        back=request.get_full_path(),
        token=get_token(request),
        on=timezone.localdate(),
    )
    show_page(request, table, rows=PER_PAGE)
    return render(request, "readiness/review_list.html", {"found": found, "table": table})


def found_reviews(request) -> freshness.ReviewList:
    return freshness.build(
        library.documents_for(request.user),
        state=request.GET.get("state", ""),
        owner=request.user if request.GET.get("whose") == "mine" else None,
        on=timezone.localdate(),
    )


@require_GET
@permission_required("evidence.view_document_history", raise_exception=True)
def review_export(request, kind):
    """All of the list that is shown: out of date, due soon, or without a day."""
    rows, name = found_reviews(request).documents, f"look-at-again-{timezone.localdate()}"
    return list_files.download(ReviewResource(), rows, kind=kind, name=name)


@require_http_methods(["GET", "POST"])
@permission_required("evidence.change_document", raise_exception=True)
def renew(request, pk):
    document = get_object_or_404(library.documents_for(request.user), pk=pk)
    on = timezone.localdate()
    offered = freshness.renewal_of(document, on=on)
    typed = request.POST if request.method == "POST" else request.held_form
    form = RenewForm(typed, document=document, offered=offered, back=request.GET.get("back", ""))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            renewing.renew(
                document,
                review_by=said["review_by"] or offered.review_by,
                note=said["note"],
                seen_revision=said["revision"],
                by=request.user,
                on=on,
            )
        except ValidationError as problem:
            document.refresh_from_db()
            told(form, problem, revision=document.revision)
        else:
            day = day_in_words(said["review_by"] or offered.review_by)
            messages.success(request, f"“{document.title}” is still current. Review by {day}.")
            own_page = address_of("document", document.pk)
            return redirect(way_back(request, otherwise=own_page))
    context = {"form": form, "document": document, "offered": offered, "heading": "Renew"}
    return render(request, "readiness/renew.html", context)
