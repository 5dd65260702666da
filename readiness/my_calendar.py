"""Each person's own calendar of what is due: its private address, and what is in it."""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evidence.models import Document
from readiness.assessment_page import milestones
from readiness.calendar_file import Entry
from readiness.models import (
    Action,
    Assessment,
    AssessmentTask,
    CalendarAddress,
    EvidenceRequest,
    InformationReturn,
    Recommendation,
    ReturnItem,
)
from readiness.roles import may_sign_in

PERMISSION = "readiness.view_my_work"
MOST = 500
"""Of each kind."""


@transaction.atomic
def make_address(*, by) -> str:
    """The key of a new address; the one before is over."""
    end_address(by=by)
    key = secrets.token_urlsafe(32)
    CalendarAddress.objects.create(person=by, sha256=fingerprint(key))
    return key


@transaction.atomic
def end_address(*, by) -> None:
    """Nobody finds anything there any more."""
    in_force = CalendarAddress.objects.select_for_update().filter(person=by, ended_at=None)
    in_force.update(ended_at=timezone.now())


def person_of(key: str):
    """Whose calendar it is; None once the address is over, or they can no longer sign in."""
    found = CalendarAddress.objects.select_related("person__access")
    address = found.filter(sha256=fingerprint(key), ended_at=None).first()
    if address is None or not may_sign_in(address.person):
        return None
    if not address.person.has_perm(PERMISSION):
        return None
    CalendarAddress.objects.filter(pk=address.pk).update(last_used_at=timezone.now())
    return address.person


def fingerprint(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def entries(person, *, site: str, on: date) -> list[Entry]:
    """What waits for this person by a day, and the days of the assessment and of returns without
    one. Eight queries."""
    site = site.rstrip("/")
    return [*own_entries(person, site), *assessment_entries(site, on), *return_entries(site)]


def own_entries(person, site: str) -> Iterator[Entry]:
    actions = Action.objects.filter(owner=person, due_on__isnull=False).unfinished()
    documents = Document.objects.kept().filter(owner=person, review_by__isnull=False)
    wanted = EvidenceRequest.objects.owed().filter(asked_of=person)
    to_answer = Recommendation.objects.filter(lead=person, answer_by__isnull=False)
    tasks = AssessmentTask.objects.open().filter(owner=person)
    items = ReturnItem.objects.unfinished().filter(owner=person)
    for kind, words, rows, heading, day, page in (
        ("action", "Action due", actions, "title", "due_on", "action"),
        ("document", "Look at again", documents, "title", "review_by", "document"),
        ("request", "Evidence wanted", wanted, "wanted", "due_on", "evidence_request"),
        ("recommendation", "Answer", to_answer, "words", "answer_by", "recommendation"),
        ("task", "CQC assessment", tasks, "title", "due_on", None),
        ("item", "Information return", items, "title", "day", "return_item"),
    ):
        for row in rows.order_by(day, "pk")[:MOST]:
            address = reverse(page, args=[row.pk]) if page else reverse("assessment_list")
            due = getattr(row, day)
            title = f"{words}: {getattr(row, heading)}"[:200]
            yield Entry(f"{kind}-{row.pk}", title, due, site + address)


def assessment_entries(site: str, on: date) -> Iterator[Entry]:
    assessment = Assessment.objects.under_way()
    if assessment is None:
        return
    for number, one in enumerate(milestones(assessment, on=on)):
        if one.day:
            address = site + reverse("assessment", args=[assessment.pk])
            key = f"assessment-{assessment.pk}-{number}"
            yield Entry(key, f"CQC assessment: {one.title.lower()}", one.day, address)


def return_entries(site: str) -> Iterator[Entry]:
    """Those with a day of their own; the day of the others is the assessment's."""
    for row in InformationReturn.objects.filter(assessment=None, submission=None)[:MOST]:
        address = site + reverse("information_return", args=[row.pk])
        yield Entry(f"return-{row.pk}", f"Information return due: {row}", row.due_on, address)
