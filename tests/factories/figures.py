"""People, councils, indicators and their figures."""

import hashlib
from datetime import date

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from indicators import data_pack_plan
from indicators.layouts.reading import Reading
from indicators.models import (
    Area,
    CollectionRound,
    Commentary,
    ComparatorGroup,
    DataPack,
    Indicator,
    Outturn,
    OwedFigure,
    Period,
    SavedMapping,
    Target,
)

PASSWORD = "a-long-enough-password"


class UserFactory(DjangoModelFactory):
    """A person; ``role="director"`` puts them in that group."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@council.example")
    username = factory.SelfAttribute("email")
    first_name = "Sam"
    last_name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def role(self, create, extracted, **kwargs):
        if extracted:
            self.groups.add(Group.objects.get_or_create(name=extracted)[0])


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = Area
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"E06{n + 900000:06d}")
    name = factory.Sequence(lambda n: f"Council {n}")
    kind = Area.Kind.COUNCIL


class HomeCouncilFactory(AreaFactory):
    code = "E08000002"
    name = "Bury"


class EnglandFactory(AreaFactory):
    code = "E92000001"
    name = "England"
    kind = Area.Kind.ENGLAND


class ComparatorGroupFactory(DjangoModelFactory):
    """``councils=[...]`` are in it."""

    class Meta:
        model = ComparatorGroup
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Group {n}")
    source = "Chosen by the performance board"
    as_of = date(2025, 4, 1)

    @factory.post_generation
    def councils(self, create, extracted, **kwargs):
        self.councils.set(extracted or [])


class PeriodFactory(DjangoModelFactory):
    """A financial year; ``year=2023`` is 2023-24."""

    class Meta:
        model = Period
        django_get_or_create = ("kind", "starts_on", "ends_on")

    class Params:
        year = 2024

    kind = Period.Kind.FINANCIAL_YEAR
    starts_on = factory.LazyAttribute(lambda o: date(o.year, 4, 1))
    ends_on = factory.LazyAttribute(lambda o: date(o.year + 1, 3, 31))


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    # As many figures in each, so that codes sort in the order they were made.
    code = factory.Sequence(lambda n: f"T{n:05d}")
    title = factory.Sequence(lambda n: f"Proportion of people, measure {n}")
    unit = Indicator.Unit.PERCENT
    polarity = Indicator.Polarity.HIGHER


class DataPackFactory(DjangoModelFactory):
    class Meta:
        model = DataPack

    title = "A data pack"
    original_name = "pack.csv"
    file = factory.LazyFunction(lambda: ContentFile(b"a,b\n", name="pack.csv"))
    size = 4
    sha256 = factory.Sequence(lambda n: hashlib.sha256(b"a,b\n%d" % n).hexdigest())
    state = DataPack.State.IN_USE
    received_by = factory.SubFactory(UserFactory)


class SavedMappingFactory(DjangoModelFactory):
    class Meta:
        model = SavedMapping

    name = factory.Sequence(lambda n: f"Quarterly scorecard {n}")
    header_key = "indicator|period"
    mapping = factory.LazyFunction(lambda: {"tables": [], "layout": "wide_scorecard"})
    saved_by = factory.SubFactory(UserFactory)


class OutturnFactory(DjangoModelFactory):
    class Meta:
        model = Outturn

    indicator = factory.SubFactory(IndicatorFactory)
    area = factory.SubFactory(HomeCouncilFactory)
    period = factory.SubFactory(PeriodFactory)
    value = 50.0
    is_current = True


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    indicator = factory.SubFactory(IndicatorFactory)
    council = factory.SubFactory(HomeCouncilFactory)
    period = factory.SubFactory(PeriodFactory)
    value = 60.0
    set_by = factory.SubFactory(UserFactory)


class CommentaryFactory(DjangoModelFactory):
    class Meta:
        model = Commentary

    indicator = factory.SubFactory(IndicatorFactory)
    period = factory.SubFactory(PeriodFactory)
    number = 1
    what_happened = "Fewer people found it easy to find information."
    written_by = factory.SubFactory(UserFactory)


class QuarterFactory(PeriodFactory):
    """Quarter 2 2026-27 unless told otherwise."""

    kind = Period.Kind.QUARTER
    starts_on = date(2026, 7, 1)
    ends_on = date(2026, 9, 30)


class CollectionRoundFactory(DjangoModelFactory):
    class Meta:
        model = CollectionRound
        django_get_or_create = ("period",)

    period = factory.SubFactory(QuarterFactory)
    due_on = date(2026, 10, 20)
    opened_by = factory.SubFactory(UserFactory)


class OwedFigureFactory(DjangoModelFactory):
    class Meta:
        model = OwedFigure

    round = factory.SubFactory(CollectionRoundFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    owner = factory.SubFactory(UserFactory)


def empty_preview() -> dict:
    """What a data pack keeps of a file in which there was nothing."""
    return data_pack_plan.Plan(Reading(layout="", title="A data pack")).preview()
