"""Uploads that wait to be saved: how they begin, for suggestions, and the end of those unwanted."""

import contextlib
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from evidence import arriving, extraction
from evidence.models import Upload

KEPT_FOR = timedelta(days=7)
SECONDS_TO_READ = 20
LONGEST_TEXT = 20_000


def read_text(upload_id: int) -> None:
    """Note how a file begins; does nothing the second time."""
    waiting = Upload.objects.filter(state=Upload.State.READY, text_is_read=False)
    upload = waiting.filter(pk=upload_id).first()
    if upload is None:
        return
    text = "" if upload.media_type.startswith("image/") else text_of(upload)
    Upload.objects.filter(pk=upload.pk).update(text=text[:LONGEST_TEXT], text_is_read=True)


def text_of(upload: Upload) -> str:
    """A hint and no more: what cannot be read quickly is left unread."""
    with contextlib.suppress(extraction.CannotReadError, FileNotFoundError):
        with arriving.ArrivedFile(upload.key, upload.original_name) as file:
            answer = extraction.run("read", upload.media_type, file, SECONDS_TO_READ)
        return "\n".join(answer.get("pages", ()))
    return ""


def unread() -> list[int]:
    """Uploads whose reading was cut off, or never began."""
    waiting = Upload.objects.filter(state=Upload.State.READY, text_is_read=False)
    return list(waiting.values_list("pk", flat=True))


def forget(upload: Upload) -> None:
    """The file waits no more: it was saved, or its sender does not want it."""
    key = upload.key
    with transaction.atomic():
        upload.delete()
        transaction.on_commit(lambda: arriving.remove(key))


def forget_old(*, now: datetime | None = None) -> int:
    """Files nobody came back for; returns how many."""
    old = list(Upload.objects.filter(sent_at__lt=(now or timezone.now()) - KEPT_FOR))
    for upload in old:
        forget(upload)
    return len(old)
