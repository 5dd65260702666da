"""Asking colleagues for evidence, answering, and judging what was given."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from config.pages_of_rows import show_page
from config.second_editor import refused, told
from config.wording import name_of
from evidence import intake
from evidence.models import Document
from indicators import list_files
from readiness import evidence_requests, library, request_page
from readiness.appraising import appraise, last_said
from readiness.models import EvidenceLink, EvidenceRequest, Verdict
from readiness.request_forms import (
    AnswerForm,
    AppraisalForm,
    AskForm,
    ChangeRequestForm,
    WithdrawForm,
)
from readiness.request_list import RequestFilter, RequestTable, listed_requests
from readiness.resources import RequestResource

PER_PAGE = 25
shows_and_saves = require_http_methods(["GET", "POST"])
may_view = permission_required("readiness.view_evidence_request", raise_exception=True)
may_ask = permission_required("readiness.ask_for_evidence", raise_exception=True)
may_answer = permission_required("evidence.add_document", raise_exception=True)
may_judge = permission_required("readiness.accept_evidence", raise_exception=True)


def typed(request):
    """What the person typed: now, or before their session ended."""
    return request.POST if request.method == "POST" else request.held_form


def site_of(request) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def asked(pk) -> EvidenceRequest:
    return get_object_or_404(listed_requests(), pk=pk)


def listed(request):
    on = timezone.localdate()
    chosen = RequestFilter(
        request.GET,
        listed_requests(),
        user=request.user,
        on=on,
        statements=list(library.choices().statements),
    )
    return chosen, RequestTable(chosen.qs, on=on)


@require_GET
@may_view
def request_list(request):
    chosen, table = listed(request)
    show_page(request, table, rows=PER_PAGE)
    context = {"filter": chosen, "table": table, "is_narrowed": bool(request.GET)}
    return render(request, "readiness/requests/list.html", context)


@require_GET
@may_view
def request_export(request, kind):
    """All that the list holds under its filters."""
    chosen, table = listed(request)
    resource, name = RequestResource(on=table.on), f"evidence-requests-{table.on}"
    return list_files.download(resource, chosen.qs.order_by("due_on", "pk"), kind=kind, name=name)


@require_GET
@may_view
def evidence_request(request, pk):
    page = request_page.build(asked(pk), on=timezone.localdate())
    return render(
        request, "readiness/requests/request.html", {"page": page, "wanted": page.request}
    )


@shows_and_saves
@may_ask
def ask_for_evidence(request):
    start = {name: request.GET.get(name, "") for name in ("statement", "category")}
    form = AskForm(typed(request), **start)
    if request.method == "POST" and form.is_valid():
        about = {"by": request.user, "on": timezone.localdate(), "site": site_of(request)}
        try:
            made = evidence_requests.ask_for_evidence(**form.cleaned_data, **about)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Asked. {name_of(made.asked_of)} is told by e-mail.")
            return redirect("evidence_request", pk=made.pk)
    return render(request, "readiness/requests/ask.html", {"form": form})


@shows_and_saves
@may_answer
def answer_request(request, pk):
    wanted = asked(pk)
    document = chosen_document(request)
    form = AnswerForm(typed(request), request.FILES or None, document=document)
    context = {"wanted": wanted, "form": form, "document": document}
    if request.method == "POST" and form.is_valid():
        try:
            answer(wanted, form.cleaned_data, by=request.user, site=site_of(request))
        except intake.AlreadyHereError as problem:
            form.add_error(None, problem)
            context["already"] = problem.document
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Thank you. {name_of(wanted.asked_by)} will check it.")
            return redirect("evidence_request", pk=pk)
    words = request.GET.get("q", "")
    context["typed"] = words
    context["offered"] = request_page.offered_documents(
        wanted, user=request.user, typed=words, on=timezone.localdate()
    )
    return render(request, "readiness/requests/answer.html", context)


def chosen_document(request) -> Document | None:
    """The document of the library that was chosen to answer with, if one was."""
    key = request.POST.get("existing") or request.GET.get("document", "")
    if not key.isdecimal() or len(key) > len(str(2**31)):
        return None
    return library.documents_for(request.user).filter(pk=key).first()


def answer(wanted, said: dict, *, by, site: str) -> None:
    existing = said.pop("existing")
    if existing is None:
        said["review_from"] = timezone.localdate()
        evidence_requests.answer_with_new(wanted, **said, by=by, site=site)
        return
    about = {name: said[name] for name in ("shows", "location")}
    evidence_requests.answer_with_document(wanted, document=existing, **about, by=by, site=site)


@shows_and_saves
@may_judge
def check_answer(request, pk):
    page = request_page.build(asked(pk), on=timezone.localdate())
    form = AppraisalForm(typed(request), initial={"revision": page.request.revision})
    if request.method == "POST" and form.is_valid():
        try:
            words = judge(page.request, **form.cleaned_data, by=request.user, site=site_of(request))
        except ValidationError as refusal:
            page = request_page.build(asked(pk), on=timezone.localdate())
            told(form, refusal, revision=page.request.revision)
        else:
            messages.success(request, words)
            return redirect("evidence_request", pk=pk)
    context = {"page": page, "wanted": page.request, "form": form, "link": page.answer}
    return render(request, "readiness/requests/check.html", context)


def judge(wanted, *, verdict, strength, note, revision, by, site: str) -> str:
    """Do as the form says; what to say of it afterwards."""
    about = {"note": note, "by": by, "site": site, "seen": revision}
    if verdict == Verdict.ACCEPTED:
        evidence_requests.accept_answer(wanted, strength=strength, **about)
        return "Accepted."
    evidence_requests.return_answer(wanted, **about)
    return "Sent back. They are told why."


@shows_and_saves
@may_ask
def change_request(request, pk):
    wanted = asked(pk)
    form = ChangeRequestForm(typed(request), request=wanted)
    if request.method == "POST" and form.is_valid():
        about = {"by": request.user, "on": timezone.localdate(), "site": site_of(request)}
        try:
            said = dict(form.cleaned_data)
            evidence_requests.change_request(wanted, seen=said.pop("revision"), **said, **about)
        except ValidationError as refusal:
            form = refused(form, refusal, again=partial(ChangeRequestForm, request=asked(pk)))
        else:
            messages.success(request, "Changed.")
            return redirect("evidence_request", pk=pk)
    context = {"wanted": wanted, "form": form, "heading": "Change the person or the day"}
    return render(request, "readiness/requests/form.html", context)


@shows_and_saves
@may_ask
def withdraw_request(request, pk):
    wanted = asked(pk)
    form = WithdrawForm(typed(request))
    if request.method == "POST" and form.is_valid():
        about = {"by": request.user, "site": site_of(request)}
        try:
            evidence_requests.withdraw_request(wanted, **form.cleaned_data, **about)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Withdrawn. The request is kept with its history.")
            return redirect("evidence_request", pk=pk)
    context = {
        "wanted": wanted,
        "form": form,
        "heading": "Withdraw the request",
        "submit": "Withdraw",
    }
    return render(request, "readiness/requests/form.html", context)


@shows_and_saves
@may_judge
def appraise_link(request, pk):
    """What a curator thinks of one document for one statement, asked for or not."""
    links = EvidenceLink.objects.select_related("document", "statement", "category", "linked_by")
    link = get_object_or_404(links, pk=pk)
    form = AppraisalForm(typed(request), initial={"revision": last_said(link)})
    if request.method == "POST" and form.is_valid():
        try:
            said = dict(form.cleaned_data)
            appraise(link, seen=said.pop("revision"), **said, by=request.user)
        except ValidationError as refusal:
            told(form, refusal, revision=last_said(link))
        else:
            messages.success(request, "Saved.")
            return redirect("document", pk=link.document_id)
    history = link.appraisals.select_related("appraised_by")
    context = {"form": form, "link": link, "history": history}
    return render(request, "readiness/requests/appraise.html", context)
