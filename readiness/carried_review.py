"""Looking at what a round was started with: words, evidence and ticks of an earlier one. Each part
of a statement needs review until somebody edits it or says that it is still right."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Value

from config.wording import name_of
from readiness.models import (
    CarriedLink,
    CarriedReview,
    CarriedText,
    CharacteristicTick,
    Score,
    SelfAssessment,
    Statement,
    StatementDraft,
)
from readiness.scoring import lock, refuse_unless_may_score

Part = CarriedReview.Part


@transaction.atomic
def confirm(statement: Statement, *, self_assessment: SelfAssessment, part: str, by):
    """Say that this part of what was carried is still right. Raises ValidationError."""
    held = lock(self_assessment)
    refuse_unless_may_score(statement, held, by)
    about = {"self_assessment": held, "statement": statement, "part": part}
    if part not in parts_to_review(held).get(statement.pk, ()):
        said = CarriedReview.objects.filter(**about).select_related("reviewed_by").first()
        raise ValidationError(
            f"{name_of(said.reviewed_by)} has already said that it is still right."
            if said
            else "There is nothing left here to review: somebody has changed it meanwhile."
        )
    return CarriedReview.objects.create(reviewed_by=by, **about)


def parts_to_review(self_assessment: SelfAssessment) -> dict[int, list[Part]]:
    """Statement id -> what was carried there that nobody has looked at, in one query."""
    texts, links, ticks = (rows.order_by().distinct() for rows in waiting(self_assessment))
    found = texts.union(links, ticks).order_by("part", "about")
    left: dict[int, list[Part]] = {}
    for statement, part in found:
        left.setdefault(statement, []).append(Part(part))
    return {statement: sorted(parts, key=list(Part).index) for statement, parts in left.items()}


def waiting(self_assessment: SelfAssessment) -> Iterable[QuerySet]:
    """Pairs of a statement's id and a part of it that waits."""
    written = {"self_assessment": self_assessment, "statement": OuterRef("statement")}
    texts = CarriedText.objects.filter(self_assessment=self_assessment)
    texts = texts.filter(~Exists(Score.objects.filter(**written)))
    texts = texts.filter(~Exists(StatementDraft.objects.filter(**written)))
    yield unreviewed(texts, self_assessment, Part.WORDS, statement="statement")
    links = CarriedLink.objects.filter(self_assessment=self_assessment, link__ended_at__isnull=True)
    yield unreviewed(links, self_assessment, Part.EVIDENCE, statement="link__statement")
    yield unreviewed(
        ticks_to_review(self_assessment),
        self_assessment,
        Part.TICKS,
        statement="characteristic__statement",
    )


def ticks_to_review(self_assessment: SelfAssessment) -> QuerySet[CharacteristicTick]:
    """Carried to characteristics that still hold, and not judged anew in this round."""
    newer = CharacteristicTick.objects.filter(
        self_assessment=self_assessment,
        characteristic=OuterRef("characteristic"),
        pk__gt=OuterRef("pk"),
    )
    return CharacteristicTick.objects.filter(
        ~Exists(newer),
        self_assessment=self_assessment,
        carried_from__isnull=False,
        characteristic__ended_at__isnull=True,
    )


def unreviewed(rows: QuerySet, self_assessment, part: Part, *, statement: str) -> QuerySet:
    reviewed = CarriedReview.objects.filter(
        self_assessment=self_assessment, statement=OuterRef(statement), part=part
    )
    left = rows.filter(~Exists(reviewed))
    return left.annotate(about=F(statement), part=Value(part.value)).values_list("about", "part")


def carried_evidence(self_assessment: SelfAssessment, statement: Statement) -> QuerySet:
    """The links to look at, oldest first, each with its document and category."""
    carried = CarriedLink.objects.filter(
        self_assessment=self_assessment, link__statement=statement, link__ended_at__isnull=True
    )
    return carried.select_related("link__document", "link__category", "came_from__statement")
