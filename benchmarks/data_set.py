"""The data set pages are measured with: a large council's, after years of use.

10,000 documents with pages of text and links, 170 councils x 500 indicators x 10 years, 2,000
actions with updates, every statement scored several times. Written in bulk, always the same.
"""

import hashlib
import itertools
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import models, transaction

from evidence import search
from evidence.models import Document, DocumentPage, DocumentVersion
from indicators import standings
from indicators.models import Area, DataPack, Indicator, Outturn, Period, Target
from readiness.models import (
    Action,
    ActionUpdate,
    EvidenceCategory,
    EvidenceLink,
    IndicatorLink,
    Plan,
    Priority,
    Score,
    SelfAssessment,
    SignOff,
    Statement,
    Status,
)
from readiness.roles import Role

DOCUMENTS = 10_000
PAGES_PER_DOCUMENT = 3
COUNCILS = 170
INDICATORS = 500
YEARS = 10
ACTIONS = 2_000
UPDATES_PER_ACTION = 4
INDICATORS_PER_STATEMENT = 10
PEOPLE = 60
ROWS_AT_ONCE = 2_000

TODAY = date(2026, 6, 30)
chance = random.Random(153)  # the same rows every time

WORDS = (
    "carers survey waiting list review reablement discharge safeguarding enquiry transition "
    "advocacy assessment hospital neighbourhood dementia equipment housing feedback workforce "
    "commissioning provider quality audit complaint compliment strategy outcome independence"
).split()


def build() -> None:
    """Write everything in one go, so that a half-built data set is never measured."""
    with transaction.atomic():
        call_command("load_framework", verbosity=0)
        people = add_people()
        areas = add_areas()
        indicators = add_indicators()
        add_outturns(areas, indicators, people)
        documents = add_documents(people)
        add_links(documents, indicators, people)
        add_plan(indicators, people)
        add_scores(people)
        search.index_everything()
        standings.keep(council=Area.objects.home())


def in_bulk(model: type[models.Model], rows: Iterable) -> list:
    """Write rows a batch at a time; give them back with their ids."""
    return list(itertools.chain.from_iterable(written(model, rows)))


def written(model: type[models.Model], rows: Iterable) -> Iterator[list]:
    rows = iter(rows)
    while batch := list(itertools.islice(rows, ROWS_AT_ONCE)):
        yield model.objects.bulk_create(batch)


def some_words(count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count))


def some_day(within_days: int = 1500) -> date:
    return TODAY - timedelta(days=chance.randrange(within_days))


def some_moment() -> datetime:
    return datetime.combine(some_day(400), datetime.min.time(), UTC)


def add_people() -> list:
    """One person for each role, then contributors."""
    password = make_password(None)
    roles = [*Role, *[Role.CONTRIBUTOR] * (PEOPLE - len(Role))]
    user = get_user_model()
    people = in_bulk(
        user,
        (
            user(
                username=f"{role.value}{number}@council.example",
                email=f"{role.value}{number}@council.example",
                first_name="Sam",
                last_name=f"Person {number}",
                password=password,
            )
            for number, role in enumerate(roles)
        ),
    )
    groups = {role: Group.objects.get_or_create(name=role)[0] for role in Role}
    in_bulk(
        user.groups.through,
        (
            user.groups.through(user_id=person.pk, group_id=groups[role].pk)
            for person, role in zip(people, roles, strict=True)
        ),
    )
    return people


def add_areas() -> list[Area]:
    england = Area(code="E92000001", name="England", kind=Area.Kind.ENGLAND)
    regions = [
        Area(code=f"E1200000{n}", name=f"Region {n}", kind=Area.Kind.REGION) for n in range(1, 10)
    ]
    kinds = [
        Area(code=f"type{n}", name=f"Council type {n}", kind=Area.Kind.COUNCIL_TYPE)
        for n in range(1, 6)
    ]
    above = in_bulk(Area, [england, *regions, *kinds])
    regions, kinds = above[1:10], above[10:]
    codes = [settings.COUNCIL_CODE, *(f"E06{n:06d}" for n in range(900_001, 900_000 + COUNCILS))]
    councils = [
        Area(
            code=code,
            name="Bury" if code == settings.COUNCIL_CODE else f"Council {number}",
            kind=Area.Kind.COUNCIL,
            region=regions[number % len(regions)],
            council_type=kinds[number % len(kinds)],
        )
        for number, code in enumerate(codes)
    ]
    return above + in_bulk(Area, councils)


