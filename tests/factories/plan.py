"""Plans, actions and recommendations."""

from datetime import date

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from readiness.models import (
    Action,
    ActionImpact,
    ActionRisk,
    ActionUpdate,
    Likelihood,
    Plan,
    PlanImport,
    Priority,
    Recommendation,
    RecommendationAction,
    RecommendationImport,
    RecommendationSource,
    RecommendationState,
    Severity,
    Status,
)
from tests.factories.documents import DocumentFactory
from tests.factories.figures import UserFactory


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan
        django_get_or_create = ("title",)

    title = "Strategic plan 2023 to 2026"
    starts_on = date(2023, 4, 1)
    ends_on = date(2026, 3, 31)
    added_by = factory.SubFactory(UserFactory)


class PriorityFactory(DjangoModelFactory):
    class Meta:
        model = Priority

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Priority {n}")
    added_by = factory.SubFactory(UserFactory)


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = Action

    priority = factory.SubFactory(PriorityFactory)
    title = factory.Sequence(lambda n: f"Prepare strategy {n}")
    owner = factory.SubFactory(UserFactory)
    added_by = factory.SelfAttribute("owner")


class ActionUpdateFactory(DjangoModelFactory):
    class Meta:
        model = ActionUpdate

    action = factory.SubFactory(ActionFactory)
    quarter_starts_on = date(2024, 10, 1)
    status = Status.ON_TARGET
    narrative = "A draft was prepared."
    why_no_proof = factory.LazyAttribute(
        lambda o: "Seen by the board" if o.status == Status.COMPLETED and not o.proof else ""
    )
    proof = None
    updated_by = factory.SelfAttribute("action.owner")


class ActionImpactFactory(DjangoModelFactory):
    class Meta:
        model = ActionImpact

    action = factory.SubFactory(ActionFactory)
    document = factory.SubFactory(DocumentFactory)
    shows = "Waits fell from 9 days to 2"
    recorded_by = factory.SelfAttribute("action.owner")


class ActionRiskFactory(DjangoModelFactory):
    class Meta:
        model = ActionRisk

    action = factory.SubFactory(ActionFactory)
    words = "The provider may not find staff"
    likelihood = Likelihood.POSSIBLE
    impact = Severity.SERIOUS
    raised_by = factory.SelfAttribute("action.owner")


class PlanImportFactory(DjangoModelFactory):
    """A file that was looked at and has nothing in it."""

    class Meta:
        model = PlanImport

    file = factory.LazyAttribute(lambda o: ContentFile(b"Action,Priority", name=o.name))
    name = "Plan.csv"
    report = factory.LazyFunction(
        lambda: {"rows": [], "counts": {}, "problems": [], "priorities": []}
    )
    received_by = factory.SubFactory(UserFactory)


class RecommendationImportFactory(PlanImportFactory):
    class Meta:
        model = RecommendationImport

    file = factory.LazyAttribute(lambda o: ContentFile(b"Recommendation", name=o.name))
    name = "Recommendations.csv"
    report = factory.LazyFunction(lambda: {"rows": [], "counts": {}, "problems": []})


class RecommendationFactory(DjangoModelFactory):
    """As it stands after being recorded; ``state="accepted"`` adds the step to there."""

    class Meta:
        model = Recommendation
        skip_postgeneration_save = True

    source = RecommendationSource.PEER_REVIEW
    source_title = "Peer challenge, March 2026"
    words = factory.Sequence(lambda n: f"Hear carers sooner, part {n}")
    received_on = date(2026, 10, 1)
    answer_by = date(2026, 12, 1)
    lead = factory.SubFactory(UserFactory)
    added_by = factory.SelfAttribute("lead")

    @factory.post_generation
    def state(self, create, extracted, **kwargs):
        said = {"kind": "recorded", "what": "Recorded", "taken_by": self.added_by}
        self.steps.create(state=RecommendationState.RECEIVED, **said)
        if extracted and extracted != RecommendationState.RECEIVED:
            kind = "closed" if extracted == RecommendationState.CLOSED else "answered"
            about = {"kind": kind, "what": RecommendationState(extracted).label}
            self.steps.create(state=extracted, note="Because.", taken_by=self.lead, **about)


class RecommendationActionFactory(DjangoModelFactory):
    class Meta:
        model = RecommendationAction

    recommendation = factory.SubFactory(RecommendationFactory, state="accepted")
    action = factory.SubFactory(ActionFactory)
    linked_by = factory.SelfAttribute("recommendation.lead")
