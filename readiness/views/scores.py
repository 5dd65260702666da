"""Scoring a statement and signing a score off."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from readiness import score_page, sign_off_page
from readiness.models import Score
from readiness.score_forms import ScoreForm, SignOffForm
from readiness.scoring import SCORED_MEANWHILE, TEXTS, record_score
from readiness.sign_off import sign_off as sign


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("readiness.record_score", raise_exception=True)
def score(request, pk, slug):
    page = score_page_or_404(request, pk, slug)
    form = score_form(request, page)
    if request.method == "POST" and form.is_valid():
        try:
            recorded = record_score(
                page.statement,
                self_assessment=page.self_assessment,
                by=request.user,
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error)
            if getattr(error, "code", None) == SCORED_MEANWHILE:
                page = score_page_or_404(request, pk, slug)
                form = having_seen(form, page)
        else:
            messages.success(
                request,
                f"“{page.statement}” is scored {recorded.value}. "
                "A director other than you can now sign it off.",
            )
            return redirect(address_of(page.statement.slug, pk))
    return render(request, "readiness/score.html", {"page": page, "form": form})


def score_page_or_404(request, pk: int, slug: str) -> score_page.ScorePage:
    try:
        return score_page.build(pk, slug, user=request.user, on=timezone.localdate())
    except ObjectDoesNotExist as error:
        raise Http404 from error


def score_form(request, page: score_page.ScorePage) -> ScoreForm:
    """What was typed, else the last score of the statement to start from."""
    initial = {}
    if page.start:
        initial = {name: getattr(page.start.score, name) for name in (*TEXTS, "value")}
    if page.latest:
        initial["seen_score_id"] = page.latest.score.pk
    typed = request.POST if request.method == "POST" else request.held_form
    return ScoreForm(typed, initial=initial, choices=page.choices)


def having_seen(form: ScoreForm, page: score_page.ScorePage) -> ScoreForm:
    """What was typed, now beside the score somebody else recorded meanwhile."""
    form.data = form.data.copy()
    form.data["seen_score_id"] = page.latest.score.pk
    return form


def address_of(slug: str, round_id: int) -> str:
    return f"{reverse('statement', kwargs={'slug': slug})}?round={round_id}"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("readiness.sign_off_score", raise_exception=True)
def sign_off(request, pk):
    scored = get_object_or_404(
        Score.objects.select_related(
            "statement__theme", "self_assessment__framework", "scored_by", "sign_off__signed_by"
        ),
        pk=pk,
    )
    typed = request.POST if request.method == "POST" else request.held_form
    form = SignOffForm(typed)
    if request.method == "POST" and form.is_valid():
        try:
            sign(scored, by=request.user, note=form.cleaned_data["note"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Signed off: “{scored.statement}”, {scored.value}.")
            return redirect(address_of(scored.statement.slug, scored.self_assessment_id))
    page = sign_off_page.build(scored, by=request.user, on=timezone.localdate())
    return render(request, "readiness/sign_off.html", {"page": page, "form": form})