def add_indicators() -> list[Indicator]:
    polarities = [Indicator.Polarity.HIGHER, Indicator.Polarity.LOWER, Indicator.Polarity.NONE]
    return in_bulk(
        Indicator,
        (
            Indicator(
                code=f"B{number}",
                title=f"Proportion of people who {some_words(6)}",
                short_title=some_words(3).capitalize(),
                unit=Indicator.Unit.PERCENT,
                polarity=polarities[number % len(polarities)],
                group=f"Group {number % 7}",
                position=number,
            )
            for number in range(INDICATORS)
        ),
    )


def add_outturns(areas: list[Area], indicators: list[Indicator], people: list) -> None:
    years = in_bulk(
        Period,
        (
            Period(
                kind=Period.Kind.FINANCIAL_YEAR,
                starts_on=date(year, 4, 1),
                ends_on=date(year + 1, 3, 31),
            )
            for year in range(2025 - YEARS, 2025)
        ),
    )
    pack = add_data_packs(people)
    for _ in written(Outturn, outturns(areas, indicators, years, pack, people[2])):
        pass  # nearly a million rows: too many to keep
    home = next(area for area in areas if area.code == settings.COUNCIL_CODE)
    aim = {"council": home, "period": years[-1], "value": 60, "set_by": people[2]}
    in_bulk(Target, (Target(indicator=each, **aim) for each in indicators))


def outturns(areas, indicators, years, pack, person) -> Iterator[Outturn]:
    """A figure for each, one in fifty of them missing."""
    when = some_moment()
    for indicator, area, year in itertools.product(indicators, areas, years):
        is_missing = chance.random() < 0.02
        yield Outturn(
            indicator_id=indicator.pk,
            area_id=area.pk,
            period_id=year.pk,
            state=Outturn.State.MISSING if is_missing else Outturn.State.OK,
            value=None if is_missing else round(chance.uniform(20, 90), 1),
            numerator=None if is_missing else chance.randrange(100, 900),
            denominator=None if is_missing else 1000,
            data_pack_id=pack.pk,
            sheet=indicator.code,
            cell="C12",
            recorded_by_id=person.pk,
            recorded_at=when,
            is_current=True,
        )


def add_data_packs(people: list) -> DataPack:
    packs = [
        DataPack(
            title=f"Data pack {number}",
            file=f"data_packs/pack-{number}.csv",
            original_name=f"pack-{number}.csv",
            size=4,
            sha256=hashlib.sha256(str(number).encode()).hexdigest(),
            layout="",
            state=DataPack.State.IN_USE,
            received_by=people[2],
        )
        for number in range(100)
    ]
    return in_bulk(DataPack, packs)[0]


def add_documents(people: list) -> list[Document]:
    """A file each, in one small stored file, with three pages of text."""
    documents = in_bulk(Document, (document(number, people) for number in range(DOCUMENTS)))
    stored = DocumentVersion._meta.get_field("file").storage.save(
        "benchmark.txt", ContentFile(b"Text")
    )
    versions = in_bulk(DocumentVersion, (version(each, stored) for each in documents))
    for each, its_version in zip(documents, versions, strict=True):
        each.latest_version = its_version
    Document.objects.bulk_update(documents, ["latest_version"], batch_size=500)
    in_bulk(
        DocumentPage,
        (
            DocumentPage(version=each, number=number, text=some_words(300))
            for each in versions
            for number in range(1, PAGES_PER_DOCUMENT + 1)
        ),
    )
    return documents


def document(number: int, people: list) -> Document:
    evidence_date = some_day()
    return Document(
        title=f"{some_words(4).capitalize()} {number}",
        kind=Document.Kind.FILE,
        description=some_words(12),
        owner=chance.choice(people),
        added_by=chance.choice(people),
        added_at=some_moment(),
        evidence_date=evidence_date,
        review_by=evidence_date + timedelta(days=730),
    )


