"""Keeping the clock of an assessment by CQC: its days, tasks, interviews and cases."""

from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from config.second_editor import MOVED_ON
from config.wording import day_in_words
from evidence import personal_data
from readiness.assessment_clock import CALL_LIST, comments_due, return_due
from readiness.case_words import names_in
from readiness.models import (
    Assessment,
    AssessmentChange,
    AssessmentInterview,
    AssessmentTask,
    TrackedCase,
)
from readiness.working_days import add_working_days

Row = AssessmentTask | AssessmentInterview | TrackedCase
RowT = TypeVar("RowT", AssessmentTask, AssessmentInterview, TrackedCase)
CALLED: dict[type, str] = {
    AssessmentTask: "task",
    AssessmentInterview: "interview",
    TrackedCase: "case",
}
WITHOUT_PEOPLE = {
    AssessmentInterview: ("who", "place", "briefing", "learning"),
    TrackedCase: ("reference", "about", "note"),
}
"""Fields that must not say whose case it is."""
DAYS = {
    "return_due_on": "information return due",
    "visit_starts_on": "visit begins",
    "visit_ends_on": "visit ends",
    "report_received_on": "draft report received",
    "comments_due_on": "factual accuracy comments due",
    "published_on": "report published",
}


@transaction.atomic
def begin(*, notified_on: date, by, on: date) -> Assessment:
    """On getting the call: the day of the return, and the check list with its days."""
    if notified_on > on:
        raise ValidationError(
            {"notified_on": "That day is still to come. To try a day, use “What if”."}
        )
    if Assessment.objects.under_way():
        raise ValidationError(
            "An assessment is under way already. Give it the day its report was published first."
        )
    assessment = Assessment(
        notified_on=notified_on, return_due_on=return_due(notified_on), begun_by=by
    )
    assessment.full_clean()
    assessment.save()
    AssessmentTask.objects.bulk_create(
        AssessmentTask(
            assessment=assessment, title=title, due_on=add_working_days(notified_on, after)
        )
        for after, title in CALL_LIST
    )
    record(assessment, f"Begun: notified on {day_in_words(notified_on)}.", by=by)
    return assessment


@transaction.atomic
def set_days(assessment: Assessment, *, days: dict[str, date | None], by, seen: int) -> Assessment:
    """``days`` by the names in ``DAYS``. With the draft report comes the day comments are due."""
    assessment = _held(assessment, seen)
    received = days.get("report_received_on")
    if received and not days.get("comments_due_on"):
        days = days | {"comments_due_on": comments_due(received)}
    _refuse_visit_without_beginning(days)
    said = []
    for name, title in DAYS.items():
        before, now = getattr(assessment, name), days.get(name)
        if before != now:
            said.append(f"{title}: {day_in_words(now) if now else 'no day'}")
            setattr(assessment, name, now)
            if name == "return_due_on":
                said += _returns_that_follow(assessment)
    if said:
        assessment.revision += 1
        assessment.full_clean()
        assessment.save()
        words = "; ".join(said)
        record(assessment, f"{words[0].upper()}{words[1:]}.", by=by)
    return assessment


@transaction.atomic
def draft_came(assessment: Assessment, *, on: date, by) -> Assessment:
    """The clock's days follow the newest draft report; a day typed from its letter stays."""
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if held.report_received_on == on:
        return held
    days = {name: getattr(held, name) for name in DAYS}
    days |= {"report_received_on": on, "comments_due_on": None}
    return set_days(held, days=days, by=by, seen=held.revision)


@transaction.atomic
def save_row(row: RowT, *, said: dict, by, seen: int = 0) -> RowT:
    """A task, an interview or a case, new or changed. Refuses what says whose case it is."""
    is_new = row.pk is None
    if not is_new:
        row = _held(row, seen)
        row.revision += 1
    for name, value in said.items():
        setattr(row, name, value)
    _refuse_personal_data(row)
    row.full_clean()
    row.save()
    done = "Added" if is_new else "Changed"
    record(row.assessment, f"{done}: {CALLED[type(row)]} “{row}”.", by=by)
    return row


@transaction.atomic
def finish(task: AssessmentTask, *, by, on: date) -> AssessmentTask:
    """Done today; nothing more happens where it was done before."""
    held = AssessmentTask.objects.select_for_update().get(pk=task.pk)
    if held.is_open:
        held.done_on = on
        held.revision += 1
        held.save()
        record(held.assessment, f"Done: “{held}”.", by=by)
    return held


def _held(row, seen: int):
    held = type(row).objects.select_for_update().get(pk=row.pk)
    if held.revision != seen:
        raise ValidationError(
            "Somebody else changed this while you were looking at it. What you wrote is kept "
            "here: look at theirs, and save again if yours should stand.",
            code=MOVED_ON,
        )
    return held


def _returns_that_follow(assessment: Assessment) -> list[str]:
    """What was submitted keeps the day it had then."""
    open_ones = assessment.information_returns.filter(submission=None)
    return [f"with it “{row}”" for row in open_ones]


def _refuse_visit_without_beginning(days: dict) -> None:
    if days.get("visit_ends_on") and not days.get("visit_starts_on"):
        raise ValidationError({"visit_starts_on": "Give the day the visit begins as well."})


def _refuse_personal_data(row: Row) -> None:
    """What the rules for documents find, and in the register of cases names in a sentence too: the
    others name officers."""
    for name in WITHOUT_PEOPLE.get(type(row), ()):
        words = getattr(row, name)
        if isinstance(row, TrackedCase) and (called := names_in(words)):
            raise ValidationError(
                {
                    name: f"“{called[0]}” looks like a name. Say what the case shows without "
                    "naming anybody, then save again."
                }
            )
        found = personal_data.find([(personal_data.ABOUT, words)])
        if found:
            seen = ", ".join(dict.fromkeys(one.masked for one in found))
            raise ValidationError(
                {name: f"Somebody could be known by this: {seen}. Take it out, then save again."}
            )


def record(assessment: Assessment, said: str, *, by) -> None:
    """A line of the assessment's history."""
    AssessmentChange.objects.create(assessment=assessment, change=said[:500], changed_by=by)
