"""A statement's rating characteristics in a round: what each level is like, what shows it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from readiness.models import (
    CarriedReview,
    Characteristic,
    CharacteristicTick,
    EvidenceLink,
    RoundState,
    SelfAssessment,
    Statement,
)
from readiness.overall_rating import ScoringRules
from readiness.round_states import SIGNABLE
from readiness.rubric import LevelMarks, Mark, Suggestion, by_level, suggestion
from readiness.score_page import round_of, state_in, statements_of_round


@dataclass(frozen=True)
class Line:
    """``shown_by``: the evidence of the latest tick that still counts."""

    characteristic: Characteristic
    tick: CharacteristicTick | None
    shown_by: tuple[EvidenceLink, ...]
    needs_review: bool = False
    """Whether it was ticked in an earlier round and nobody has looked at it in this one."""

    @property
    def is_met(self) -> bool:
        return bool(self.tick and self.tick.is_met and self.shown_by)

    @property
    def has_lost_its_evidence(self) -> bool:
        return bool(self.tick and self.tick.is_met and not self.shown_by)


@dataclass(frozen=True)
class LevelLines:
    marks: LevelMarks
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class RubricPage:
    self_assessment: SelfAssessment
    statement: Statement
    state: RoundState
    levels: tuple[LevelLines, ...]
    """Highest first, as the score form has them; only those with characteristics."""
    suggestion: Suggestion | None

    @property
    def may_be_ticked(self) -> bool:
        return self.state in SIGNABLE

    @property
    def needs_review(self) -> bool:
        return any(line.needs_review for level in self.levels for line in level.lines)

    def line(self, pk: int) -> Line | None:
        found = (line for level in self.levels for line in level.lines)
        return next((line for line in found if line.characteristic.pk == pk), None)


def build(pk: int, slug: str, *, on: date) -> RubricPage:
    """Raises ObjectDoesNotExist where there is no such round, or statement with scores in it."""
    statement = next((one for one in statements_of_round(pk) if one.slug == slug), None)
    if statement is None or not statement.framework.rules:
        raise Statement.DoesNotExist
    rules = ScoringRules.from_json(statement.framework.rules)
    reviewed = CarriedReview.objects.filter(
        self_assessment=pk, statement=statement, part=CarriedReview.Part.TICKS
    )
    is_reviewed = reviewed.exists()
    lines = [line_of(one, is_reviewed=is_reviewed) for one in characteristics_of(statement, pk)]
    marks = [Mark(line.characteristic.level, line.is_met) for line in lines]
    levels = by_level(marks, rules) if rules else ()
    return RubricPage(
        self_assessment=round_of(statement, pk),
        statement=statement,
        state=state_in(statement),
        levels=tuple(
            LevelLines(
                one,
                tuple(line for line in lines if line.characteristic.level == one.level.value),
            )
            for one in reversed(levels)
            if one.of
        ),
        suggestion=suggestion(marks, rules) if rules else None,
    )


def characteristics_of(statement: Statement, round_id: int):
    """With the round's ticks, newest first, and their evidence that still counts."""
    counts = EvidenceLink.objects.live().not_sent_back().select_related("document")
    ticks = CharacteristicTick.objects.filter(self_assessment=round_id).select_related("ticked_by")
    return statement.characteristics.live().prefetch_related(
        Prefetch(
            "ticks",
            ticks.prefetch_related(Prefetch("links", counts, to_attr="counting")),
            to_attr="in_round",
        )
    )


def line_of(characteristic, *, is_reviewed: bool) -> Line:
    tick = characteristic.in_round[0] if characteristic.in_round else None
    if tick is None:
        return Line(characteristic, None, ())
    needs_review = tick.carried_from_id is not None and not is_reviewed
    return Line(characteristic, tick, tuple(tick.counting), needs_review)
