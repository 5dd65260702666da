"""Work on documents outside the request."""

from celery import shared_task
from django.conf import settings

from evidence import integrity, reading, scanning, waiting

MOST_AT_ONCE = 50
"""How many held files are queued each time, so that the queue does not fill with the same ones."""


@shared_task
def read_text(version_id: int) -> None:
    reading.read_version(version_id)


@shared_task
def read_upload(upload_id: int) -> None:
    waiting.read_text(upload_id)


@shared_task
def verify_evidence(asked_by: int | None = None) -> None:
    """Every night by the clock, and when somebody asks for it."""
    waiting.forget_old()
    integrity.verify(asked_by=asked_by)


@shared_task
def scan_what_waits() -> int:
    """Files that came while no scanner answered, once one does; on a schedule. Returns how many."""
    held = scanning.waiting() if settings.SCAN_FILES else []
    if not held or not scanning.answers():
        return 0
    for version_id in held[:MOST_AT_ONCE]:
        read_text.delay(version_id)
    return len(held[:MOST_AT_ONCE])


def requeue_unfinished() -> int:
    """Queue again what a stopped worker left; called when a worker starts. Returns how many."""
    versions, uploads = reading.unfinished(), waiting.unread()
    for version_id in versions:
        read_text.delay(version_id)
    for upload_id in uploads:
        read_upload.delay(upload_id)
    if integrity.is_due():
        verify_evidence.delay()
    return len(versions) + len(uploads)
