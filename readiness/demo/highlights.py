"""The council's published highlight figures, read like any other file of its own figures."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators import data_packs
from indicators.models import Area, DataPack, Indicator
from readiness.models import IndicatorLink, Statement

PUBLISHED = Path(__file__).resolve().parent / "bury-2024-25-q3-highlight.csv"
TITLE = "Highlight report, quarter 3 2024-25"
SOURCE = "Bury Council, adult social care performance report, quarter 3 2024-25"
GROUP = "Bury highlight report"
FIRST_POSITION = 1000  # after the national measures
SPEAKS_TO = {
    "BURY-WL": ["assessing-needs"],
    "BURY-SG": ["safeguarding"],
    "BURY-IC": ["supporting-people-to-live-healthier-lives"],
    "BURY-LD": ["care-provision-integration-and-continuity", "equity-in-experience-and-outcomes"],
    "BURY-IA": ["supporting-people-to-live-healthier-lives"],
    "BURY-FB": ["learning-improvement-and-innovation"],
}
AREAS = {
    "BURY-WL": "Assessment",
    "BURY-SG": "Safeguarding",
    "BURY-IC": "Intermediate care",
    "BURY-LD": "Learning disability",
    "BURY-IA": "Information and advice",
    "BURY-FB": "Engagement",
}


@transaction.atomic
def load_highlights(*, by) -> None:
    """Safe to repeat: a file that is held already is left as it is."""
    content = PUBLISHED.read_bytes()
    if data_packs.held_pack(content):
        return
    home = Area.objects.home()
    outcome = data_packs.load(content, PUBLISHED.name, by=by, council=home, write=True)
    if outcome.pack is None:
        raise ValidationError(f"{PUBLISHED.name} was not written: {outcome.summary['problems']}")
    DataPack.objects.filter(pk=outcome.pack.pk).update(title=TITLE)
    name_indicators(outcome.pack, by=by)


def name_indicators(pack: DataPack, *, by) -> None:
    """What the file does not say: where its indicators come from, and what they speak to."""
    indicators = Indicator.objects.filter(first_named_by=pack).order_by("position", "code")
    for place, indicator in enumerate(indicators):
        indicator.source, indicator.group = SOURCE, GROUP
        indicator.position = FIRST_POSITION + place
        indicator.definition = f"Part of: {indicator.heading}."
        indicator.team, indicator.owner = AREAS[indicator.code.rstrip("0123456789")], by
        indicator.save(update_fields=["source", "group", "position", "definition", "team", "owner"])
        link_to_statements(indicator, by=by)


def link_to_statements(indicator: Indicator, *, by) -> None:
    slugs = SPEAKS_TO[indicator.code.rstrip("0123456789")]
    for statement in Statement.objects.filter(slug__in=slugs):
        IndicatorLink.objects.get_or_create(
            indicator=indicator, statement=statement, ended_at=None, defaults={"linked_by": by}
        )
