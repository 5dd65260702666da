"""Whether a file is safe to open and to share, in plain words: viruses, text, personal data."""

from dataclasses import dataclass

from django.conf import settings

from config.wording import day_in_words
from evidence.models import Document, DocumentVersion, WordsState
from evidence.reading import UNFINISHED

Text = DocumentVersion.TextState
Scan = DocumentVersion.ScanState
Personal = DocumentVersion.PersonalState
Picture = DocumentVersion.PictureState

TEXT_WORDS = {
    Text.WAITING: "Waiting to be read. Its words can be searched in a minute or two.",
    Text.READING: "Being read now. Its words can be searched in a minute or two; "
    "a scan takes some five seconds a page.",
    Text.READ: "Its words can be searched.",
}
NO_SCANNING = "Not checked. This demonstration does not scan files for viruses."
SCAN_TO_COME = "Waiting to be checked. Nobody can download it until no virus was found."
PERSONAL_WORDS = {
    Personal.UNCHECKED: "Not checked yet. Reviewers do not see it until it has been.",
    Personal.NOTHING: "None found.",
    Personal.CLEARED: "Cleared by a person.",
    Personal.REDACTED: "A redacted copy took its place.",
}
HELD = "Reviewers do not see it, and it is left out of packs."
COLOURS = {
    Personal.UNCHECKED: "grey",
    Personal.NOTHING: "green",
    Personal.FOUND: "red",
    Personal.NOT_CHECKABLE: "orange",
    Personal.CLEARED: "green",
    Personal.REDACTED: "blue",
}

COLOURS_OF_WORDS = {
    WordsState.UNCHECKED: "grey",
    WordsState.NOTHING: "green",
    WordsState.FOUND: "red",
    WordsState.CLEARED: "green",
}


@dataclass(frozen=True)
class Safety:
    """What is said of the latest version; ``key`` changes whenever any of it does."""

    key: str
    scan: str
    text: str
    personal: str
    is_going_on: bool
    is_held_for_virus: bool
    needs_a_person: bool
    has_pictures: bool


def safety_of(version: DocumentVersion) -> Safety:
    parts = (
        version.scan_state,
        version.text_state,
        version.personal_state,
        version.picture_state,
    )
    return Safety(
        key="-".join(parts),
        scan=scan_words(version),
        text=text_words(version),
        personal=personal_words(version),
        is_going_on=version.is_downloadable and is_unfinished(version),
        is_held_for_virus=version.scan_state in (Scan.INFECTED, Scan.NOT_SCANNED),
        needs_a_person=version.is_downloadable and version.needs_a_person,
        has_pictures=version.is_downloadable and version.picture_state == Picture.MADE,
    )


def is_unfinished(version: DocumentVersion) -> bool:
    return version.text_state in UNFINISHED or version.personal_state == Personal.UNCHECKED


def scan_words(version: DocumentVersion) -> str:
    if version.scan_state == Scan.WAITING:
        return SCAN_TO_COME if settings.SCAN_FILES else NO_SCANNING
    on = day_in_words(version.scanned_at) if version.scanned_at else "an earlier day"
    if version.scan_state == Scan.CLEAN:
        return f"No virus found on {on}."
    if version.scan_state == Scan.INFECTED:
        return (
            f"A virus was found on {on}: {version.scan_result}. It is kept apart and nobody can "
            "download it. Replace it with a clean copy."
        )
    return f"Could not be checked on {on}, so nobody can download it. {version.scan_result}"


def text_words(version: DocumentVersion) -> str:
    if version.scan_state in (Scan.INFECTED, Scan.NOT_SCANNED):
        return "It was not opened, so its words cannot be searched."
    if not version.is_downloadable:
        return "Read once no virus was found."
    if version.text_problem:
        return version.text_problem
    words = TEXT_WORDS.get(Text(version.text_state), version.get_text_state_display())
    if version.text_state == Text.READ and version.page_count:
        return f"{words} {pages_in_words(version)}."
    return words


def personal_words(version: DocumentVersion) -> str:
    if version.personal_state == Personal.FOUND:
        return f"{found_in_words(version.personal_count)} {HELD}"
    if version.personal_state == Personal.NOT_CHECKABLE:
        return f"{version.personal_problem} {HELD}"
    return PERSONAL_WORDS[Personal(version.personal_state)]


def said_words(document: Document) -> str:
    """Of the title, the description and what it is to show; empty where nothing holds it."""
    if document.words_state == WordsState.UNCHECKED:
        return "What is said about it is not checked for personal data yet."
    if document.words_state != WordsState.FOUND:
        return ""
    return f"What is said about it may hold personal data. {HELD}"


def found_in_words(count: int) -> str:
    if count == 1:
        return "1 thing found that may be personal data."
    return f"{count:,} things found that may be personal data."


def unit_of(version: DocumentVersion) -> str:
    """What the pages of a file are called."""
    return {
        "Excel": "Sheet",
        "OpenDocument spreadsheet": "Sheet",
        "PowerPoint": "Slide",
        "OpenDocument presentation": "Slide",
    }.get(version.kind_of_file, "Page")


def pages_in_words(version: DocumentVersion) -> str:
    return (
        f"{version.page_count} {unit_of(version).lower()}{'' if version.page_count == 1 else 's'}"
    )
