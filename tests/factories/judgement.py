"""The framework, rounds, scores and the work on statements."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from readiness.models import (
    Characteristic,
    EvidenceCategory,
    ExternalScore,
    Framework,
    Giver,
    IndicatorLink,
    Lens,
    PublishedResults,
    Score,
    SelfAssessment,
    SignOff,
    Statement,
    StatementComment,
    StatementDraft,
    StatementWork,
    Theme,
    Topic,
)
from tests.factories.figures import IndicatorFactory, UserFactory


class FrameworkFactory(DjangoModelFactory):
    class Meta:
        model = Framework
        django_get_or_create = ("slug",)

    slug = "invented-framework"
    title = "An invented framework"


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme
        django_get_or_create = ("framework", "slug")

    framework = factory.SubFactory(FrameworkFactory)
    slug = "invented-theme"
    title = "An invented theme"
    position = 1


class StatementFactory(DjangoModelFactory):
    class Meta:
        model = Statement

    theme = factory.SubFactory(ThemeFactory)
    framework = factory.SelfAttribute("theme.framework")
    slug = factory.Sequence(lambda n: f"statement-{n}")
    title = factory.Sequence(lambda n: f"Statement {n}")
    we_statement = "We do what we say."
    position = factory.Sequence(lambda n: n)


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = EvidenceCategory
        django_get_or_create = ("framework", "slug")

    framework = factory.SubFactory(FrameworkFactory)
    slug = "peoples-experience"
    title = "People's experience"
    short_title = "People"
    position = 1


class CharacteristicFactory(DjangoModelFactory):
    """In the council's own words; ``added_by=None``, in the framework file's."""

    class Meta:
        model = Characteristic

    statement = factory.SubFactory(StatementFactory)
    level = 3
    text = factory.Sequence(lambda n: f"People say that they are heard, point {n}")
    added_by = factory.SubFactory(UserFactory)


class PublishedResultsFactory(DjangoModelFactory):
    """A file of one council that waits to be decided about."""

    class Meta:
        model = PublishedResults

    framework = factory.SubFactory(FrameworkFactory)
    file_name = "published.csv"
    source = "CQC’s reports"
    as_of = date(2026, 1, 31)
    rows = factory.LazyFunction(lambda: [{"authority": "Kent", "scores": {}}])
    loaded_by = factory.SubFactory(UserFactory)


class IndicatorLinkFactory(DjangoModelFactory):
    class Meta:
        model = IndicatorLink

    indicator = factory.SubFactory(IndicatorFactory)
    statement = factory.SubFactory(StatementFactory)


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    statement = factory.SubFactory(StatementFactory)
    title = factory.Sequence(lambda n: f"Topic {n}")
    position = factory.Sequence(lambda n: n)


class LensFactory(DjangoModelFactory):
    class Meta:
        model = Lens

    framework = factory.SubFactory(FrameworkFactory)
    slug = factory.Sequence(lambda n: f"lens-{n}")
    title = factory.Sequence(lambda n: f"Lens {n}")
    position = factory.Sequence(lambda n: n)


class SelfAssessmentFactory(DjangoModelFactory):
    class Meta:
        model = SelfAssessment

    framework = factory.SubFactory(FrameworkFactory)
    title = factory.Sequence(lambda n: f"Self-assessment {n}")
    starts_on = date(2026, 4, 1)
    opened_by = factory.SubFactory(UserFactory)


class ScoreFactory(DjangoModelFactory):
    class Meta:
        model = Score

    self_assessment = factory.SubFactory(SelfAssessmentFactory)
    statement = factory.SubFactory(
        StatementFactory,
        theme__framework=factory.SelfAttribute("...self_assessment.framework"),
    )
    value = 2
    rationale = "Waits are falling but are still long."
    scored_by = factory.SubFactory(UserFactory)


class SignOffFactory(DjangoModelFactory):
    class Meta:
        model = SignOff

    score = factory.SubFactory(ScoreFactory)
    signed_by = factory.SubFactory(UserFactory)


class StatementWorkFactory(DjangoModelFactory):
    class Meta:
        model = StatementWork

    self_assessment = factory.SubFactory(SelfAssessmentFactory)
    statement = factory.SubFactory(
        StatementFactory,
        theme__framework=factory.SelfAttribute("...self_assessment.framework"),
    )
    lead = factory.SubFactory(UserFactory)


class StatementDraftFactory(DjangoModelFactory):
    class Meta:
        model = StatementDraft

    self_assessment = factory.SubFactory(SelfAssessmentFactory)
    statement = factory.SubFactory(
        StatementFactory,
        theme__framework=factory.SelfAttribute("...self_assessment.framework"),
    )
    rationale = "Waits are falling."
    saved_by = factory.SubFactory(UserFactory)


class StatementCommentFactory(DjangoModelFactory):
    class Meta:
        model = StatementComment
        skip_postgeneration_save = True

    self_assessment = factory.SubFactory(SelfAssessmentFactory)
    statement = factory.SubFactory(
        StatementFactory,
        theme__framework=factory.SelfAttribute("...self_assessment.framework"),
    )
    words = "What about the carers’ survey?"
    said_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def mentioned(self, create, extracted, **kwargs):
        if extracted:
            self.mentioned.set(extracted)


class ExternalScoreFactory(DjangoModelFactory):
    class Meta:
        model = ExternalScore

    statement = factory.SubFactory(StatementFactory)
    giver = Giver.CQC
    value = 2
    given_on = date(2026, 3, 3)
    source = "CQC assessment report"
    entered_by = factory.SubFactory(UserFactory)


def four_levels():
    """Rules as a framework keeps them: CQC's levels and bands."""
    titles = ("Significant shortfalls", "Some shortfalls", "Good standard", "Exceptional standard")
    bands = (
        ("Inadequate", 25, 38),
        ("Requires improvement", 39, 62),
        ("Good", 63, 87),
        ("Outstanding", 88, 100),
    )
    return {
        "rounding": "up",
        "flag_level": 1,
        "flag_text": "A score of 1 is flagged.",
        "levels": [
            {"value": value, "title": title, "words": f"Evidence shows {title.lower()}"}
            for value, title in enumerate(titles, start=1)
        ],
        "bands": [
            {"rating": rating, "lowest": low, "highest": high} for rating, low, high in bands
        ],
    }
