"""Recommendations: recorded, answered, turned into actions, closed or merged. None can be lost."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from config.second_editor import MOVED_ON
from config.wording import day_in_words, moment_in_words, name_of
from readiness.changes import changes_in_a_sentence, changes_in_words
from readiness.improvement import add_action
from readiness.models import (
    Action,
    Recommendation,
    RecommendationAction,
    RecommendationState,
    RecommendationStep,
)
from readiness.models.recommendations import ANSWERS, ENDED

FIELDS = (
    *("source", "source_title", "document", "paragraph", "words"),
    *("received_on", "answer_by", "lead"),
)
OPEN = (RecommendationState.RECEIVED, *ANSWERS)
Kind = RecommendationStep.Kind


@transaction.atomic
def record(*, by, on: date, statements=(), **fields) -> Recommendation:
    """``fields`` are all of ``FIELDS``; document and paragraph may be empty."""
    fields = _tidy(fields)
    _refuse_dates(fields, on)
    _refuse_absent(fields["lead"])
    _refuse_same(fields)
    recommendation = Recommendation(**fields, added_by=by)
    recommendation.full_clean()
    recommendation.save()
    recommendation.statements.set(statements)
    _take(recommendation, Kind.RECORDED, RecommendationState.RECEIVED, what="Recorded", by=by)
    return recommendation


@transaction.atomic
def change(
    recommendation, *, seen_revision: int, by, on: date, statements, **fields
) -> Recommendation:
    """Put right what was recorded; the step says from what to what."""
    held = _held(recommendation, OPEN)
    if held.revision != seen_revision:
        last = held.steps.select_related("taken_by").first()
        raise ValidationError(
            f"Somebody else changed this recommendation while you were writing. {_said(last)} "
            "Nothing of yours is saved yet: the form now holds their changes and yours. Check it, "
            "then save again.",
            code=MOVED_ON,
        )
    fields = _tidy(fields)
    _refuse_dates(fields, on)
    if fields["lead"].pk != held.lead_id:
        _refuse_absent(fields["lead"])
    changes = changes_in_words(held, fields, {"statements": list(statements)})
    if not changes:
        return held
    state = held.state
    for name in FIELDS:
        setattr(held, name, fields[name])
    held.revision += 1
    held.full_clean()
    held.save()
    held.statements.set(statements)
    what = f"Changed: {changes_in_a_sentence(changes)}"
    _take(held, Kind.CHANGED, state, what=what, by=by)
    return held


@transaction.atomic
def answer(recommendation, *, answer: str, by, note: str = "") -> RecommendationStep:
    """Accept it, in part or not at all. While it is open the answer may be given anew."""
    held = _held(recommendation, OPEN)
    if answer not in ANSWERS:
        raise ValidationError({"answer": "Choose whether it is accepted."})
    if answer != RecommendationState.ACCEPTED and not note.strip():
        raise ValidationError({"note": "Say why it is not accepted as it stands."})
    if answer == RecommendationState.NOT_ACCEPTED and held.action_links.live().exists():
        raise ValidationError(
            {"answer": "Actions are at work on it. Take them off first, or accept it in part."}
        )
    what = RecommendationState(answer).label
    return _take(held, Kind.ANSWERED, RecommendationState(answer), what=what, note=note, by=by)


@transaction.atomic
def link_action(recommendation, *, action: Action, by) -> RecommendationAction:
    """Say that an action of the plan answers it. What is not accepted has none."""
    held = _held(recommendation, OPEN)
    if held.state == RecommendationState.NOT_ACCEPTED:
        raise ValidationError(
            "It was not accepted. Answer it anew before you put an action to work on it."
        )
    if held.action_links.live().filter(action=action).exists():
        raise ValidationError({"action": "This action answers it already."})
    link = RecommendationAction(recommendation=held, action=action, linked_by=by)
    link.full_clean()
    link.save()
    what = f"Action put to work on it: {action.title}"
    _take(held, Kind.ACTION, held.state, what=what, by=by)
    return link


@transaction.atomic
def add_action_for(recommendation, *, priority, by, **fields) -> Action:
    """A new action of the plan that answers it: both, or neither."""
    action = add_action(priority, by=by, **fields)
    link_action(recommendation, action=action, by=by)
    return action


@transaction.atomic
def unlink_action(link, *, reason: str, by) -> RecommendationAction:
    link = RecommendationAction.objects.select_for_update().get(pk=link.pk)
    if link.ended_at:
        raise ValidationError(
            f"{name_of(link.ended_by)} took this action off on {day_in_words(link.ended_at)}: "
            f"{link.ended_reason}"
        )
    if not reason.strip():
        raise ValidationError({"reason": "Say why the action does not answer it any more."})
    held = _held(link.recommendation, OPEN)
    link.ended_by, link.ended_at, link.ended_reason = by, timezone.now(), reason.strip()
    link.full_clean()
    link.save()
    what = f"Action taken off: {link.action.title}"
    _take(held, Kind.ACTION, held.state, what=what, note=reason, by=by)
    return link


@transaction.atomic
def close(recommendation, *, by, note: str = "", proof=None) -> RecommendationStep:
    """It is done with: a document shows it, or a reason says why. Not while actions are at work."""
    held = _held(recommendation, ANSWERS)
    at_work = Action.objects.unfinished().filter(
        recommendation_links__recommendation=held, recommendation_links__ended_at__isnull=True
    )
    titles = [f"“{title}”" for title in at_work.order_by("pk").values_list("title", flat=True)]
    if titles:
        are = "is" if len(titles) == 1 else "are"
        raise ValidationError(
            f"{' and '.join(titles)} {are} not finished. Finish or take off what answers it first."
        )
    if proof is None and not note.strip():
        raise ValidationError(
            {"proof": "Choose the document that shows it is done, or say why it is closed."}
        )
    if proof is not None and proof.deleted_at:
        raise ValidationError({"proof": f"“{proof}” has been deleted. Choose another document."})
    said = {"what": "Closed", "note": note, "proof": proof}
    return _take(held, Kind.CLOSED, RecommendationState.CLOSED, **said, by=by)


@transaction.atomic
def merge(recommendation, *, into, note: str, by) -> RecommendationStep:
    """It says the same as another: its actions go on under that one."""
    if into.pk == recommendation.pk:
        raise ValidationError({"into": "Choose another recommendation than this one."})
    first, second = sorted((recommendation, into), key=lambda row: row.pk)
    Recommendation.objects.select_for_update().get(pk=first.pk)  # always in this order
    Recommendation.objects.select_for_update().get(pk=second.pk)
    held, target = _held(recommendation, OPEN), _held(into, OPEN)
    if not note.strip():
        raise ValidationError({"note": "Say why they are one."})
    already = set(target.action_links.live().values_list("action", flat=True))
    for link in held.action_links.live().exclude(action__in=already):
        RecommendationAction.objects.create(
            recommendation=target, action_id=link.action_id, linked_by=by
        )
    what = f"{held} was merged into it"
    _take(target, Kind.JOINED, target.state, what=what, note=note, by=by)
    return _take(
        held,
        Kind.MERGED,
        RecommendationState.MERGED,
        what=f"Merged into {target}",
        note=note,
        merged_into=target,
        by=by,
    )


@transaction.atomic
def reopen(recommendation, *, note: str, by) -> RecommendationStep:
    """As it was answered before it was closed or merged; to be answered where it never was."""
    held = _held(recommendation, ENDED)
    if not note.strip():
        raise ValidationError({"note": "Say why it is opened again."})
    answered = held.steps.filter(state__in=ANSWERS).values_list("state", flat=True).first()
    state = RecommendationState(answered or RecommendationState.RECEIVED)
    return _take(held, Kind.REOPENED, state, what="Opened again", note=note, by=by)


def _tidy(fields: dict) -> dict:
    """All of ``FIELDS``: lines without stray spaces, the words themselves as they stand."""
    fields = {"document": None, "paragraph": ""} | fields
    fields["words"] = fields["words"].strip()
    for name in ("source_title", "paragraph"):
        fields[name] = " ".join(fields[name].split())
    return {name: fields[name] for name in FIELDS}


def _refuse_dates(fields: dict, on: date) -> None:
    if fields["received_on"] > on:
        raise ValidationError(
            {"received_on": f"{day_in_words(fields['received_on'])} has not come yet."}
        )
    if fields["answer_by"] < fields["received_on"]:
        raise ValidationError({"answer_by": "It would be answered before it was received."})


def _refuse_absent(person) -> None:
    if not person.is_active:
        raise ValidationError(
            {"lead": f"{name_of(person)} no longer has an account. Choose somebody else."}
        )


def _refuse_same(fields: dict) -> None:
    """The same report brought in twice is told, not doubled."""
    held = Recommendation.objects.filter(
        source=fields["source"], source_title__iexact=fields["source_title"], words=fields["words"]
    ).first()
    if held:
        raise ValidationError({"words": f"It is recorded already, as {held}."})


def _take(recommendation, kind, state, *, what, by, note="", proof=None, merged_into=None):
    step = RecommendationStep(
        recommendation=recommendation,
        kind=kind,
        state=state,
        what=what,
        note=note.strip(),
        proof=proof,
        merged_into=merged_into,
        taken_by=by,
    )
    step.full_clean()
    step.save()
    return step


def _held(recommendation, states):
    """Locked, with its state, which is one of those in which this may be done."""
    Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    held = Recommendation.objects.with_state().get(pk=recommendation.pk)
    if held.state in states:
        return held
    if held.state == RecommendationState.RECEIVED:
        raise ValidationError("Answer it first: say whether it is accepted.")
    last = held.steps.select_related("taken_by").first()
    raise ValidationError(
        f"It is {RecommendationState(held.state).label.lower()}. {_said(last)} "
        "Nothing of yours is changed.",
        code=MOVED_ON,
    )


def _said(step) -> str:
    return f"{name_of(step.taken_by)}, {moment_in_words(step.taken_at)}: {step.what.rstrip('.')}."
