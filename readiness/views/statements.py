"""The quality statements: all of them, and one."""

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from readiness import statement_index, statement_page

MOST_DIGITS = 18  # of a row’s number


def asked_round(request) -> int | None:
    """The id of the round in the address; None for the current one."""
    asked = request.GET.get("round", "")
    if asked and not (asked.isdecimal() and len(asked) <= MOST_DIGITS):
        raise Http404
    return int(asked) if asked else None


@require_GET
@permission_required("readiness.view_statement", raise_exception=True)
def statement_list(request):
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
    return render(request, "readiness/statement_list.html", {"page": page})


@require_GET
@permission_required("readiness.view_statement", raise_exception=True)
def statement(request, slug):
    try:
        page = statement_page.build(
            slug, user=request.user, on=timezone.localdate(), round_id=asked_round(request)
        )
    except ObjectDoesNotExist as error:
        raise Http404 from error
    return render(request, "readiness/statement.html", {"page": page})
