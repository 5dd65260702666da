"""Keeping evidence: file checks, holds, how long documents are kept, and deleting them."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.second_editor import refused
from config.wording import day_in_words
from evidence import intake, retention, tasks
from evidence.models import Document, FileAlarm, FileCheck, LegalHold
from indicators import list_files
from readiness import disposal, retention_page
from readiness.keeping_resources import FileAlarmResource, FileCheckResource, RetentionResource
from readiness.retention_forms import DeleteForm, HoldForm, KeepUntilForm, LiftHoldForm
from readiness.views.evidence import typed

shows_and_saves = require_http_methods(["GET", "POST"])
may_see_checks = permission_required("evidence.view_file_checks", raise_exception=True)
may_check = permission_required("evidence.run_file_check", raise_exception=True)
may_keep = permission_required("evidence.manage_retention", raise_exception=True)
CHECKS, ALARMS = 14, 100


@require_GET
@may_see_checks
def file_checks(request, kind=None):
    """What is wrong with stored files now, and what each look found."""
    looks = FileCheck.objects.select_related("asked_by")
    if kind:
        name = f"file-checks-{timezone.localdate()}"
        return list_files.download(FileCheckResource(), looks, kind=kind, name=name)
    alarms, checks = all_alarms(), list(looks[:CHECKS])
    context = {
        "alarms": alarms.open()[:ALARMS],
        "settled": alarms.filter(settled_at__isnull=False)[:CHECKS],
        "checks": checks,
        "last": next((check for check in checks if check.finished_at), None),
    }
    return render(request, "readiness/file_checks.html", context)


def all_alarms():
    return FileAlarm.objects.select_related("version__document__owner", "version__added_by")


@require_GET
@may_see_checks
def file_alarm_export(request, kind):
    """Every alarm, those that go on first."""
    rows = all_alarms().order_by(F("settled_at").desc(nulls_first=True), "-pk")
    name = f"files-not-as-added-{timezone.localdate()}"
    return list_files.download(FileAlarmResource(), rows, kind=kind, name=name)


@require_POST
@may_check
def check_files_now(request):
    transaction.on_commit(partial(tasks.verify_evidence.delay, request.user.pk))
    messages.success(
        request, "Every stored file is being looked at. Open this page again in a minute or two."
    )
    return redirect("file_checks")


@require_GET
@may_keep
def retention_list(request):
    context = {"page": retention_page.build(on=timezone.localdate())}
    return render(request, "readiness/retention.html", context)


@require_GET
@may_keep
def retention_export(request, kind):
    on = timezone.localdate()
    rows = list(retention_page.lines(on=on))
    return list_files.download(RetentionResource(), rows, kind=kind, name=f"keeping-{on}")


@shows_and_saves
@may_keep
def place_hold(request, pk):
    found = get_object_or_404(Document.objects.kept(), pk=pk)
    form = HoldForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            retention.place_hold(found, **form.cleaned_data, by=request.user)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "On hold. It cannot be deleted until the hold is lifted.")
            return redirect("document", pk=pk)
    return form_page(request, form, found, "Place a hold", "Place the hold")


@shows_and_saves
@may_keep
def lift_hold(request, pk):
    hold = get_object_or_404(LegalHold.objects.select_related("document"), pk=pk)
    form = LiftHoldForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            retention.lift_hold(hold, **form.cleaned_data, by=request.user)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "The hold is lifted.")
            return redirect("document", pk=hold.document_id)
    return form_page(request, form, hold.document, "Lift the hold", "Lift the hold")


@shows_and_saves
@may_keep
def keep_until(request, pk):
    found = get_object_or_404(Document.objects.kept(), pk=pk)
    again = partial(keep_until_form, found)
    form = again(typed(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            intake.edit_document(
                found,
                seen_revision=said["revision"],
                keep_until=said["keep_until"],
                by=request.user,
            )
        except ValidationError as problem:
            found.refresh_from_db()
            form = refused(form, problem, again=again)
        else:
            messages.success(request, "Saved.")
            return redirect("document", pk=pk)
    return form_page(request, form, found, "Keep until", "Save")


def keep_until_form(document, data=None) -> KeepUntilForm:
    initial = {"keep_until": document.keep_until, "revision": document.revision}
    return KeepUntilForm(data, initial=initial)


@shows_and_saves
@may_keep
def delete_document(request, pk):
    found = get_object_or_404(Document.objects.kept(), pk=pk)
    today = timezone.localdate()
    form = DeleteForm(typed(request), early_words=early_words(disposal.keep_until(found), today))
    if request.method == "POST" and form.is_valid():
        try:
            disposal.dispose(found, **form.cleaned_data, by=request.user, on=today)
        except ValidationError as problem:
            form.add_error("is_early" if code_of(problem) == "early" else None, problem)
        else:
            messages.success(request, "Deleted. What it was, when, by whom and why is kept.")
            return redirect("document", pk=pk)
    return form_page(
        request, form, found, "Delete this document", "Delete it for good", warning=True
    )


def code_of(problem: ValidationError) -> str:
    return getattr(problem, "code", "") or ""


def early_words(day, today) -> str:
    if day is None:
        return "No day is set until which it is kept: delete it all the same"
    if day <= today:
        return ""
    return f"Delete it before {day_in_words(day)}, until when it should be kept"


def form_page(request, form, document, heading, submit, **more):
    context = {"form": form, "document": document, "heading": heading, "submit": submit, **more}
    return render(request, "readiness/document_form.html", context)
