"""Two rounds beside each other, as a page and as a file."""

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from indicators import list_files
from readiness.comparing_rounds import Comparison, compare
from readiness.round_resources import ComparisonResource
from readiness.score_reads import rounds_for

may_compare = permission_required("readiness.view_other_rounds", raise_exception=True)
MOST_DIGITS = 18  # of a row’s number
RATED = 2  # rounds it takes to compare


def asked(request, rounds) -> tuple[int, int] | None:
    """The earlier and the later round's ids: as asked, else the two newest; None where one is all
    there is."""
    newest = [round_.pk for round_ in rounds[:RATED]]
    given = [request.GET.get(name, "") for name in ("then", "now")]
    for text in given:
        if text and not (text.isdecimal() and len(text) <= MOST_DIGITS):
            raise Http404
    if not any(given) and len(newest) < RATED:
        return None
    then, now = given
    return int(then or newest[-1]), int(now or newest[0])


def comparison(request, rounds) -> Comparison | None:
    pair = asked(request, rounds)
    try:
        return compare(*pair, user=request.user) if pair else None
    except ObjectDoesNotExist as error:
        raise Http404 from error


@require_GET
@may_compare
def compare_rounds(request):
    rounds = list(rounds_for(request.user))
    context = {"rounds": rounds, "page": comparison(request, rounds)}
    return render(request, "readiness/compare_rounds.html", context)


@require_GET
@may_compare
def compare_rounds_export(request, kind):
    page = comparison(request, list(rounds_for(request.user)))
    if page is None:
        raise Http404
    resource = ComparisonResource(then=page.then, now=page.now)
    name = f"rounds-{page.then.pk}-and-{page.now.pk}"
    return list_files.download(resource, page.rows, kind=kind, name=name)
