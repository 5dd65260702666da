"""Last year's made-up round: scored, signed off, closed, with the evidence of its day."""

import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from readiness import external_scores, round_steps
from readiness.demo.dating import dated
from readiness.demo.judgement import MADE_UP, add_score, title_of_last
from readiness.demo.library import load_documents
from readiness.models import Framework, Giver, SelfAssessment
from readiness.self_assessments import close_self_assessment, open_self_assessment
from readiness.sign_off import sign_off

LAST_ROUND = Path(__file__).resolve().parent / "last_round.toml"
DAYS_AGO = {"opened": 430, "scored": 384, "signed": 380, "submitted": 377, "closed": 370}
SCORED_OLDER_THAN = DAYS_AGO["scored"]
PEER_CHALLENGE = 120


@transaction.atomic
def load_last_round(framework: Framework, *, by, signed_by, owners: Sequence, on: date) -> None:
    """Before anything newer than it is loaded, so that it is closed with what there was then. Safe
    to repeat: where there is a round already, nothing is added."""
    if SelfAssessment.objects.filter(framework=framework).exists():
        return
    load_documents(framework, owners=owners, on=on, older_than=SCORED_OLDER_THAN)
    day = {step: on - timedelta(days=ago) for step, ago in DAYS_AGO.items()}
    entries = tomllib.loads(LAST_ROUND.read_text(encoding="utf-8"))
    with dated(day["opened"]):
        opened = open_self_assessment(
            framework=framework,
            title=title_of_last(on),
            starts_on=day["opened"],
            due_on=day["closed"],
            by=signed_by,
        )
    statements = {statement.slug: statement for statement in framework.statements.all()}
    with dated(day["scored"]):
        scores = [
            add_score(entry, statements[entry["statement"]], opened, by=by)
            for entry in entries["score"]
        ]
    with dated(day["signed"]):
        for score in scores:
            sign_off(score, by=signed_by, note=MADE_UP)
    with dated(day["submitted"]):
        round_steps.submit(opened, by=by, note=entries["submitted"])
        round_steps.sign_off(opened, by=signed_by, note=entries["signed"])
    with dated(day["closed"]):
        close_self_assessment(opened, by=signed_by)


@transaction.atomic
def load_peer_scores(framework: Framework, *, by, on: date) -> None:
    """What the made-up peer challenge gave. Safe to repeat: what is entered stays as it is."""
    entries = tomllib.loads(LAST_ROUND.read_text(encoding="utf-8"))["peer"]
    for entry in entries["score"]:
        statement = framework.statements.get(slug=entry["statement"])
        if statement.external_scores.exists():
            continue
        external_scores.enter_score(
            statement,
            giver=Giver.PEER,
            value=entry["value"],
            given_on=on - timedelta(days=PEER_CHALLENGE),
            source=entries["source"],
            paragraph=entry["paragraph"],
            reason=entry["reason"],
            by=by,
            on=on,
        )
