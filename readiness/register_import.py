"""Bringing in a council's own list of evidence with its files: checked, then all of it or nothing.

The same list again changes nothing: what is held already is linked where it was not, and
otherwise left as it is.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction

from config.wording import name_of
from evidence import intake
from evidence.models import Document
from indicators.workbook import MAX_FILE, UnreadableFileError, open_workbook
from readiness.deciding_imports import decided
from readiness.linking import link_evidence
from readiness.models import EvidenceCategory, EvidenceLink, RegisterImport, Statement
from readiness.register_file import (
    MOST_ROWS,
    Known,
    NoHeadingsError,
    Problem,
    RegisterRow,
    known_by,
    plain,
    read_register,
)
from readiness.register_files import Files, NoFiles, NotThereError, ZipFiles, find
from readiness.roles import people_who_may
from readiness.score_reads import frameworks_in_use_first

State = RegisterImport.State
ADD, LINK, NOTHING, REFUSED = "add", "link", "nothing", "refused"
NO_HEADINGS = (
    "No sheet has a row of headings with a quality statement and a title, file name or link. "
    "Take the blank list from this page, or name your columns as it does."
)


@dataclass
class Report:
    """What would be done, or was: ``rows`` are (sheet, row, title, what, problems)."""

    rows: list[dict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, row: RegisterRow, does: str, problems=()) -> None:
        self.problems += problems
        title = row.title or row.file or row.address
        self.rows.append({"sheet": row.sheet, "row": row.number, "title": title, "does": does})

    @property
    def counts(self) -> dict[str, int]:
        found: defaultdict[str, int] = defaultdict(int)
        for row in self.rows:
            found[row["does"]] += 1
        return {does: found[does] for does in (ADD, LINK, NOTHING, REFUSED)}

    def as_json(self) -> dict:
        problems = [asdict(problem) for problem in self.problems]
        return {"rows": self.rows, "counts": self.counts, "problems": problems}


# --- the steps of an import on screen ----------------------------------------------------------


@transaction.atomic
def receive(*, register, files, by) -> RegisterImport:
    if register.size > MAX_FILE:
        raise ValidationError({"register": f"{register.name} is too large for a list."})
    names = {"register_name": PurePath(register.name).name[:255]}
    if files:
        ZipFiles(files)  # refuses what is no ZIP while its sender is there to read why
        files.seek(0)
        names["files_name"] = PurePath(files.name).name[:255]
    return RegisterImport.objects.create(
        register=register, files=files or "", received_by=by, **names
    )


def check(pk: int) -> None:
    """Says for each row what would be done. Safe to run twice; changes no document."""
    found = RegisterImport.objects.select_related("received_by").get(pk=pk)
    if found.state != State.RECEIVED:
        return
    try:
        report = run(found, write=False)
    except ValidationError as refusal:
        found.state, found.problem = State.REFUSED, " ".join(refusal.messages)
        _drop_files(found)
    else:
        found.state, found.report = State.CHECKED, report.as_json()
    found.save(update_fields=["state", "problem", "report"])


@transaction.atomic
def confirm(found: RegisterImport, *, by) -> RegisterImport:
    found = _held(found, State.CHECKED)
    if found.report and found.report["problems"]:
        raise ValidationError("Put the problems right in the list first, then bring it in again.")
    return decided(found, State.CONFIRMED, by=by)


@transaction.atomic
def discard(found: RegisterImport, *, by) -> RegisterImport:
    found = decided(_held(found, State.CHECKED), State.DISCARDED, by=by)
    _drop_files(found)
    return found


def write(pk: int) -> None:
    """All rows in one transaction, with the state that says so: running twice does it once."""
    try:
        with intake.nothing_half_written():
            found = RegisterImport.objects.select_for_update().get(pk=pk)
            if found.state != State.CONFIRMED:
                return
            report = run(found, write=True)
            refuse_what_moved(report)
            found.state, found.report = State.DONE, report.as_json()
            found.save(update_fields=["state", "report"])
            _drop_files(found)
    except ValidationError as refusal:
        RegisterImport.objects.filter(pk=pk).update(
            state=State.REFUSED, problem=" ".join(refusal.messages)
        )


def unfinished() -> tuple[list[int], list[int]]:
    """What a stopped worker left to check, and to write."""
    ids = RegisterImport.objects.order_by("pk").values_list("pk", flat=True)
    return list(ids.filter(state=State.RECEIVED)), list(ids.filter(state=State.CONFIRMED))


def run(found: RegisterImport, *, write: bool) -> Report:
    def tell(done: int, of: int) -> None:
        if not write:  # inside the transaction nobody would see it
            RegisterImport.objects.filter(pk=found.pk).update(progress=done, progress_of=of)

    with found.register.open("rb") as register:
        content = register.read()
    if not found.files:
        return bring_in(content, found.register_name, NoFiles(), by=found.received_by, write=write)
    with found.files.open("rb") as stream:
        files = ZipFiles(stream)
        return bring_in(
            content, found.register_name, files, by=found.received_by, write=write, tell=tell
        )


def _drop_files(found: RegisterImport) -> None:
    """The ZIP goes once it has served: nothing of it is kept beside the library."""
    stored, found.files = found.files.name, ""
    found.save(update_fields=["files"])
    if stored:
        transaction.on_commit(lambda: default_storage.delete(stored))


def _held(found: RegisterImport, state) -> RegisterImport:
    found = RegisterImport.objects.select_for_update().get(pk=found.pk)
    if found.state != state:
        raise ValidationError(
            f"This list is {found.get_state_display().lower()} already. Nothing is changed."
        )
    return found


# --- the list itself ---------------------------------------------------------------------------


def bring_in(
    content: bytes,
    name: str,
    files: Files,
    *,
    by,
    write: bool,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> Report:
    """Every row in turn. With ``write`` the caller holds ``intake.nothing_half_written``."""
    rows = rows_in(content, name)
    clerk = Clerk(files, by=by, write=write)
    report = Report()
    for done, row in enumerate(rows):
        does, problems = clerk.take(row)
        report.add(row, does, problems)
        tell(done + 1, len(rows))
    return report


def rows_in(content: bytes, name: str) -> list[RegisterRow]:
    try:
        rows = read_register(open_workbook(content, name), known_names())
    except UnreadableFileError as problem:
        raise ValidationError(str(problem)) from problem
    except NoHeadingsError:
        raise ValidationError(NO_HEADINGS) from None
    if not rows:
        raise ValidationError("The list has headings and no rows under them.")
    if len(rows) > MOST_ROWS:
        raise ValidationError(f"The list has more than {MOST_ROWS:,} rows. Split it.")
    return rows


def known_names() -> Known:
    """Statements by title, slug, key line and alias; people by e-mail, and by name where one."""
    framework = frameworks_in_use_first().values("pk")[:1]
    statements = Statement.objects.filter(framework__in=framework)
    categories = EvidenceCategory.objects.filter(framework__in=framework)
    people = list(people_who_may("evidence.change_document"))
    names = [plain(name_of(person)) for person in people]
    return Known(
        statements=known_by((row, (row.title, row.slug, *row.aliases)) for row in statements),
        categories=known_by((row, (row.title, row.short_title, row.slug)) for row in categories),
        owners={person.email.casefold(): person for person in people}
        | {
            name: person
            for name, person in zip(names, people, strict=True)
            if names.count(name) == 1
        },
    )


class Clerk:
    """Decides what each row means for the library, and does it where asked to."""

    def __init__(self, files: Files, *, by, write: bool):
        self.files, self.by, self.write = files, by, write
        self.planned: dict[str, set] = {}
        """Documents this very list adds, by content or address: where they will be linked."""

    def take(self, row: RegisterRow) -> tuple[str, list[Problem]]:
        if row.problems:
            return REFUSED, list(row.problems)
        try:
            return (self.take_file(row) if row.file else self.take_link(row)), []
        except NotThereError as problem:
            return REFUSED, [problem_of(row, row.file, str(problem))]
        except ValidationError as problem:
            return REFUSED, [problem_of(row, row.file or row.address, " ".join(problem.messages))]

    def take_file(self, row: RegisterRow) -> str:
        with self.files.opened(find(self.files, row.file)) as file:
            received = intake.receive(file)
            held = Document.objects.kept().filter(versions__sha256=received.sha256).first()
            add = lambda: intake.add_file(received=received, by=self.by, **about(row))  # noqa: E731
            return self.settle(row, received.sha256, held, add)

    def take_link(self, row: RegisterRow) -> str:
        address = intake.checked_address(row.address)
        held = Document.objects.kept().filter(address=address).first()
        add = lambda: intake.add_link(address=address, by=self.by, **about(row))  # noqa: E731
        return self.settle(row, address, held, add)

    def settle(self, row: RegisterRow, key: str, held: Document | None, add) -> str:
        """Add what is not held; link it to each statement it is not linked to yet."""
        wanted = {(statement.pk, row.category.pk) for statement in row.statements}
        missing = wanted - (linked(held) if held else self.planned.get(key, set()))
        does = (LINK if missing else NOTHING) if held or key in self.planned else ADD
        self.planned.setdefault(key, set()).update(missing)
        if self.write and does != NOTHING:
            document = held or add()
            for statement in row.statements:
                if (statement.pk, row.category.pk) in missing:
                    self.link(document, statement, row)
        return does

    def link(self, document: Document, statement: Statement, row: RegisterRow) -> None:
        link_evidence(
            document,
            statement=statement,
            category=row.category,
            shows=row.shows or document.title,
            location=row.location,
            by=self.by,
        )


def linked(document: Document) -> set[tuple[int, int]]:
    links = EvidenceLink.objects.live().filter(document=document)
    return set(links.values_list("statement", "category"))


def about(row: RegisterRow) -> dict:
    return {
        "title": row.title[:200],
        "description": row.description,
        "owner": row.owner,
        "evidence_date": row.evidence_date,
        "review_by": row.review_by,
    }


def problem_of(row: RegisterRow, value: str, message: str) -> Problem:
    return Problem(row.sheet, row.number, "", value[:80], message)


def refuse_what_moved(report: Report) -> None:
    if report.problems:
        first = report.problems[0]
        raise ValidationError(
            f"Something changed since the list was checked. Row {first.row}: {first.message} "
            "Nothing was brought in. Bring the list in again to see what is left to do."
        )
