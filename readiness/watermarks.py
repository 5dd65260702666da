"""A reviewer's name and the time across every page they are shown. Pictures in, pictures out."""

import io
from collections.abc import Iterable, Sequence
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

INK = (110, 110, 110, 70)  # seen through, so that what lies under it can be read
ANGLE = 30  # degrees
SHARE = 26  # of the page's width that a letter takes
PAPER = (1240, 1754)  # pixels: A4 at 150 to the inch
MARGIN, LINE, LETTERS = 100, 30, 86
DOTS_PER_INCH = 150


def watermarked(page: Image.Image, words: str) -> Image.Image:
    """The page with the words repeated across all of it, so that no part can be cut out clean."""
    page = page.convert("RGBA")
    font = ImageFont.load_default(size=max(12, page.width // SHARE))
    side = int(1.5 * max(page.size))
    layer = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    draw = ImageDraw.Draw(layer)
    left, top, right, bottom = draw.textbbox((0, 0), words, font=font)
    width, height = int(right - left), int(bottom - top)
    for row, y in enumerate(range(0, side, height * 6)):
        for x in range(-(row % 2) * width // 2, side, width + height * 2):
            draw.text((x, y), words, font=font, fill=INK)
    turned = layer.rotate(ANGLE)
    left, top = (side - page.width) // 2, (side - page.height) // 2
    turned = turned.crop((left, top, left + page.width, top + page.height))
    return Image.alpha_composite(page, turned).convert("RGB")


def as_webp(page: Image.Image) -> bytes:
    written = io.BytesIO()
    page.save(written, "WEBP", quality=70)
    return written.getvalue()


def as_pdf(pages: Iterable[Image.Image], *, title: str) -> bytes:
    """Raises FileNotFoundError where there is no page."""
    written, pages = io.BytesIO(), iter(pages)
    first = next(pages, None)
    if first is None:
        raise FileNotFoundError("The file has no page that can be shown.")
    first.save(
        written,
        "PDF",
        save_all=True,
        append_images=pages,
        resolution=DOTS_PER_INCH,
        title=title,
    )
    return written.getvalue()


def lines_of(text: str) -> list[str]:
    """As they stand on sheets of A4; at least one."""
    return [part for line in text.splitlines() for part in wrap(line, LETTERS) or [""]] or [""]


def sheets_of(lines: Sequence[str]) -> list[Sequence[str]]:
    at_a_time = (PAPER[1] - 2 * MARGIN) // LINE
    return [lines[first : first + at_a_time] for first in range(0, len(lines), at_a_time)]


def drawn(lines: Sequence[str]) -> Image.Image:
    """A sheet of A4 with these lines: for files that have no pages of their own."""
    sheet = Image.new("RGB", PAPER, "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=22)
    for place, line in enumerate(lines):
        draw.text((MARGIN, MARGIN + place * LINE), line, font=font, fill="black")
    return sheet
