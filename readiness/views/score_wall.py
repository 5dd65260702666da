"""The score wall, and entering what a peer review or CQC gave us."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from indicators import list_files
from readiness import external_scores, score_wall
from readiness.external_score_forms import CorrectScoreForm, OutsideScoreForm
from readiness.models import ExternalScore
from readiness.round_resources import WallResource
from readiness.score_reads import framework_in_use

shows_and_saves = require_http_methods(["GET", "HEAD", "POST"])
may_view = permission_required("readiness.view_score_wall", raise_exception=True)
may_enter = permission_required("readiness.enter_outside_scores", raise_exception=True)


@require_GET
@may_view
def wall(request):
    return render(
        request, "readiness/score_wall.html", {"page": score_wall.build(user=request.user)}
    )


@require_GET
@may_view
def wall_export(request, kind):
    page = score_wall.build(user=request.user)
    name = f"score-wall-{timezone.localdate()}"
    return list_files.download(WallResource(), page.rows, kind=kind, name=name)


def typed_in(request):
    return request.POST if request.method == "POST" else request.held_form


@shows_and_saves
@may_enter
def enter_outside_score(request):
    initial = {name: request.GET.get(name, "") for name in ("giver", "statement")}
    form = OutsideScoreForm(typed_in(request), framework=framework_in_use(), initial=initial)
    if request.method == "POST" and form.is_valid():
        about = {"by": request.user, "on": timezone.localdate()}
        try:
            entered = external_scores.enter_score(**form.cleaned_data, **about)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Entered: “{entered.statement}”, {entered.value}.")
            return redirect("score_wall")
    return render(request, "readiness/outside_score.html", {"form": form})


@shows_and_saves
@may_enter
def correct_outside_score(request, pk):
    score = get_object_or_404(
        ExternalScore.objects.select_related(
            "statement__framework", "entered_by", "corrects", "corrected_by"
        ),
        pk=pk,
    )
    initial = {name: getattr(score, name) for name in external_scores.FIELDS}
    form = CorrectScoreForm(typed_in(request), framework=score.statement.framework, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change(score, form, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Corrected: “{score.statement}”.")
            return redirect("score_wall")
    return render(request, "readiness/outside_score.html", {"form": form, "score": score})


def change(score: ExternalScore, form: CorrectScoreForm, *, by) -> None:
    fields = dict(form.cleaned_data)
    if fields.pop("take_back"):
        external_scores.take_back_score(score, why_corrected=fields["why_corrected"], by=by)
    else:
        external_scores.correct_score(score, by=by, on=timezone.localdate(), **fields)
