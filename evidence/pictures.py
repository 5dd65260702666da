"""Pictures as they are kept: upright, and without the place and time a camera notes in them."""

import subprocess
import sys
import uuid
from pathlib import Path

from evidence import arriving
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
        with arriving.locked(cleaned, make=True) as out:
            run(picture, out)
        if cleaned.stat().st_size:
            return cleaned
    except (subprocess.SubprocessError, OSError):
        cleaned.unlink(missing_ok=True)
        raise damaged("picture") from None
    cleaned.unlink()
    return None


def run(picture: Path, out) -> None:
    with picture.open("rb") as file:
        subprocess.run(  # noqa: S603 - our own script, fixed arguments
            [sys.executable, "-I", str(CLEANER)],
            stdin=file,
            stdout=out,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8"},
            timeout=SECONDS,
            check=True,
        )
