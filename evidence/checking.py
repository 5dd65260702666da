"""Looking through a version for personal data, once its words are there to be looked through.

What could not be read could not be checked, and is held for a person as what was found is.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from evidence import personal_data
from evidence.models import DocumentVersion, PersonalDataFinding

State = DocumentVersion.PersonalState
Text = DocumentVersion.TextState
MOST_KEPT = 300
"""How many findings of a version are kept as rows; the rest are counted."""
TO_COME = (Text.WAITING, Text.READING)
NO_WORDS = "No words were found in it, so there was nothing to check. Look at it yourself."
NOT_READ = "Its words could not be read, so they were not checked. Look at it yourself."
PARTLY_READ = "Part of it could not be read, so that part was not checked. Look at it yourself."


def check_version(version: DocumentVersion) -> None:
    """Say what was found; does nothing before the words are there, nor a second time."""
    if version.personal_state != State.UNCHECKED or version.text_state in TO_COME:
        return
    check_words(version, version.pages.values_list("number", "text"))


def check_words(version: DocumentVersion, pages: Iterable[tuple[int, str]]) -> None:
    """The check itself, of words by page, of the file's name and of the photos in it."""
    name = (personal_data.ABOUT, version.original_name)
    found = personal_data.find([name, *pages], public=settings.PUBLIC_CONTACTS)
    found += personal_data.places(version.photo_places)
    with transaction.atomic():
        # Locked, so that the same task running twice writes the findings once.
        held = DocumentVersion.objects.select_for_update().get(pk=version.pk)
        if held.personal_state == State.UNCHECKED:
            record(version, found, problem=problem_of(version))


def begin_again(version: DocumentVersion) -> None:
    """For words that came to light later; a decision made before them no longer holds."""
    if version.personal_state in (State.UNCHECKED, State.REDACTED):
        return
    version.findings.all().delete()
    version.personal_state, version.personal_count = State.UNCHECKED, 0
    version.save(update_fields=["personal_state", "personal_count"])


def record(version: DocumentVersion, found: list[personal_data.Found], *, problem: str) -> None:
    PersonalDataFinding.objects.bulk_create(
        PersonalDataFinding(
            version=version, page=each.page, kind=each.kind, masked=each.masked[:100]
        )
        for each in found[:MOST_KEPT]
    )
    version.personal_count, version.personal_problem = len(found), problem
    version.personal_state = state_of(version)
    version.save(update_fields=["personal_state", "personal_problem", "personal_count"])


def state_of(version: DocumentVersion) -> str:
    """What the check alone says, whatever a person has decided since."""
    if version.personal_count:
        return State.FOUND
    return State.NOT_CHECKABLE if version.personal_problem else State.NOTHING


def problem_of(version: DocumentVersion) -> str:
    if version.text_state == Text.FAILED:
        return NOT_READ
    if version.text_state == Text.NO_TEXT:
        return NO_WORDS
    return PARTLY_READ if version.text_problem else ""
