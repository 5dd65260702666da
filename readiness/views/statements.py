"""The quality statements: all of them, and one."""

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from indicators import list_files
from readiness import closed_round, statement_index, statement_page
from readiness.statement_lists import StatementResource, statements_shown

MOST_DIGITS = 18  # of a row’s number


def asked_round(request) -> int | None:
    """The id of the round in the address; None for the current one."""
    asked = request.GET.get("round", "")
    if asked and not (asked.isdecimal() and len(asked) <= MOST_DIGITS):
        raise Http404
    return int(asked) if asked else None


def record_asked_for(request):
    """The record of the closed round in the address; None for a round that is open."""
    pk = asked_round(request)
    return closed_round.find(pk, user=request.user) if pk is not None else None


def closed_statement(request, record, slug):
    try:
        page = closed_round.build_statement(record, slug, user=request.user)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    context = {"page": page, "statement": page.statements[0]}
    return render(request, "readiness/closed_statement.html", context)


@require_GET
@permission_required("readiness.view_statement", raise_exception=True)
def statement_list(request, kind=None):
    if record := record_asked_for(request):
        return redirect("self_assessment", pk=record.self_assessment_id)
    try:
        self_assessment = statement_page.asked_for(asked_round(request), user=request.user)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    page = statement_index.build(
        self_assessment,
        user=request.user,
        on=timezone.localdate(),
        key_line=request.GET.get("key_line", ""),
    )
    if kind:
        resource, name = StatementResource(page.categories), f"statements-{timezone.localdate()}"
        return list_files.download(resource, statements_shown(page), kind=kind, name=name)
    return render(request, "readiness/statement_list.html", {"page": page})


@require_GET
@permission_required("readiness.view_statement", raise_exception=True)
def statement(request, slug):
    if record := record_asked_for(request):
        return closed_statement(request, record, slug)
    try:
        page = statement_page.build(
            slug, user=request.user, on=timezone.localdate(), round_id=asked_round(request)
        )
    except ObjectDoesNotExist as error:
        raise Http404 from error
    has_no_record = asked_round(request) is not None and not page.is_open
    context = {"page": page, "has_no_record": has_no_record}
    return render(request, "readiness/statement.html", context)
