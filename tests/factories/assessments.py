"""Assessments by CQC."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from readiness.assessment_clock import return_due
from readiness.models import (
    AccuracyComment,
    Assessment,
    AssessmentInterview,
    AssessmentTask,
    DraftReport,
    ReportParagraph,
    TrackedCase,
)
from tests.factories.figures import UserFactory


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = Assessment

    notified_on = factory.Sequence(lambda n: date(2026, 11, 16) - timedelta(weeks=n))
    return_due_on = factory.LazyAttribute(lambda one: return_due(one.notified_on))
    begun_by = factory.SubFactory(UserFactory, role="director")


class AssessmentTaskFactory(DjangoModelFactory):
    class Meta:
        model = AssessmentTask

    assessment = factory.SubFactory(AssessmentFactory)
    title = factory.Sequence(lambda n: f"Task {n}")
    due_on = date(2026, 11, 18)


class AssessmentInterviewFactory(DjangoModelFactory):
    class Meta:
        model = AssessmentInterview

    assessment = factory.SubFactory(AssessmentFactory)
    who = factory.Sequence(lambda n: f"Lead member {n}")


class TrackedCaseFactory(DjangoModelFactory):
    class Meta:
        model = TrackedCase

    assessment = factory.SubFactory(AssessmentFactory)
    reference = factory.Sequence(lambda n: f"Case {n}")
    about = "A move from children's services."


class DraftReportFactory(DjangoModelFactory):
    class Meta:
        model = DraftReport

    assessment = factory.SubFactory(AssessmentFactory)
    title = "Draft report"
    received_on = date(2026, 11, 20)
    position_on = date(2026, 10, 1)
    added_by = factory.SubFactory(UserFactory, role="director")


class ReportParagraphFactory(DjangoModelFactory):
    """The first paragraph of a draft report."""

    class Meta:
        model = ReportParagraph

    report = factory.SubFactory(DraftReportFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "People waited 30 days."


class AccuracyCommentFactory(DjangoModelFactory):
    """A typing error, which needs no evidence."""

    class Meta:
        model = AccuracyComment

    paragraph = factory.SubFactory(ReportParagraphFactory)
    kind = "typing"
    text = "It was 20 days."
    author = factory.SubFactory(UserFactory, role="contributor")
    checked_at = factory.LazyAttribute(lambda one: timezone.now() if one.checked_by else None)
    checked_by = None
