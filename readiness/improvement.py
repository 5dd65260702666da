"""Changes to the strategic plan: priorities and actions added, edited and spoken of.

An edit is kept as an ``ActionChange`` in words; what an owner says of a quarter is a row of its
own and is never changed. Two people at the same action: the second is told what the first did.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from config.second_editor import MOVED_ON
from config.wording import day_in_words, moment_in_words, name_of
from readiness.changes import changes_in_a_sentence, changes_in_words
from readiness.models import (
    Action,
    ActionChange,
    ActionUpdate,
    Plan,
    Priority,
    PriorityChange,
    Status,
)
from readiness.proof import checked_percent, checked_proof
from readiness.quarters import Quarter, quarter_of

FIELDS = (
    *("title", "description", "measure", "resource", "priority", "owner"),
    *("starts_on", "due_on", "implemented_on"),
)
MANY = ("collaborators", "statements", "indicators")


@transaction.atomic
def add_plan(*, title, starts_on, ends_on, by, source="") -> Plan:
    if starts_on and ends_on and ends_on <= starts_on:
        raise ValidationError({"ends_on": "The plan must end after it starts."})
    title = title.strip()
    if Plan.objects.filter(title__iexact=title).exists():
        raise ValidationError({"title": f"There is already a plan called “{title}”."})
    plan = Plan(title=title, starts_on=starts_on, ends_on=ends_on, source=source, added_by=by)
    return _saved(plan)


@transaction.atomic
def add_priority(plan, *, title, by, outcome="", number=None, indicators=()) -> Priority:
    """A priority takes the next number of its plan unless one is given."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)  # numbers are given out in turn
    if number is None:
        number = (plan.priorities.aggregate(last=Max("number"))["last"] or 0) + 1
    if plan.priorities.filter(number=number).exists():
        raise ValidationError({"number": f"{plan.title} already has a priority {number}."})
    title = title.strip()
    outcome = outcome.strip()
    priority = Priority(plan=plan, number=number, title=title, outcome=outcome, added_by=by)
    _saved(priority).indicators.set(indicators)
    return priority


@transaction.atomic
def edit_priority(
    priority, *, title: str, outcome: str, indicators, seen_revision: int, by
) -> Priority:
    """The number stays: actions and reports are known by it."""
    priority = Priority.objects.select_for_update().get(pk=priority.pk)
    _refuse_second_editor(priority, seen_revision)
    fields = {"title": title.strip(), "outcome": outcome.strip()}
    linked = {"indicators": list(indicators)}
    changes = changes_in_words(priority, fields, linked)
    if not changes:
        return priority
    priority.title, priority.outcome = fields["title"], fields["outcome"]
    priority.revision += 1
    _saved(priority)
    priority.indicators.set(linked["indicators"])
    PriorityChange.objects.create(priority=priority, changes=changes, changed_by=by)
    return priority


@transaction.atomic
def add_action(
    priority,
    *,
    title,
    owner,
    by,
    description="",
    measure="",
    resource="",
    starts_on=None,
    due_on=None,
    collaborators=(),
    statements=(),
    indicators=(),
) -> Action:
    _refuse_due_before_start(starts_on, due_on)
    _refuse_absent_owner(owner)
    _refuse_absent_collaborators(collaborators)
    action = _saved(
        Action(
            priority=priority,
            title=title.strip(),
            description=description,
            measure=measure,
            resource=resource,
            owner=owner,
            starts_on=starts_on,
            due_on=due_on,
            added_by=by,
        )
    )
    action.collaborators.set(collaborators)
    action.statements.set(statements)
    action.indicators.set(indicators)
    return action


@transaction.atomic
def edit_action(action, *, seen_revision: int, by, on: date, **fields) -> Action:
    """Change an action as a whole; ``fields`` are all of ``FIELDS`` and ``MANY``.

    Refuses when somebody else has saved since ``seen_revision`` was read.
    """
    action = Action.objects.select_for_update().get(pk=action.pk)
    _refuse_second_editor(action, seen_revision)
    _refuse_due_before_start(fields["starts_on"], fields["due_on"])
    _refuse_implemented_later(fields["implemented_on"], on)
    if fields["owner"].pk != action.owner_id:
        _refuse_absent_owner(fields["owner"])
    linked = {name: list(fields.pop(name)) for name in MANY}
    already = set(action.collaborators.values_list("pk", flat=True))
    _refuse_absent_collaborators(each for each in linked["collaborators"] if each.pk not in already)
    changes = changes_in_words(action, fields, linked)
    if not changes:
        return action
    for name in FIELDS:
        setattr(action, name, fields[name])
    for name in MANY:
        getattr(action, name).set(linked[name])
    return _changed(action, changes, by=by)


