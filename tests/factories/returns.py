"""Information returns: their items, what those are answered with, and what was submitted."""

from datetime import date

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from readiness.models import (
    InformationReturn,
    ReturnDocument,
    ReturnImport,
    ReturnItem,
    ReturnSubmission,
)
from tests.factories.documents import VersionFactory
from tests.factories.figures import UserFactory


class ReturnFactory(DjangoModelFactory):
    """With a day of its own, unless it is given an assessment."""

    class Meta:
        model = InformationReturn
        rename = {"due_on": "own_due_on"}

    title = factory.Sequence(lambda n: f"Information return {n}")
    assessment = None
    due_on = factory.Maybe("assessment", None, date(2026, 12, 14))
    opened_by = factory.SubFactory(UserFactory)


class ReturnItemFactory(DjangoModelFactory):
    """An invented item."""

    class Meta:
        model = ReturnItem

    information_return = factory.SubFactory(ReturnFactory)
    code = factory.Sequence(lambda n: f"N{n}")
    title = factory.Sequence(lambda n: f"Invented request {n}")
    theme = "An invented theme"
    position = factory.Sequence(lambda n: n)
    added_by = factory.SubFactory(UserFactory)


class ReturnDocumentFactory(DjangoModelFactory):
    """A document that was found safe and opens."""

    class Meta:
        model = ReturnDocument

    item = factory.SubFactory(ReturnItemFactory)
    document = factory.LazyFunction(lambda: VersionFactory(text_state="read").document)
    added_by = factory.SubFactory(UserFactory)


class ReturnImportFactory(DjangoModelFactory):
    """A list that was looked at and has nothing in it."""

    class Meta:
        model = ReturnImport

    information_return = factory.SubFactory(ReturnFactory)
    file = factory.LazyAttribute(lambda o: ContentFile(b"Code,Title", name=o.name))
    name = "List.csv"
    report = factory.LazyFunction(
        lambda: {"rows": [], "counts": {}, "problems": [], "not_named": []}
    )
    received_by = factory.SubFactory(UserFactory)


class ReturnSubmissionFactory(DjangoModelFactory):
    class Meta:
        model = ReturnSubmission

    information_return = factory.SubFactory(ReturnFactory)
    due_on = factory.SelfAttribute("information_return.due_on")
    submitted_by = factory.SubFactory(UserFactory)
