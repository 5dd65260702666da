"""The strategic plan: its list, an action's page, and the forms that change them."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from config.form_fields import LONGEST_KEY
from config.pages_of_rows import show_page
from config.second_editor import MOVED_ON, refused
from indicators import list_files
from readiness import improvement, plan_page, recommendations
from readiness.action_filter import ActionFilter
from readiness.action_table import ActionTable
from readiness.models import Action, Plan, Priority, Recommendation, Status
from readiness.plan_forms import (
    ActionForm,
    EditActionForm,
    EditPriorityForm,
    PlanForm,
    PriorityForm,
)
from readiness.resources import ActionResource

PER_PAGE = 25
may_view = permission_required("readiness.view_plan", raise_exception=True)
may_change = permission_required("readiness.change_plan", raise_exception=True)
shows_and_saves = require_http_methods(["GET", "POST"])


def typed(request):
    """What the person typed: now, or before their session ended."""
    return request.POST if request.method == "POST" else request.held_form


def add_refusal(form, refusal, **read_again):
    """Show why nothing was saved, keeping what was typed. A second editor who has been told what
    the first did has now seen the state of things that ``read_again`` holds."""
    form.add_error(None, refusal)
    if getattr(refusal, "code", None) != MOVED_ON:
        return
    form.data = form.data.copy()
    for name, value in read_again.items():
        form.data[name] = value


def chosen_actions(request, priorities: list) -> ActionFilter:
    """The actions that the address asks for; two queries for the other choices."""
    return ActionFilter(
        request.GET,
        plan_page.listed_actions(),
        on=timezone.localdate(),
        priorities=priorities,
        owners=plan_page.owner_choices(),
        statements=plan_page.statement_choices(),
    )


@require_GET
@may_view
def plan(request):
    blocks = plan_page.plan_blocks(on=timezone.localdate())
    chosen = chosen_actions(request, plan_page.priority_choices(blocks))
    table = ActionTable(chosen.qs, on=chosen.on)
    show_page(request, table, rows=PER_PAGE)
    counts = plan_page.added_up(block.counts for block in blocks)
    table.say_how_many(counts.total)
    context = {
        "blocks": blocks,
        "counts": counts,
        "sentence": plan_page.sentence(counts),
        "filter": chosen,
        "table": table,
        "statuses": list(Status),
    }
    return render(request, "readiness/plan.html", context)


@require_GET
@may_view
def plan_export(request, kind):
    """All the actions that the list holds under its filters, in its order."""
    chosen = chosen_actions(request, plan_page.named_priorities())
    table = ActionTable(chosen.qs, on=chosen.on)
    RequestConfig(request, paginate=False).configure(table)
    actions = table.data.data.select_related("owner", "priority__plan")
    actions = actions.prefetch_related(*improvement.MANY)
    resource, name = ActionResource(on=table.on), f"actions-{table.on}"
    return list_files.download(resource, actions, kind=kind, name=name)


@shows_and_saves
@may_change
def add_plan(request):
    form = PlanForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            added = improvement.add_plan(**form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"{added} is added. Add its first priority.")
            return redirect("add_priority", pk=added.pk)
    return render(request, "readiness/plan_form.html", {"form": form, "heading": "Add a plan"})


@shows_and_saves
@may_change
def add_priority(request, pk):
    within = get_object_or_404(Plan, pk=pk)
    form = PriorityForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            added = improvement.add_priority(within, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"Priority {added} is added.")
            return redirect("plan")
    heading = f"Add a priority to {within}"
    return render(request, "readiness/plan_form.html", {"form": form, "heading": heading})


@shows_and_saves
@may_change
def add_action(request):
    answers = recommendation_named(request)
    chosen = {"priority": request.GET.get("priority"), "owner": request.user.pk}
    chosen["indicators"] = request.GET.get("indicator", "")
    form = ActionForm(typed(request), initial=chosen)
    form.tick_statement(request.GET.get("statement", ""))
    if request.method == "POST" and form.is_valid():
        try:
            if answers:
                about = {"recommendation": answers, "by": request.user}
                added = recommendations.add_action_for(**about, **form.cleaned_data)
            else:
                added = improvement.add_action(**form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"“{added}” is added to the plan.")
            return redirect("action", pk=added.pk)
    heading = f"Add an action for recommendation {answers}" if answers else "Add an action"
    context = {"form": form, "heading": heading, "no_priority": no_priority(form)}
    return render(request, "readiness/plan_form.html", context)


def recommendation_named(request) -> Recommendation | None:
    """The one the address says the action is to answer."""
    asked = request.GET.get("recommendation", "")
    if not asked:
        return None
    if not asked.isascii() or not asked.isdigit() or len(asked) > LONGEST_KEY:
        raise Http404
    return get_object_or_404(Recommendation.objects.seen_by(request.user), pk=asked)


def no_priority(form):
    """An action needs a priority; a council's first visit has none to choose."""
    return not form.is_bound and not Priority.objects.exists()


@require_GET
@may_view
def action(request, pk):
    action = get_object_or_404(plan_page.actions_in_full(), pk=pk)
    page = plan_page.action_page(action, user=request.user, on=timezone.localdate())
    return render(request, "readiness/action.html", {"page": page, "action": action})


@shows_and_saves
@may_change
def edit_action(request, pk):
    action = get_object_or_404(Action.objects.select_related("priority", "owner"), pk=pk)
    form = EditActionForm(typed(request), action=action)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        seen = fields.pop("revision")
        try:
            improvement.edit_action(
                action, seen_revision=seen, by=request.user, on=timezone.localdate(), **fields
            )
        except ValidationError as refusal:
            action.refresh_from_db()
            form = refused(form, refusal, again=partial(EditActionForm, action=action))
        else:
            messages.success(request, "Saved.")
            return redirect("action", pk=pk)
    context = {"form": form, "action": action, "heading": "Edit action"}
    return render(request, "readiness/plan_form.html", context)


@shows_and_saves
@may_change
def edit_priority(request, pk):
    priority = get_object_or_404(Priority.objects.select_related("plan"), pk=pk)
    form = EditPriorityForm(typed(request), priority=priority)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        seen = fields.pop("revision")
        try:
            improvement.edit_priority(priority, seen_revision=seen, by=request.user, **fields)
        except ValidationError as refusal:
            priority.refresh_from_db()
            form = refused(form, refusal, again=partial(EditPriorityForm, priority=priority))
        else:
            messages.success(request, "Saved.")
            return redirect("plan")
    heading = f"Priority {priority}"
    context = {"form": form, "heading": heading, "changes": plan_page.changes_of(priority)}
    return render(request, "readiness/plan_form.html", context)