@transaction.atomic
def update_action(
    action,
    *,
    status: str,
    narrative: str,
    quarter: Quarter,
    by,
    on: date,
    changed: str = "",
    next_steps: str = "",
    percent: int | None = None,
    proof=None,
    why_no_proof: str = "",
    implemented_on: date | None = None,
    seen_update=None,
) -> ActionUpdate:
    """Say how an action went in a quarter. ``seen_update`` is the id of the latest update the
    writer was shown (0 for none); left out, nothing is compared. ``implemented_on`` left out
    leaves the day that is known."""
    action = Action.objects.select_for_update().get(pk=action.pk)
    latest = action.updates.select_related("updated_by").first()
    _refuse_unread_update(latest, seen_update)
    _refuse_quarter(quarter, latest, on)
    if status not in Status.values:
        raise ValidationError({"status": "Choose how the action is going."})
    if not narrative.strip():
        raise ValidationError({"narrative": _narrative_wanted(status)})
    _refuse_implemented_later(implemented_on, on)
    update = ActionUpdate(
        action=action,
        quarter_starts_on=quarter.starts_on,
        status=status,
        narrative=narrative.strip(),
        changed=changed.strip(),
        next_steps=next_steps.strip(),
        percent=checked_percent(percent, status),
        updated_by=by,
    )
    if status == Status.COMPLETED:
        update.proof, update.why_no_proof = checked_proof(proof, why_no_proof)
    if implemented_on and implemented_on != action.implemented_on:
        changes = changes_in_words(action, {"implemented_on": implemented_on}, {})
        action.implemented_on = implemented_on
        _changed(action, changes, by=by)
    return _saved(update)


def _changed(action, changes, *, by):
    action.revision += 1
    _saved(action)
    ActionChange.objects.create(action=action, changes=changes, changed_by=by)
    return action


def _saved(row):
    row.full_clean()
    row.save()
    return row


def _refuse_due_before_start(starts_on, due_on):
    if starts_on and due_on and due_on < starts_on:
        raise ValidationError(
            {
                "due_on": f"The action is due on {day_in_words(due_on)}, before it starts on "
                f"{day_in_words(starts_on)}. Change one of the two dates."
            }
        )


def _refuse_implemented_later(implemented_on, on):
    if implemented_on and implemented_on > on:
        raise ValidationError(
            {
                "implemented_on": f"{day_in_words(implemented_on)} has not come yet. Give the day "
                "since when it has been in use, or leave it empty."
            }
        )


def _refuse_absent_owner(owner):
    if not owner.is_active:
        raise ValidationError(
            {"owner": f"{name_of(owner)} no longer has an account. Choose somebody else."}
        )


def _refuse_absent_collaborators(people):
    gone = [name_of(person) for person in people if not person.is_active]
    if gone:
        names = " and ".join(gone)
        have = "no longer has an account" if len(gone) == 1 else "no longer have accounts"
        raise ValidationError({"collaborators": f"{names} {have}. Leave them out."})


def _refuse_second_editor(row, seen_revision):
    """Of an action or a priority."""
    unseen = row.revision - seen_revision
    if not unseen:
        return
    changes = row.changes.select_related("changed_by")[: max(unseen, 1)]
    told = " ".join(
        f"{_who_and_when(change)}: {changes_in_a_sentence(change.changes)}" for change in changes
    )
    raise ValidationError(
        f"Somebody else changed this {row._meta.verbose_name} while you were writing. {told} "
        "Nothing of yours is saved yet: the form now holds their changes and yours. Check it, "
        "then save again.",
        code=MOVED_ON,
    )


def _who_and_when(change):
    return f"{name_of(change.changed_by)}, {moment_in_words(change.changed_at)}"


def _refuse_unread_update(latest, seen_update):
    if seen_update is None or (latest.pk if latest else 0) == seen_update:
        return
    raise ValidationError(
        f"{name_of(latest.updated_by)} wrote an update while you were writing: "
        f"“{latest.narrative}” ({Status(latest.status).word}). Nothing of yours is saved yet: "
        "read it, then save yours if it is still wanted.",
        code=MOVED_ON,
    )


def _refuse_quarter(quarter, latest, on):
    present = quarter_of(on)
    if quarter > present:
        raise ValidationError(
            {"quarter": f"{quarter} has not begun. The latest you can speak of is {present}."}
        )
    if latest and quarter < Quarter(latest.quarter_starts_on):
        raise ValidationError(
            {
                "quarter": f"The last update speaks of {Quarter(latest.quarter_starts_on)}. "
                f"Choose that quarter or a later one, not {quarter}."
            }
        )


def _narrative_wanted(status):
    if status == Status.COMPLETED:
        return "Say what was completed and what came of it."
    if status == Status.STOPPED:
        return "Say why the action was stopped."
    return "Say what happened this quarter."
