"""Figures of a closed round as an audience outside may see them.

The record keeps a figure as the words of its day, and which outturn it was. An outturn never
changes (a revision is another one), so it is weighed with what is held today and with what issued
copies showed.
"""

from django.conf import settings

from indicators.models import Area, Outturn
from indicators.summaries import summaries_for
from readiness.reports.earlier_copies import known_outside
from readiness.reports.withholding import figures_of, hidden_of

SUPPRESSED = "Suppressed"
WITHOUT_TRAVEL = {"travel": "", "arrow": ""}
HIDDEN = {
    "value": SUPPRESSED,
    "target": "",
    "rating_word": "",
    "rating_colour": "",
    "england": "",
    "rank": "",
    **WITHOUT_TRAVEL,
}
UNKNOWN = -1
"""Records made before they named outturns do not say which it was."""


def without_small_numbers(statements: list[dict]) -> list[dict]:
    """Of a closed round's figures those that an audience may see today. One that was revised since,
    or was kept before the record named its outturn, cannot be weighed with the others: it stays
    out."""
    kept = {one.get("outturn") for each in statements for one in each["indicators"]}
    shown = shown_outside(kept - {None})
    return [
        each | {"indicators": [indicator_outside(one, shown) for one in each["indicators"]]}
        for each in statements
    ]


def shown_outside(outturns: set[int]) -> dict[int, bool]:
    """Outturns that may be shown, each with whether all of its indicator's may, without which its
    direction of travel would tell another. As many queries for one as for hundreds."""
    council = Area.objects.filter(code=settings.COUNCIL_CODE).first()
    if council is None:
        return {}
    indicators = Outturn.objects.filter(pk__in=outturns).values_list("indicator", flat=True)
    summaries = list(summaries_for(set(indicators), council=council).values())
    hidden, _ = hidden_of(summaries, known_outside())
    shown: dict[int, bool] = {}
    for summary in summaries:
        held = {each.pk for each in figures_of(summary)}
        shown |= dict.fromkeys(held - hidden.keys(), held.isdisjoint(hidden))
    return shown


def indicator_outside(one: dict, shown: dict[int, bool]) -> dict:
    outturn = one.get("outturn", UNKNOWN)
    if outturn is None:
        return one
    if outturn not in shown:
        return one | HIDDEN
    return one if shown[outturn] else one | WITHOUT_TRAVEL
