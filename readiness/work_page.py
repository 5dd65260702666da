"""The work on one statement of a round: where it stands, what is new, drafts, steps, comments."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from readiness.carried_review import carried_evidence, parts_to_review
from readiness.models import (
    ActionUpdate,
    CarriedLink,
    CarriedReview,
    EvidenceLink,
    Score,
    SelfAssessment,
    SignOff,
    Statement,
    StatementComment,
    StatementDraft,
    StatementLook,
    StatementStep,
    StatementWork,
)
from readiness.recent import as_events
from readiness.round_work import (
    WorkRow,
    row_of,
    statements_with_state,
    unread_mentions,
)

SHOWN = 30
ONE_LOOK = timedelta(hours=1)


@dataclass(frozen=True)
class Change:
    """``kind`` is draft, score, sign_off, comment, evidence, ended, update or a step's kind."""

    when: datetime
    kind: str
    title: str
    who: str


@dataclass(frozen=True)
class WorkPage:
    """Lists are newest first and cut at ``SHOWN``."""

    self_assessment: SelfAssessment
    statement: Statement
    row: WorkRow
    work: StatementWork | None
    scores: tuple[Score, ...]
    drafts: tuple[StatementDraft, ...]
    steps: tuple[StatementStep, ...]
    comments: tuple[StatementComment, ...]
    since: datetime | None
    """When this person last read the page; None the first time."""
    changes: tuple[Change, ...]
    """What others did since then; nothing the first time."""
    to_review: tuple[CarriedReview.Part, ...]
    """The parts that came from an earlier round and that nobody has looked at."""
    carried_evidence: tuple[CarriedLink, ...]
    """The links that wait to be looked at."""

    @property
    def draft(self) -> StatementDraft | None:
        """The newest draft, while no newer score leaves it behind."""
        newest = self.drafts[0] if self.drafts else None
        score = self.scores[0].pk if self.scores else None
        return newest if newest and newest.after_score_id == score else None

    @property
    def is_open(self) -> bool:
        return self.self_assessment.is_open


def build(pk: int, slug: str, *, user, on: date, at: datetime) -> WorkPage:
    """Raises ObjectDoesNotExist where there is no such round or statement in it."""
    self_assessment = SelfAssessment.objects.select_related("framework").get(pk=pk)
    statement = statements_with_state(self_assessment).get(slug=slug)
    about = {"self_assessment": self_assessment, "statement": statement}
    work = StatementWork.objects.filter(**about).select_related("lead")
    found = work.prefetch_related("collaborators").first()
    unread = unread_mentions(self_assessment, user).get(statement.pk, 0)
    to_review = tuple(parts_to_review(self_assessment).get(statement.pk, ()))
    has_evidence = CarriedReview.Part.EVIDENCE in to_review
    evidence = carried_evidence(self_assessment, statement) if has_evidence else ()
    since = last_look(user=user, at=at, **about)
    return WorkPage(
        self_assessment=self_assessment,
        statement=statement,
        row=row_of(statement, found, unread, carried=to_review, user=user, on=on),
        work=found,
        scores=newest(Score.objects.filter(**about), "scored_by", "sign_off__signed_by"),
        drafts=newest(StatementDraft.objects.filter(**about), "saved_by"),
        steps=newest(StatementStep.objects.filter(**about), "taken_by", "score"),
        comments=newest(
            StatementComment.objects.filter(**about).prefetch_related("mentioned"),
            "said_by",
            "settled_by",
        ),
        since=since,
        changes=changes_since(since, self_assessment, statement, user=user) if since else (),
        to_review=to_review,
        carried_evidence=tuple(evidence),
    )


def newest(rows: QuerySet, *people: str) -> tuple:
    return tuple(rows.select_related(*people).order_by("-pk")[:SHOWN])


# --- what is new -----------------------------------------------------------------------------


def last_look(*, user, self_assessment, statement, at: datetime) -> datetime | None:
    """When this person looked before now; opening the page again within the hour is one look."""
    look = StatementLook.objects.filter(
        person=user, self_assessment=self_assessment, statement=statement
    ).first()
    if look is None:
        return None
    return look.before_that if at - look.looked_at < ONE_LOOK else look.looked_at


@transaction.atomic
def note_look(self_assessment, statement, *, by, at: datetime) -> None:
    """Remember that this person has read the page now."""
    about = {"person": by, "self_assessment": self_assessment, "statement": statement}
    looks = StatementLook.objects.select_for_update()
    look, is_first = looks.get_or_create(**about, defaults={"looked_at": at})
    if is_first:
        return
    if at - look.looked_at >= ONE_LOOK:
        look.before_that = look.looked_at
    look.looked_at = at
    look.save(update_fields=["looked_at", "before_that"])


def changes_since(since: datetime, self_assessment, statement, *, user) -> tuple[Change, ...]:
    """What others did to the statement since then, newest first, in one query."""
    parts = [
        in_words(
            rows.filter(**{f"{verb}_at__gt": since}).exclude(**{f"{verb}_by": user}),
            kind,
            verb=verb,
            title=title,
        )
        for rows, kind, verb, title in what_happens(self_assessment, statement)
    ]
    first, *others = parts
    found = first.union(*others, all=True).order_by("-event_when")[:SHOWN]
    return tuple(
        Change(row["event_when"], row["event_kind"], row["event_title"], row["event_who"])
        for row in found
    )


def what_happens(self_assessment, statement) -> tuple[tuple, ...]:
    """Rows, what they are called, the verb of their ``_at`` and ``_by``, and what they say."""
    about = {"self_assessment": self_assessment, "statement": statement}
    links = EvidenceLink.objects.filter(statement=statement)
    updates = ActionUpdate.objects.filter(action__statements=statement)
    sign_offs = SignOff.objects.filter(
        score__self_assessment=self_assessment, score__statement=statement
    )
    return (
        (StatementDraft.objects.filter(**about), "draft", "saved", Value("")),
        (Score.objects.filter(**about), "score", "scored", F("value")),
        (sign_offs, "sign_off", "signed", F("score__value")),
        (StatementComment.objects.filter(**about), "comment", "said", F("words")),
        (StatementStep.objects.filter(**about), F("kind"), "taken", F("note")),
        (links, "evidence", "linked", F("document__title")),
        (links, "ended", "ended", F("document__title")),
        (updates, "update", "updated", F("action__title")),
    )


def in_words(rows: QuerySet, kind, *, verb: str, title) -> QuerySet:
    rows = rows.order_by().annotate(in_words=Cast(title, TextField()))
    return as_events(rows, kind, when=f"{verb}_at", title="in_words", key="pk", by=f"{verb}_by")
