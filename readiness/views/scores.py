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
from readiness.draft_differences import drafts_apart
from readiness.models import Score
from readiness.score_forms import DraftForm, ScoreForm, SignOffForm, WithdrawSignOffForm
from readiness.scoring import SCORED_MEANWHILE, TEXTS
from readiness.sign_off import sign_off as sign
from readiness.sign_off import withdraw_sign_off as withdraw
from readiness.statement_indicators import with_home_council
from readiness.statement_work import DRAFTED_MEANWHILE, save_draft, submit_score

SUBMIT, SAVE_DRAFT, SAY_READY = "submit", "draft", "ready"
SAVED = {
    SAVE_DRAFT: "Your draft is saved. Colleagues who work here can read it and go on with it.",
    SAY_READY: "Saved, and said to be ready. It is not a score before it is submitted.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("readiness.record_score", raise_exception=True)
def score(request, pk, slug):
    page = score_page_or_404(request, pk, slug)
    doing = request.POST.get("do", SUBMIT)
    form = score_form(request, page, DraftForm if doing in SAVED else ScoreForm)
    differs: tuple = ()
    if request.method == "POST" and form.is_valid():
        try:
            words = keep(page, form.cleaned_data, doing=doing, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
            if getattr(error, "code", None) in (SCORED_MEANWHILE, DRAFTED_MEANWHILE):
                page = score_page_or_404(request, pk, slug)
                form, differs = having_seen(form, page), drafts_apart(form, page.newest_draft)
        else:
            messages.success(request, words)
            return redirect(after(doing, page))
    return render(request, "readiness/score.html", {"page": page, "form": form, "differs": differs})


def keep(page: score_page.ScorePage, said: dict, *, doing: str, by) -> str:
    """Do as the button says; what to say of it afterwards."""
    about = {"self_assessment": page.self_assessment, "by": by}
    if doing in SAVED:
        said = {name: words for name, words in said.items() if name != "seen_score_id"}
        save_draft(page.statement, is_ready=doing == SAY_READY, **about, **said)
        return SAVED[doing]
    recorded = submit_score(page.statement, **about, **said)
    return (
        f"“{page.statement}” is scored {recorded.value}. "
        "A director other than you can now sign it off."
    )


def after(doing: str, page: score_page.ScorePage) -> str:
    if doing in SAVED:
        about = {"pk": page.self_assessment.pk, "slug": page.statement.slug}
        return reverse("statement_work", kwargs=about)
    return address_of(page.statement.slug, page.self_assessment.pk)


def score_page_or_404(request, pk: int, slug: str) -> score_page.ScorePage:
    try:
        return score_page.build(pk, slug, user=request.user, on=timezone.localdate())
    except ObjectDoesNotExist as error:
        raise Http404 from error


def score_form(request, page: score_page.ScorePage, form_class=ScoreForm) -> ScoreForm:
    """What was typed, else the draft, else the words of the last score to start from. The score
    itself is chosen anew in each round: nobody's becomes this year's by itself."""
    initial = {}
    earlier = (page.latest,) if page.latest else page.earlier
    if earlier:
        words = {name: [getattr(one.score, name) for one in earlier] for name in TEXTS}
        initial = {name: "\n\n".join(filter(None, said)) for name, said in words.items()}
    if page.latest:
        initial["value"] = page.latest.score.value
        initial["seen_score_id"] = page.latest.score.pk
    if page.draft:
        initial |= {name: getattr(page.draft, name) for name in (*TEXTS, "value")}
    if page.newest_draft:
        initial["seen_draft_id"] = page.newest_draft.pk
    return form_class(typed_in(request), initial=initial, choices=page.choices)


def having_seen(form: ScoreForm, page: score_page.ScorePage) -> ScoreForm:
    """What was typed, now beside the score or draft that somebody else saved meanwhile."""
    form.data = form.data.copy()
    if page.latest:
        form.data["seen_score_id"] = page.latest.score.pk
    if page.newest_draft:
        form.data["seen_draft_id"] = page.newest_draft.pk
    return form


def address_of(slug: str, round_id: int) -> str:
    return f"{reverse('statement', kwargs={'slug': slug})}?round={round_id}"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("readiness.sign_off_score", raise_exception=True)
def sign_off(request, pk):
    scored = get_object_or_404(scores_with_all(), pk=pk)
    page = sign_off_page.build(scored, by=request.user, on=timezone.localdate())
    form = SignOffForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            sign(
                scored,
                by=request.user,
                note=form.cleaned_data["note"],
                open_challenges=page.open_challenges,
            )
        except ValidationError as error:
            form.add_error(None, error)
            page = sign_off_page.build(scored, by=request.user, on=timezone.localdate())
        else:
            messages.success(request, f"Signed off: “{scored.statement}”, {scored.value}.")
            return redirect(address_of(scored.statement.slug, scored.self_assessment_id))
    return render(request, "readiness/sign_off.html", {"page": page, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("readiness.sign_off_score", raise_exception=True)
def withdraw_sign_off(request, pk):
    scored = get_object_or_404(scores_with_all(), pk=pk)
    form = WithdrawSignOffForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(scored, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, f"The sign-off of “{scored.statement}” is withdrawn. Score it again."
            )
            return redirect(address_of(scored.statement.slug, scored.self_assessment_id))
    page = sign_off_page.build(scored, by=request.user, on=timezone.localdate())
    return render(request, "readiness/withdraw_sign_off.html", {"page": page, "form": form})


def typed_in(request):
    return request.POST if request.method == "POST" else request.held_form


def scores_with_all():
    return with_home_council(
        Score.objects.select_related(
            "statement__theme",
            "self_assessment__framework",
            "scored_by",
            "sign_off__signed_by",
            "sign_off__withdrawal__withdrawn_by",
        )
    )
