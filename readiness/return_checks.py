"""Whether an item of a return can go: each thing that must hold, in plain words, and how to mend
what does not. Pure."""

from dataclasses import dataclass
from datetime import date

from config.wording import day_in_words

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Check:
    """``mend`` is what to do where it does not hold; empty where it does."""

    what: str
    mend: str = ""

    @property
    def is_met(self) -> bool:
        return not self.mend


@dataclass(frozen=True)
class DocumentFacts:
    """What is known of a document, in the order it is asked. A sentence in ``unsafe``, ``unread``
    or ``personal`` says what is wrong; empty where nothing is. ``size`` in bytes."""

    is_link: bool
    review_by: date | None
    is_lost: bool = False
    """Deleted, or its stored file is missing or changed."""
    unsafe: str = ""
    unread: str = ""
    personal: str = ""
    size: int = 0


@dataclass(frozen=True)
class Asked:
    """What is asked of the documents of an item, on a day."""

    links_allowed: bool
    largest_mb: int | None
    on: date


def checks_of(facts: DocumentFacts, asked: Asked) -> tuple[Check, ...]:
    current = is_current(facts, asked.on)
    if facts.is_link:
        return (is_allowed(asked.links_allowed), current, is_cleared(facts))
    checks = [current, is_there(facts), is_scanned(facts), opens(facts), is_cleared(facts)]
    if asked.largest_mb:
        checks.append(fits(facts.size, asked.largest_mb))
    return tuple(checks)


def is_allowed(links_allowed: bool) -> Check:
    mend = "" if links_allowed else "Take the link off and add the document itself."
    return Check("A public link is allowed for this item", mend)


def is_current(facts: DocumentFacts, on: date) -> Check:
    if facts.review_by is None or facts.review_by >= on:
        return Check("It is current")
    was = day_in_words(facts.review_by)
    return Check(
        "It is current",
        f"Its review was due {was}. Confirm that it still holds, or replace it.",
    )


def is_there(facts: DocumentFacts) -> Check:
    mend = "Its file is missing or was changed. Take it off, or add the file again."
    return Check("Its file is as it was added", mend if facts.is_lost else "")


def is_scanned(facts: DocumentFacts) -> Check:
    return Check("No virus was found in it", facts.unsafe)


def opens(facts: DocumentFacts) -> Check:
    return Check("It opens", facts.unread)


def is_cleared(facts: DocumentFacts) -> Check:
    return Check("It is cleared of personal data", facts.personal)


def fits(size: int, largest_mb: int) -> Check:
    what = f"It is no larger than {largest_mb} MB"
    if size <= largest_mb * MEGABYTE:
        return Check(what)
    has = -(-size // MEGABYTE)
    return Check(what, f"It has {has} MB. Save it smaller or in parts, and replace it.")


def of_item(*, has_documents: bool, note: str, found_in_note: int) -> tuple[Check, ...]:
    something = (
        ""
        if has_documents or note.strip()
        else "Add a document, or say in the note why there is none."
    )
    checks = [Check("It has a document, a link or a note", something)]
    if note.strip():
        masked = "It may hold personal data. Write it without naming anybody."
        checks.append(Check("The note names nobody", masked if found_in_note else ""))
    return tuple(checks)
