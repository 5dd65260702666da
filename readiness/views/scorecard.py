"""The scorecard on the screen and as a file."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from config.pages_of_rows import show_page
from indicators import compared as comparing
from indicators import scorecard as scorecards
from indicators import scorecard_file
from indicators.compared import Compared, UnknownError
from indicators.periods import PeriodSpec
from indicators.ratings import JUDGED
from indicators.reporting_periods import in_code
from indicators.scorecard import Scorecard
from indicators.scorecard_file import Listed
from readiness import scorecard_page
from readiness.commentary_seen import commentary_seen_by
from readiness.scorecard_form import Kept, ScorecardForm, kept
from readiness.scorecard_page import Arrangement
from readiness.scorecard_table import ScorecardTable

PER_PAGE = 50
MOST_AT_ONCE = 150
"""More rows than this under headings are shown a heading at a time."""
may_view = permission_required("indicators.view_indicator", raise_exception=True)


@dataclass(frozen=True)
class Asked:
    """A scorecard with what the address wants of it."""

    compared: Compared
    scorecard: Scorecard
    form: ScorecardForm
    arranged: dict[str, Arrangement]
    kept: Kept


def read(request) -> Asked | None:
    """None where there are no figures, or no councils yet."""
    try:
        compared = compared_with(request.GET.get("council"), request.GET.get("group"))
    except UnknownError:
        return None
    held = scorecards.periods_held(compared.council)
    period = period_of(request.GET.get("period"), held)
    if period is None:
        return None
    is_inside = request.user.has_perm("indicators.view_inner_commentary")
    scorecard = scorecards.build(
        period, compared, commentary=commentary_for(compared, request.user), is_due=is_inside
    )
    arranged = scorecard_page.arrangements(scorecard)
    form = ScorecardForm(
        request.GET,
        scorecard=scorecard,
        compared=compared,
        periods_held=held,
        arranged=arranged,
    )
    return Asked(compared, scorecard, form, arranged, kept(form, scorecard, arranged))


def commentary_for(compared: Compared, user):
    """Commentary is ours, and those outside the council read what is public of it."""
    if compared.council.code != settings.COUNCIL_CODE:
        return None
    return commentary_seen_by(user)


def compared_with(council: str | None, group: str | None) -> Compared:
    """What the address says amiss is left out. Raises UnknownError before there are councils."""
    for tried in ((council, group), (council, None), (None, None)):
        try:
            return comparing.compared(*tried)
        except UnknownError as error:
            problem = error
    raise problem


def period_of(asked: str | None, held: list[PeriodSpec]) -> PeriodSpec | None:
    known = {in_code(*spec): spec for spec in held}
    return known.get(asked or "") or scorecard_page.default_period(held)


@require_GET
@may_view
def scorecard(request):
    asked = read(request)
    if asked is None:
        return render(request, "readiness/scorecard_empty.html")
    return render(request, "readiness/scorecard.html", context_of(request, asked))


def context_of(request, asked: Asked) -> dict:
    rows, arrangement = asked.kept.rows, asked.kept.arrangement
    found = scorecard_page.sections(rows, arrangement) if arrangement else []
    listed = sum(len(section.rows) for section in found)
    is_long = listed > MOST_AT_ONCE
    context = {
        "scorecard": asked.scorecard,
        "filter": {"form": asked.form},
        "counts": scorecards.counts_of(rows),
        "ratings": JUDGED,
        "exceptions": sum(row.is_exception for row in rows),
        "total": len(rows),
        "arrangement": arrangement,
        "sections": found,
        "is_long": is_long,
        "narrowed": asked.kept.narrowed,
    }
    if arrangement:
        return context | {"tables": [] if is_long else section_tables(found, asked, request.user)}
    table = ScorecardTable(rows, scorecard=asked.scorecard, user=request.user)
    show_page(request, table, rows=PER_PAGE)
    return context | {"table": table}


def section_tables(sections, asked: Asked, user) -> list[ScorecardTable]:
    return [
        ScorecardTable(
            section.rows,
            scorecard=asked.scorecard,
            user=user,
            caption=section.heading.title,
            prefix=f"s{number}-",
            orderable=False,
        )
        for number, section in enumerate(sections, 1)
    ]


@require_GET
@may_view
def scorecard_export(request, kind):
    """All that the screen holds under its filters, in its order."""
    asked = read(request)
    if asked is None:
        raise Http404
    file = scorecard_file.File(
        scorecard=asked.scorecard,
        listed=tuple(listed_of(request, asked)),
        arranged_by=asked.kept.arrangement.label if asked.kept.arrangement else "",
        asked=asked.kept.narrowed,
        on=timezone.localdate(),
        sources=scorecard_file.sources_of(asked.kept.rows),
    )
    name = f"scorecard-{asked.compared.council.name}-{asked.scorecard.period_code}"
    name = "-".join("".join(c if c.isalnum() else " " for c in name).split()).lower()
    return HttpResponse(
        scorecard_file.WRITERS[kind](file),
        content_type=scorecard_file.CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )


def listed_of(request, asked: Asked):
    if asked.kept.arrangement:
        for section in scorecard_page.sections(asked.kept.rows, asked.kept.arrangement):
            yield from (Listed(section.heading.title, row) for row in section.rows)
        return
    table = ScorecardTable(asked.kept.rows, scorecard=asked.scorecard)
    RequestConfig(request, paginate=False).configure(table)
    yield from (Listed("", row) for row in table.data.data)
