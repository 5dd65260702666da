"""The steps of a round: submitted, signed off, returned, closed. One page serves all four."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from readiness import round_steps
from readiness.score_forms import RoundStepForm
from readiness.self_assessments import close_self_assessment as close_round
from readiness.views.self_assessments import may_manage, page_or_404

shows_and_saves = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Step:
    """The words of one step, and the flow that takes it."""

    name: str
    title: str
    about: str
    label: str
    help_text: str
    button: str
    done: str
    take: Callable
    is_final: bool = False


SUBMIT = Step(
    name="submit",
    title="Submit this round",
    about="The round goes to the directors. Nobody can score in it until a director returns it.",
    label="Note to the directors",
    help_text="Where statements are left without a score, say why.",
    button="Submit the round",
    done="is submitted. A director other than you signs it off.",
    take=round_steps.submit,
)
SIGN_OFF = Step(
    name="sign_off",
    title="Sign off this round",
    about="You put your name under the round as a whole, with every score that was signed in it.",
    label="Note",
    help_text="For example where it was agreed.",
    button="Sign off the round",
    done="is signed off. It can now be closed.",
    take=round_steps.sign_off,
)
RETURN = Step(
    name="return",
    title="Return this round",
    about="The round is open for scoring again. Scores and sign-offs in it stay.",
    label="Why does it go back?",
    help_text="What has to change before it is submitted again.",
    button="Return the round",
    done="is open again.",
    take=round_steps.send_back,
)
CLOSE = Step(
    name="close",
    title="Close this round",
    about="After this nobody can score or sign off in this round. Everything in it can still be "
    "read. It cannot be opened again.",
    label="Note",
    help_text="Where the round was not signed off, say why it is closed without.",
    button="Close the round",
    done="is closed and can only be read.",
    take=close_round,
    is_final=True,
)


@shows_and_saves
@permission_required("readiness.submit_self_assessment", raise_exception=True)
def submit_round(request, pk):
    return step_page(request, pk, SUBMIT)


@shows_and_saves
@permission_required("readiness.sign_off_score", raise_exception=True)
def sign_off_round(request, pk):
    return step_page(request, pk, SIGN_OFF)


@shows_and_saves
@may_manage
def return_round(request, pk):
    return step_page(request, pk, RETURN)


@shows_and_saves
@may_manage
def close_self_assessment(request, pk):
    return step_page(request, pk, CLOSE)


def step_page(request, pk, step: Step):
    page = page_or_404(request, pk)
    typed = request.POST if request.method == "POST" else request.held_form
    form = RoundStepForm(typed, label=step.label, help_text=step.help_text)
    if request.method == "POST" and form.is_valid():
        try:
            step.take(page.self_assessment, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"“{page.self_assessment}” {step.done}")
            return redirect("self_assessment", pk=pk)
    against = step is SIGN_OFF and request.method != "POST"
    reasons = (
        round_steps.reasons_against_sign_off(page.self_assessment, by=request.user)
        if against
        else []
    )
    context = {"page": page, "step": step, "form": form, "reasons": reasons}
    return render(request, "readiness/round_step.html", context)
