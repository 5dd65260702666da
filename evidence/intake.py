"""Taking documents in: files and links added, files replaced, descriptions edited.

``receive`` looks at a file before anything is written; the functions that write then either
finish or leave nothing behind, in the database or in the file store.
"""

import contextlib
import hashlib
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.validators import URLValidator
from django.db import transaction

from config.wording import day_in_words, name_of
from evidence import arriving, file_names, file_types, pictures, search, tasks, words_about
from evidence.models import Document, DocumentChange, DocumentVersion

CHUNK = 1024 * 1024
EDITABLE = (
    "title",
    "description",
    "owner",
    "evidence_from",
    "evidence_date",
    "review_by",
    "address",
    "keep_until",
)


@dataclass(frozen=True)
class InHand:
    """Files stored by a transaction that may still fail; locked, so that nobody clears them."""

    names: list[str] = field(default_factory=list)
    files: list[arriving.MovingFile] = field(default_factory=list)


_in_hand: ContextVar[InHand | None] = ContextVar("in_hand", default=None)


@dataclass(frozen=True)
class Received:
    """A file that has been looked at and may be taken in."""

    file: File
    name: str
    type: file_types.FileType
    size: int
    sha256: str


class AlreadyHereError(ValidationError):
    """The same content, or the same web address, is already in the library as ``document``."""

    def __init__(self, document: Document):
        self.document = document
        super().__init__(
            f"You already have this: {document.title}, added on "
            f"{day_in_words(document.added_at)} by {name_of(document.added_by)}. "
            "Link that one, rather than keep it twice.",
            code="already_here",
        )


def receive(upload, *, as_it_is: bool = False) -> Received:
    """Decide what an uploaded file is and measure it; raises a sentence for one not taken in.

    A picture loses the camera's note of place and time, unless that was seen to (``as_it_is``).
    """
    kind = file_types.recognise(upload, upload.name)
    if not as_it_is:
        upload = pictures.cleaned(upload, kind.media_type)
    upload.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := upload.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    upload.seek(0)
    return Received(upload, file_names.shown(upload.name), kind, size, digest.hexdigest())


@contextlib.contextmanager
def nothing_half_written():
    """A transaction that takes stored files away again when it fails."""
    if _in_hand.get() is not None:
        with transaction.atomic():
            yield
        return
    in_hand = InHand()
    token = _in_hand.set(in_hand)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for name in in_hand.names:
            default_storage.delete(name)
        raise
    finally:
        _in_hand.reset(token)
        for file in in_hand.files:
            file.close()


def add_file(
    *,
    received: Received,
    by,
    title: str = "",
    description: str = "",
    owner=None,
    evidence_from: date | None = None,
    evidence_date: date | None = None,
    review_by: date | None = None,
) -> Document:
    refuse_known_content(received)
    document = Document(
        kind=Document.Kind.FILE,
        title=title.strip() or file_names.title_from(received.name),
        description=description.strip(),
        owner=owner or by,
        evidence_from=evidence_from,
        evidence_date=evidence_date,
        review_by=review_by,
        added_by=by,
    )
    refuse_unfit(document)
    with nothing_half_written():
        document.save()
        words_about.look_through(document, words_about.of_document(document))
        store(document, received, number=1, note="", by=by)
    return document


def add_link(
    *,
    address: str,
    by,
    title: str = "",
    description: str = "",
    owner=None,
    evidence_from: date | None = None,
    evidence_date: date | None = None,
    review_by: date | None = None,
) -> Document:
    address = checked_address(address)
    refuse_known_address(address)
    document = Document(
        kind=Document.Kind.LINK,
        address=address,
        title=title.strip() or title_of_address(address),
        description=description.strip(),
        owner=owner or by,
        evidence_from=evidence_from,
        evidence_date=evidence_date,
        review_by=review_by,
        added_by=by,
    )
    refuse_unfit(document)
    with transaction.atomic():
        document.save()
        words_about.look_through(document, words_about.of_document(document))
        search.index_document(document)
    return document


def replace_file(
    document: Document,
    *,
    received: Received,
    by,
    seen_revision: int,
    note: str = "",
    redacts: DocumentVersion | None = None,
) -> DocumentVersion:
    """Make a file the document's next version; the one before is kept and can be downloaded."""
    if not document.is_file:
        raise ValidationError("This document is a link, so it has no file to replace.")
    with nothing_half_written():
        document = claimed(document, seen_revision)
        last = document.versions.order_by("number").last()
        if last and last.sha256 == received.sha256:
            raise ValidationError("This file is the same as the one already here.")
        refuse_known_content(received, besides=document)
        version = store(
            document,
            received,
            number=last.number + 1 if last else 1,
            note=note.strip(),
            by=by,
            redacts=redacts,
        )
        document.revision += 1
        document.save(update_fields=["revision"])
    return version


