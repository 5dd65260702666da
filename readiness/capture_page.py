"""What somebody's "Add evidence" page holds: their files, what was typed, what is suggested."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import prefetch_related_objects

from evidence import arriving, file_names, file_types, uploads
from evidence.models import Document, Upload
from readiness.capture import held_already
from readiness.models import EvidenceCategory, Statement
from readiness.score_reads import frameworks_in_use_first
from readiness.suggestion_words import category_subjects, statement_subjects
from readiness.suggestions import line_that_shows, suggest


@dataclass(frozen=True)
class FileRow:
    """A file on the page. ``known`` is the document that has the same content."""

    upload: Upload
    known: Document | None
    title: str
    kind: str
    percent: int

    @property
    def key(self) -> str:
        return str(self.upload.key)

    @property
    def is_arriving(self) -> bool:
        return self.upload.state == Upload.State.ARRIVING


@dataclass(frozen=True)
class Suggested:
    key: int
    title: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class Suggestions:
    """``is_waiting`` while the text of a file is still being read."""

    shows: str
    statements: tuple[Suggested, ...]
    categories: tuple[Suggested, ...]
    is_waiting: bool

    def __bool__(self) -> bool:
        return bool(self.shows or self.statements or self.categories)


@dataclass(frozen=True)
class Remembered:
    """Answers of last time, and those typed since and not yet saved."""

    category: int | None
    owner: int | None
    answers: dict[str, list[str]]


def files_of(person) -> list[Upload]:
    """Everything this person has sent and not saved; whole files nobody looked at are now."""
    files = list(Upload.objects.filter(sent_by=person))
    for upload in files:
        if upload.state == Upload.State.ARRIVING and is_whole(upload):
            uploads.look_at(upload)
    return files


def is_whole(upload: Upload) -> bool:
    return arriving.arrived(upload.key) == upload.size


def rows_of(files: Sequence[Upload]) -> list[FileRow]:
    """One query, and none where nothing is ready."""
    known = held_already([upload for upload in files if upload.is_ready])
    return [
        FileRow(
            upload=upload,
            known=known.get(upload.sha256),
            title=file_names.title_from(upload.original_name),
            kind=kind_of(upload),
            percent=percent_of(upload),
        )
        for upload in files
    ]


def kind_of(upload: Upload) -> str:
    kind = file_types.BY_MEDIA_TYPE.get(upload.media_type)
    return kind.words if kind else ""


def percent_of(upload: Upload) -> int:
    if upload.state != Upload.State.ARRIVING:
        return 100
    return min(99, 100 * arriving.arrived(upload.key) // upload.size) if upload.size else 0


def remembered(person) -> Remembered:
    """One query."""
    found = (
        get_user_model()
        .objects.filter(pk=person.pk)
        .values_list(
            "evidence_defaults__category", "evidence_defaults__owner", "evidence_draft__answers"
        )
        .get()
    )
    return Remembered(found[0], found[1], found[2] or {})


def subjects() -> tuple[list[Statement], list[EvidenceCategory]]:
    """What can be suggested, for a caller that has not read it already. Two queries."""
    framework = frameworks_in_use_first().values("pk")[:1]
    return (
        list(Statement.objects.filter(framework__in=framework)),
        list(EvidenceCategory.objects.filter(framework__in=framework)),
    )


def suggestions_for(
    files: Iterable[Upload],
    statements: Sequence[Statement],
    categories: Sequence[EvidenceCategory],
) -> Suggestions:
    """From the names and beginnings of the files that are ready; nothing is chosen by it. One
    query, and none where nothing is ready."""
    ready = [upload for upload in files if upload.is_ready]
    if not ready:
        return Suggestions("", (), (), is_waiting=False)
    names, text = [upload.original_name for upload in ready], "\n".join(one.text for one in ready)
    prefetch_related_objects(statements, "topics")
    return Suggestions(
        shows=line_that_shows(ready[0].text) if len(ready) == 1 else "",
        statements=titled(
            suggest(statement_subjects(statements), names=names, text=text), statements
        ),
        categories=titled(
            suggest(category_subjects(categories), names=names, text=text, most=1), categories
        ),
        is_waiting=not all(upload.text_is_read for upload in ready),
    )


def titled(suggested, rows) -> tuple[Suggested, ...]:
    titles = {row.pk: row.title for row in rows}
    return tuple(Suggested(one.key, titles[one.key], one.because) for one in suggested)
