"""Rows for tests, in words. Say only what the test is about; the rest is filled in."""

import hashlib
from datetime import date

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from evidence.models import Document, DocumentVersion, LegalHold, PagePicture
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
from readiness.models import (
    Action,
    ActionUpdate,
    Digest,
    EvidenceCategory,
    EvidenceLink,
    EvidenceRequest,
    Framework,
    IndicatorLink,
    Lens,
    Plan,
    Priority,
    RegisterImport,
    RequestState,
    SavedSearch,
    Score,
    SelfAssessment,
    SignOff,
    Source,
    Statement,
    Status,
    Theme,
    Topic,
    Voice,
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
    sha256 = factory.LazyFunction(lambda: hashlib.sha256(b"a,b\n").hexdigest())
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


class DocumentFactory(DjangoModelFactory):
    """A link; ``VersionFactory`` makes a file."""

    class Meta:
        model = Document

    title = factory.Sequence(lambda n: f"Carers survey {n}")
    kind = Document.Kind.LINK
    address = "https://council.example/carers-survey"
    owner = factory.SubFactory(UserFactory)
    added_by = factory.SelfAttribute("owner")


class FileDocumentFactory(DocumentFactory):
    kind = Document.Kind.FILE
    address = ""


class VersionFactory(DjangoModelFactory):
    """A version with its document, scanned and found safe; the latest unless ``latest=False``."""

    class Meta:
        model = DocumentVersion
        skip_postgeneration_save = True

    class Params:
        content = b"What people told us."

    document = factory.SubFactory(FileDocumentFactory)
    number = 1
    original_name = "Carers survey.txt"
    file = factory.LazyAttribute(lambda o: ContentFile(o.content, name="carers-survey.txt"))
    media_type = "text/plain"
    kind_of_file = "Text"
    size = factory.LazyAttribute(lambda o: len(o.content))
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.content).hexdigest())
    scan_state = DocumentVersion.ScanState.CLEAN
    scanned_at = factory.LazyFunction(timezone.now)
    personal_state = DocumentVersion.PersonalState.NOTHING
    picture_state = DocumentVersion.PictureState.NONE
    added_by = factory.LazyAttribute(lambda o: o.document.owner)

    @factory.post_generation
    def latest(self, create, extracted, **kwargs):
        if extracted is not False:
            self.document.latest_version = self
            self.document.save(update_fields=["latest_version"])


class PagePictureFactory(DjangoModelFactory):
    """A picture of a page of a version that has such pictures."""

    class Meta:
        model = PagePicture

    version = factory.SubFactory(
        VersionFactory,
        picture_state=DocumentVersion.PictureState.MADE,
        media_type="application/pdf",
    )
    number = 1
    file = factory.LazyAttribute(lambda o: ContentFile(b"a picture", name=f"{o.number}.webp"))
    width, height = 850, 1200


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
    updated_by = factory.SelfAttribute("action.owner")


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


def begin_again() -> None:
    """Number from nought, so that a test makes the same names whatever ran before it."""
    for made in DjangoModelFactory.__subclasses__():
        made.reset_sequence(0)


class LegalHoldFactory(DjangoModelFactory):
    class Meta:
        model = LegalHold

    document = factory.SubFactory(DocumentFactory)
    reason = "A claim"
    placed_by = factory.SubFactory(UserFactory)


def empty_preview() -> dict:
    """What a data pack keeps of a file in which there was nothing."""
    return data_pack_plan.Plan(Reading(layout="", title="A data pack")).preview()
