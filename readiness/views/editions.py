"""A report for a quarter: written, looked at for each audience, approved, issued."""

from dataclasses import asdict
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.second_editor import refused
from indicators import list_files
from readiness.models import Audience, ReportEdition
from readiness.reports import editions as flow
from readiness.reports import files, pages
from readiness.reports.lists import WithheldResource
from readiness.reports.making import Made, make
from readiness.reports.report_forms import AudienceForm, TextForm
from readiness.work_forms import ReasonForm

may_draft = permission_required("readiness.view_report_draft", raise_exception=True)
may_write = permission_required("readiness.write_report", raise_exception=True)
may_approve = permission_required("readiness.approve_report", raise_exception=True)
shows_and_saves = require_http_methods(["GET", "HEAD", "POST"])
found_editions = ReportEdition.objects.select_related("report", "opened_by")


@require_GET
@may_draft
def edition(request, pk):
    found = get_object_or_404(found_editions, pk=pk)
    page = pages.edition_page(found, user=request.user, on=timezone.localdate())
    context = {"page": page, "audiences": Audience.choices, "kinds": files.TITLES}
    return render(request, "readiness/reports/edition.html", context)


@shows_and_saves
@may_write
def write_report_text(request, pk, section):
    found = get_object_or_404(found_editions, pk=pk)
    about = get_object_or_404(found.report.sections, pk=section)
    again = partial(text_form, found, about)
    form = again(request.POST if request.method == "POST" else request.held_form)
    if request.method == "POST" and form.is_valid():
        words, seen = form.cleaned_data["words"], form.cleaned_data["revision"]
        try:
            flow.write_text(found, about, words=words, seen_number=seen, by=request.user)
        except ValidationError as refusal:
            form = refused(form, refusal, again=again)
        else:
            messages.success(request, f"“{about}” is saved.")
            return redirect("edition", pk=pk)
    earlier = found.texts.filter(section=about).select_related("written_by")
    context = {"form": form, "edition": found, "section": about, "earlier": earlier}
    return render(request, "readiness/reports/text.html", context)


def text_form(edition, section, data=None) -> TextForm:
    last = edition.texts.filter(section=section).first()
    return TextForm(data, text=last, label=section.title)


# --- looking at it for an audience ----------------------------------------------------------


def made_for(pk, audience) -> tuple[ReportEdition, Made]:
    if audience not in Audience.values:
        raise Http404
    found = get_object_or_404(found_editions, pk=pk)
    return found, make(found, audience=audience, on=timezone.localdate())


@require_GET
@may_draft
def preview_report(request, pk, audience):
    found, made = made_for(pk, audience)
    context = {
        "edition": found,
        "report": made.report,
        "left_out": made.left_out,
        "audience": audience,
        "audiences": Audience.choices,
        "kinds": files.TITLES,
    }
    return render(request, "readiness/reports/preview.html", context)


@require_GET
@may_draft
def preview_withheld(request, pk, audience, kind=None):
    found, made = made_for(pk, audience)
    if kind:
        rows, name = (
            map(asdict, made.left_out),
            f"left-out-of-{audience}-copy-{timezone.localdate()}",
        )
        return list_files.download(WithheldResource(), rows, kind=kind, name=name)
    context = {"edition": found, "report": made.report, "left_out": made.left_out}
    return render(request, "readiness/reports/withheld.html", context)


@require_GET
@may_draft
def preview_file(request, pk, audience, kind):
    if kind not in files.WRITERS:
        raise Http404
    _, made = made_for(pk, audience)
    return download(files.WRITERS[kind](made.report), made.report, kind)


def download(content: bytes, report, kind: str) -> HttpResponse:
    return as_file(content, files.file_name(report, kind), kind)


def as_file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=files.CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


# --- its way --------------------------------------------------------------------------------


@require_POST
@may_approve
def approve_edition(request, pk):
    found = get_object_or_404(found_editions, pk=pk)
    try:
        flow.approve(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "Approved. Choose whom to issue it to.")
    return redirect("edition", pk=pk)


@shows_and_saves
@may_approve
def take_back_edition(request, pk):
    found = get_object_or_404(found_editions, pk=pk)
    posted = request.method == "POST"
    form = ReasonForm(
        request.POST if posted else request.held_form,
        label="Why is it taken back?",
        hint="Whoever wrote it reads this. Copies that were issued stay as they are.",
    )
    if posted and form.is_valid():
        try:
            flow.take_back(found, by=request.user, note=form.cleaned_data["note"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Taken back. It can be changed again.")
            return redirect("edition", pk=pk)
    return render(request, "readiness/reports/take_back.html", {"form": form, "edition": found})


@require_POST
@may_approve
def issue_edition(request, pk):
    found = get_object_or_404(found_editions, pk=pk)
    form = AudienceForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose whom to issue it to.")
        return redirect("edition", pk=pk)
    audience = form.cleaned_data["audience"]
    try:
        copy = flow.issue(found, audience=audience, by=request.user, on=timezone.localdate())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("edition", pk=pk)
    messages.success(request, "Issued. This copy stays as it is, whatever changes afterwards.")
    return redirect("issued_report", pk=copy.pk)
