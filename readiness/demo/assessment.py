"""A made-up assessment by CQC, some days after the call: its days, tasks, interviews and cases."""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from readiness import assessments
from readiness.demo.dating import dated
from readiness.models import (
    Assessment,
    AssessmentInterview,
    TrackedCase,
)
from readiness.working_days import add_working_days

ASSESSMENT = Path(__file__).resolve().parent / "assessment.toml"
NOTIFIED = -6  # working days from the day the demonstration is loaded
VISIT = (38, 40)


@transaction.atomic
def load_assessment(*, by, people: dict, on: date) -> Assessment | None:
    """Safe to repeat: where there is an assessment, nothing is added. None where the one that is
    there was ended meanwhile."""
    if Assessment.objects.exists():
        return Assessment.objects.filter(published_on=None).first()
    said = tomllib.loads(ASSESSMENT.read_text(encoding="utf-8"))
    notified_on = add_working_days(on, NOTIFIED)
    with dated(notified_on):
        begun = assessments.begin(notified_on=notified_on, by=by, on=on)
    share_out(begun, said["task"], by=by, people=people, on=on)
    with dated(on - timedelta(days=2)):
        set_visit(begun, by=by, on=on)
        for entry in said["interview"]:
            row = AssessmentInterview(assessment=begun)
            assessments.save_row(row, said=interview(entry, on), by=by)
        for entry in said["case"]:
            about = entry | {"lead": people[entry["lead"]]}
            assessments.save_row(TrackedCase(assessment=begun), said=about, by=by)
    return begun


def set_visit(assessment: Assessment, *, by, on: date) -> None:
    begins, ends = (add_working_days(on, days) for days in VISIT)
    days = {name: getattr(assessment, name) for name in assessments.DAYS}
    days |= {"visit_starts_on": begins, "visit_ends_on": ends}
    assessments.set_days(assessment, days=days, by=by, seen=assessment.revision)


def interview(entry: dict, on: date) -> dict:
    day = add_working_days(on, entry["working_days"])
    starts_at = timezone.make_aware(datetime.combine(day, time(entry["hour"])))
    plain = {name: entry.get(name, "") for name in ("who", "place", "briefing", "learning")}
    return plain | {"starts_at": starts_at}


def share_out(assessment: Assessment, said: dict, *, by, people: dict, on: date) -> None:
    """Each task to somebody in turn; done where its day has passed, but for the last of them."""
    with dated(assessment.notified_on):
        for place, task in enumerate(assessment.tasks.all()):
            owner = people[said["owners"][place % len(said["owners"])]]
            assessments.save_row(task, said={"owner": owner}, by=by, seen=task.revision)
    for task in list(assessment.tasks.filter(due_on__lt=on))[:-1]:
        with dated(task.due_on):
            assessments.finish(task, by=task.owner, on=task.due_on)
