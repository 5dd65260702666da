"""The text of a file, taken out by a process with limits, so that no file can hurt the product.

The process (``limited_reader.py``) has 1 GB of memory, one minute of processor time, an empty
environment, and cannot write files; this side adds a limit on the clock and on the answer's size.
"""

import enum
import json
from dataclasses import dataclass
from pathlib import Path

from evidence import limited_process

READER = Path(__file__).with_name("limited_reader.py")
SECONDS = 120
SECONDS_TO_OPEN = 20
KEPT = "The file is kept and can be downloaded, but its words cannot be searched."


class Opened(enum.Enum):
    OPENED = "opened"
    LOCKED = "locked"
    DAMAGED = "damaged"


class CannotReadError(Exception):
    """Carries a sentence for the people who look after the document."""


@dataclass(frozen=True)
class Extracted:
    """``page_count`` is None where the format has no pages; ``pages`` are then pieces.

    ``photo_places`` are the photos in it that say where they were taken.
    """

    pages: tuple[str, ...]
    page_count: int | None
    photo_places: tuple[str, ...] = ()

    @property
    def has_text(self) -> bool:
        return any(page.strip() for page in self.pages)


def open_pdf(file) -> Opened:
    """Whether a PDF opens without a password; restrictions on printing or copying do not matter."""
    return look_into_pdf(file)[0]


def look_into_pdf(file) -> tuple[Opened, frozenset[str]]:
    """Whether it opens, and what it carries beside its pages: script, program, file."""
    try:
        answer = run("open", "application/pdf", file, SECONDS_TO_OPEN)
    except CannotReadError:
        return Opened.DAMAGED, frozenset()
    return Opened(answer["opened"]), frozenset(answer.get("holds", ()))


def extract(file, media_type: str) -> Extracted:
    """The text of an open file; raises ``CannotReadError``."""
    answer = run("read", media_type, file, SECONDS)
    if "problem" in answer:
        raise CannotReadError(
            f"The file is damaged or was made in a way that cannot be read. {KEPT}"
        )
    pages = tuple(answer["pages"])
    places = tuple(answer.get("places", ()))
    return Extracted(pages, len(pages) if answer["paged"] else None, places)


def run(job: str, media_type: str, file, seconds: float) -> dict:
    """What the limited reader answers."""
    return understood(limited_process.run(READER, (job, media_type), file, seconds=seconds))


def understood(answer: limited_process.Answer) -> dict:
    if answer.was_too_slow:
        raise CannotReadError(f"Reading the text took too long and was stopped. {KEPT}")
    if not answer.content or answer.was_too_much:
        raise CannotReadError(
            f"Reading the text needed more memory or time than is allowed. {KEPT}"
        )
    try:
        return json.loads(answer.content)
    except ValueError as problem:
        raise CannotReadError(f"Reading the text broke off half-way. {KEPT}") from problem
