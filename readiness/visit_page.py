"""What a reviewer sees of the round they are invited to, and what the council sees of the visit.

All of it comes from the round's record (``closed_round``), read with the reviewer's own eyes
whoever looks: scores without a signature, comments, challenges and documents that are not cleared
are not in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Max, QuerySet

from evidence.models import Document, DocumentVersion
from readiness import closed_round
from readiness.closed_round import ClosedRound, DocumentThen, ScoreThen, StatementThen
from readiness.models import Downloads, Visit, VisitRead, VisitState
from readiness.visit_pages import ShownPages, pages_of

MANAGE = "readiness.manage_visits"
NO_NAME = "the council"


@dataclass(frozen=True)
class VisitPage:
    """``record`` is None until the first day."""

    visit: Visit
    state: VisitState
    days_left: int
    record: ClosedRound | None
    begin_with: frozenset[str]
    is_looked_at: bool
    """By a colleague who sees what reviewers see."""

    @property
    def documents(self) -> int:
        return len({document.document for _, document in shown_documents(self.record)})

    @property
    def withheld(self) -> int:
        return sum(one.withheld for one in self.record.statements) if self.record else 0


@dataclass(frozen=True)
class VisitedDocument:
    """A file that is in the record; ``where`` are the statements it was put forward for."""

    visit: Visit
    title: str
    version: DocumentVersion
    where: tuple[tuple[StatementThen, DocumentThen], ...]
    pages: ShownPages

    @property
    def may_take_pages(self) -> bool:
        return self.visit.downloads != Downloads.NONE and bool(self.pages.count)

    @property
    def may_take_original(self) -> bool:
        return self.visit.downloads == Downloads.ORIGINALS


def visits_for(user, *, on: date) -> QuerySet[Visit]:
    """Those this person may look into today: their own while it is open or before it begins; for
    whoever invites, every one that is not over."""
    visits = Visit.objects.of_the_days_to_come(on=on).select_related("reviewer", "snapshot")
    return visits if user.has_perm(MANAGE) else visits.filter(reviewer=user)


def build(visit: Visit, *, by, on: date) -> VisitPage:
    """The start page."""
    is_open = visit.is_open(on=on) or by.pk != visit.reviewer_id
    record = closed_round.build(visit.snapshot, user=visit.reviewer) if is_open else None
    return VisitPage(
        visit=visit,
        state=visit.state(on=on),
        days_left=visit.days_left(on=on),
        record=as_shown(record, visit) if record else None,
        begin_with=frozenset(visit.begin_with.values_list("slug", flat=True)),
        is_looked_at=by.pk != visit.reviewer_id,
    )


def statement(visit: Visit, slug: str) -> ClosedRound:
    """The round with this statement alone. Raises ObjectDoesNotExist."""
    return as_shown(closed_round.build_statement(visit.snapshot, slug, user=visit.reviewer), visit)


def document(visit: Visit, version_id: int) -> VisitedDocument | None:
    """None for every file that is not in the record, or not cleared."""
    record = as_shown(closed_round.build(visit.snapshot, user=visit.reviewer), visit)
    where = tuple(pair for pair in shown_documents(record) if pair[1].version == version_id)
    if not where:
        return None
    version = DocumentVersion.objects.select_related("document").get(pk=version_id)
    return VisitedDocument(visit, where[0][1].title, version, where, pages_of(version))


def link(visit: Visit, document_id: int) -> DocumentThen | None:
    """A web page that was put forward; None for every address that is not in the record, not
    cleared, or has been deleted since."""
    record = as_shown(closed_round.build(visit.snapshot, user=visit.reviewer), visit)
    found = (shown for _, shown in shown_documents(record) if shown.document == document_id)
    shown = next((one for one in found if one.address and not one.version), None)
    return shown if Document.objects.kept().filter(pk=document_id).exists() else None


def shown_documents(record: ClosedRound | None) -> Iterable[tuple[StatementThen, DocumentThen]]:
    for one in record.statements if record else ():
        for category in one.evidence:
            for found in category.documents:
                if not found.is_withheld:
                    yield one, found


# --- names ----------------------------------------------------------------------------------


def as_shown(record: ClosedRound, visit: Visit) -> ClosedRound:
    """Without notes on a sign-off, and without names where the council keeps them to itself."""
    statements = tuple(statement_as_shown(one, visit) for one in record.statements)
    if visit.shows_names:
        return replace(record, statements=statements)
    closed = replace(record.closed, by=NO_NAME)
    return replace(record, statements=statements, closed=closed, opened_by=NO_NAME)


def statement_as_shown(one: StatementThen, visit: Visit) -> StatementThen:
    scores = tuple(score_as_shown(score, visit) for score in one.scores)
    actions = one.actions
    if not visit.shows_names:
        actions = tuple(action | {"owner": ""} for action in actions)
    return replace(one, scores=scores, actions=actions)


def score_as_shown(score: ScoreThen, visit: Visit) -> ScoreThen:
    sign_off = score.sign_off and replace(score.sign_off, note="")
    if visit.shows_names:
        return replace(score, sign_off=sign_off)
    sign_off = sign_off and replace(sign_off, by=NO_NAME)
    return replace(score, by=NO_NAME, sign_off=sign_off)


# --- for the council ------------------------------------------------------------------------


def visits() -> QuerySet[Visit]:
    """Every invitation, newest first, with how much was read and when last."""
    found = Visit.objects.select_related(
        "reviewer", "snapshot__self_assessment", "invited_by", "withdrawn_by"
    )
    return found.annotate(
        read_count=Count("reads", distinct=True), last_read_at=Max("reads__read_at")
    ).order_by("-pk")


def reads() -> QuerySet[VisitRead]:
    return VisitRead.objects.select_related(
        "visit__reviewer", "visit__snapshot__self_assessment", "statement", "version"
    )
