"""Where the council stands: the overview, evidence coverage, and a contributor's own start."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from indicators.ratings import JUDGED
from readiness import assessment_page
from readiness import my_work as work
from readiness import overview as standing
from readiness.indicator_choice import IndicatorChoice, choices
from readiness.models import Statement
from readiness.needs import what_needs
from readiness.score_reads import framework_in_use
from readiness.statement_indicators import indicators_of, with_home_council

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


@require_GET
@may_view_statements
def statement_indicators(request, slug):
    """Those indicators of a statement that a number on the overview counted."""
    framework = framework_in_use()
    statement = get_object_or_404(
        with_home_council(Statement.objects.filter(framework=framework)), slug=slug
    )
    choice = IndicatorChoice.asked(request.GET)
    context = {
        "statement": statement,
        "choice": choice,
        "choices": choices(),
        "asked": f"?{request.GET.urlencode()}" if choice.words else "",
        "indicators": [
            row for row in indicators_of(statement, user=request.user) if choice.keeps(row.summary)
        ],
    }
    return render(request, "readiness/statement_indicators.html", context)


@require_GET
@may_work
def my_work(request):
    page = work.build(user=request.user, on=timezone.localdate())
    return render(request, "readiness/my_work.html", {"page": page})
