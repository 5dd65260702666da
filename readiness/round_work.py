"""Where the work of a round stands, statement by statement, and what needs attention.

``happened_to`` finds the newest row of each kind in the same query as the rows it is asked of;
``work_states`` says what they come to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from config.wording import day_in_words, name_of
from readiness.carried_review import parts_to_review
from readiness.coverage_findings import small
from readiness.models import (
    CarriedReview,
    Score,
    SelfAssessment,
    SignOff,
    SignOffWithdrawal,
    Statement,
    StatementComment,
    StatementDraft,
    StatementLook,
    StatementStep,
    StatementWork,
    StepKind,
)
from readiness.work_states import FINISHED, Happened, WorkState, is_overdue, state_of

BLOCKING = (StepKind.BLOCKED, StepKind.UNBLOCKED)


@dataclass(frozen=True)
class Attention:
    """One reason why a statement needs somebody. ``who``: ids of those it waits for."""

    words: str
    who: frozenset[int] = frozenset()


@dataclass(frozen=True)
class WorkRow:
    statement: Statement
    state: WorkState
    lead: User | None
    helpers: tuple[User, ...]
    due_on: date | None
    is_overdue: bool
    blocked: str
    """What stands in the way; empty where nothing does."""
    returned: str
    """Why its score came back; empty where it did not."""
    unread: int
    """Comments that mention this person and that they have not seen."""
    attention: tuple[Attention, ...]
    to_review: tuple[str, ...] = ()
    """The parts that came from an earlier round and that nobody has looked at, in words."""

    @property
    def people(self) -> frozenset[int]:
        return frozenset(one.pk for one in (self.lead, *self.helpers) if one)


@dataclass(frozen=True)
class RoundWork:
    self_assessment: SelfAssessment
    rows: tuple[WorkRow, ...]
    is_mine: bool
    """Whether only what waits for, or is led by, one person is shown."""

    @property
    def needing(self) -> tuple[WorkRow, ...]:
        return tuple(row for row in self.rows if row.attention)

    @property
    def counts(self) -> list[tuple[WorkState, int]]:
        """Every state and how many statements are in it, in the order of the work."""
        return [(state, sum(row.state == state for row in self.rows)) for state in WorkState]


def build(self_assessment: SelfAssessment, *, user, on: date, mine: bool = False) -> RoundWork:
    """Five queries, whatever the round holds."""
    statements = statements_with_state(self_assessment)
    work = work_of(self_assessment)
    unread = unread_mentions(self_assessment, user)
    carried = parts_to_review(self_assessment)
    rows = (
        row_of(
            one,
            work.get(one.pk),
            unread.get(one.pk, 0),
            carried=carried.get(one.pk, ()),
            user=user,
            on=on,
        )
        for one in statements
    )
    if mine:
        rows = (row for row in rows if is_for(row, user))
    return RoundWork(self_assessment, tuple(rows), mine)


def is_for(row: WorkRow, user) -> bool:
    waits = any(user.pk in one.who for one in row.attention)
    return user.pk in row.people or row.unread > 0 or waits


def statements_with_state(self_assessment: SelfAssessment) -> QuerySet[Statement]:
    statements = Statement.objects.filter(framework=self_assessment.framework_id)
    found = happened_to(self_assessment.pk, OuterRef("pk"))
    return statements.select_related("theme").annotate(**found).order_by("position")


def happened_to(self_assessment, statement) -> dict[str, Any]:
    """Annotations for rows that stand for a statement in a round: see ``happened_of``."""
    about = {"self_assessment": self_assessment, "statement": statement}
    scores = Score.objects.filter(**about).order_by("-pk")
    drafts = StatementDraft.objects.filter(**about).order_by("-pk")
    steps = StatementStep.objects.filter(**about).order_by("-pk")
    blocks, returns = steps.filter(kind__in=BLOCKING), steps.filter(kind=StepKind.RETURNED)
    in_force = SignOff.objects.filter(score=OuterRef("pk"), withdrawal__isnull=True)
    taken_back = SignOffWithdrawal.objects.filter(sign_off__score=OuterRef("pk"))
    return {
        "now_score": Subquery(scores.values("pk")[:1]),
        "now_scored_by": Subquery(scores.values("scored_by")[:1]),
        "now_signed": Subquery(scores.annotate(signed=Exists(in_force)).values("signed")[:1]),
        "now_withdrawn": Subquery(
            scores.annotate(why=Subquery(taken_back.values("reason")[:1])).values("why")[:1]
        ),
        "now_draft": Subquery(drafts.values("pk")[:1]),
        "now_draft_after": Subquery(drafts.values("after_score")[:1]),
        "now_ready": Subquery(steps.filter(kind=StepKind.READY).values("draft")[:1]),
        "now_returned": Subquery(returns.values("score")[:1]),
        "now_returned_note": Subquery(returns.values("note")[:1]),
        "now_block": Subquery(blocks.values("kind")[:1]),
        "now_block_note": Subquery(blocks.values("note")[:1]),
    }


def happened_of(row) -> Happened:
    """From a row annotated by ``happened_to``."""
    return Happened(
        score=row.now_score,
        is_signed=bool(row.now_signed),
        is_withdrawn=bool(row.now_withdrawn),
        draft=row.now_draft,
        draft_after_score=row.now_draft_after,
        ready_draft=row.now_ready,
        returned_score=row.now_returned,
    )


def unfinished(work: QuerySet[StatementWork]) -> QuerySet[StatementWork]:
    """Of open rounds, where no score stands."""
    found = happened_to(OuterRef("self_assessment"), OuterRef("statement"))
    work = work.alias(
        **{name: found[name] for name in ("now_score", "now_returned", "now_withdrawn")}
    )
    none_stands = (
        Q(now_score__isnull=True) | Q(now_score=F("now_returned")) | Q(now_withdrawn__isnull=False)
    )
    return work.filter(none_stands, self_assessment__closed_at__isnull=True)


def work_of(self_assessment: SelfAssessment) -> dict[int, StatementWork]:
    """Statement id -> who sees to it. Two queries."""
    work = StatementWork.objects.filter(self_assessment=self_assessment).select_related("lead")
    return {one.statement_id: one for one in work.prefetch_related("collaborators")}


def unseen_mentions(person) -> QuerySet[StatementComment]:
    """Comments of open rounds that mention this person, are not settled and not yet read.

    ``person`` may be a user, or ``F("mentioned")`` for everybody who is mentioned.
    """
    of_somebody = isinstance(person, F)
    read = StatementLook.objects.filter(
        person=OuterRef("mentioned") if of_somebody else person,
        self_assessment=OuterRef("self_assessment"),
        statement=OuterRef("statement"),
        looked_at__gte=OuterRef("said_at"),
    )
    open_ones = StatementComment.objects.filter(
        settled_at__isnull=True, self_assessment__closed_at__isnull=True
    )
    mentions = open_ones.filter(
        **({"mentioned__isnull": False} if of_somebody else {"mentioned": person})
    )
    return mentions.filter(~Exists(read))


def unread_mentions(self_assessment: SelfAssessment, user) -> Mapping[int, int]:
    found = unseen_mentions(user).filter(self_assessment=self_assessment)
    counts: dict[int, int] = {}
    for statement in found.values_list("statement", flat=True):
        counts[statement] = counts.get(statement, 0) + 1
    return counts


def row_of(
    statement,
    work: StatementWork | None,
    unread: int,
    *,
    carried: Iterable[CarriedReview.Part] = (),
    user,
    on: date,
) -> WorkRow:
    state = state_of(happened_of(statement))
    due_on = work.due_on if work else None
    row = WorkRow(
        statement=statement,
        state=state,
        lead=work.lead if work else None,
        helpers=tuple(work.collaborators.all()) if work else (),
        due_on=due_on,
        is_overdue=is_overdue(state, due_on, on=on),
        blocked=statement.now_block_note if statement.now_block == StepKind.BLOCKED else "",
        returned=why_returned(statement) if state == WorkState.RETURNED else "",
        unread=unread,
        attention=(),
        to_review=tuple(part.label for part in carried),
    )
    found = tuple(attention_of(row, scored_by=statement.now_scored_by, user=user))
    return replace(row, attention=found)


def why_returned(statement) -> str:
    if statement.now_withdrawn:
        return f"The sign-off was withdrawn. {statement.now_withdrawn}"
    return statement.now_returned_note


def attention_of(row: WorkRow, *, scored_by: int | None, user) -> Iterable[Attention]:
    """What is wrong or waits, most pressing first."""
    led_by = frozenset({row.lead.pk}) if row.lead else frozenset()
    mine = frozenset({user.pk})
    if row.blocked:
        yield Attention(f"Blocked: {row.blocked}", led_by)
    if row.returned:
        yield Attention(f"Returned: {row.returned}", led_by)
    if row.is_overdue and row.due_on:
        yield Attention(f"Overdue since {day_in_words(row.due_on)}", led_by)
    if row.to_review:
        parts = ", ".join(small(part) for part in row.to_review)
        yield Attention(f"Carried from an earlier round, to be reviewed: {parts}", led_by)
    if row.state == WorkState.SUBMITTED:
        may_sign = user.has_perm("readiness.sign_off_score") and scored_by != user.pk
        yield Attention("Waits for a director’s sign-off", mine if may_sign else frozenset())
    if row.state == WorkState.READY:
        yield Attention("Ready to be submitted", led_by)
    if row.lead is None and row.state not in FINISHED:
        yield Attention("Nobody leads it yet")
    if row.unread:
        times = "once" if row.unread == 1 else f"{row.unread} times"
        yield Attention(f"A comment mentions you ({times})", mine)


def people_words(row: WorkRow) -> str:
    """ "Ann Lee, with Bo Day"; empty where nobody is named."""
    if row.lead is None:
        return ""
    helpers = ", ".join(name_of(one) for one in row.helpers)
    return f"{name_of(row.lead)}{f', with {helpers}' if helpers else ''}"
