"""Reports: what there is, and how each is set up."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.addresses import address_of
from config.second_editor import refused
from indicators import compared as comparing
from indicators import list_files
from indicators.compared import UnknownError
from readiness.models import PerformanceReport, ReportSection
from readiness.quarters import quarters_back
from readiness.reports import editions, pages
from readiness.reports import set_up as flow
from readiness.reports.lists import EditionResource
from readiness.reports.report_forms import (
    AddSectionForm,
    OpenEditionForm,
    ReportWordsForm,
    SectionForm,
    SetUpForm,
)

may_read = permission_required("readiness.view_issued_report", raise_exception=True)
may_draft = permission_required("readiness.view_report_draft", raise_exception=True)
may_write = permission_required("readiness.write_report", raise_exception=True)
may_set_up = permission_required("readiness.set_up_report", raise_exception=True)
shows_and_saves = require_http_methods(["GET", "HEAD", "POST"])


def typed(request):
    return request.POST if request.method == "POST" else request.held_form


@require_GET
@may_read
def report_list(request, kind=None):
    page = pages.report_list(user=request.user)
    if kind:
        name = f"reports-{timezone.localdate()}"
        return list_files.download(EditionResource(), page.editions, kind=kind, name=name)
    return render(request, "readiness/reports/list.html", {"page": page})


@shows_and_saves
@may_set_up
def set_up_report(request):
    form = SetUpForm(typed(request), groups=groups_offered())
    if request.method == "POST" and form.is_valid():
        try:
            made = flow.set_up(**form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"“{made}” is set up. Make it for a quarter when you like.")
            return redirect("report", pk=made.pk)
    return render(request, "readiness/reports/set_up.html", {"form": form})


def groups_offered() -> list[str]:
    """Sets of councils apart from England, which needs no name."""
    try:
        return [group.name for group in comparing.compared().groups if group.name != "England"]
    except UnknownError:
        return []


@require_GET
@may_draft
def report(request, pk):
    found = get_object_or_404(PerformanceReport.objects.select_related("added_by"), pk=pk)
    page = pages.report_page(found, on=timezone.localdate())
    form = OpenEditionForm(quarters=page.quarters)
    context = {"page": page, "open_form": form}
    return render(request, "readiness/reports/report.html", context)


@shows_and_saves
@may_set_up
def edit_report_words(request, pk):
    found = get_object_or_404(PerformanceReport, pk=pk)
    form = ReportWordsForm(typed(request), report=found, groups=groups_offered())
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        about = {name: fields.pop(name) for name in ("title", "group")}
        seen = fields.pop("revision")
        try:
            flow.change_report(found, **about, words=fields, seen=seen, by=request.user)
        except ValidationError as refusal:
            again = partial(ReportWordsForm, groups=groups_offered())
            now = PerformanceReport.objects.get(pk=pk)
            form = refused(form, refusal, again=partial(again, report=now))
        else:
            messages.success(request, "Saved. The next report is made with these words.")
            return redirect("report", pk=pk)
    return render(request, "readiness/reports/words.html", {"form": form, "report": found})


@require_POST
@may_write
def open_edition(request, pk):
    found = get_object_or_404(PerformanceReport, pk=pk)
    offered = quarters_back(timezone.localdate(), pages.QUARTERS_OFFERED)
    form = OpenEditionForm(request.POST, quarters=offered)
    if not form.is_valid():
        messages.error(request, "Choose the quarter that the report is for.")
        return redirect("report", pk=pk)
    quarter = form.cleaned_data["quarter"]
    try:
        edition = editions.open_edition(found, quarter=quarter, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("report", pk=pk)
    return redirect("edition", pk=edition.pk)


def section_or_404(report: int, section: int) -> ReportSection:
    sections = ReportSection.objects.filter(report__pk=report).select_related("report")
    return get_object_or_404(sections, pk=section)


@shows_and_saves
@may_set_up
def edit_report_section(request, pk, section):
    found = section_or_404(pk, section)
    form = SectionForm(typed(request), section=found)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        try:
            flow.change_section(
                found, seen_revision=fields.pop("revision"), by=request.user, **fields
            )
        except ValidationError as refusal:
            now = section_or_404(pk, section)
            form = refused(form, refusal, again=partial(SectionForm, section=now))
        else:
            messages.success(request, "Saved. The next report is made of it.")
            return redirect("report", pk=pk)
    return render(request, "readiness/reports/section.html", {"form": form, "section": found})


@shows_and_saves
@may_set_up
def add_report_section(request, pk):
    found = get_object_or_404(PerformanceReport, pk=pk)
    form = AddSectionForm(typed(request), sections=found.sections.filter(is_wanted=True))
    if request.method == "POST" and form.is_valid():
        section = flow.add_section(found, **form.cleaned_data, by=request.user)
        messages.success(request, f"“{section}” is added. Say here what it shows.")
        return redirect("edit_report_section", pk=pk, section=section.pk)
    return render(request, "readiness/reports/add_section.html", {"form": form, "report": found})


@require_POST
@may_set_up
def move_report_section(request, pk, section):
    found = section_or_404(pk, section)
    up = request.POST.get("way") == "up"
    try:
        flow.move_section(found, up=up, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"“{found}” is moved {'up' if up else 'down'}.")
    return redirect(f"{address_of('report', pk)}#section-{section}")


@require_POST
@may_set_up
def show_report_section(request, pk, section):
    """Leaves it out, or puts it back."""
    found = section_or_404(pk, section)
    is_wanted = request.POST.get("show") == "yes"
    flow.show_section(found, is_wanted=is_wanted, by=request.user)
    done = "put back" if is_wanted else "left out. It can be put back under “Left out”"
    messages.success(request, f"“{found}” is {done}.")
    return redirect("report", pk=pk)
