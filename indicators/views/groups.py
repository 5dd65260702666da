"""Lists of councils to compare with: seen by everyone, kept by analysts and administrators."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.pages_of_rows import show_page
from indicators import grouping, list_files
from indicators.group_forms import GroupForm, ReasonForm
from indicators.group_table import GroupResource, GroupTable
from indicators.models import ComparatorGroup
from indicators.views.targets import refused

PER_PAGE = 50
may_view = permission_required("indicators.view_indicator", raise_exception=True)
may_manage = permission_required("indicators.manage_comparator_groups", raise_exception=True)


@require_GET
@may_view
def group_list(request, kind=None):
    groups = ComparatorGroup.objects.annotate(count=Count("councils"))
    table = GroupTable(groups.order_by("name"))
    if kind:
        name = f"groups-to-compare-with-{timezone.localdate()}"
        return list_files.download_table(request, table, GroupResource(), kind=kind, name=name)
    show_page(request, table, rows=PER_PAGE)
    return render(request, "indicators/group_list.html", {"table": table})


@require_GET
@may_view
def group(request, pk):
    group = get_object_or_404(ComparatorGroup, pk=pk)
    manages = request.user.has_perm("indicators.manage_comparator_groups")
    context = {
        "group": group,
        "councils": list(group.councils.order_by("name")),
        "changes": list(group.changes.select_related("changed_by")) if manages else [],
    }
    return render(request, "indicators/group.html", context)


@require_http_methods(["GET", "POST"])
@may_manage
def add_group(request):
    form = GroupForm(request.POST if request.method == "POST" else request.held_form)
    if request.method == "POST" and form.is_valid():
        given = {key: value for key, value in form.cleaned_data.items() if key != "seen"}
        try:
            added = grouping.add_group(**given, by=request.user)
        except ValidationError as refusal:
            refused(form, refusal)
        else:
            messages.success(request, f"{added.name} can now be compared with.")
            return redirect("comparator_group", pk=added.pk)
    return render(request, "indicators/group_form.html", {"form": form, "title": "Add a group"})


@require_http_methods(["GET", "POST"])
@may_manage
def change_group(request, pk):
    group = get_object_or_404(ComparatorGroup, pk=pk)
    form = GroupForm(
        request.POST if request.method == "POST" else request.held_form,
        initial={
            "name": group.name,
            "source": group.source,
            "as_of": group.as_of,
            "councils": list(group.councils.values_list("pk", flat=True)),
            "seen": grouping.seen(group),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            grouping.change_group(group=group, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            refused(form, refusal, seen=grouping.seen(group))
        else:
            messages.success(
                request, "Saved. Every comparison with this group uses it as it is now."
            )
            return redirect("comparator_group", pk=group.pk)
    context = {"form": form, "title": f"Change {group.name}", "group": group}
    return render(request, "indicators/group_form.html", context)


@require_http_methods(["GET", "POST"])
@may_manage
def end_group(request, pk):
    group = get_object_or_404(ComparatorGroup, pk=pk)
    given = request.POST if request.method == "POST" else request.held_form
    form = ReasonForm(given, initial={"seen": grouping.seen(group)})
    if request.method == "POST" and form.is_valid():
        reason, seen = form.cleaned_data["reason"], form.cleaned_data["seen"] or 0
        try:
            grouping.end_group(group=group, reason=reason, seen=seen, by=request.user)
        except ValidationError as refusal:
            refused(form, refusal, seen=grouping.seen(group))
        else:
            messages.success(request, f"{group.name} is no longer offered. Its history stays here.")
            return redirect("comparator_group", pk=group.pk)
    return render(request, "indicators/group_end.html", {"form": form, "group": group})


@require_POST
@may_manage
def resume_group(request, pk):
    group = get_object_or_404(ComparatorGroup, pk=pk)
    try:
        grouping.resume_group(group=group, by=request.user, seen=grouping.seen(group))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"{group.name} can be compared with again.")
    return redirect("comparator_group", pk=group.pk)
