"""Inviting reviewers to a closed round, and seeing what they read: for the council."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.pages_of_rows import show_page
from config.second_editor import told
from config.wording import name_of
from indicators import list_files
from readiness import visit_page as reads
from readiness import visits
from readiness.models import RoundSnapshot, Visit
from readiness.views.accounts import invited_words, submitted
from readiness.visit_forms import ChangeVisitForm, InviteForm, WithdrawVisitForm
from readiness.visit_tables import (
    ReadFilter,
    ReadResource,
    ReadTable,
    VisitResource,
    VisitTable,
)

PER_PAGE = 50
LATEST_READS = 20
shows_and_saves = require_http_methods(["GET", "HEAD", "POST"])
may_manage = permission_required("readiness.manage_visits", raise_exception=True)


@require_GET
@may_manage
def visit_list(request):
    table = VisitTable(reads.visits(), on=timezone.localdate())
    show_page(request, table, rows=PER_PAGE)
    context = {"table": table, "may_invite": RoundSnapshot.objects.exists()}
    return render(request, "readiness/visits/list.html", context)


@require_GET
@may_manage
def visit_export(request, kind):
    on = timezone.localdate()
    table, resource = VisitTable(reads.visits(), on=on), VisitResource(on=on)
    return list_files.download_table(request, table, resource, kind=kind, name=f"visits-{on}")


def filtered_reads(request):
    return ReadFilter(request.GET, queryset=reads.reads())


@require_GET
@may_manage
def read_list(request):
    chosen = filtered_reads(request)
    table = ReadTable(chosen.qs)
    show_page(request, table, rows=PER_PAGE)
    context = {"table": table, "filter": chosen}
    return render(request, "readiness/visits/reads.html", context)


@require_GET
@may_manage
def read_export(request, kind):
    """Who read what and when: all that the list holds under its filter."""
    table, name = (
        ReadTable(filtered_reads(request).qs),
        f"what-reviewers-read-{timezone.localdate()}",
    )
    return list_files.download_table(request, table, ReadResource(), kind=kind, name=name)


@shows_and_saves
@may_manage
def invite_reviewer(request):
    form = submitted(InviteForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            visit = visits.invite(**form.cleaned_data, by=request.user, on=timezone.localdate())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            send(request, visit)
            return redirect("manage_visit", pk=visit.pk)
    context = {"form": form, "has_rounds": RoundSnapshot.objects.exists()}
    return render(request, "readiness/visits/invite.html", context)


def send(request, visit: Visit) -> None:
    """The invitation stands whether or not the mail server takes the e-mail."""
    try:
        visits.send(visit, site=request.build_absolute_uri("/"), by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, invited_words(visit.reviewer))


def fetch(pk: int) -> Visit:
    return get_object_or_404(reads.visits(), pk=pk)


@require_GET
@may_manage
def manage_visit(request, pk):
    visit = fetch(pk)
    state = visit.state(on=timezone.localdate())
    context = {
        "visit": visit,
        "state": state,
        "is_over": state in {"ended", "withdrawn"},
        "changes": visit.changes.select_related("changed_by"),
        "begin_with": visit.begin_with.all(),
        "table": ReadTable(reads.reads().filter(visit=visit)[:LATEST_READS], orderable=False),
    }
    return render(request, "readiness/visits/manage.html", context)


@shows_and_saves
@may_manage
def change_visit(request, pk):
    visit = fetch(pk)
    form = submitted(ChangeVisitForm, request, visit=visit)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        about = {"seen": said.pop("revision"), "by": request.user, "on": timezone.localdate()}
        try:
            visits.change(visit, **said, **about)
        except ValidationError as refusal:
            told(form, refusal, revision=Visit.objects.get(pk=pk).revision)
        else:
            messages.success(request, "Saved. It holds from now on.")
            return redirect("manage_visit", pk=pk)
    context = {"visit": visit, "form": form, "heading": "Change the visit"}
    return render(request, "readiness/visits/form.html", context)


@shows_and_saves
@may_manage
def withdraw_visit(request, pk):
    visit = fetch(pk)
    form = submitted(WithdrawVisitForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            visits.withdraw(visit, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, f"Withdrawn. {name_of(visit.reviewer)} sees nothing any more."
            )
            return redirect("manage_visit", pk=pk)
    context = {
        "visit": visit,
        "form": form,
        "heading": "Withdraw the invitation",
        "about": "It ends at once, also in pages that are open in their browser.",
        "submit": "Withdraw it now",
        "warning": True,
    }
    return render(request, "readiness/visits/form.html", context)


@require_POST
@may_manage
def send_visit_again(request, pk):
    send(request, fetch(pk))
    return redirect("manage_visit", pk=pk)