def version(of: Document, stored: str) -> DocumentVersion:
    return DocumentVersion(
        document=of,
        number=1,
        file=stored,
        original_name="benchmark.txt",
        media_type="text/plain",
        kind_of_file="Text",
        size=4,
        sha256=hashlib.sha256(of.title.encode()).hexdigest(),
        text_state=DocumentVersion.TextState.READ,
        personal_state=DocumentVersion.PersonalState.NOTHING,
        picture_state=DocumentVersion.PictureState.NONE,
        page_count=PAGES_PER_DOCUMENT,
        added_by=of.added_by,
    )


def add_links(documents: list[Document], indicators: list[Indicator], people: list) -> None:
    """Two statements for each document; ten indicators for each statement."""
    statements = list(Statement.objects.all())
    categories = list(EvidenceCategory.objects.all())
    in_bulk(
        EvidenceLink,
        (
            EvidenceLink(
                document=each,
                statement=statement,
                category=chance.choice(categories),
                shows=some_words(10),
                location="Page 2",
                linked_by=chance.choice(people),
                linked_at=some_moment(),
            )
            for each in documents
            for statement in chance.sample(statements, 2)
        ),
    )
    in_bulk(
        IndicatorLink,
        (
            IndicatorLink(
                indicator=indicators[(place * INDICATORS_PER_STATEMENT + number) % INDICATORS],
                statement=statement,
            )
            for place, statement in enumerate(statements)
            for number in range(INDICATORS_PER_STATEMENT)
        ),
    )


def add_plan(indicators: list[Indicator], people: list) -> None:
    plan = Plan.objects.create(
        title="Strategic plan 2023 to 2026",
        starts_on=date(2023, 4, 1),
        ends_on=date(2026, 3, 31),
        added_by=people[0],
    )
    priorities = in_bulk(
        Priority,
        (
            Priority(plan=plan, number=n, title=f"Priority {n}", added_by=people[0])
            for n in range(1, 7)
        ),
    )
    actions = in_bulk(
        Action,
        (
            Action(
                priority=chance.choice(priorities),
                title=f"{some_words(5).capitalize()} {number}",
                description=some_words(20),
                owner=chance.choice(people),
                added_by=chance.choice(people),
                starts_on=date(2023, 4, 1),
                due_on=date(2024, 1, 1) + timedelta(days=chance.randrange(1000)),
            )
            for number in range(ACTIONS)
        ),
    )
    in_bulk(ActionUpdate, updates(actions))
    statements = list(Statement.objects.all())
    in_bulk(
        Action.statements.through,
        (
            Action.statements.through(action_id=each.pk, statement_id=statement.pk)
            for each in actions
            for statement in chance.sample(statements, 2)
        ),
    )
    in_bulk(
        Action.indicators.through,
        (
            Action.indicators.through(action_id=each.pk, indicator_id=chance.choice(indicators).pk)
            for each in actions
        ),
    )


def updates(actions: list[Action]) -> Iterator[ActionUpdate]:
    quarters = [date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)]
    for quarter in quarters[:UPDATES_PER_ACTION]:
        for each in actions:
            status = chance.choice(Status.values)
            yield ActionUpdate(
                action=each,
                quarter_starts_on=quarter,
                status=status,
                why_no_proof="Seen by all" if status == Status.COMPLETED else "",
                narrative=some_words(25),
                updated_by=each.owner,
                updated_at=datetime.combine(quarter, datetime.min.time(), UTC),
            )


def add_scores(people: list) -> None:
    """Three rounds; each statement scored five times in each, the last but two signed off."""
    statements = list(Statement.objects.all())
    for year in (2024, 2025, 2026):
        each_round = SelfAssessment.objects.create(
            framework=statements[0].framework,
            title=f"Self-assessment {year}",
            starts_on=date(year, 4, 1),
            opened_by=people[1],
        )
        scores = in_bulk(
            Score,
            (
                Score(
                    self_assessment=each_round,
                    statement=statement,
                    value=chance.choice([2, 2, 3]),
                    rationale=some_words(60),
                    strengths=some_words(60),
                    areas_for_improvement=some_words(60),
                    next_steps=some_words(30),
                    scored_by=people[0],
                    scored_at=some_moment(),
                )
                for _ in range(5)
                for statement in statements
            ),
        )
        in_bulk(SignOff, (SignOff(score=score, signed_by=people[1]) for score in scores[:-2]))
