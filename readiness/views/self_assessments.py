"""Rounds of self-assessment: the list, one round, opening and closing."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from readiness import self_assessment_page as reads
from readiness.models import Framework
from readiness.score_forms import OpenRoundForm
from readiness.self_assessments import (
    close_self_assessment as close_round,
)
from readiness.self_assessments import (
    open_self_assessment as open_round,
)

may_view = permission_required("readiness.view_self_assessment", raise_exception=True)
may_manage = permission_required("readiness.manage_self_assessments", raise_exception=True)


def page_or_404(request, pk: int) -> reads.SelfAssessmentPage:
    try:
        return reads.build(pk, user=request.user, on=timezone.localdate())
    except ObjectDoesNotExist as error:
        raise Http404 from error


@require_GET
@may_view
def self_assessment_list(request):
    rounds = reads.rounds(user=request.user)
    return render(request, "readiness/self_assessment_list.html", {"rounds": rounds})


@require_GET
@may_view
def self_assessment(request, pk):
    page = page_or_404(request, pk)
    return render(request, "readiness/self_assessment.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def open_self_assessment(request):
    typed = request.POST if request.method == "POST" else request.held_form
    form = OpenRoundForm(typed, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_round(**form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"“{opened}” is open. Every statement can now be scored.")
            return redirect("self_assessment", pk=opened.pk)
    context = {"form": form, "no_framework": not Framework.objects.exists()}
    return render(request, "readiness/self_assessment_open.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def close_self_assessment(request, pk):
    page = page_or_404(request, pk)
    problems = []
    if request.method == "POST":
        try:
            close_round(page.self_assessment, by=request.user)
        except ValidationError as error:
            problems = error.messages
        else:
            messages.success(request, f"“{page.self_assessment}” is closed and can only be read.")
            return redirect("self_assessment", pk=pk)
    context = {"page": page, "problems": problems}
    return render(request, "readiness/self_assessment_close.html", context)
