"""How long taking out the text of documents takes beside the extraction library alone.

    python -m benchmarks.extraction [FOLDER] [--runs N]

The least: the library called on each file in a process of its own with the same limits (memory,
processor time, no writing of files), and its text thrown away. Ours: ``extraction.extract``, which
also splits the text into pages, cleans it and brings it back. Scans are left out of both: reading
them is tesseract's time. At most 1.3 times the least.
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import environment

environment.prepare()

from evidence import extraction
from evidence.file_types import TYPES

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data" / "documents"
SAMPLES = ROOT / "tests" / "data" / "documents"
LIMIT = 1.3
SECONDS = 120
ALONE = f"""
import sys
sys.path.append({str(ROOT / "evidence")!r})
import kreuzberg
from process_limits import limit
media_type = sys.argv[1]
settings = kreuzberg.ExtractionConfig(
    use_cache=False, enable_quality_processing=False, disable_ocr=True,
    pages=kreuzberg.PageConfig(extract_pages=True),
    concurrency=kreuzberg.ConcurrencyConfig(max_threads=1),
)
if media_type == "application/pdf":
    try:
        kreuzberg.extract_bytes_sync(b"%PDF-1.0", media_type, settings)
    except kreuzberg.KreuzbergError:
        pass
limit()
try:
    kreuzberg.extract_file_sync("/dev/stdin", media_type, settings)
except kreuzberg.KreuzbergError:
    pass
"""


def corpus(folder: Path) -> list[tuple[Path, str]]:
    """Files that have an extractor, with the type their ending says."""
    found = []
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        kinds = [kind for kind in TYPES.values() if path.suffix.lower() in kind.extensions]
        if kinds and not kinds[0].media_type.startswith("image/"):
            found.append((path, kinds[0].media_type))
    return found


def alone(path: Path, media_type: str) -> float:
    began = time.perf_counter()
    with path.open("rb") as file:
        subprocess.run(
            [sys.executable, "-I", "-c", ALONE, media_type],
            stdin=file,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    return time.perf_counter() - began


def ours(path: Path, media_type: str) -> float:
    began = time.perf_counter()
    with path.open("rb") as file, contextlib.suppress(extraction.CannotReadError):
        extraction.extract(file, media_type)
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    files = corpus(options.folder or (SHARED if SHARED.exists() else SAMPLES))
    ratios = []
    for _ in range(options.runs):
        # Turn about, file by file, so that whatever else the machine does slows both alike.
        pairs = [(ours(*each), alone(*each)) for each in files]
        took, least = (sum(times) for times in zip(*pairs, strict=True))
        ratios.append(took / least)
        print(f"{len(files)} files: ours {took:.1f} s, alone {least:.1f} s, {ratios[-1]:.2f} times")
    ratio = statistics.median(ratios)
    print(f"Median {ratio:.2f} times; at most {LIMIT}")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
