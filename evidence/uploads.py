"""Files arriving piece by piece, looked at when they are whole, and kept until they are saved.

What has arrived is kept whatever happens to this process: a sender goes on where it broke off.
"""

import contextlib
import os
import shutil

from django.core.exceptions import ValidationError
from django.db import transaction

from evidence import arriving, file_names, file_types, intake, pictures, tasks
from evidence.models import Upload
from evidence.refusals import RefusedFileError

MOST_WAITING = 100
State = Upload.State


class WrongPlaceError(Exception):
    """The sender would go on elsewhere than where the file ends; ``arrived`` says where that is."""

    def __init__(self, arrived: int):
        self.arrived = arrived
        super().__init__(f"{arrived} bytes have arrived")


def begin_upload(*, name: str, size: int, by, modified: str = "") -> Upload:
    """A place for a file to arrive in; raises a sentence where it could not be taken in anyway."""
    shown = file_names.shown(name)
    try:
        file_types.refuse_empty_or_large(size)
    except RefusedFileError as refusal:
        raise RefusedFileError(f"“{shown}” {refusal.sentence}", str(refusal.code)) from refusal
    refuse_too_many(by)
    upload = Upload.objects.create(
        original_name=shown, size=size, modified=modified[:20], sent_by=by
    )
    with arriving.locked(arriving.path_of(upload.key), make=True):
        return upload


def refuse_too_many(by) -> None:
    if Upload.objects.filter(sent_by=by).count() >= MOST_WAITING:
        raise ValidationError(
            f"{MOST_WAITING} files are waiting here for you. Save or remove some of them first.",
            code="too_many",
        )


def receive_part(upload: Upload, source, *, begins_at: int) -> int:
    """Add what the source has to the end of the file; how much is here then, in bytes.

    Raises ``WrongPlaceError``, or ``arriving.InUseError`` while another request adds to it.
    """
    with arriving.locked(arriving.path_of(upload.key), make=True) as file:
        here = file.seek(0, os.SEEK_END)
        if here != begins_at:
            raise WrongPlaceError(here)
        # A connection that breaks off is no fault: what came is kept, and the sender asks where.
        with contextlib.suppress(OSError):
            arriving.append(source, file, up_to=upload.size)
        here = file.seek(0, os.SEEK_END)
    if here == upload.size:
        look_at(upload)
    return here


def hold_file(file, *, by) -> Upload:
    """A file that an ordinary form brought, looked at and kept like one that came in pieces."""
    refuse_too_many(by)
    upload = Upload(original_name=file_names.shown(file.name), size=file.size, sent_by=by)
    path = arriving.path_of(upload.key)
    if isinstance(file, arriving.ArrivingUpload):
        file.keep_as(path)
        upload.save()
        file.let_go()
    else:
        with arriving.locked(path, make=True) as place:
            file.seek(0)
            shutil.copyfileobj(file, place)
            upload.save()
    return look_at(upload)


def look_at(upload: Upload) -> Upload:
    """Decide what a whole file is: ready to be saved as evidence, or refused with the reason."""
    try:
        received = received_from(upload)
        refuse_twice(upload, received)
    except RefusedFileError as refusal:
        upload.state, upload.problem = State.REFUSED, str(refusal.message)
    else:
        upload.state, upload.sha256, upload.size = State.READY, received.sha256, received.size
        upload.media_type = received.type.media_type
    upload.save()
    if upload.is_refused:
        arriving.remove(upload.key)
    else:
        transaction.on_commit(lambda: tasks.read_upload.delay(upload.pk))
    return upload


def received_from(upload: Upload) -> intake.Received:
    """The file as it will be kept: a picture without the camera's note of place and time."""
    with arriving.ArrivedFile(upload.key, upload.original_name) as file:
        received = intake.receive(file, as_it_is=True)
    path = arriving.path_of(upload.key)
    cleaned = pictures.without_camera_details(path, received.type.media_type)
    if cleaned is None:
        return received
    cleaned.replace(path)
    upload.is_without_camera_details = True
    with arriving.ArrivedFile(upload.key, upload.original_name) as file:
        return intake.receive(file, as_it_is=True)


def refuse_twice(upload: Upload, received: intake.Received) -> None:
    """The same file chosen twice is kept once."""
    others = Upload.objects.filter(sent_by=upload.sent_by, sha256=received.sha256, state="ready")
    if twin := others.exclude(pk=upload.pk).first():
        raise RefusedFileError(
            f"“{upload.original_name}” is the same as “{twin.original_name}”, "
            "which you have chosen already. It is kept once.",
            "twice",
        )


def finish_whole(by) -> None:
    """Look at files that arrived to the end when nobody was there to look."""
    for upload in Upload.objects.filter(sent_by=by, state=State.ARRIVING):
        if arriving.arrived(upload.key) == upload.size:
            look_at(upload)


def received(upload: Upload) -> intake.Received:
    """A ready file for ``intake.add_file``; it was looked at when it arrived."""
    return intake.Received(
        file=arriving.ArrivedFile(upload.key, upload.original_name),
        name=upload.original_name,
        type=file_types.BY_MEDIA_TYPE[upload.media_type],
        size=upload.size,
        sha256=upload.sha256,
    )


def claimed(upload: Upload) -> Upload:
    """The row held until the change is made; refused where it has been saved or removed."""
    held = Upload.objects.select_for_update().filter(pk=upload.pk, state=State.READY).first()
    if held is None or not arriving.path_of(upload.key).exists():
        raise ValidationError(
            f"“{upload.original_name}” is not here any more: it has been saved or removed.",
            code="gone",
        )
    return held
