"""Saving what lies on somebody's "Add evidence" page: their files, or a link, and what they show.

Each file is saved whole and by itself: what could not be saved is still there to be saved.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from evidence import intake, uploads, waiting
from evidence.models import Document, DocumentVersion, Upload
from readiness.linking import add_evidence, link_to_statements
from readiness.models import EvidenceCategory, EvidenceDefaults, EvidenceDraft

LONGEST_ANSWER = 2000
MOST_ANSWERS = 60


@dataclass
class Saved:
    """``linked`` are documents the library had already; ``problems`` are of files still waiting."""

    added: list[Document] = field(default_factory=list)
    linked: list[Document] = field(default_factory=list)
    problems: list[ValidationError] = field(default_factory=list)

    @property
    def documents(self) -> list[Document]:
        return [*self.added, *self.linked]


def held_already(files: Sequence[Upload]) -> dict[str, Document]:
    """SHA-256 -> the document that has this content, for those that are in the library."""
    hashes = {upload.sha256 for upload in files if upload.sha256}
    found = (
        DocumentVersion.objects.filter(sha256__in=hashes, document__deleted_at=None)
        .select_related("document__added_by")
        .order_by("-pk")
    )
    return {version.sha256: version.document for version in found} if hashes else {}


def save_files(
    files: Sequence[Upload],
    *,
    titles: Mapping[str, str],
    link_instead: Collection[str],
    by,
    **answers,
) -> Saved:
    """Each file as a document with the same answers (see ``linking.add_evidence``).

    ``titles`` are by the file's key. ``link_instead`` holds the keys of files whose content the
    library has and whose sender chose to link that.
    """
    saved = Saved()
    for upload in files:
        try:
            title = titles.get(str(upload.key), "") or answers.get("title", "")
            is_link = str(upload.key) in link_instead
            document, is_new = save_file(
                upload, answers=answers | {"title": title}, link_instead=is_link, by=by
            )
        except ValidationError as problem:
            saved.problems.append(problem)
        else:
            (saved.added if is_new else saved.linked).append(document)
    if saved.documents:
        remember(by, category=answers["category"], owner=answers.get("owner") or by)
        if not saved.problems:
            forget_draft(by)
    return saved


def save_file(upload: Upload, *, answers: dict, link_instead: bool, by) -> tuple[Document, bool]:
    """The document, and whether it is new."""
    with intake.nothing_half_written():
        held = uploads.claimed(upload)
        known = held_already([held]).get(held.sha256)
        if known is not None and not link_instead:
            raise intake.AlreadyHereError(known)
        if known is not None:
            link_instead_of(known, by=by, answers=answers)
        document = known or add_evidence(received=uploads.received(held), by=by, **answers)
        waiting.forget(held)
    return document, known is None


def link_instead_of(document: Document, *, by, answers: dict) -> None:
    about = {name: answers[name] for name in ("statements", "category", "shows")}
    link_to_statements(document, by=by, location=answers.get("location", ""), **about)


def save_link(*, by, **answers) -> Document:
    document = add_evidence(by=by, **answers)
    remember(by, category=answers["category"], owner=answers.get("owner") or by)
    forget_draft(by)
    return document


def remember(by, *, category: EvidenceCategory, owner) -> None:
    """Offered the next time this person adds evidence."""
    EvidenceDefaults.objects.update_or_create(
        person=by, defaults={"category": category, "owner": owner}
    )


def keep_draft(by, answers: Mapping[str, Sequence[str]]) -> None:
    """What has been typed so far, without what is too long for any field."""
    kept = {
        name: [value[:LONGEST_ANSWER] for value in values[:MOST_ANSWERS]]
        for name, values in list(answers.items())[:MOST_ANSWERS]
        if any(values)
    }
    EvidenceDraft.objects.update_or_create(
        person=by, defaults={"answers": kept, "saved_at": timezone.now()}
    )


def forget_draft(by) -> None:
    EvidenceDraft.objects.filter(person=by).delete()


@transaction.atomic
def begin_again(by) -> None:
    """Throw away what was typed and the files that were not saved."""
    forget_draft(by)
    for upload in Upload.objects.filter(sent_by=by):
        waiting.forget(upload)
