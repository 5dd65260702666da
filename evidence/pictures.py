"""Pictures as they are kept: upright, and without the place and time a camera notes in them."""

import os
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

from django.core.files.base import File

from evidence import arriving, limited_process
from evidence.refusals import damaged

CLEANER = Path(__file__).with_name("limited_picture.py")
SECONDS = 60
WITH_NOTES = {"image/jpeg", "image/png", "image/webp", "image/tiff"}


def without_camera_details(picture: Path, media_type: str) -> Path | None:
    """A file to keep in place of this one; None where the picture holds no such details.

    A picture that cannot be opened for it is refused: what it says of a place is not known.
    """
    if media_type not in WITH_NOTES:
        return None
    cleaned = arriving.folder() / f"{uuid.uuid4()}.picture"
    try:
        with arriving.locked(cleaned, make=True) as out, picture.open("rb") as source:
            run(source, out)
        if cleaned.stat().st_size:
            return cleaned
    except (subprocess.SubprocessError, OSError):
        cleaned.unlink(missing_ok=True)
        raise damaged("picture") from None
    cleaned.unlink()
    return None


def cleaned(picture: File, media_type: str) -> File:
    """The same for a file that an ordinary form brought: what to keep, the picture itself where it
    holds no such details."""
    if media_type not in WITH_NOTES:
        return picture
    out = tempfile.TemporaryFile()  # noqa: SIM115 - it is what is kept
    try:
        with limited_process.real_file(picture) as source:
            run(source, out)
    except (subprocess.SubprocessError, OSError):
        out.close()
        raise damaged("picture") from None
    if out.seek(0, os.SEEK_END) == 0:
        out.close()
        return picture
    out.seek(0)
    return File(out, name=picture.name)


def fitted(picture: File, *, width: int, height: int) -> bytes:
    """A PNG or JPEG written anew as PNG, no larger than this in pixels: nothing that was hidden in
    the file comes along. Raises ``RefusedFileError`` where it is no such picture."""
    with tempfile.TemporaryFile() as out, limited_process.real_file(picture) as source:
        try:
            run(source, out, str(width), str(height))
        except (subprocess.SubprocessError, OSError):
            raise damaged("picture") from None
        out.seek(0)
        return out.read()


def run(source, out, *arguments: str) -> None:
    subprocess.run(  # noqa: S603 - our own script, fixed arguments
        [sys.executable, "-I", str(CLEANER), *arguments],
        stdin=source,
        stdout=out,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8"},
        timeout=SECONDS,
        check=True,
    )
