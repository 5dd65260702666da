"""The council's published highlight figures: its own indicators, one figure each, no targets."""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from indicators import periods
from indicators.models import Area, DataPack, Indicator, Outturn, Period
from readiness.models import IndicatorLink, Statement

PUBLISHED = Path(__file__).resolve().parent / "bury-2024-25-q3-highlight.csv"
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
RANKED_AMONG = {
    "rank_cipfa_16": "16 similar councils (CIPFA)",
    "rank_north_west_24": "24 in the North West",
    "rank_greater_manchester_10": "10 in Greater Manchester",
}


def read_published() -> list[dict[str, str]]:
    with PUBLISHED.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def load_highlights(*, by) -> None:
    """Safe to repeat: figures that are there already are left as they are."""
    content = PUBLISHED.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if DataPack.objects.filter(sha256=digest).exists():
        return
    pack = DataPack.objects.create(
        title="Highlight report, quarter 3 2024-25",
        file=ContentFile(content, name=PUBLISHED.name),
        original_name=PUBLISHED.name,
        size=len(content),
        sha256=digest,
        council=Area.objects.home(),
        state=DataPack.State.IN_USE,
        preview=what_was_written(),
        received_by=by,
        confirmed_by=by,
        confirmed_at=timezone.now(),
    )
    for place, row in enumerate(read_published()):
        indicator = add_indicator(row, FIRST_POSITION + place)
        link_to_statements(indicator, by=by)
        add_figure(indicator, row, pack, row_number=place + 2)


def what_was_written() -> dict:
    """As the preview of any data pack says it."""
    count = len(read_published())
    return {
        "title": "Highlight report, quarter 3 2024-25",
        "layout": "",
        "tables": 1,
        "new": count,
        "changed": 0,
        "unchanged": 0,
        "states": {"ok": count},
        "warnings": [],
        "problems": [],
        "problem_count": 0,
        "changes": [],
        "new_measures": [],
        "fingerprint": "",
    }


def add_indicator(row: dict[str, str], position: int) -> Indicator:
    indicator, _ = Indicator.objects.get_or_create(
        code=row["code"],
        defaults={
            "title": row["indicator"],
            "definition": f"Part of: {row['obsession']}.",
            "source": SOURCE,
            "unit": row["unit"],
            "decimals": 0,
            "polarity": row["polarity"],
            "frequency": row["frequency"],
            "group": GROUP,
            "position": position,
        },
    )
    return indicator


def link_to_statements(indicator: Indicator, *, by) -> None:
    slugs = SPEAKS_TO[indicator.code.rstrip("0123456789")]
    for statement in Statement.objects.filter(slug__in=slugs):
        IndicatorLink.objects.get_or_create(
            indicator=indicator, statement=statement, ended_at=None, defaults={"linked_by": by}
        )


def add_figure(indicator: Indicator, row: dict[str, str], pack: DataPack, row_number: int) -> None:
    spec = periods.parse(row["period"])
    period, _ = Period.objects.get_or_create(
        kind=spec.kind, starts_on=spec.starts_on, ends_on=spec.ends_on
    )
    Outturn.objects.create(
        indicator=indicator,
        area=pack.council,
        period=period,
        value=float(row["value"].rstrip("%")),
        note="; ".join(published_ranks(row)),
        data_pack=pack,
        cell=f"H{row_number}",
        recorded_by=pack.received_by,
        is_current=True,
    )


def published_ranks(row: dict[str, str]) -> Iterator[str]:
    for column, among in RANKED_AMONG.items():
        if row[column]:
            yield f"Published rank {row[column]} of {among}"
