"""The subjects a document speaks to."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from config.second_editor import refused
from readiness import library, subjects
from readiness.models import Lens, Topic
from readiness.score_reads import frameworks_in_use_first
from readiness.subjects_form import SubjectsForm
from readiness.views.evidence import typed


@require_http_methods(["GET", "POST"])
@permission_required("readiness.link_evidence", raise_exception=True)
def document_subjects(request, pk):
    document = get_object_or_404(library.documents_for(request.user), pk=pk)
    links = document.evidence_links.live().select_related("statement", "category")
    links = list(links.order_by("statement__position", "category__position"))
    form = subjects_form(document, links, typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            subjects.set_subjects(
                document,
                lenses=form.chosen_lenses,
                topics=form.chosen_topics(links),
                seen_revision=form.cleaned_data["revision"],
                by=request.user,
            )
        except ValidationError as problem:
            form = refused(form, problem, again=partial(subjects_form, document, links))
        else:
            messages.success(request, "Saved. It now counts under these subjects in coverage.")
            return redirect("document", pk=pk)
    context = {"form": form, "document": document, "heading": "Which subjects does it speak to?"}
    return render(request, "readiness/document_form.html", context)


def subjects_form(document, links, data=None) -> SubjectsForm:
    """For the subjects as they are now."""
    return SubjectsForm(
        data,
        links=links,
        topics=list(Topic.objects.filter(statement__in=[link.statement_id for link in links])),
        lenses=list(Lens.objects.filter(framework__in=frameworks_in_use_first().values("pk")[:1])),
        lenses_now=document.lens_links.live().values_list("lens", flat=True),
        revision=subjects.revision_of(document),
    )
