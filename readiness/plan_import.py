"""Bringing in a plan from a spreadsheet: looked at first, then all of it or nothing.

The same file again changes nothing: an action is known by its reference, else by its words within
its priority. What it says of a quarter becomes an update, unless that was said already.
"""

from datetime import date
from functools import partial
from pathlib import PurePath

from django.core.exceptions import ValidationError

from indicators.models import Indicator
from indicators.workbook import MAX_FILE, open_workbook
from readiness.changes import changes_in_a_sentence, changes_in_words
from readiness.deciding_imports import bring_in, look
from readiness.import_rows import (
    ADD,
    CHANGE,
    NOTHING,
    REFUSED,
    Taken,
    differs,
    people_by_name,
    read_rows,
    report_of,
    taken,
)
from readiness.improvement import FIELDS, MANY, add_action, add_priority, edit_action
from readiness.models import Action, Plan, PlanImport, Priority, Statement
from readiness.plan_file import KnownNames, PlanRow, read_plan
from readiness.plan_update_import import Updates, statuses_by_name
from readiness.register_file import Problem, known_by, plain
from readiness.score_reads import frameworks_in_use_first

MOST_ROWS = 2_000
NO_HEADINGS = (
    "No sheet has a row of headings with “Action” and “Priority”. Take the file under the list of "
    "actions and fill it in."
)


def receive(*, file, by, on: date) -> PlanImport:
    """Keeps the file with what it would do."""
    if file.size > MAX_FILE:
        raise ValidationError({"file": f"{file.name} is too large for a plan."})
    content = file.read()
    file.seek(0)
    report = look(lambda: run(content, file.name, by=by, on=on))
    name = PurePath(file.name).name[:255]
    return PlanImport.objects.create(file=file, name=name, report=report, received_by=by)


def confirm(found: PlanImport, *, by, on: date) -> PlanImport:
    return bring_in(found, partial(run, by=by, on=on), what="the plan", by=by)


# --- the file itself ---------------------------------------------------------------------------


def run(content: bytes, name: str, *, by, on: date) -> dict:
    """Every row in turn, within the caller's transaction."""
    clerk = Clerk(by=by, on=on)
    return report_of(rows_in(content, name), clerk.take, place=place_of) | {
        "priorities": clerk.added
    }


def rows_in(content: bytes, name: str) -> list[PlanRow]:
    return read_rows(
        lambda: read_plan(open_workbook(content, name), known_names()),
        no_headings=NO_HEADINGS,
        most=MOST_ROWS,
    )


def place_of(row: PlanRow) -> dict:
    return {"sheet": row.sheet, "row": row.number, "title": row.title}


def known_names() -> KnownNames:
    framework = frameworks_in_use_first().values("pk")[:1]
    statements = Statement.objects.filter(framework__in=framework)
    return KnownNames(
        plans=known_by((plan, (plan.title,)) for plan in Plan.objects.all()),
        statements=known_by((row, (row.title, row.slug, *row.aliases)) for row in statements),
        indicators={row.code.casefold(): row for row in Indicator.objects.all()},
        people=people_by_name("readiness.update_action"),
        statuses=statuses_by_name(),
    )


class Clerk:
    """Decides what each row means for the plan, and does it."""

    def __init__(self, *, by, on: date):
        self.by, self.on = by, on
        self.added: list[str] = []
        self.updates = Updates(by=by, on=on)
        actions = Action.objects.select_related("priority__plan", "owner")
        held = list(actions.prefetch_related(*MANY))
        self.by_key = {str(action.pk): action for action in held}
        self.by_words = {words_of(action.priority_id, action.title): action for action in held}
        self.priorities = {
            (row.plan_id, spelling): row
            for row in Priority.objects.select_related("plan")
            for spelling in (plain(row), plain(row.title))
        }
        self.seen: dict[int, int] = {}

    def take(self, row: PlanRow) -> Taken:
        if row.problems:
            return REFUSED, "", row.problems
        return taken(
            partial(self.settle, row), partial(Problem, row.sheet, row.number, "", row.title[:80])
        )

    def settle(self, row: PlanRow) -> tuple[str, str]:
        priority = self.priority_of(row)
        held = self.held(row, priority)
        if held is None:
            added = self.add(row, priority)
            self.by_words[words_of(priority.pk, row.title)] = added
            self.seen[added.pk] = row.number
            return ADD, " ".join(self.updates.say(added, row.updates))
        if held.pk in self.seen:
            raise ValidationError(f"Row {self.seen[held.pk]} is about the same action.")
        self.seen[held.pk] = row.number
        does, about = self.change(held, row, priority)
        said = self.updates.say(held, row.updates)
        return (CHANGE if said else does), " ".join([about, *said]).strip()

    def held(self, row: PlanRow, priority: Priority) -> Action | None:
        if row.reference:
            if row.reference not in self.by_key:
                raise ValidationError(
                    f"There is no action with the reference {row.reference}. Leave it empty for a "
                    "new one."
                )
            return self.by_key[row.reference]
        return self.by_words.get(words_of(priority.pk, row.title))

    def priority_of(self, row: PlanRow) -> Priority:
        """The one of that number and title, or title; a new one where the plan has none."""
        known = self.priorities.get((row.plan.pk, plain(row.priority)))
        if known is None:
            known = add_priority(row.plan, title=row.priority, by=self.by)
            self.priorities[row.plan.pk, plain(row.priority)] = known
            self.added.append(known.title)
        return known

    def add(self, row: PlanRow, priority: Priority) -> Action:
        if row.fields.get("owner") is None:
            raise ValidationError("A new action needs an owner.")
        fields = dict(row.fields)
        implemented_on = fields.pop("implemented_on", None)
        added = add_action(priority, title=row.title, by=self.by, **fields)
        if implemented_on:
            as_added = as_it_is(added) | {"implemented_on": implemented_on}
            edit_action(added, seen_revision=1, by=self.by, on=self.on, **as_added)
        return added

    def change(self, held: Action, row: PlanRow, priority: Priority) -> tuple[str, str]:
        is_now = as_it_is(held)
        said = {name: value for name, value in row.fields.items() if differs(value, is_now[name])}
        wanted = is_now | said | {"title": row.title, "priority": priority}
        linked = {name: wanted[name] for name in MANY}
        plain_fields = {name: wanted[name] for name in FIELDS}
        changes = changes_in_words(held, plain_fields, linked)
        if not changes:
            return NOTHING, ""
        edit_action(held, seen_revision=held.revision, by=self.by, on=self.on, **wanted)
        return CHANGE, changes_in_a_sentence(changes)


def as_it_is(action: Action) -> dict:
    many = {name: list(getattr(action, name).all()) for name in MANY}
    return {name: getattr(action, name) for name in FIELDS} | many


def words_of(priority_id: int, title: str) -> tuple[int, str]:
    return priority_id, plain(title)
