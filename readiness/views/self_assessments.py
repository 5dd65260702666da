"""Rounds of self-assessment: the list, one round, opening and closing."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from indicators import list_files
from readiness import closed_round
from readiness import self_assessment_page as reads
from readiness.models import Framework
from readiness.next_round import open_next_round
from readiness.score_forms import OpenRoundForm
from readiness.statement_lists import ClosedRoundResource, RoundListResource, RoundResource

may_view = permission_required("readiness.view_self_assessment", raise_exception=True)
may_manage = permission_required("readiness.manage_self_assessments", raise_exception=True)


def page_or_404(request, pk: int) -> reads.SelfAssessmentPage:
    try:
        return reads.build(pk, user=request.user, on=timezone.localdate())
    except ObjectDoesNotExist as error:
        raise Http404 from error


@require_GET
@may_view
def self_assessment_list(request, kind=None):
    rounds = reads.rounds(user=request.user)
    if kind:
        name = f"self-assessments-{timezone.localdate()}"
        return list_files.download(RoundListResource(), rounds, kind=kind, name=name)
    return render(request, "readiness/self_assessment_list.html", {"rounds": rounds})


@require_GET
@may_view
def self_assessment(request, pk, kind=None):
    name = f"self-assessment-{pk}-{timezone.localdate()}"
    if record := closed_round.find(pk, user=request.user):
        page = closed_round.build(record, user=request.user)
        if kind:
            rows = page.statements
            return list_files.download(ClosedRoundResource(), rows, kind=kind, name=name)
        return render(request, "readiness/closed_round.html", {"page": page})
    page = page_or_404(request, pk)
    if kind:
        rows = [row for theme in page.themes for row in theme.rows]
        return list_files.download(RoundResource(), rows, kind=kind, name=name)
    context = {"page": page, "has_no_record": not page.self_assessment.is_open}
    return render(request, "readiness/self_assessment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def open_self_assessment(request):
    typed = request.POST if request.method == "POST" else request.held_form
    initial = {"starts_on": timezone.localdate(), "start_from": request.GET.get("from", "")}
    form = OpenRoundForm(typed, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_next_round(**form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"“{opened}” is open. Every statement can now be scored.")
            return redirect("self_assessment", pk=opened.pk)
    context = {"form": form, "no_framework": not Framework.objects.exists()}
    return render(request, "readiness/self_assessment_open.html", context)
