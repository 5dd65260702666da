"""A report's text as numbered paragraphs, each with its page where that is known. Pure.

Word keeps paragraphs apart. A PDF has lines only, so a paragraph ends where a line stops short: the
next line's first word would still have fitted on it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BLANK = re.compile(r"\n\s*\n")
LEAST = 3
"""Fewer parts than this between blank lines: the text has none."""
MOST = 3_000
WRAPPED = range(40, 161)
"""Letters to a line of text that is broken into lines; what is shorter or longer is not."""
FULL = 0.85
"""How much of a line may be filled for its end to be no accident: letters differ in width."""
PAGE_NUMBER = re.compile(r"(page\s+)?\d{1,3}(\s*(of|/)\s*\d{1,3})?", re.IGNORECASE)
BEGINS = re.compile(r"[•▪◦●–-]\s|\d+(\.\d+)*[.)]?\s")
ENDS = (".", "!", "?", ":", ";", "”", '"')
MANY_PAGES = 4


@dataclass(frozen=True)
class Part:
    """``page`` is None where the text came without pages."""

    text: str
    page: int | None = None


def paragraphs(text: str) -> list[str]:
    """Of text that was pasted."""
    return [part.text for part in numbered([text], are_pages=False)]


def numbered(pages: Sequence[str], *, are_pages: bool) -> list[Part]:
    """In order. ``are_pages``: each is a page, and its number counts from one; else pieces of one
    text."""
    texts = [cleaned(page) for page in pages]
    if are_pages:
        texts = without_running_heads(texts)
    has_blank_lines = sum(len(between_blanks(text)) for text in texts) >= max(LEAST, 2 * len(texts))
    split = between_blanks if has_blank_lines else from_lines
    found: list[Part] = []
    for number, text in enumerate(texts, 1):
        for part in split(text):
            if found and found[-1].page not in (None, number) and goes_on(found[-1].text, part):
                found[-1] = Part(f"{found[-1].text} {part}", found[-1].page)
            else:
                found.append(Part(part, number if are_pages else None))
    return found


def cleaned(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\f", "\n\n").replace("\x00", "")


def without_running_heads(texts: list[str]) -> list[str]:
    """Without page numbers, and without what stands first or last on most pages."""
    pages = [[line for line in text.splitlines() if line.strip()] for text in texts]
    edges = Counter(line.strip() for page in pages for line in {*page[:1], *page[-1:]})
    is_long = len(pages) >= MANY_PAGES
    heads = {line for line, times in edges.items() if is_long and times * 2 > len(pages)}
    return [
        "\n".join(line for line in text.splitlines() if not is_running_head(line.strip(), heads))
        for text in texts
    ]


def is_running_head(line: str, heads: set[str]) -> bool:
    return line in heads or bool(PAGE_NUMBER.fullmatch(line))


def between_blanks(text: str) -> list[str]:
    """What stands between blank lines, lines joined."""
    parts = (" ".join(part.split()) for part in BLANK.split(text))
    return [part for part in parts if part]


def from_lines(text: str) -> list[str]:
    """Lines joined to paragraphs where they look broken by width; else each line is one."""
    lines = [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]
    width = usual_width(lines)
    return list(joined(lines, width)) if width in WRAPPED else lines


def usual_width(lines: list[str]) -> int:
    """Nine lines of ten are no longer."""
    widths = sorted(map(len, lines)) or [0]
    return widths[len(widths) * 9 // 10]


def joined(lines: list[str], width: int) -> Iterator[str]:
    whole: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        whole.append(line)
        if is_last(line, following, width):
            yield " ".join(whole)
            whole = []
    if whole:
        yield " ".join(whole)


def is_last(line: str, following: str, width: int) -> bool:
    if BEGINS.match(following):
        return True
    word = following.partition(" ")[0]
    has_room = len(line) + 1 + len(word) < FULL * width
    return has_room and (line.endswith(ENDS) or following[:1].isupper())


def goes_on(before: str, after: str) -> bool:
    """A sentence that was torn by the end of a page."""
    return not before.endswith(ENDS) and after[:1].islower()
