"""A made-up round of self-assessment: scores by the principal social worker, most signed off."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from readiness.demo.dating import dated
from readiness.models import Framework, Score, SelfAssessment
from readiness.next_round import open_next_round
from readiness.scoring import record_score
from readiness.sign_off import sign_off

SCORES = Path(__file__).resolve().parent / "scores.toml"
SCORED_FIRST, SCORED_EVERY, SIGNED_AFTER = (timedelta(days=days) for days in (35, 4, 2))
MADE_UP = "Made up for the demonstration."


@transaction.atomic
def load_scores(framework: Framework, *, by, signed_by, on: date) -> None:
    """The open round, carried forward from the closed one. Safe to repeat: where there is a round
    beside last year's already, nothing is added."""
    rounds = SelfAssessment.objects.filter(framework=framework)
    earlier = rounds.filter(title=title_of_last(on)).first()
    if rounds.exclude(title=title_of_last(on)).exists():
        return
    began = on - timedelta(days=60)
    with dated(began):
        self_assessment = open_next_round(
            framework=framework,
            title=f"Self-assessment {on.year}",
            starts_on=began,
            due_on=on + timedelta(days=45),
            start_from=earlier,
            by=signed_by,
        )
    statements = {statement.slug: statement for statement in framework.statements.all()}
    for place, entry in enumerate(tomllib.loads(SCORES.read_text(encoding="utf-8"))["score"]):
        day = on - SCORED_FIRST + place * SCORED_EVERY
        with dated(day):
            score = add_score(entry, statements[entry["statement"]], self_assessment, by=by)
        if entry.get("signed", True):
            with dated(day + SIGNED_AFTER):
                sign_off(score, by=signed_by, note=MADE_UP)


def title_of_last(on: date) -> str:
    return f"Self-assessment {on.year - 1}"


def add_score(entry: dict, statement, self_assessment: SelfAssessment, *, by) -> Score:
    return record_score(
        statement,
        self_assessment=self_assessment,
        value=entry["value"],
        rationale=f"{MADE_UP} {entry['rationale']}",
        strengths=entry["strengths"],
        areas_for_improvement=entry["areas_for_improvement"],
        next_steps=entry["next_steps"],
        by=by,
    )
