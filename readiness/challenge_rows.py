"""Reading what the questions to scores rest on: for one statement or all, one query beside the
indicators' own."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Trim

from evidence.models import Document
from indicators.models import Outturn
from readiness.fact_rows import Row, as_facts
from readiness.models import (
    Action,
    ActionImpact,
    ActionUpdate,
    CarriedText,
    ChallengeAnswer,
    Characteristic,
    CharacteristicTick,
    EvidenceCategory,
    EvidenceLink,
    EvidenceNeed,
    IndicatorLink,
    Score,
    Statement,
    Status,
    Voice,
)


@dataclass(frozen=True)
class Answer:
    """What somebody said to a question; the latest of it."""

    pk: int
    rule: str
    kind: ChallengeAnswer.Kind
    about: tuple[str, ...]
    reason: str
    who: str
    given_at: datetime | None

    @property
    def is_in_force(self) -> bool:
        return self.kind != ChallengeAnswer.Kind.WITHDRAWN


@dataclass
class Found:
    """Everything read, by kind and statement."""

    rows: dict[tuple[str, int | None], list[Row]] = field(default_factory=lambda: defaultdict(list))

    def of(self, kind: str, statement_id: int | None = None) -> list[Row]:
        return self.rows.get((kind, statement_id), [])

    def linked_indicators(self) -> dict[int, list[int]]:
        """Statement id -> the indicators that speak to it."""
        linked: dict[int, list[int]] = {}
        for (kind, statement_id), rows in self.rows.items():
            if kind == "indicator" and statement_id:
                linked[statement_id] = [row.ref for row in rows if row.ref]
        return linked

    def answers(self, statement_id: int) -> dict[str, Answer]:
        """Rule -> the latest answer to it in the round."""
        return {
            row.words: Answer(
                pk=row.ref or 0,
                rule=row.words,
                kind=ChallengeAnswer.Kind(row.more),
                about=tuple(row.about.split("\n")),
                reason=row.reason,
                who=row.who,
                given_at=row.moment,
            )
            for row in self.of("answer", statement_id)
        }


def read(statements: Sequence[Statement], round_id: int, *, user, on: date) -> Found:
    """For statements of one framework, in one query."""
    found = Found()
    if not statements:
        return found
    ids = [statement.pk for statement in statements]
    first, *others = (
        categories(statements[0].framework_id),
        needs(ids),
        evidence(ids, user=user, on=on),
        actions(ids),
        voices(ids, on=on),
        scores_before(ids, round_id),
        scores_carried(ids, round_id),
        indicators(ids),
        answers(ids, round_id),
        characteristics(ids, round_id),
    )
    for values in first.union(*others, all=True).order_by("fact_kind", "fact_ref"):
        row = Row(*values)
        found.rows[row.kind, row.statement_id].append(row)
    return found


def categories(framework_id: int) -> QuerySet:
    return as_facts(
        EvidenceCategory.objects.filter(framework=framework_id),
        "category",
        ref=F("position"),
        number=F("pk"),
        other=Cast("is_required", IntegerField()),
        words=F("title"),
        more=F("slug"),
    )


def needs(ids: Collection[int]) -> QuerySet:
    decided = EvidenceNeed.objects.live().filter(statement__in=ids)
    return as_facts(
        decided, "need", statement_id=F("statement"), ref=F("category"), words=F("level")
    )


def evidence(ids: Collection[int], *, user, on: date) -> QuerySet:
    """Documents by statement and category: how many, how many past their review date. What
    was sent back counts for nothing."""
    past_review = Document.objects.past_review(on=on).order_by().values("pk")
    counted = (
        EvidenceLink.objects.seen_by(user)
        .not_sent_back()
        .filter(statement__in=ids)
        .order_by()
        .values("statement", "category")
        .annotate(
            documents=Count("document", distinct=True),
            late=Count("document", filter=Q(document__in=past_review), distinct=True),
            newest=Max("document__evidence_date"),
        )
    )
    return as_facts(
        counted,
        "evidence",
        statement_id=F("statement"),
        ref=F("category"),
        number=F("documents"),
        other=F("late"),
        day=F("newest"),
    )


def actions(ids: Collection[int]) -> QuerySet:
    latest = ActionUpdate.objects.filter(action=OuterRef("action")).order_by("-id")
    return as_facts(
        Action.statements.through.objects.filter(statement__in=ids),
        "action",
        statement_id=F("statement"),
        ref=F("action"),
        number=Cast(has_impact(), IntegerField()),
        other=Case(When(action__implemented_on__isnull=False, then=1), default=0),
        words=F("action__title"),
        more=Coalesce(Subquery(latest.values("status")[:1]), Value(Status.NOT_STARTED.value)),
        day=F("action__due_on"),
    )


def has_impact() -> Exists:
    """Whether something shows the difference it made."""
    shown = ActionImpact.objects.live().filter(action=OuterRef("action"))
    return Exists(shown, output_field=BooleanField())


def voices(ids: Collection[int], *, on: date) -> QuerySet:
    counted = Voice.objects.agreed(on=on).filter(statement__in=ids).order_by()
    counted = counted.values("statement").annotate(heard=Count("pk"))
    return as_facts(counted, "voice", statement_id=F("statement"), number=F("heard"))


def scores_before(ids: Collection[int], round_id: int) -> QuerySet:
    """The last score of each statement in an earlier round."""
    earlier = Score.objects.filter(statement__in=ids, self_assessment__lt=round_id).order_by()
    newest = earlier.values("statement").annotate(newest=Max("pk")).values("newest")
    return as_facts(
        Score.objects.filter(pk__in=newest),
        "before",
        statement_id=F("statement"),
        ref=F("pk"),
        number=F("value"),
        words=F("self_assessment__title"),
        moment=F("scored_at"),
    )


def scores_carried(ids: Collection[int], round_id: int) -> QuerySet:
    """What the statements that each took over from were last given, under the framework before."""
    carried = CarriedText.objects.filter(statement__in=ids, self_assessment=round_id)
    return as_facts(
        carried.exclude(score__statement=F("statement")),
        "carried",
        statement_id=F("statement"),
        ref=F("pk"),
        number=F("score__value"),
        words=F("score__self_assessment__title"),
        about=Cast("score__self_assessment__framework__rules", TextField()),
        moment=F("score__scored_at"),
    )


def indicators(ids: Collection[int]) -> QuerySet:
    """Those linked to each statement, and when our latest figure of each was recorded."""
    ours = (
        Outturn.objects.filter(
            indicator=OuterRef("indicator"), area__code=settings.COUNCIL_CODE, is_current=True
        )
        .order_by()
        .values("indicator")
        .annotate(newest=Max("recorded_at"))
    )
    return as_facts(
        IndicatorLink.objects.of_what_we_measure().filter(statement__in=ids),
        "indicator",
        statement_id=F("statement"),
        ref=F("indicator"),
        moment=Subquery(ours.values("newest")),
    )


def answers(ids: Collection[int], round_id: int) -> QuerySet:
    given = ChallengeAnswer.objects.filter(self_assessment=round_id, statement__in=ids)
    name = Trim(Concat(F("given_by__first_name"), Value(" "), F("given_by__last_name")))
    return as_facts(
        given.in_force(),
        "answer",
        statement_id=F("statement"),
        ref=F("pk"),
        words=F("rule"),
        more=F("kind"),
        about=F("about"),
        reason=F("reason"),
        who=Coalesce(NullIf(name, Value("")), F("given_by__email"), output_field=TextField()),
        moment=F("given_at"),
    )


def characteristics(ids: Collection[int], round_id: int) -> QuerySet:
    """Rating characteristics, and whether evidence that still counts shows them in the round."""
    ticks = CharacteristicTick.objects.filter(
        characteristic=OuterRef("pk"), self_assessment=round_id
    ).order_by("-pk")
    shown = CharacteristicTick.links.through.objects.filter(
        characteristictick=OuterRef("latest"),
        characteristictick__is_met=True,
        evidencelink__in=EvidenceLink.objects.live().not_sent_back().order_by().values("pk"),
    )
    found = Characteristic.objects.live().filter(statement__in=ids)
    return as_facts(
        found.annotate(latest=Subquery(ticks.values("pk")[:1])),
        "characteristic",
        statement_id=F("statement"),
        ref=F("pk"),
        number=F("level"),
        other=Cast(Exists(shown, output_field=BooleanField()), IntegerField()),
    )
