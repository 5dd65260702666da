"""Speaking of an action: its quarter, what it changed, and what might keep it from succeeding."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from readiness import improvement, proof, risks
from readiness.action_update_forms import ImpactForm, ReasonForm, RiskForm, update_form
from readiness.models import Action, ActionImpact, ActionRisk
from readiness.plan_clock import progress
from readiness.quarters import Quarter, quarter_named, quarter_to_report
from readiness.views.plan import add_refusal, typed

may_update = permission_required("readiness.update_action", raise_exception=True)
shows_and_saves = require_http_methods(["GET", "POST"])


@shows_and_saves
@may_update
def update_action(request, pk):
    """The address may name the quarter: e-mails and My work lead straight to the one owed."""
    on = timezone.localdate()
    action = get_object_or_404(Action.objects.select_related("owner", "priority"), pk=pk)
    latest = action.updates.select_related("updated_by").first()
    initial = first_offer(action, latest, asked=request.GET.get("quarter", ""), on=on)
    form = update_form(typed(request), action=action, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            improvement.update_action(action, **form.cleaned_data, by=request.user, on=on)
        except ValidationError as refusal:
            form = asked_further(form, action=action, user=request.user, initial=initial)
            add_refusal(form, refusal, seen_update=latest.pk if latest else 0)
        else:
            messages.success(request, "Saved. Your update is on the action’s page.")
            return redirect("action", pk=pk)
    context = {
        "form": form,
        "action": action,
        "latest": latest,
        "quarter": Quarter(date.fromisoformat(initial["quarter"])),
        "progress": progress(
            latest.percent if latest else None, action.starts_on, action.due_on, on=on
        ),
    }
    return render(request, "readiness/action_update.html", context)


def asked_further(form, *, action, user, initial):
    """What was typed, in the form that also has the fields a refusal may speak of."""
    again = update_form(form.data, action=action, user=user, initial=initial)
    again.full_clean()
    return again


def first_offer(action, latest, *, asked: str, on: date) -> dict:
    """What the update form holds before anything is typed."""
    last = Quarter(latest.quarter_starts_on) if latest else None
    began = action.starts_on or timezone.localdate(action.added_at)
    quarter = quarter_named(asked) or quarter_to_report(last, began, on=on)
    return {
        "status": latest.status if latest else None,
        "percent": latest.percent if latest else None,
        "implemented_on": action.implemented_on,
        "proof": latest.proof_id if latest else None,
        "why_no_proof": latest.why_no_proof if latest else "",
        "quarter": quarter.starts_on.isoformat(),
        "seen_update": latest.pk if latest else 0,
    }


@shows_and_saves
@may_update
def record_impact(request, pk):
    action = get_object_or_404(Action.objects.select_related("priority"), pk=pk)
    form = ImpactForm(typed(request), action=action, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            proof.record_impact(action, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "Saved. It stands on the action’s page as what it changed.")
            return redirect("action", pk=pk)
    context = {"form": form, "action": action, "heading": "What did this action change?"}
    return render(request, "readiness/plan_form.html", context)


@shows_and_saves
@may_update
def end_impact(request, pk):
    impact = get_object_or_404(ActionImpact.objects.select_related("action"), pk=pk)
    heading = f"Take back: {impact.shows}"
    return taken_back(request, impact, proof.end_impact, heading=heading)


@shows_and_saves
@may_update
def raise_risk(request, pk):
    action = get_object_or_404(Action, pk=pk)
    form = RiskForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            risks.raise_risk(action, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "Saved. The risk is on the action’s page.")
            return redirect("action", pk=pk)
    context = {"form": form, "action": action, "heading": "Add a risk"}
    return render(request, "readiness/plan_form.html", context)


@shows_and_saves
@may_update
def close_risk(request, pk):
    risk = get_object_or_404(ActionRisk.objects.select_related("action"), pk=pk)
    return taken_back(request, risk, risks.close_risk, heading=f"Close the risk: {risk.words}")


def taken_back(request, row, change, *, heading: str):
    """A form with nothing but the reason, for something of an action's."""
    form = ReasonForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            change(row, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "Saved. It stays in the action’s history, with the reason.")
            return redirect("action", pk=row.action_id)
    context = {"form": form, "action": row.action, "heading": heading}
    return render(request, "readiness/plan_form.html", context)
