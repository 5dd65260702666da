"""How reports look: the council's name as it stands on them, and its logo."""

import base64
import struct
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from config.wording import name_of
from evidence import pictures
from evidence.refusals import RefusedFileError
from readiness.models import ReportLook
from readiness.navigation import council_name

LARGEST_FILE = 2 * 1024 * 1024
WIDEST, HIGHEST = 900, 300
"""In pixels, as it is kept: sharp in print at three times the size it is shown."""
NARROWEST = 60
PNG, JPEG = b"\x89PNG\r\n", b"\xff\xd8\xff"
SIZE_AT = 16
"""Where a PNG says its width and height."""


@dataclass(frozen=True)
class Look:
    """``logo`` is a PNG in base64, as it is kept in what is issued; empty where there is none."""

    name: str
    logo: str


def in_force() -> Look:
    """One query."""
    newest = ReportLook.objects.first()
    if newest is None:
        return Look(council_name(), "")
    return Look(newest.name, base64.b64encode(bytes(newest.logo)).decode())


@transaction.atomic
def choose_look(*, name: str, logo: File | None, without_logo: bool, by, seen: int) -> ReportLook:
    """Reports made from now on have this name and logo. Without a new file the logo stays, unless
    it is taken away. ``seen`` is the row its chooser saw in force, 0 for none."""
    latest = ReportLook.objects.select_related("set_by").first()
    if latest and latest.pk != seen:
        raise ValidationError(
            f"{name_of(latest.set_by)} changed how reports look while you were working. Save again "
            "to use yours instead."
        )
    if logo and without_logo:
        raise ValidationError({"without_logo": "Choose a logo or take it away, not both."})
    held = bytes(latest.logo) if latest and not without_logo else b""
    look = ReportLook(name=" ".join(name.split()), logo=png_of(logo) if logo else held, set_by=by)
    is_same = (latest.name, bytes(latest.logo)) if latest else (council_name(), b"")
    if (look.name, look.logo) == is_same:
        raise ValidationError("Nothing was changed: reports look like this already.")
    look.full_clean()
    look.save()
    return look


def png_of(logo: File) -> bytes:
    """The picture drawn anew and no larger than is needed. Raises ValidationError on ``logo``."""
    if logo.size > LARGEST_FILE:
        raise ValidationError({"logo": "The logo is larger than 2 MB. Save it smaller."})
    logo.seek(0)
    if not logo.read(len(PNG)).startswith((PNG, JPEG)):
        raise ValidationError(
            {
                "logo": "The logo must be a PNG or JPEG picture. Other kinds, SVG among them, can "
                "hold more than a picture: open it and save it as PNG."
            }
        )
    try:
        content = pictures.fitted(logo, width=WIDEST, height=HIGHEST)
    except RefusedFileError as refusal:
        raise ValidationError({"logo": refusal.messages}) from None
    width, height = size_of(content)
    if width < NARROWEST or height < NARROWEST // 2:
        raise ValidationError(
            {
                "logo": f"The logo is only {width} by {height} pixels and would be blurred in "
                "print. Choose one that is 200 pixels wide or more."
            }
        )
    return content


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    width, height = struct.unpack(">II", png[SIZE_AT : SIZE_AT + 8])
    return width, height


def as_drawing(logo: str) -> str:
    """The logo as SVG, for a typesetter that is given text alone."""
    width, height = size_of(base64.b64decode(logo))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"><image width="{width}" height="{height}" '
        f'href="data:image/png;base64,{logo}"/></svg>'
    )
