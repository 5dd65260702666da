"""What documents show, requests, voices, searches and digests."""

from datetime import date

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from readiness.models import (
    Digest,
    EvidenceAppraisal,
    EvidenceLink,
    EvidenceRequest,
    RegisterImport,
    RequestState,
    SavedSearch,
    Source,
    Verdict,
    Voice,
)
from tests.factories.documents import DocumentFactory
from tests.factories.figures import UserFactory
from tests.factories.judgement import CategoryFactory, StatementFactory


class EvidenceLinkFactory(DjangoModelFactory):
    class Meta:
        model = EvidenceLink

    document = factory.SubFactory(DocumentFactory)
    statement = factory.SubFactory(StatementFactory)
    category = factory.SubFactory(
        CategoryFactory, framework=factory.SelfAttribute("..statement.framework")
    )
    shows = "Carers wait less than they did"
    linked_by = factory.SubFactory(UserFactory)


class AppraisalFactory(DjangoModelFactory):
    """What a curator said of a link: accepted as strong; ``verdict="returned"`` sends it back."""

    class Meta:
        model = EvidenceAppraisal

    link = factory.SubFactory(EvidenceLinkFactory)
    verdict = Verdict.ACCEPTED
    strength = factory.LazyAttribute(lambda o: "strong" if o.verdict == Verdict.ACCEPTED else "")
    note = factory.LazyAttribute(lambda o: "" if o.strength else "It is a draft.")
    appraised_by = factory.SubFactory(UserFactory)


class EvidenceRequestFactory(DjangoModelFactory):
    """A request as it stands after being asked; ``state="answered"`` adds the step to there."""

    class Meta:
        model = EvidenceRequest
        skip_postgeneration_save = True

    statement = factory.SubFactory(StatementFactory)
    category = factory.SubFactory(
        CategoryFactory, framework=factory.SelfAttribute("..statement.framework")
    )
    wanted = factory.Sequence(lambda n: f"Minutes of meeting {n:03d}")
    asked_of = factory.SubFactory(UserFactory)
    asked_by = factory.SubFactory(UserFactory)
    due_on = date(2026, 12, 1)

    @factory.post_generation
    def state(self, create, extracted, **kwargs):
        first = {"what": "Asked for it", "taken_by": self.asked_by}
        self.steps.create(state=RequestState.WAITING, **first)
        if extracted in (RequestState.ANSWERED, RequestState.ACCEPTED):
            link = EvidenceLinkFactory(
                statement=self.statement, category=self.category, linked_by=self.asked_of
            )
            about = {"what": "Answered", "taken_by": self.asked_of, "link": link}
            self.steps.create(state=RequestState.ANSWERED, **about)
        if extracted and extracted != RequestState.ANSWERED:
            about = {"what": "Looked at", "note": "Because.", "taken_by": self.asked_by}
            self.steps.create(state=extracted, **about)


class VoiceFactory(DjangoModelFactory):
    class Meta:
        model = Voice

    statement = factory.SubFactory(StatementFactory)
    kind = Voice.Kind.QUOTE
    words = "Somebody rang me back the same day."
    source = Source.CARER
    heard_on = date(2026, 9, 1)
    heard_where = "Carers’ forum"
    agreed_on = date(2026, 9, 1)
    agreed_how = "Signed form, kept by the forum"
    added_by = factory.SubFactory(UserFactory)


class RegisterImportFactory(DjangoModelFactory):
    """A list that was checked and has nothing in it."""

    class Meta:
        model = RegisterImport

    register = factory.LazyAttribute(lambda o: ContentFile(b"Title", name=o.register_name))
    register_name = "Evidence.csv"
    state = RegisterImport.State.CHECKED
    report = factory.LazyFunction(lambda: {"rows": [], "counts": {}, "problems": []})
    received_by = factory.SubFactory(UserFactory)


class DigestFactory(DjangoModelFactory):
    """One that could not be sent."""

    class Meta:
        model = Digest

    person = factory.SubFactory(UserFactory)
    week = date(2026, 11, 16)
    address = factory.SelfAttribute("person.email")
    state = Digest.State.FAILED


class SavedSearchFactory(DjangoModelFactory):
    class Meta:
        model = SavedSearch

    name = factory.Sequence(lambda n: f"Search {n}")
    asked = "q=carers"
    saved_by = factory.SubFactory(UserFactory)
