"""Closed rounds with their record, and the reviewers invited to them."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from readiness.models import RoundSnapshot, RoundState, RoundStep, Visit
from readiness.round_record import take_snapshot
from tests.factories.figures import UserFactory
from tests.factories.judgement import SelfAssessmentFactory


class RoundSnapshotFactory(DjangoModelFactory):
    """The record of a round closed a moment ago, as the flow that closes one writes it."""

    class Meta:
        model = RoundSnapshot

    self_assessment = factory.SubFactory(SelfAssessmentFactory, starts_on=date(2020, 4, 1))
    taken_by = factory.SubFactory(UserFactory, role="director")

    @classmethod
    def _create(cls, model_class, *args, self_assessment, taken_by, **kwargs):
        self_assessment.closed_at, self_assessment.closed_by = timezone.now(), taken_by
        self_assessment.save()
        step = {"state": RoundState.CLOSED, "taken_by": taken_by}
        RoundStep.objects.create(self_assessment=self_assessment, **step)
        return take_snapshot(self_assessment, by=taken_by, on=timezone.localdate())


class VisitFactory(DjangoModelFactory):
    """Open today, for three days."""

    class Meta:
        model = Visit

    reviewer = factory.SubFactory(UserFactory, role="visitor")
    snapshot = factory.SubFactory(RoundSnapshotFactory)
    starts_on = factory.LazyFunction(timezone.localdate)
    last_day = factory.LazyAttribute(lambda visit: visit.starts_on + timedelta(days=2))
    about_the_council = "A place in the north."
    invited_by = factory.SelfAttribute("snapshot.taken_by")
