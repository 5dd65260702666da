"""A made-up round of self-assessment: scores by the principal social worker, most signed off."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from readiness.models import Framework, Score, SelfAssessment
from readiness.scoring import record_score
from readiness.self_assessments import open_self_assessment
from readiness.sign_off import sign_off

SCORES = Path(__file__).resolve().parent / "scores.toml"
MADE_UP = "Made up for the demonstration."


@transaction.atomic
def load_scores(framework: Framework, *, by, signed_by, on: date) -> None:
    """Safe to repeat: where there is a round already, nothing is added."""
    if SelfAssessment.objects.filter(framework=framework).exists():
        return
    self_assessment = open_self_assessment(
        framework=framework,
        title=f"Self-assessment {on.year}",
        starts_on=on - timedelta(days=60),
        due_on=on + timedelta(days=45),
        by=signed_by,
    )
    statements = {statement.slug: statement for statement in framework.statements.all()}
    for entry in tomllib.loads(SCORES.read_text(encoding="utf-8"))["score"]:
        score = add_score(entry, statements[entry["statement"]], self_assessment, by=by)
        if entry.get("signed", True):
            sign_off(score, by=signed_by, note=MADE_UP)


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
