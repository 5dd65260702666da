"""Makes pictures of pages, and reads the words of pages that are pictures, within limits.

Run by ``evidence.previews``, never imported by it, with the file on standard input:
``limited_pages.py paint MEDIA_TYPE COUNT`` or ``limited_pages.py read MEDIA_TYPE PAGES``,
where PAGES are numbers separated by commas, or ``all``. Answers with one line of JSON for each
page as soon as it is done, so that what was done before a limit is kept; the first line says how
many pages there are. Uses nothing of Django.
"""

import base64
import io
import json
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

sys.path.append(str(Path(__file__).parent))

import pypdfium2
from PIL import Image, ImageOps
from process_limits import limit

CPU_SECONDS = 300
PDF = "application/pdf"
LONGEST_SHOWN = 1200  # pixels of the longer side: enough to read a page of A4
LONGEST_READ = 3500
TOO_SMALL_TO_READ = 1700  # a page of A4 in fewer pixels is read better when it is made larger
DOTS_PER_INCH = 300
POINTS_PER_INCH = 72
MOST_PIXELS = 120_000_000
MOST_FRAMES = 200
SECONDS_A_PAGE = 60
QUALITY = 70
FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "GIF")
# One picture may be many pages, as a fax is.
FRAMES = {"image/tiff"}


def say(**words) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


class PdfPages:
    def __init__(self):
        self.document = pypdfium2.PdfDocument(sys.stdin.buffer)

    def __len__(self):
        return len(self.document)

    def picture(self, number: int, longest: int, *, gray: bool) -> Image.Image:
        page = self.document[number - 1]
        scale = min(DOTS_PER_INCH / POINTS_PER_INCH, longest / max(*page.get_size(), 1))
        return page.render(scale=scale, grayscale=gray, may_draw_forms=False).to_pil()


class Frames:
    """A picture, or the pages of one that has several."""

    def __init__(self, media_type: str):
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        Image.MAX_IMAGE_PIXELS = MOST_PIXELS
        self.image = Image.open(sys.stdin.buffer, formats=FORMATS)
        many = media_type in FRAMES
        self.count = min(getattr(self.image, "n_frames", 1), MOST_FRAMES) if many else 1

    def __len__(self):
        return self.count

    def picture(self, number: int, longest: int, *, gray: bool) -> Image.Image:
        if self.count > 1:
            self.image.seek(number - 1)
        self.image.draft("L" if gray else "RGB", (longest, longest))
        upright = ImageOps.exif_transpose(self.image) or self.image
        shown = on_white(upright)
        shown.thumbnail((longest, longest))
        return enlarged(shown.convert("L")) if gray else shown


def enlarged(image: Image.Image) -> Image.Image:
    if max(image.size) >= TOO_SMALL_TO_READ:
        return image
    return image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC)


def on_white(image: Image.Image) -> Image.Image:
    """Without transparency, palette or anything else that came with the file."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        image = paper
    return image.convert("RGB")


def opened(media_type: str):
    return PdfPages() if media_type == PDF else Frames(media_type)


def paint(pages, count: int) -> None:
    for number in range(1, min(count, len(pages)) + 1):
        picture = pages.picture(number, LONGEST_SHOWN, gray=False)
        made = io.BytesIO()
        picture.save(made, "WEBP", quality=QUALITY, method=2)
        content = base64.b64encode(made.getvalue()).decode()
        say(page=number, width=picture.width, height=picture.height, content=content)


def read(pages, wanted: str) -> None:
    numbers = range(1, len(pages) + 1) if wanted == "all" else map(int, wanted.split(","))
    program = shutil.which("tesseract") or "tesseract"
    for number in numbers:
        if 0 < number <= len(pages):
            picture = pages.picture(number, LONGEST_READ, gray=True)
            text = words_in(picture, program)
            if text is not None:  # a page that took too long is left out, and counts as not read
                say(page=number, text=text)


def words_in(picture: Image.Image, program: str) -> str | None:
    """What tesseract reads, whichever way up the page lies."""
    made = io.BytesIO()
    picture.save(made, "PNG", compress_level=1)
    command = [program, "stdin", "stdout", "-l", "eng", "--psm", "1", "--dpi", str(DOTS_PER_INCH)]
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            command,
            input=made.getvalue(),
            capture_output=True,
            timeout=SECONDS_A_PAGE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.decode("utf-8", "replace").replace("\f", "").strip()


def main(job: str, media_type: str, what: str) -> None:
    limit(CPU_SECONDS)
    try:
        pages = opened(media_type)
        say(pages=len(pages))
        if job == "paint":
            paint(pages, int(what))
        else:
            read(pages, what)
    except (
        pypdfium2.PdfiumError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        SyntaxError,
        ValueError,
        MemoryError,
    ) as problem:
        say(problem=str(problem)[:200] or type(problem).__name__)


if __name__ == "__main__":
    main(*sys.argv[1:4])
