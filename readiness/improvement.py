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
from readiness.models import Action, ActionChange, ActionUpdate, Plan, Priority, Status
from readiness.quarters import Quarter, quarter_of

FIELDS = ("title", "description", "measure", "priority", "owner", "starts_on", "due_on")
MANY = ("statements", "indicators")


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
def add_priority(plan, *, title, by, outcome="", number=None) -> Priority:
    """A priority takes the next number of its plan unless one is given."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)  # numbers are given out in turn
    if number is None:
        number = (plan.priorities.aggregate(last=Max("number"))["last"] or 0) + 1
    if plan.priorities.filter(number=number).exists():
        raise ValidationError({"number": f"{plan.title} already has a priority {number}."})
    title = title.strip()
    priority = Priority(plan=plan, number=number, title=title, outcome=outcome, added_by=by)
    return _saved(priority)


@transaction.atomic
def add_action(
    priority,
    *,
    title,
    owner,
    by,
    description="",
    measure="",
    starts_on=None,
    due_on=None,
    statements=(),
    indicators=(),
) -> Action:
    _refuse_due_before_start(starts_on, due_on)
    _refuse_absent_owner(owner)
    action = _saved(
        Action(
            priority=priority,
            title=title.strip(),
            description=description,
            measure=measure,
            owner=owner,
            starts_on=starts_on,
            due_on=due_on,
            added_by=by,
        )
    )
    action.statements.set(statements)
    action.indicators.set(indicators)
    return action


@transaction.atomic
def edit_action(action, *, seen_revision: int, by, statements, indicators, **fields) -> Action:
    """Change an action as a whole; ``fields`` are all of ``FIELDS``.

    Refuses when somebody else has saved since ``seen_revision`` was read.
    """
    action = Action.objects.select_for_update().get(pk=action.pk)
    _refuse_second_editor(action, seen_revision)
    _refuse_due_before_start(fields["starts_on"], fields["due_on"])
    if fields["owner"].pk != action.owner_id:
        _refuse_absent_owner(fields["owner"])
    linked = {"statements": list(statements), "indicators": list(indicators)}
    changes = _changes_in_words(action, fields, linked)
    if not changes:
        return action
    for name in FIELDS:
        setattr(action, name, fields[name])
    action.revision += 1
    _saved(action)
    for name in MANY:
        getattr(action, name).set(linked[name])
    ActionChange.objects.create(action=action, changes=changes, changed_by=by)
    return action


@transaction.atomic
def update_action(
    action, *, status: str, narrative: str, quarter: Quarter, by, on: date, seen_update=None
) -> ActionUpdate:
    """Say how an action went in a quarter. ``seen_update`` is the id of the latest update the
    writer was shown (0 for none); left out, nothing is compared."""
    Action.objects.select_for_update().get(pk=action.pk)
    latest = action.updates.select_related("updated_by").first()
    _refuse_unread_update(latest, seen_update)
    _refuse_quarter(quarter, latest, on)
    if status not in Status.values:
        raise ValidationError({"status": "Choose how the action is going."})
    if not narrative.strip():
        raise ValidationError({"narrative": _narrative_wanted(status)})
    return _saved(
        ActionUpdate(
            action=action,
            quarter_starts_on=quarter.starts_on,
            status=status,
            narrative=narrative.strip(),
            updated_by=by,
        )
    )


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


def _refuse_absent_owner(owner):
    if not owner.is_active:
        raise ValidationError(
            {"owner": f"{name_of(owner)} no longer has an account. Choose somebody else."}
        )


def _refuse_second_editor(action, seen_revision):
    unseen = action.revision - seen_revision
    if not unseen:
        return
    changes = action.changes.select_related("changed_by")[: max(unseen, 1)]
    told = " ".join(
        f"{_who_and_when(change)}: {changes_in_a_sentence(change.changes)}" for change in changes
    )
    raise ValidationError(
        f"Somebody else changed this action while you were writing. {told} Nothing of yours is "
        "saved yet: the form now holds their changes and yours. Check it, then save again.",
        code=MOVED_ON,
    )


def _who_and_when(change):
    return f"{name_of(change.changed_by)}, {moment_in_words(change.changed_at)}"


def changes_in_a_sentence(changes: dict) -> str:
    """{"Due date": ["none", "1 May 2026"]} -> "Due date from none to 1 May 2026." """
    parts = (f"{label} from {before} to {after}" for label, (before, after) in changes.items())
    return "; ".join(parts) + "."


def _refuse_unread_update(latest, seen_update):
    if seen_update is None or (latest.pk if latest else 0) == seen_update:
        return
    raise ValidationError(
        f"{name_of(latest.updated_by)} wrote an update while you were writing: "
        f"“{latest.narrative}” ({latest.get_status_display()}). Nothing of yours is saved yet: "
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


def _changes_in_words(action, fields, linked) -> dict:
    """{"Due date": ["none", "1 May 2026"]}: only what differs."""
    changes = {}
    for name in FIELDS:
        before, after = getattr(action, name), fields[name]
        if before != after:
            changes[_label(name)] = [_in_words(before), _in_words(after)]
    for name in MANY:
        before = list(getattr(action, name).all())
        if {row.pk for row in before} != {row.pk for row in linked[name]}:
            changes[_label(name)] = [_list_in_words(before), _list_in_words(linked[name])]
    return changes


def _label(name):
    words = {"starts_on": "Start date", "due_on": "Due date", "measure": "Measure of success"}
    return words.get(name, name.capitalize())


def _in_words(value):
    if value is None:
        return "none"
    if isinstance(value, date):
        return day_in_words(value)
    return (name_of(value) if hasattr(value, "get_full_name") else str(value)) or "nothing"


def _list_in_words(rows):
    return ", ".join(sorted(str(row) for row in rows)) or "none"
