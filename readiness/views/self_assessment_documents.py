"""A round of self-assessment as a document, and the context it begins with."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from config.second_editor import refused
from readiness.models import Audience, SelfAssessment
from readiness.reports import editions, files
from readiness.reports.making import Made
from readiness.reports.report_forms import DocumentForm, TextForm
from readiness.reports.self_assessment_document import make_document
from readiness.views.editions import download

may_draft = permission_required("readiness.view_report_draft", raise_exception=True)
may_write = permission_required("readiness.write_report", raise_exception=True)
found_rounds = SelfAssessment.objects.select_related("framework", "snapshot", "opened_by")


def asked(request) -> DocumentForm:
    """What the address says amiss is left out: the internal document, with scores."""
    form = DocumentForm(request.GET or {"audience": Audience.INTERNAL, "scores": "on"})
    if not form.is_valid():
        form = DocumentForm({"audience": Audience.INTERNAL, "scores": "on"})
        form.full_clean()
    return form


def made_of(pk, form: DocumentForm) -> tuple[SelfAssessment, Made]:
    found = get_object_or_404(found_rounds, pk=pk)
    audience, scores = form.cleaned_data["audience"], form.cleaned_data["scores"]
    on = timezone.localdate()
    return found, make_document(found, audience=audience, with_scores=scores, on=on)


@require_GET
@may_draft
def self_assessment_document(request, pk):
    form = asked(request)
    found, made = made_of(pk, form)
    context = {
        "self_assessment": found,
        "report": made.report,
        "left_out": made.left_out,
        "choice": form,
        "address": request.GET.urlencode(),
        "kinds": files.TITLES,
    }
    return render(request, "readiness/reports/self_assessment.html", context)


@require_GET
@may_draft
def self_assessment_file(request, pk, kind):
    if kind not in files.WRITERS:
        raise Http404
    _, made = made_of(pk, asked(request))
    return download(files.WRITERS[kind](made.report), made.report, kind)


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def write_context(request, pk):
    found = get_object_or_404(found_rounds, pk=pk)
    again = partial(context_form, found)
    form = again(request.POST if request.method == "POST" else request.held_form)
    if request.method == "POST" and form.is_valid():
        words, seen = form.cleaned_data["words"], form.cleaned_data["revision"]
        try:
            editions.write_context(found, words=words, seen_number=seen, by=request.user)
        except ValidationError as refusal:
            form = refused(form, refusal, again=again)
        else:
            messages.success(request, "The context is saved.")
            return redirect("self_assessment_document", pk=pk)
    context = {"form": form, "self_assessment": found}
    return render(request, "readiness/reports/context.html", context)


def context_form(self_assessment, data=None) -> TextForm:
    return TextForm(data, text=self_assessment.contexts.first(), label="Context")