def edit_document(document: Document, *, by, seen_revision: int, **fields) -> Document:
    """Change what is said about a document (see ``EDITABLE``), keeping what it said before."""
    with transaction.atomic():
        document = claimed(document, seen_revision)
        if "address" in fields and not document.is_file:
            fields["address"] = checked_address(fields["address"])
            refuse_known_address(fields["address"], besides=document)
        changes = {}
        for name in [name for name in EDITABLE if name in fields]:
            before, after = getattr(document, name), fields[name]
            if before != after:
                setattr(document, name, after)
                changes[label_of(name)] = [in_words(before), in_words(after)]
        if not changes:
            return document
        document.revision += 1
        refuse_unfit(document)
        document.save()
        DocumentChange.objects.create(document=document, changes=changes, changed_by=by)
        search.index_document(document)
        said = words_about.of_document(document)
        words_about.look_through(document, [one for one in said if label_of(one.source) in changes])
    return document


def refuse_unfit(document: Document) -> None:
    """What the database would refuse, said beside the field to change."""
    reviewed, spoken_to = document.review_by, document.evidence_date
    if reviewed and spoken_to and reviewed < spoken_to:
        raise ValidationError(
            {
                "review_by": f"The review date is before the date of the evidence, "
                f"{day_in_words(spoken_to)}. Change one of the two."
            }
        )
    document.full_clean(exclude=["latest_version"])


def claimed(document: Document, seen_revision: int) -> Document:
    """The row as it is now, held until the change is made; refused if it moved on meanwhile."""
    held = Document.objects.select_for_update().get(pk=document.pk)
    if held.revision != seen_revision:
        last = held.changes.select_related("changed_by").first()
        who = f" by {name_of(last.changed_by)}" if last else ""
        raise ValidationError(
            f"Somebody else changed this document{who} while you were writing. "
            "Nothing of yours has been saved. Look at what it says now, then save again.",
            code="moved_on",
        )
    if held.is_deleted:
        raise ValidationError("This document has been deleted, so it cannot be changed.")
    return held


def label_of(name: str) -> str:
    label = str(getattr(Document._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]


def in_words(value) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, date):
        return day_in_words(value)
    return name_of(value) if hasattr(value, "get_full_name") else str(value)


def refuse_known_content(received: Received, *, besides: Document | None = None) -> None:
    known = (
        DocumentVersion.objects.filter(sha256=received.sha256, document__deleted_at=None)
        .exclude(document=besides)
        .select_related("document__added_by")
        .order_by("pk")
        .first()
    )
    if known:
        raise AlreadyHereError(known.document)


def refuse_known_address(address: str, *, besides: Document | None = None) -> None:
    others = Document.objects.kept().filter(address=address).select_related("added_by")
    known = (others.exclude(pk=besides.pk) if besides else others).first()
    if known:
        raise AlreadyHereError(known)


def checked_address(address: str) -> str:
    """A web address in one spelling; raises a sentence for anything else."""
    address = "".join(address.split())
    try:
        URLValidator(schemes=["http", "https"])(address)
        parts = urlsplit(address)
    except (ValidationError, ValueError) as problem:
        raise ValidationError(
            "Write the whole web address, beginning with https:// or http://.", code="address"
        ) from problem
    if "@" in parts.netloc:
        raise ValidationError(
            "Take the user name and password out of the web address.", code="address"
        )
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl()


def title_of_address(address: str) -> str:
    parts = urlsplit(address)
    last = [piece for piece in parts.path.split("/") if piece][-1:]
    return file_names.title_from(last[0].replace("-", " ")) if last else parts.netloc


def store(
    document: Document,
    received: Received,
    *,
    number: int,
    note: str,
    by,
    redacts: DocumentVersion | None = None,
) -> DocumentVersion:
    """Write the file and its version, make it the latest, and queue the reading of its text."""
    name = file_names.stored(received.name, received.type.extensions[0])
    version = DocumentVersion(
        document=document,
        number=number,
        original_name=received.name,
        media_type=received.type.media_type,
        kind_of_file=received.type.words,
        size=received.size,
        sha256=received.sha256,
        note=note,
        redacts=redacts,
        added_by=by,
    )
    keep_file(version, name, received.file)
    version.full_clean()
    version.save()
    document.latest_version = version
    document.save(update_fields=["latest_version"])
    search.index_document(document)
    transaction.on_commit(lambda: tasks.read_text.delay(version.pk))
    return version


def keep_file(version: DocumentVersion, name: str, content: File) -> None:
    """Put the content where it stays: on a disk by renaming, so that it is there whole or not."""
    in_hand = _in_hand.get()
    if in_hand is None:
        raise RuntimeError("Files are stored within nothing_half_written().")
    if isinstance(default_storage, FileSystemStorage):
        content = arriving.MovingFile(content)
        in_hand.files.append(content)
    else:
        content = File(content)
    version.file.save(name, content, save=False)
    in_hand.names.append(str(version.file.name))
