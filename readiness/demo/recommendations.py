"""Recommendations made up for the demonstration: one late, one with an action, one closed."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from readiness import recommendations
from readiness.models import Action, Recommendation, Statement

CONTENT = Path(__file__).resolve().parent / "recommendations.toml"


@transaction.atomic
def load_recommendations(*, by, leads, on: date) -> None:
    """Safe to repeat: where there are any, nothing is added. ``leads`` see to them in turn."""
    if Recommendation.objects.exists():
        return
    for place, entry in enumerate(
        tomllib.loads(CONTENT.read_text(encoding="utf-8"))["recommendation"]
    ):
        add(entry, by=by, lead=leads[place % len(leads)], on=on)


def add(entry: dict, *, by, lead, on: date) -> None:
    made = recommendations.record(
        **{name: entry[name] for name in ("source", "source_title", "paragraph", "words")},
        received_on=on + timedelta(days=entry["received"]),
        answer_by=on + timedelta(days=entry["answer_by"]),
        lead=lead,
        statements=Statement.objects.filter(slug__in=entry["statements"]),
        by=by,
        on=on,
    )
    if "answer" in entry:
        recommendations.answer(made, answer=entry["answer"], note=entry["note"], by=lead)
    for action in Action.objects.filter(title=entry.get("action", "")):
        recommendations.link_action(made, action=action, by=lead)
    if "close" in entry:
        recommendations.close(made, note=entry["close"], by=lead)
