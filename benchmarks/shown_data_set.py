"""What is made for showing, added to the data set: a report of a shipped form, a large return, an
assessment with its lists and a long draft report with comments."""

from datetime import date

from django.contrib.auth import get_user_model
from django.db import transaction

from indicators.models import Area, ComparatorGroup
from readiness.assessment_clock import return_due
from readiness.models import (
    AccuracyComment,
    Assessment,
    AssessmentInterview,
    AssessmentTask,
    DraftReport,
    InformationReturn,
    ReportEdition,
    ReportParagraph,
    ReturnItem,
    TrackedCase,
)
from readiness.reports.set_up import set_up
from readiness.roles import Role

ITEMS, ROWS, PARAGRAPHS = 200, 100, 400
NOTIFIED_ON, DUE_ON = date(2026, 6, 8), date(2026, 7, 14)


def is_there() -> bool:
    return ReportEdition.objects.exists()


@transaction.atomic
def add() -> None:
    director = get_user_model().objects.filter(groups__name=Role.DIRECTOR).order_by("pk").first()
    councils = Area.objects.filter(kind=Area.Kind.COUNCIL)[:16]
    group = ComparatorGroup.objects.create(
        name="Sixteen councils", source="The performance board", as_of=date(2025, 4, 1)
    )
    group.councils.set(councils)
    add_report(director)
    add_return(director)
    add_assessment(director)


def add_report(person) -> None:
    report = set_up(title="Quarterly report", form="highlight-report", by=person)
    ReportEdition.objects.create(
        report=report, quarter_starts_on=date(2025, 1, 1), opened_by=person
    )


def add_return(person) -> None:
    found = InformationReturn.objects.create(
        title="Information return", own_due_on=DUE_ON, opened_by=person
    )
    ReturnItem.objects.bulk_create(
        ReturnItem(
            information_return=found,
            code=f"N{number}",
            title=f"Invented request {number}",
            theme=f"Theme {number % 4}",
            position=number,
            added_by=person,
        )
        for number in range(ITEMS)
    )


def add_assessment(person) -> None:
    assessment = Assessment.objects.create(
        notified_on=NOTIFIED_ON, return_due_on=return_due(NOTIFIED_ON), begun_by=person
    )
    about = {"assessment": assessment}
    AssessmentTask.objects.bulk_create(
        AssessmentTask(title=f"Task {number}", due_on=DUE_ON, **about) for number in range(ROWS)
    )
    AssessmentInterview.objects.bulk_create(
        AssessmentInterview(who=f"Team {number}", **about) for number in range(ROWS)
    )
    TrackedCase.objects.bulk_create(
        TrackedCase(reference=f"Case {number}", about="A move home.", **about)
        for number in range(ROWS)
    )
    report = DraftReport.objects.create(
        title="Draft report",
        received_on=date(2026, 6, 20),
        position_on=date(2026, 6, 1),
        due_on=DUE_ON,
        added_by=person,
        **about,
    )
    paragraphs = ReportParagraph.objects.bulk_create(
        ReportParagraph(report=report, number=number, text="People waited 30 days. " * 20)
        for number in range(1, PARAGRAPHS + 1)
    )
    AccuracyComment.objects.bulk_create(
        AccuracyComment(paragraph=paragraph, kind="typing", text="It was 20 days.", author=person)
        for paragraph in paragraphs[::2]
    )
