"""Bringing in recommendations from a spreadsheet: upload, look, confirm."""

from functools import partial

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from indicators import list_files
from readiness import recommendation_import as importing
from readiness.deciding_imports import discard
from readiness.models import RecommendationImport
from readiness.resources import BlankRecommendationResource
from readiness.views.plan_imports import decide, what_it_does

RECENT = 10
may_manage = permission_required("readiness.manage_recommendations", raise_exception=True)


class RecommendationFileForm(forms.Form):
    file = forms.FileField(
        label="The recommendations",
        help_text="Excel, OpenDocument or CSV, with a row of headings. Each row is one.",
        error_messages={"required": "Choose the file.", "empty": "The file is empty."},
    )


@require_http_methods(["GET", "POST"])
@may_manage
def import_recommendations(request):
    form = RecommendationFileForm()
    if request.method == "POST":
        form = RecommendationFileForm(request.POST, request.FILES)
        if form.is_valid():
            about = {"by": request.user, "on": timezone.localdate()}
            try:
                found = importing.receive(file=form.cleaned_data["file"], **about)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                return redirect("recommendation_import", pk=found.pk)
    recent = RecommendationImport.objects.select_related("received_by")[:RECENT]
    context = {"form": form, "recent": recent}
    return render(request, "readiness/recommendations/upload.html", context)


@require_GET
@may_manage
def blank_recommendations(request, kind):
    """A file to fill in: headings and no rows."""
    resource = BlankRecommendationResource()
    return list_files.download(resource, [], kind=kind, name="recommendations")


@require_GET
@may_manage
def recommendation_import(request, pk):
    imports = RecommendationImport.objects.select_related("received_by", "decided_by")
    context = what_it_does(request, get_object_or_404(imports, pk=pk))
    return render(request, "readiness/recommendations/import.html", context)


@require_POST
@may_manage
def confirm_recommendations(request, pk):
    found = get_object_or_404(RecommendationImport, pk=pk)
    change = partial(importing.confirm, found, by=request.user, on=timezone.localdate())
    done = "Brought in. Each stays here until it is closed."
    back = partial(redirect, "recommendation_import", pk=pk)
    return decide(request, change, done=done, to="recommendation_list", back=back)


@require_POST
@may_manage
def discard_recommendations(request, pk):
    change = partial(discard, get_object_or_404(RecommendationImport, pk=pk), by=request.user)
    done, to = "Discarded. Nothing was brought in.", "import_recommendations"
    return decide(request, change, done=done, to=to, back=partial(redirect, to))
