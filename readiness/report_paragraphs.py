"""A report's text as numbered paragraphs. Pure: words in, paragraphs out."""

import re

BLANK = re.compile(r"\n\s*\n")
LEAST = 3
"""Fewer parts than this between blank lines: the text has none, and each line is a paragraph."""
MOST = 3_000


def paragraphs(text: str) -> list[str]:
    """What stands between blank lines, lines joined; where there are none, each line."""
    text = text.replace("\r\n", "\n").replace("\f", "\n\n").replace("\x00", "")
    parts = [" ".join(part.split()) for part in BLANK.split(text)]
    parts = [part for part in parts if part]
    if len(parts) < LEAST:
        parts = [" ".join(line.split()) for line in text.splitlines()]
    return [part for part in parts if part]
