"""Working on a statement of a round: who sees to it, drafts, submitting, returning, what blocks it,
and what colleagues say of it. Nothing here is overwritten: drafts and comments are new rows."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.second_editor import MOVED_ON
from config.wording import day_in_words, name_of
from readiness.models import (
    RoundState,
    Score,
    SelfAssessment,
    Statement,
    StatementComment,
    StatementDraft,
    StatementStep,
    StatementWork,
    StepKind,
)
from readiness.overall_rating import ScoringRules
from readiness.round_states import state_of
from readiness.scoring import TEXTS, latest_score, lock, record_score, refuse_unless_may_score

DRAFTED_MEANWHILE = "drafted_meanwhile"

# --- who sees to it --------------------------------------------------------------------------


@transaction.atomic
def assign(
    statement: Statement,
    *,
    self_assessment: SelfAssessment,
    lead,
    collaborators: Collection = (),
    due_on: date | None = None,
    revision: int,
    by,
) -> StatementWork:
    """Name the lead, those who help and the day. ``revision``: what the form showed, 0 for none.

    Raises ValidationError; with code ``MOVED_ON`` where somebody else changed it since.
    """
    held = _held_for_work(statement, self_assessment, by)
    work = StatementWork.objects.filter(self_assessment=held, statement=statement).first()
    if (work.revision if work else 0) != revision:
        raise ValidationError(
            "Somebody else changed who sees to this statement while you were writing. "
            "Look at what it says now, then save again.",
            code=MOVED_ON,
        )
    if lead is None and (collaborators or due_on):
        raise ValidationError({"lead": "Name a lead first: somebody has to answer for it."})
    work = work or StatementWork(self_assessment=held, statement=statement, revision=0)
    before = _in_words(work)
    work.lead, work.due_on = lead, due_on
    helpers = [person for person in collaborators if person != lead]
    after = _in_words(work, helpers)
    if after == before:
        return work
    work.revision += 1
    work.save()
    work.collaborators.set(helpers)
    _take(StepKind.ASSIGNED, statement, held, by=by, note=after)
    return work


def _in_words(work: StatementWork, helpers: Collection | None = None) -> str:
    """ "Lead: Ann Lee, with Bo Day. Due 1 May 2026." """
    if helpers is None:
        helpers = list(work.collaborators.order_by("pk")) if work.pk else []
    who = name_of(work.lead) if work.lead else "nobody"
    beside = ", ".join(sorted(name_of(person) for person in helpers))
    due = f" Due {day_in_words(work.due_on)}." if work.due_on else ""
    return f"Lead: {who}{f', with {beside}' if beside else ''}.{due}"


# --- writing and submitting -----------------------------------------------------------------


@transaction.atomic
def save_draft(
    statement: Statement,
    *,
    self_assessment: SelfAssessment,
    value: int | None = None,
    rationale: str = "",
    strengths: str = "",
    areas_for_improvement: str = "",
    next_steps: str = "",
    seen_draft_id: int | None,
    is_ready: bool = False,
    by,
) -> StatementDraft:
    """Keep what is written so far; with ``is_ready``, say that it can be submitted.

    ``seen_draft_id``: the newest draft when the form was opened, None for none. Raises
    ValidationError; with code ``DRAFTED_MEANWHILE`` where somebody saved another since.
    """
    held = _held_for_work(statement, self_assessment, by)
    texts = {
        "rationale": rationale.strip(),
        "strengths": strengths.strip(),
        "areas_for_improvement": areas_for_improvement.strip(),
        "next_steps": next_steps.strip(),
    }
    _refuse_draft(held, value, texts, is_ready)
    newest, score = latest_draft(statement, held), latest_score(statement, held)
    _refuse_if_drafted_meanwhile(newest, seen_draft_id, value, texts, by)
    draft = newest if newest and newest.after_score == score else None
    if draft is None or not _says(draft, value, texts):
        draft = StatementDraft.objects.create(
            statement=statement,
            self_assessment=held,
            value=value,
            after_score=score,
            saved_by=by,
            **texts,
        )
    if is_ready and not draft.steps.filter(kind=StepKind.READY).exists():
        _take(StepKind.READY, statement, held, by=by, draft=draft)
    return draft


@transaction.atomic
def submit_score(
    statement: Statement, *, self_assessment: SelfAssessment, seen_draft_id: int | None, by, **said
) -> Score:
    """Record the score that was written: what ``record_score`` takes is in ``said``.

    Raises ValidationError as it does, and with code ``DRAFTED_MEANWHILE`` where somebody saved a
    draft since the form was opened, whose words the score would leave behind.
    """
    held = lock(self_assessment)
    texts = {name: said.get(name, "").strip() for name in TEXTS}
    newest = latest_draft(statement, held)
    _refuse_if_drafted_meanwhile(newest, seen_draft_id, said.get("value"), texts, by)
    return record_score(statement, self_assessment=held, by=by, **said)


def latest_draft(statement: Statement, self_assessment: SelfAssessment) -> StatementDraft | None:
    drafts = StatementDraft.objects.filter(self_assessment=self_assessment, statement=statement)
    return drafts.select_related("saved_by", "after_score").order_by("-pk").first()


def _refuse_draft(self_assessment, value, texts: dict[str, str], is_ready: bool) -> None:
    rules = ScoringRules.from_json(self_assessment.framework.rules)
    if value is not None and (rules is None or rules.level(value) is None):
        raise ValidationError({"value": "Choose one of the scores shown."})
    if value is None and not any(texts.values()):
        raise ValidationError("Nothing is written yet, so there is no draft to save.")
    if is_ready and rules and value is None:
        raise ValidationError({"value": "Choose a score before you say that it is ready."})
    if is_ready and not texts["rationale"]:
        raise ValidationError({"rationale": "Say why before you say that it is ready."})


def _refuse_if_drafted_meanwhile(newest, seen_draft_id, value, texts, by) -> None:
    if newest is None or newest.pk == seen_draft_id or _says(newest, value, texts):
        return
    if newest.saved_by_id == by.pk:
        happened = "You saved another draft of this statement in another window."
    else:
        happened = f"{name_of(newest.saved_by)} saved a draft while you were writing."
    raise ValidationError(
        f"{happened} What you wrote is kept below and not saved yet. What differs is shown above "
        "the form: take over what should stay, then save again.",
        code=DRAFTED_MEANWHILE,
    )


def _says(draft: StatementDraft, value, texts: dict[str, str]) -> bool:
    """A double click saves the same draft twice; it is kept once."""
    return draft.value == value and all(getattr(draft, name) == texts[name] for name in texts)


# --- returning, blocking --------------------------------------------------------------------


@transaction.atomic
def return_score(score: Score, *, note: str, by) -> StatementStep:
    """A director sends a submitted score back, with the reason. The score stays in the history."""
    held = lock(score.self_assessment)
    if not by.has_perm("readiness.sign_off_score"):
        raise ValidationError("Only a director can return a score.")
    _refuse_closed(held)
    if (state := state_of(held)) != RoundState.OPEN:
        raise ValidationError(
            f"“{held}” is {state.label.lower()}, so nothing in it can be scored again. "
            "Return the round first."
        )
    if signed := score.signature:
        raise ValidationError(
            f"{name_of(signed.signed_by)} has signed this score off. Withdraw the sign-off instead."
        )
    latest = latest_score(score.statement, held)
    if latest and latest.pk != score.pk:
        raise ValidationError(
            f"{name_of(latest.scored_by)} has scored the statement {latest.value} since. "
            "Look at that score first."
        )
    if returned := score.steps.filter(kind=StepKind.RETURNED).select_related("taken_by").first():
        raise ValidationError(f"{name_of(returned.taken_by)} has already returned this score.")
    _refuse_no_reason(note, "Say what has to change, so that they can act on it.")
    return _take(StepKind.RETURNED, score.statement, held, by=by, note=note, score=score)


@transaction.atomic
def block(
    statement: Statement, *, self_assessment: SelfAssessment, note: str, by
) -> StatementStep | None:
    """Say that the work cannot go on, and why. A second reason is added to the first."""
    held = _held_for_work(statement, self_assessment, by)
    _refuse_no_reason(note, "Say what stands in the way, and who could clear it.")
    return _take(StepKind.BLOCKED, statement, held, by=by, note=note)


@transaction.atomic
def unblock(
    statement: Statement, *, self_assessment: SelfAssessment, by, note: str = ""
) -> StatementStep:
    held = _held_for_work(statement, self_assessment, by)
    if blocking(statement, held) is None:
        raise ValidationError("Nothing blocks this statement any more.")
    return _take(StepKind.UNBLOCKED, statement, held, by=by, note=note)


def blocking(statement: Statement, self_assessment: SelfAssessment) -> StatementStep | None:
    """What blocks it now, if anything does."""
    steps = StatementStep.objects.filter(
        self_assessment=self_assessment,
        statement=statement,
        kind__in=[StepKind.BLOCKED, StepKind.UNBLOCKED],
    )
    last = steps.order_by("-pk").first()
    return last if last and last.kind == StepKind.BLOCKED else None


# --- comments -------------------------------------------------------------------------------


@transaction.atomic
def comment(
    statement: Statement, *, self_assessment: SelfAssessment, words: str, mentioned=(), by
) -> StatementComment:
    """Say something to colleagues; those mentioned find it on My work and in their digest."""
    held = lock(self_assessment)
    _refuse_unless_may_comment(by)
    _refuse_closed(held)
    words = words.strip()
    if not words:
        raise ValidationError({"words": "Write your comment."})
    last = StatementComment.objects.filter(self_assessment=held, statement=statement).first()
    if last and (last.said_by_id, last.words) == (by.pk, words):
        return last  # a double click says the same twice; it is kept once
    said = StatementComment.objects.create(
        self_assessment=held, statement=statement, words=words, said_by=by
    )
    said.mentioned.set(person for person in mentioned if person != by)
    return said


@transaction.atomic
def settle_comment(said: StatementComment, *, by) -> StatementComment:
    """Nothing more is to be done about it. It stays readable."""
    said = StatementComment.objects.select_for_update(of=("self",)).get(pk=said.pk)
    _refuse_unless_may_comment(by)
    _refuse_closed(said.self_assessment)
    if not said.is_settled:
        said.settled_by, said.settled_at = by, timezone.now()
        said.save(update_fields=["settled_by", "settled_at"])
    return said


# --- what all of them ask -------------------------------------------------------------------


def _held_for_work(statement, self_assessment, by) -> SelfAssessment:
    """The round, locked, in which this person may work on this statement."""
    held = lock(self_assessment)
    refuse_unless_may_score(statement, held, by)
    return held


def _refuse_unless_may_comment(by) -> None:
    if not by.has_perm("readiness.comment_on_statement"):
        raise ValidationError("Your role cannot comment. Ask a colleague to say it for you.")


def _refuse_closed(self_assessment) -> None:
    if not self_assessment.is_open:
        raise ValidationError(f"“{self_assessment}” is closed and can only be read.")


def _refuse_no_reason(note: str, words: str) -> None:
    if not note.strip():
        raise ValidationError({"note": words})


def _take(kind, statement, self_assessment, *, by, note="", **about) -> StatementStep:
    return StatementStep.objects.create(
        kind=kind,
        statement=statement,
        self_assessment=self_assessment,
        note=note.strip(),
        taken_by=by,
        **about,
    )
