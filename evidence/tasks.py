"""Work on documents outside the request."""

from celery import shared_task

from evidence import reading


@shared_task
def read_text(version_id: int) -> None:
    reading.read_version(version_id)


def requeue_unfinished() -> int:
    """Queue again what a stopped worker left; called when a worker starts. Returns how many."""
    waiting = reading.unfinished()
    for version_id in waiting:
        read_text.delay(version_id)
    return len(waiting)
