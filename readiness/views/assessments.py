"""The clock of an assessment by CQC: its days, and the lists of tasks, interviews and cases."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.second_editor import told
from indicators import list_files
from readiness import assessment_page, assessments
from readiness.assessment_files import (
    CaseResource,
    InterviewResource,
    ReadinessResource,
    TaskResource,
)
from readiness.assessment_forms import FORMS, BeginForm, DaysForm, WhatIfForm
from readiness.models import Assessment, AssessmentInterview, AssessmentTask, TrackedCase
from readiness.roles import people_who_may
from readiness.views.accounts import submitted

shows_and_saves = require_http_methods(["GET", "HEAD", "POST"])
may_view = permission_required("readiness.view_assessment", raise_exception=True)
may_run = permission_required("readiness.run_assessment", raise_exception=True)


@dataclass(frozen=True)
class Kind:
    """One of the three lists."""

    model: type
    resource: type
    add: str
    change: str


KINDS = {
    "tasks": Kind(AssessmentTask, TaskResource, "Add a task", "Change a task"),
    "interviews": Kind(
        AssessmentInterview, InterviewResource, "Add an interview", "Change an interview"
    ),
    "cases": Kind(TrackedCase, CaseResource, "Add a case", "Change a case"),
}


@require_GET
@may_view
def assessment_list(request):
    found = list(Assessment.objects.all())
    may_begin = all(one.published_on for one in found)
    context = {"assessments": found, "may_begin": may_begin}
    return render(request, "readiness/assessments/list.html", context)


@shows_and_saves
@may_run
def begin_assessment(request):
    form = submitted(BeginForm, request)
    if request.method == "POST" and form.is_valid():
        about = {"by": request.user, "on": timezone.localdate()}
        try:
            made = assessments.begin(**form.cleaned_data, **about)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "The clock runs. Look through the list of what to do first.")
            return redirect("assessment", pk=made.pk)
    return render(request, "readiness/assessments/begin.html", {"form": form})


@require_GET
@may_view
def assessment(request, pk):
    found = get_object_or_404(Assessment, pk=pk)
    page = assessment_page.build(found, on=timezone.localdate())
    return render(request, "readiness/assessments/assessment.html", {"page": page})


@require_GET
@may_view
def what_if(request, kind=None):
    """What would be ready were the call to come today, or on the day asked for."""
    on = timezone.localdate()
    form = WhatIfForm(request.GET or None)
    asked = form.cleaned_data["notified_on"] if form.is_bound and form.is_valid() else None
    page = assessment_page.what_if(user=request.user, notified_on=asked or on)
    if kind:
        rows, name = page.rows if page else (), f"what-would-be-ready-{asked or on}"
        return list_files.download(ReadinessResource(), rows, kind=kind, name=name)
    if not form.is_bound:
        form = WhatIfForm(initial={"notified_on": on})
    context = {"page": page, "ask": form}
    return render(request, "readiness/assessments/what_if.html", context)


@shows_and_saves
@may_run
def assessment_days(request, pk):
    found = get_object_or_404(Assessment, pk=pk)
    form = submitted(DaysForm, request, assessment=found)
    if request.method == "POST" and form.is_valid():
        days = dict(form.cleaned_data)
        try:
            assessments.set_days(found, seen=days.pop("revision"), days=days, by=request.user)
        except ValidationError as refusal:
            told(form, refusal, revision=Assessment.objects.get(pk=pk).revision)
        else:
            messages.success(request, "Saved.")
            return redirect("assessment", pk=pk)
    return form_page(request, found, form, "The days of the assessment")


@shows_and_saves
@may_run
def add_assessment_row(request, pk, kind):
    found = get_object_or_404(Assessment, pk=pk)
    return row_page(request, KINDS[kind].model(assessment=found), KINDS[kind].add)


@shows_and_saves
@may_run
def change_assessment_row(request, pk, kind):
    rows = KINDS[kind].model.objects.select_related("assessment")
    return row_page(request, get_object_or_404(rows, pk=pk), KINDS[kind].change)


def row_page(request, row, heading):
    found, people = row.assessment, people_who_may("readiness.view_assessment")
    form = submitted(FORMS[type(row)], request, row=row, people=people)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        seen = said.pop("revision")
        try:
            assessments.save_row(row, said=said, by=request.user, seen=seen)
        except ValidationError as refusal:
            now = type(row).objects.filter(pk=row.pk).values_list("revision", flat=True).first()
            told(form, refusal, revision=now or 0)
        else:
            messages.success(request, "Saved.")
            return redirect("assessment", pk=found.pk)
    return form_page(request, found, form, heading)


def form_page(request, found, form, heading):
    context = {"assessment": found, "form": form, "heading": heading}
    return render(request, "readiness/assessments/form.html", context)


@require_POST
@may_run
def finish_task(request, pk):
    task = get_object_or_404(AssessmentTask.objects.select_related("assessment"), pk=pk)
    assessments.finish(task, by=request.user, on=timezone.localdate())
    messages.success(request, f"Done: {task}.")
    return redirect("assessment", pk=task.assessment_id)


@require_GET
@may_view
def assessment_export(request, pk, kind, form):
    found = get_object_or_404(Assessment, pk=pk)
    rows = KINDS[kind].model.objects.filter(assessment=found)
    name = f"{kind}-{timezone.localdate()}"
    return list_files.download(KINDS[kind].resource(), rows, kind=form, name=name)
