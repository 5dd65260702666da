"""Where what somebody typed differs from the newest draft, word by word. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from readiness.scoring import TEXTS

LONGEST = 1500  # words: longer texts are shown whole, the comparison would take too long


@dataclass(frozen=True)
class Piece:
    """Some words of the saved text; ``is_theirs`` where they are not in what was typed."""

    words: str
    is_theirs: bool


@dataclass(frozen=True)
class Apart:
    """A field that says something else in the saved draft."""

    label: str
    control: str
    saved: tuple[Piece, ...]


def drafts_apart(form, draft) -> tuple[Apart, ...]:
    """Field by field, what the draft says that the form does not; nothing without a draft."""
    if draft is None:
        return ()
    typed: Mapping[str, Any] = {name: form[name].value() or "" for name in ("value", *TEXTS)}
    found = []
    for name, mine in typed.items():
        theirs = getattr(draft, name)
        theirs = "" if theirs is None else str(theirs)
        if lines(theirs) != lines(str(mine)):
            bound = form[name]
            control = bound.id_for_label or f"{bound.auto_id}_0"  # the first of the radios
            found.append(Apart(bound.label, control, tuple(pieces(str(mine), theirs))))
    return tuple(found)


def lines(text: str) -> str:
    """For comparing: browsers end lines in their own way."""
    return "\n".join(text.splitlines()).strip()


def pieces(mine: str, theirs: str) -> Iterable[Piece]:
    """``theirs`` from beginning to end, what ``mine`` lacks set apart; one empty piece for none."""
    old, new = tokens(mine), tokens(theirs)
    if not new:
        return [Piece("", is_theirs=True)]
    if max(len(old), len(new)) > LONGEST:
        return [Piece(theirs, is_theirs=True)]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        Piece("".join(new[start:end]), is_theirs=tag != "equal")
        for tag, _, _, start, end in matcher.get_opcodes()
        if end > start
    ]


def tokens(text: str) -> list[str]:
    return re.findall(r"\S+\s*", text.replace("\r\n", "\n"))
