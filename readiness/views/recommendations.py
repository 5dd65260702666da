"""Recommendations: their list, each one's page, and the forms that take it from record to close."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from config.pages_of_rows import show_page
from config.second_editor import refused
from indicators import list_files
from readiness import plan_page, recommendation_page, recommendations
from readiness.action_update_forms import ReasonForm
from readiness.models import Recommendation, RecommendationAction
from readiness.recommendation_filter import RecommendationFilter, RecommendationTable
from readiness.recommendation_forms import (
    AnswerRecommendationForm,
    CloseRecommendationForm,
    EditRecommendationForm,
    LinkActionForm,
    MergeForm,
    NoteForm,
    RecommendationForm,
)
from readiness.recommendation_import import TIME_TO_ANSWER
from readiness.resources import RecommendationResource
from readiness.views.plan import add_refusal, typed

PER_PAGE = 25
may_view = permission_required("readiness.view_recommendation", raise_exception=True)
may_manage = permission_required("readiness.manage_recommendations", raise_exception=True)
shows_and_saves = require_http_methods(["GET", "POST"])


def listed(request):
    on = timezone.localdate()
    chosen = RecommendationFilter(
        request.GET,
        recommendation_page.listed(request.user),
        on=on,
        statements=plan_page.statement_choices(),
    )
    return chosen, RecommendationTable(chosen.qs, on=on)


@require_GET
@may_view
def recommendation_list(request):
    chosen, table = listed(request)
    show_page(request, table, rows=PER_PAGE)
    sentence = recommendation_page.sentence(request.user, on=chosen.on)
    context = {"filter": chosen, "table": table, "sentence": sentence}
    return render(request, "readiness/recommendations/list.html", context)


@require_GET
@may_view
def recommendation_export(request, kind):
    chosen, table = listed(request)
    RequestConfig(request, paginate=False).configure(table)
    name = f"recommendations-{chosen.on}"
    return list_files.download(RecommendationResource(), table.data.data, kind=kind, name=name)


@require_GET
@may_view
def recommendation(request, pk):
    row = get_object_or_404(recommendation_page.listed(request.user), pk=pk)
    page = recommendation_page.build(row, user=request.user, on=timezone.localdate())
    context = {"page": page, "recommendation": row}
    return render(request, "readiness/recommendations/recommendation.html", context)


@shows_and_saves
@may_manage
def record_recommendation(request):
    on = timezone.localdate()
    offered = {"received_on": on, "answer_by": on + TIME_TO_ANSWER, "lead": request.user.pk}
    form = RecommendationForm(typed(request), initial=offered)
    if request.method == "POST" and form.is_valid():
        try:
            added = recommendations.record(**form.cleaned_data, by=request.user, on=on)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"Recorded as {added}. It stays here until it is closed.")
            return redirect("recommendation", pk=added.pk)
    return shown(request, form, heading="Record a recommendation")


@shows_and_saves
@may_manage
def edit_recommendation(request, pk):
    row = get_object_or_404(Recommendation.objects.select_related("lead", "document"), pk=pk)
    form = EditRecommendationForm(typed(request), recommendation=row)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        about = {"seen_revision": said.pop("revision"), "on": timezone.localdate()}
        try:
            recommendations.change(row, **said, **about, by=request.user)
        except ValidationError as refusal:
            row.refresh_from_db()
            form = refused(form, refusal, again=partial(EditRecommendationForm, recommendation=row))
        else:
            messages.success(request, "Saved.")
            return redirect("recommendation", pk=pk)
    return shown(request, form, heading="Put the record right", row=row)


@shows_and_saves
@may_manage
def answer_recommendation(request, pk):
    row = get_object_or_404(Recommendation, pk=pk)
    form = AnswerRecommendationForm(typed(request))
    return stepped(request, row, form, recommendations.answer, heading="Answer it")


@shows_and_saves
@may_manage
def link_action(request, pk):
    row = get_object_or_404(Recommendation, pk=pk)
    form = LinkActionForm(typed(request), recommendation=row)
    change = recommendations.link_action
    return stepped(request, row, form, change, heading="Put an action to work on it")


@shows_and_saves
@may_manage
def unlink_action(request, pk):
    links = RecommendationAction.objects.select_related("recommendation", "action")
    link = get_object_or_404(links, pk=pk)
    heading = f"Take off: {link.action.title}"

    def change(row, **said):
        recommendations.unlink_action(link, **said)

    return stepped(request, link.recommendation, ReasonForm(typed(request)), change, heading)


@shows_and_saves
@may_manage
def close_recommendation(request, pk):
    row = get_object_or_404(Recommendation, pk=pk)
    form = CloseRecommendationForm(typed(request))
    return stepped(request, row, form, recommendations.close, heading="Close it")


@shows_and_saves
@may_manage
def merge_recommendation(request, pk):
    row = get_object_or_404(Recommendation, pk=pk)
    form = MergeForm(typed(request), recommendation=row)
    return stepped(request, row, form, recommendations.merge, heading="Merge it into another")


@shows_and_saves
@may_manage
def reopen_recommendation(request, pk):
    row = get_object_or_404(Recommendation, pk=pk)
    form = NoteForm(typed(request))
    return stepped(request, row, form, recommendations.reopen, heading="Open it again")


def stepped(request, row, form, change: Callable, heading: str):
    """A step of a recommendation: the form with its words above, and back to its page."""
    if request.method == "POST" and form.is_valid():
        try:
            change(row, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "Saved. It stands in its history with your name.")
            return redirect("recommendation", pk=row.pk)
    return shown(request, form, heading=heading, row=row)


def shown(request, form, *, heading: str, row=None):
    context = {"form": form, "heading": heading, "recommendation": row}
    return render(request, "readiness/recommendations/form.html", context)
