"""Made-up quotes with their consent, and requests for evidence on their way."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from readiness.evidence_requests import ask_for_evidence
from readiness.models import EvidenceRequest, Framework, Voice
from readiness.voices import record_voice

VOICES = Path(__file__).resolve().parent / "voices.toml"
MADE_UP = "Made up for the demonstration"


@transaction.atomic
def load_voices(framework: Framework, *, by, asked_of, on: date) -> None:
    """Safe to repeat: where there are voices or requests already, none are added."""
    entries = tomllib.loads(VOICES.read_text(encoding="utf-8"))
    statements = {statement.slug: statement for statement in framework.statements.all()}
    if not Voice.objects.exists():
        for entry in entries["voice"]:
            add_voice(entry, statements[entry["statement"]], by=by, on=on)
    if not EvidenceRequest.objects.exists():
        categories = {category.slug: category for category in framework.categories.all()}
        for entry in entries["request"]:
            due_on = on + timedelta(days=entry["days"])
            ask_for_evidence(
                statement=statements[entry["statement"]],
                category=categories[entry["category"]],
                wanted=entry["wanted"],
                details=entry["details"],
                asked_of=asked_of,
                due_on=due_on,
                by=by,
                on=min(due_on, on),  # one of them is late already
            )


def add_voice(entry: dict, statement, *, by, on: date) -> None:
    heard_on = on - timedelta(days=entry["age"])
    record_voice(
        statement=statement,
        kind=entry["kind"],
        words=entry["words"],
        source=entry["source"],
        heard_on=heard_on,
        heard_where=f"{entry['where']} ({MADE_UP.lower()})",
        agreed_on=heard_on,
        agreed_how=MADE_UP,
        for_assessment=entry.get("assessment", False),
        for_publication=entry.get("publication", False),
        by=by,
        on=on,
    )
