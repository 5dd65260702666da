"""Made-up quotes with their consent, and requests for evidence on their way."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from evidence.models import Document
from readiness.evidence_requests import (
    accept_answer,
    answer_with_document,
    ask_for_evidence,
    return_answer,
)
from readiness.models import EvidenceRequest, Framework, Voice
from readiness.voices import record_voice, withdraw_consent

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
            request = ask_for_evidence(
                statement=statements[entry["statement"]],
                category=categories[entry["category"]],
                wanted=entry["wanted"],
                details=entry["details"],
                asked_of=asked_of,
                due_on=due_on,
                by=by,
                on=min(due_on, on),  # one of them is late already
            )
            if "answer" in entry:
                answer(request, entry, given_by=asked_of, checked_by=by)


def answer(request: EvidenceRequest, entry: dict, *, given_by, checked_by) -> None:
    """Accepted where the entry says how strong it is, sent back where it says why."""
    document = Document.objects.get(title=entry["answer"])
    answer_with_document(request, document=document, shows=entry["shows"], by=given_by)
    if "strength" in entry:
        accept_answer(request, strength=entry["strength"], by=checked_by)
    if "sent_back" in entry:
        return_answer(request, note=entry["sent_back"], by=checked_by)


def add_voice(entry: dict, statement, *, by, on: date) -> None:
    heard_on = on - timedelta(days=entry["age"])
    voice = record_voice(
        statement=statement,
        kind=entry["kind"],
        words=entry["words"],
        source=entry["source"],
        heard_on=heard_on,
        heard_where=f"{entry['where']} ({MADE_UP.lower()})",
        agreed_on=heard_on,
        agreed_until=on - timedelta(days=entry["until"]) if "until" in entry else None,
        agreed_how=MADE_UP,
        for_assessment=entry.get("assessment", False),
        for_publication=entry.get("publication", False),
        by=by,
        on=heard_on,  # consent that has run out held on that day
    )
    if "withdrawn" in entry:
        withdraw_consent(voice, reason=entry["withdrawn"], by=by)
