"""Keys of other programs."""

import factory
from factory.django import DjangoModelFactory

from readiness.models import FeedKey
from tests.factories.figures import UserFactory


class FeedKeyFactory(DjangoModelFactory):
    class Meta:
        model = FeedKey

    purpose = "Power BI"
    starts_with = "gt-12345"
    sha256 = factory.Sequence(lambda n: f"{n:064d}")
    made_by = factory.SubFactory(UserFactory, role="administrator")
