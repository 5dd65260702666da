"""Loading the list of items from a file: looked at first, then all of it or nothing.

An item is known by its code, so the same file again changes nothing, and a newer list shows what
it changes. What an item is answered with stays; an item that the file does not name stays as it is.
"""

from collections import Counter
from dataclasses import asdict
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction

from config.wording import name_of
from indicators.workbook import MAX_FILE, UnreadableFileError, open_workbook
from readiness.changes import changes_in_a_sentence
from readiness.deciding_imports import decided, refuse_decided
from readiness.information_returns import add_item, edit_item, locked_return
from readiness.models import InformationReturn, ReturnImport, ReturnItem, Statement
from readiness.plan_import import differs
from readiness.register_file import NoHeadingsError, Problem, known_by, plain
from readiness.return_file import ReturnRow, read_items
from readiness.roles import people_who_may
from readiness.score_reads import frameworks_in_use_first

ADD, CHANGE, NOTHING, REFUSED = "add", "change", "nothing", "refused"
MOST_ROWS = 1_000
State = ReturnImport.State


def receive(information_return, *, file, by) -> ReturnImport:
    """Keeps the file with what it would do."""
    if file.size > MAX_FILE:
        raise ValidationError({"file": f"{file.name} is too large for a list of items."})
    content = file.read()
    file.seek(0)
    report = look(information_return, content, file.name, by=by)
    name = PurePath(file.name).name[:255]
    return ReturnImport.objects.create(
        information_return=information_return, file=file, name=name, report=report, received_by=by
    )


def look(information_return, content: bytes, name: str, *, by) -> dict:
    """What the file would do: done for real, and taken back."""
    with transaction.atomic():
        report = run(information_return, content, name, by=by)
        transaction.set_rollback(True)
    return report


@transaction.atomic
def confirm(found: ReturnImport, *, by) -> ReturnImport:
    found = ReturnImport.objects.select_for_update().get(pk=found.pk)
    refuse_decided(found)
    if found.report["problems"]:
        raise ValidationError("Put the problems right in the file first, then load it again.")
    with found.file.open("rb") as stored:
        report = run(found.information_return, stored.read(), found.name, by=by)
    if report != found.report:
        raise ValidationError(
            "Somebody changed the items since the file was looked at. Nothing was loaded. Load "
            "the file again to see what is left to do."
        )
    return decided(found, State.DONE, by=by)


@transaction.atomic
def discard(found: ReturnImport, *, by) -> ReturnImport:
    found = ReturnImport.objects.select_for_update().get(pk=found.pk)
    refuse_decided(found)
    return decided(found, State.DISCARDED, by=by)


# --- the file itself -----------------------------------------------------------------------


def run(information_return, content: bytes, name: str, *, by) -> dict:
    """Every row in turn, within the caller's transaction."""
    row = locked_return(information_return)
    held = {item.code.casefold(): item for item in row.items.prefetch_related("statements")}
    lines, problems = [], []
    named: set[str] = set()
    for each in rows_in(content, name):
        does, about, wrong = take(each, row, held, by=by)
        problems += [asdict(problem) for problem in wrong]
        title = f"{each.code} {each.title}"
        line = {"sheet": each.sheet, "row": each.number, "title": title}
        lines.append(line | {"does": does, "about": about})
        named.add(each.code.casefold())
    counts = Counter(line["does"] for line in lines)
    return {
        "rows": lines,
        "counts": {does: counts[does] for does in (ADD, CHANGE, NOTHING, REFUSED)},
        "problems": problems,
        "not_named": sorted(str(item) for code, item in held.items() if code not in named),
    }


def rows_in(content: bytes, name: str) -> list[ReturnRow]:
    try:
        rows = read_items(open_workbook(content, name), **known_names())
    except UnreadableFileError as problem:
        raise ValidationError({"file": str(problem)}) from problem
    except NoHeadingsError:
        wanted = "No sheet has a row of headings with “Code” and “Title”."
        raise ValidationError({"file": wanted}) from None
    if not rows:
        raise ValidationError({"file": "The file has headings and no rows under them."})
    if len(rows) > MOST_ROWS:
        raise ValidationError({"file": f"It has more than {MOST_ROWS:,} rows. Split it."})
    return rows


def known_names() -> dict:
    people = list(people_who_may("readiness.gather_information_return"))
    names = Counter(plain(name_of(person)) for person in people)
    framework = frameworks_in_use_first().values("pk")[:1]
    statements = Statement.objects.filter(framework__in=framework)
    return {
        "statements": known_by((row, (row.title, row.slug, *row.aliases)) for row in statements),
        "people": {
            plain(name_of(each)): each for each in people if names[plain(name_of(each))] == 1
        }
        | {person.email.casefold(): person for person in people},
    }


def take(
    row: ReturnRow, into: InformationReturn, held: dict[str, ReturnItem], *, by
) -> tuple[str, str, list[Problem]]:
    if row.problems:
        return REFUSED, "", list(row.problems)
    item = held.get(row.code.casefold())
    try:
        with transaction.atomic():
            if item is None:
                add_item(into, code=row.code, title=row.title, by=by, **row.fields)
                return ADD, "", []
            return *change(item, row, by=by), []
    except ValidationError as problem:
        said = " ".join(problem.messages)
        return REFUSED, "", [Problem(row.sheet, row.number, "", row.code, said)]


def change(item: ReturnItem, row: ReturnRow, *, by) -> tuple[str, str]:
    """An empty owner or day leaves the one we have: CQC's list knows neither."""
    said = dict(row.fields) | {"title": row.title}
    linked = said.pop("statements", None)
    fields = {
        name: value
        for name, value in said.items()
        if differs(value, getattr(item, name)) and not (name in ("owner", "due_on") and not value)
    }
    saved = edit_item(item, seen_revision=None, by=by, statements=linked, **fields)
    if saved.revision == item.revision:
        return NOTHING, ""
    latest = saved.changes.first()
    return CHANGE, changes_in_a_sentence(latest.changes) if latest else ""
