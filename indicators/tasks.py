"""Background work on data packs: each takes an id and calls one function."""

from celery import shared_task

from indicators import data_pack_writing, data_packs
from indicators.models import DataPack


@shared_task
def preview_data_pack(pk: int) -> None:
    data_packs.preview(DataPack.objects.get(pk=pk))


@shared_task
def write_data_pack(pk: int) -> None:
    data_pack_writing.write(DataPack.objects.get(pk=pk))


def requeue_unfinished() -> None:
    """What was cut off is done again from its beginning; nothing of it was visible."""
    to_read, to_write = data_packs.unfinished()
    for pk in to_read:
        preview_data_pack.delay(pk)
    for pk in to_write:
        write_data_pack.delay(pk)
