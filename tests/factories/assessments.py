"""Assessments by CQC."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from readiness.assessment_clock import return_due
from readiness.models import Assessment, AssessmentInterview, AssessmentTask, TrackedCase
from tests.factories.figures import UserFactory


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = Assessment

    notified_on = date(2026, 11, 16)
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
