"""What the facts ask of a round's scores: all of it, one question, answering, taking back."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from config.second_editor import MOVED_ON
from indicators import list_files
from readiness import challenge_page as reads
from readiness.challenge_answers import FACTS_MOVED, answer_challenge, withdraw_answer
from readiness.challenge_files import ChallengeResource
from readiness.challenge_forms import AnswerChallengeForm, ChallengeFilterForm, WithdrawAnswerForm
from readiness.views.scores import address_of

may_view = permission_required("readiness.view_challenge", raise_exception=True)
may_answer = permission_required("readiness.answer_challenge", raise_exception=True)


def listed(request, pk: int):
    """The round's questions, the filter, and what it leaves."""
    try:
        page = reads.build_list(pk, user=request.user, on=timezone.localdate())
    except ObjectDoesNotExist as error:
        raise Http404 from error
    form = ChallengeFilterForm(request.GET, statements=page.statements)
    return page, form, page.chosen(**form.chosen())


@require_GET
@may_view
def challenge_list(request, pk):
    page, form, shown = listed(request, pk)
    context = {"page": page, "filter": {"form": form}, "shown": shown}
    return render(request, "readiness/challenges/list.html", context)


@require_GET
@may_view
def challenge_export(request, pk, kind):
    """All that the list holds under its filter."""
    page, _, shown = listed(request, pk)
    name = f"challenges-{page.self_assessment.pk}-{timezone.localdate()}"
    return list_files.download(ChallengeResource(), shown, kind=kind, name=name)


def page_or_404(request, pk: int, slug: str, rule: str) -> reads.ChallengePage:
    try:
        return reads.build_one(pk, slug, rule, user=request.user, on=timezone.localdate())
    except ObjectDoesNotExist as error:
        raise Http404 from error


def answer_form(request, page: reads.ChallengePage, *, again: bool = False):
    """What was typed, beside the question as it is now; None where nothing is asked.
    ``again``: the reader has just been shown what they had not seen."""
    if page.challenge is None:
        return None
    seen = {
        "seen_answer": page.history[0].pk if page.history else 0,
        "seen_facts": "\n".join(sorted(page.challenge.prompt.about)),
    }
    typed = request.POST if request.method == "POST" else request.held_form
    if again:
        typed = typed.copy()
        for name, value in seen.items():
            typed[name] = value
    return AnswerChallengeForm(typed, initial=seen)


@require_GET
@may_view
def challenge(request, pk, slug, rule):
    page = page_or_404(request, pk, slug, rule)
    return render(request, "readiness/challenges/challenge.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@may_answer
def answer(request, pk, slug, rule):
    page = page_or_404(request, pk, slug, rule)
    form = answer_form(request, page)
    if request.method == "POST" and form and form.is_valid():
        said = form.cleaned_data
        try:
            answer_challenge(
                page.statement,
                page.challenge.prompt,
                self_assessment=page.self_assessment,
                kind=said["kind"],
                reason=said["reason"],
                seen_answer=said["seen_answer"] or 0,
                seen_facts=said["seen_facts"].splitlines(),
                by=request.user,
            )
        except ValidationError as refusal:
            if getattr(refusal, "code", None) in (MOVED_ON, FACTS_MOVED):
                form = answer_form(request, page, again=True)
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Saved: {page.challenge.prompt.question}")
            return redirect(address_of(slug, pk) + "#challenges")
    context = {"page": page, "form": form}
    return render(request, "readiness/challenges/answer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_answer
def withdraw_challenge_answer(request, pk, slug, rule):
    page = page_or_404(request, pk, slug, rule)
    typed = request.POST if request.method == "POST" else request.held_form
    form = WithdrawAnswerForm(typed)
    if request.method == "POST" and page.in_force and form.is_valid():
        try:
            withdraw_answer(page.in_force, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "The answer is taken back. The question is open again.")
            return redirect("challenge", pk=pk, slug=slug, rule=rule)
    context = {"page": page, "form": form}
    return render(request, "readiness/challenges/withdraw.html", context)
