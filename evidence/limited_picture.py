"""Makes a picture upright and takes out what the camera noted, in a process with limits.

Run by ``evidence.pictures``, never imported by it: the picture on standard input, and on standard
output the picture without its notes, or nothing where it has none. With a width and a height it is
written anew as PNG, no larger than these. Uses nothing of Django.
"""

import resource
import sys

from PIL import (
    Image,
    ImageOps,
    ImageSequence,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

MEMORY = 1024**3
CPU_SECONDS = 60
QUALITY = 92
# No other reader of pictures is as much as loaded.
FORMATS = [
    plugin.format
    for plugin in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        TiffImagePlugin.TiffImageFile,
        WebPImagePlugin.WebPImageFile,
    )
]
PLACE = 0x8825
NOTES = ("exif", "xmp", "XML:com.adobe.xmp", "Raw profile type exif", "photoshop", "comment")


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def has_notes(picture: Image.Image) -> bool:
    """A TIFF describes itself in the same way as a camera does: there only the place counts."""
    if picture.format == "TIFF":
        return PLACE in picture.getexif() or "xmp" in picture.info
    return bool(picture.getexif()) or any(name in picture.info for name in NOTES)


def cleaned(picture: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(picture)
    colours = picture.info.get("icc_profile")
    upright.info = {"icc_profile": colours} if colours else {}
    return upright


def write(picture: Image.Image, out) -> None:
    kind = "JPEG" if picture.format == "MPO" else picture.format
    if kind == "TIFF":
        frames = [cleaned(frame.copy()) for frame in ImageSequence.Iterator(picture)]
        frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="tiff_lzw")
        return
    upright = cleaned(picture)
    quality = {"quality": QUALITY} if kind in ("JPEG", "WEBP") else {}
    upright.save(out, kind, icc_profile=upright.info.get("icc_profile"), **quality)


def fit(size: tuple[int, int]) -> None:
    with Image.open(sys.stdin.buffer, formats=["PNG", "JPEG"]) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
        upright.thumbnail(size)
        upright.info = {}
        upright.save(sys.stdout.buffer, "PNG", optimize=True)


def main() -> None:
    limit()
    if sys.argv[1:]:
        width, height = map(int, sys.argv[1:])
        fit((width, height))
        return
    with Image.open(sys.stdin.buffer, formats=FORMATS) as picture:
        if not has_notes(picture):
            return
        picture.load()
        write(picture, sys.stdout.buffer)


if __name__ == "__main__":
    main()
