"""What was made of the made-up documents: judged, put on hold, past their day, deleted."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from evidence import intake, retention
from evidence.models import Document, LegalHold
from readiness import disposal
from readiness.appraising import appraise
from readiness.models import EvidenceAppraisal, EvidenceLink, Verdict

CURATION = Path(__file__).resolve().parent / "curation.toml"


@transaction.atomic
def load_curation(*, by, on: date) -> None:
    """Safe to repeat: what was judged, held or deleted already is left as it is."""
    said = tomllib.loads(CURATION.read_text(encoding="utf-8"))
    if not EvidenceAppraisal.objects.exists():
        for entry in said["judgement"]:
            judge(entry, by=by)
    if not LegalHold.objects.exists():
        for entry in said["hold"]:
            retention.place_hold(titled(entry), reason=entry["reason"], by=by)
    if not Document.objects.filter(deleted_at__isnull=False).exists():
        keep_and_delete(said, by=by, on=on)


def judge(entry: dict, *, by) -> None:
    about = {"document__title": entry["title"], "statement__slug": entry["statement"]}
    link = EvidenceLink.objects.live().filter(**about).first()
    if link is not None:
        strength, note = entry["strength"], entry.get("note", "")
        appraise(link, verdict=Verdict.ACCEPTED, strength=strength, note=note, by=by)


def keep_and_delete(said: dict, *, by, on: date) -> None:
    for entry in said["past"]:
        document = titled(entry)
        day = on - timedelta(days=entry["days"])
        intake.edit_document(document, keep_until=day, seen_revision=document.revision, by=by)
    for entry in said["gone"]:
        disposal.dispose(titled(entry), reason=entry["reason"], by=by, on=on, is_early=True)


def titled(entry: dict) -> Document:
    return Document.objects.get(title=entry["title"])
