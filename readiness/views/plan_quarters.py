"""The quarter's updates as a whole: who owes one, by when, and the council's words for statuses."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.addresses import address_of
from readiness import choosing_status_words, quarter_page, quarterly_updates
from readiness.plan_quarter_forms import DeadlineForm, StatusWordsForm
from readiness.quarters import Quarter, quarter_named, reported_quarter
from readiness.status_words import NAMES, STANDARD
from readiness.views.plan import add_refusal, may_change, typed

may_see = permission_required("readiness.view_quarterly_updates", raise_exception=True)
may_choose = permission_required("readiness.choose_status_words", raise_exception=True)


def quarter_of_request(asked: str) -> Quarter:
    return quarter_named(asked) or reported_quarter(timezone.localdate())


def to_quarter(quarter: Quarter):
    return redirect(f"{address_of('plan_quarter')}?quarter={quarter.starts_on.isoformat()}")


@require_GET
@may_see
def plan_quarter(request):
    quarter = quarter_of_request(request.GET.get("quarter", ""))
    page = quarter_page.build(quarter, on=timezone.localdate())
    return render(request, "readiness/plan_quarter/quarter.html", {"page": page})


@require_http_methods(["GET", "POST"])
@may_change
def update_deadline(request):
    quarter = quarter_of_request(request.GET.get("quarter", ""))
    latest = quarterly_updates.latest_deadline(quarter)
    seen = latest.pk if latest else 0
    initial = {"due_on": quarterly_updates.deadline_of(quarter, latest), "seen": seen}
    form = DeadlineForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            quarterly_updates.set_deadline(quarter, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            add_refusal(form, refusal, seen=seen)
        else:
            messages.success(request, f"Saved. Everybody who owes an update for {quarter} sees it.")
            return to_quarter(quarter)
    context = {"form": form, "quarter": quarter}
    return render(request, "readiness/plan_quarter/deadline.html", context)


@require_POST
@may_change
def remind_owners(request):
    quarter = quarter_of_request(request.POST.get("quarter", ""))
    site = request.build_absolute_uri("/").rstrip("/")
    sent = len(quarterly_updates.remind(quarter, by=request.user, site=site))
    if sent:
        people = "1 person gets" if sent == 1 else f"{sent} people get"
        messages.success(request, f"{people} an e-mail with a link to each update they owe.")
    else:
        messages.info(request, "Nobody is e-mailed: whoever owes an update was asked this week.")
    return to_quarter(quarter)


@require_http_methods(["GET", "POST"])
@may_choose
def status_words(request):
    history = choosing_status_words.history()
    in_force = history[0] if history else STANDARD
    initial = {name: getattr(in_force, name) for name in NAMES}
    initial["seen"] = history[0].pk if history else 0
    form = StatusWordsForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        about = {"reason": said.pop("reason"), "seen": said.pop("seen")}
        try:
            choosing_status_words.choose_status_words(words=said, by=request.user, **about)
        except ValidationError as refusal:
            add_refusal(form, refusal, seen=initial["seen"])
        else:
            messages.success(request, "Saved. Every page and file now uses these words.")
            return redirect("status_words")
    context = {"form": form, "history": history, "names": NAMES}
    return render(request, "readiness/plan_quarter/words.html", context)
