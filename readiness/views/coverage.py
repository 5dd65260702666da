"""Evidence coverage: the matrix, as a file, and what each statement needs."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from indicators import list_files
from readiness import coverage_page, evidence_needs
from readiness.coverage import categories_and_needs
from readiness.coverage_files import CoverageResource, cells_in
from readiness.evidence_needs_form import EvidenceNeedsForm
from readiness.score_reads import framework_in_use

may_view = permission_required("readiness.view_statement", raise_exception=True)
may_decide = permission_required("readiness.set_evidence_needs", raise_exception=True)
NOTHING_CHANGED = "Nothing was different, so nothing has been saved."


def asked_page(request, framework):
    return coverage_page.build(
        framework, way=request.GET.get("by", ""), user=request.user, on=timezone.localdate()
    )


@require_GET
@may_view
def coverage(request):
    framework = framework_in_use()
    page = asked_page(request, framework) if framework else None
    return render(request, "readiness/coverage.html", {"page": page, "ways": coverage_page.WAYS})


@require_GET
@may_view
def coverage_export(request, kind):
    """The matrix as a list: a line for each statement, topic or lens and kind of evidence."""
    framework = framework_in_use()
    lines = cells_in(asked_page(request, framework)) if framework else []
    name = f"evidence-coverage-{timezone.localdate()}"
    return list_files.download(CoverageResource(), lines, kind=kind, name=name)


@require_http_methods(["GET", "POST"])
@may_decide
def evidence_needed(request):
    framework = framework_in_use()
    if framework is None:
        raise Http404
    statements = list(framework.statements.select_related("theme"))
    categories, decided = categories_and_needs(framework)
    typed = request.POST if request.method == "POST" else request.held_form
    form = EvidenceNeedsForm(typed, statements=statements, categories=categories, decided=decided)
    if request.method == "POST" and form.is_valid():
        try:
            changed = evidence_needs.decide_needs(
                framework,
                chosen=form.chosen,
                shown=form.shown,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, saved_words(changed))
            return redirect("coverage")
    context = {"form": form, "history": evidence_needs.history(framework)}
    return render(request, "readiness/evidence_needed.html", context)


def saved_words(changed: int) -> str:
    if not changed:
        return NOTHING_CHANGED
    return f"Saved. What is needed has changed in {changed} place{'' if changed == 1 else 's'}."
