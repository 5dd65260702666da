"""What is said about a document, looked through for personal data: its title, its description, and
what it is put forward to show.

Whoever may see a document reads these words first, so what is found in them holds it as what is
found in its file does. Each thing said has a ``source``; checked again, it takes the place of what
was found in it before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from config.second_editor import MOVED_ON
from evidence import personal_data
from evidence.models import Document, WordsDecision, WordsFinding, WordsState

MOST_KEPT = 50
"""How many findings of one thing said are kept as rows."""


@dataclass(frozen=True)
class Said:
    """``where`` is how a person is told; an empty ``text`` is no longer said."""

    source: str
    where: str
    text: str


def of_document(document: Document) -> list[Said]:
    return [
        Said("title", "Title", document.title),
        Said("description", "Description", document.description),
    ]


def look_through(document: Document, said: Iterable[Said]) -> None:
    """Find what these, which were just written or taken away, give away; it holds the document
    until a person has decided. Two people may be masked alike, so what is written anew is looked
    at anew."""
    said = list(said)
    found = list(found_in(said))
    if found or document.words_state != WordsState.NOTHING:
        record(document, said, found)


@transaction.atomic
def record(document: Document, said: list[Said], found: list[WordsFinding]) -> None:
    held = Document.objects.select_for_update().get(pk=document.pk)
    held.word_findings.filter(source__in=[one.source for one in said]).delete()
    for one in found:
        one.document = held
    WordsFinding.objects.bulk_create(found)
    document.words_state = held.words_state = state_after(held, is_new=bool(found))
    held.save(update_fields=["words_state"])


def found_in(said: Iterable[Said]) -> Iterator[WordsFinding]:
    for one in said:
        about = [(personal_data.ABOUT, one.text)]
        found = personal_data.find(about, public=settings.PUBLIC_CONTACTS)
        for each in found[:MOST_KEPT]:
            yield WordsFinding(
                source=one.source,
                where=one.where[:200],
                kind=each.kind,
                masked=each.masked[:100],
            )


def state_after(document: Document, *, is_new: bool) -> str:
    """What was cleared stays so until there is something that nobody has looked at."""
    if is_new:
        return WordsState.FOUND
    if not document.word_findings.exists():
        return WordsState.NOTHING
    return WordsState.CLEARED if document.words_state == WordsState.CLEARED else WordsState.FOUND


def revision_of(document: Document) -> int:
    """Changes with anything new that is found."""
    return document.word_findings.order_by("-pk").values_list("pk", flat=True).first() or 0


@transaction.atomic
def clear(document: Document, *, reason: str, by, seen: int | None = None) -> None:
    """Let the words be read in spite of what was found. ``seen`` is ``revision_of`` as read."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.words_state != WordsState.FOUND:
        raise ValidationError("There is nothing to clear: look at what the page says now.")
    if seen not in (None, revision_of(document)):
        raise ValidationError(
            "Somebody changed what is said about it while you were looking. Nothing is cleared. "
            "Look at what was found now, then decide.",
            code=MOVED_ON,
        )
    decide(document, WordsState.CLEARED, reason=reason, by=by)


@transaction.atomic
def take_back(document: Document, *, reason: str, by) -> None:
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.words_state != WordsState.CLEARED:
        raise ValidationError("This has not been cleared, so there is nothing to take back.")
    decide(document, WordsState.FOUND, reason=reason, by=by)


def decide(document: Document, state: str, *, reason: str, by) -> None:
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError("Say why, so that others can follow it.")
    decision = WordsDecision(
        document=document, is_cleared=state == WordsState.CLEARED, reason=reason, decided_by=by
    )
    decision.full_clean()
    decision.save()
    document.words_state = state
    document.save(update_fields=["words_state"])
