"""Where the council stands: the overview, evidence coverage, and a contributor's own start."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from config.addresses import address_of
from indicators import list_files
from indicators.ratings import JUDGED
from indicators.resources import IndicatorListResource
from readiness import assessment_page, closed_overview, closed_round
from readiness import my_work as work
from readiness import overview as standing
from readiness.indicator_choice import IndicatorChoice, choices
from readiness.models import Statement
from readiness.needs import what_needs
from readiness.round_resources import OverviewThenResource
from readiness.score_reads import framework_in_use, rounds_for
from readiness.statement_indicators import indicators_of, with_home_council

may_view_rounds = permission_required("readiness.view_self_assessment", raise_exception=True)
may_view_statements = permission_required("readiness.view_statement", raise_exception=True)
may_work = permission_required("readiness.view_my_work", raise_exception=True)
COLUMNS_WITHOUT_EVIDENCE = 12


@require_GET
def overview(request):
    """Where somebody begins who types the address alone: who may not see it goes to their start."""
    user = request.user
    if not user.has_perm("readiness.view_overview"):
        return redirect("landing")
    page = standing.build(user=user, on=timezone.localdate())
    context = {
        "page": page,
        "columns": COLUMNS_WITHOUT_EVIDENCE + len(page.categories),
        "rating_words": [rating.word for rating in JUDGED],
        "is_reviewer": not user.has_perm("readiness.view_unsigned_scores"),
        "needs": what_needs(
            user,
            page.needs,
            unsigned=page.awaiting_sign_off,
            bare=page.without_evidence,
            self_assessment=page.self_assessment,
        ),
        "steps": standing.open_steps(page.steps, user),
        "clock": assessment_page.clock(user=user, on=timezone.localdate()),
    }
    return render(request, "readiness/overview.html", context)


def rows_then(record, address) -> dict:
    """The context of a closed round's overview, for whoever reads it."""
    page = closed_overview.build(record, address=address)
    return {
        "page": page,
        "record": record,
        "columns": COLUMNS_WITHOUT_EVIDENCE + len(page.categories),
    }


def record_or_404(request, pk):
    """None where the round is still open: what stands of it is on the overview of today."""
    if found := closed_round.find(pk, user=request.user):
        return closed_round.build(found, user=request.user)
    if rounds_for(request.user).open().filter(pk=pk).exists():
        return None
    raise Http404


def address_then(pk: int):
    return lambda slug: f"{address_of('statement', slug)}?round={pk}"


@require_GET
@may_view_rounds
def overview_then(request, pk):
    record = record_or_404(request, pk)
    if record is None:
        return redirect("overview")
    context = rows_then(record, address_then(pk))
    return render(request, "readiness/closed_overview.html", context)


@require_GET
@may_view_rounds
def overview_then_export(request, pk, kind):
    record = record_or_404(request, pk)
    if record is None:
        return redirect("overview")
    page = closed_overview.build(record, address=address_then(pk))
    name = f"overview-{record.closed.at:%Y-%m-%d}"
    return list_files.download(OverviewThenResource(page), page.rows, kind=kind, name=name)


@require_GET
@may_view_statements
def statement_indicators(request, slug, kind=None):
    """Those indicators of a statement that a number on the overview counted."""
    framework = framework_in_use()
    statement = get_object_or_404(
        with_home_council(Statement.objects.filter(framework=framework)), slug=slug
    )
    choice = IndicatorChoice.asked(request.GET)
    rows = [row for row in indicators_of(statement, user=request.user) if choice.keeps(row.summary)]
    if kind:
        found, name = (row.summary for row in rows), f"indicators-of-{slug}-{timezone.localdate()}"
        return list_files.download(IndicatorListResource(), found, kind=kind, name=name)
    context = {
        "statement": statement,
        "choice": choice,
        "choices": choices(),
        "asked": f"?{request.GET.urlencode()}" if choice.words else "",
        "indicators": rows,
    }
    return render(request, "readiness/statement_indicators.html", context)


@require_GET
@may_work
def my_work(request):
    page = work.build(user=request.user, on=timezone.localdate())
    return render(request, "readiness/my_work.html", {"page": page})
