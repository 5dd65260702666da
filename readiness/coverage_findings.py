"""How complete and balanced a statement's evidence is, in plain words. Pure: counts in, a sentence
out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.wording import month_in_words

MANY = 3
"""From so many documents of one kind, having none of another is out of balance."""


@dataclass(frozen=True)
class Held:
    """What a statement has of one category. ``newest`` is the last day it speaks to."""

    category: str
    is_required: bool
    count: int = 0
    out_of_date: int = 0
    newest: date | None = None

    @property
    def in_date(self) -> int:
        return self.count - self.out_of_date


def finding(held: Sequence[Held]) -> str:
    """What stands out most, or nothing: "8 documents under processes, but no people's experience
    since March 2025 and no feedback from partners"."""
    if not any(one.count for one in held):
        return "No evidence of any kind." if any(one.is_required for one in held) else ""
    missing = [lacking(one) for one in held if one.is_required and not one.in_date]
    if not missing:
        return ""
    most = max(held, key=lambda one: one.in_date)
    if most.in_date < MANY:
        return sentence(listed(missing))
    return sentence(
        f"{documents(most.in_date)} under {small(most.category)}, but {listed(missing)}"
    )


def lacking(one: Held) -> str:
    """ "no people's experience since March 2025": nothing in date, and since when."""
    words = f"no {small(one.category)}"
    if not one.count:
        return words
    return f"{words} since {month_in_words(one.newest)}" if one.newest else f"{words} in date"


def documents(count: int) -> str:
    return f"{count} document{'' if count == 1 else 's'}"


def small(words: str) -> str:
    return words[:1].lower() + words[1:]


def listed(parts: Sequence[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last


def sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def how_far(*, wanted: int, in_date: int, stale: int, empty: int) -> str:
    """How far the required evidence reaches, in one line."""
    if not wanted:
        return "No evidence has been asked for yet."
    if in_date == wanted:
        return "Every statement has evidence in date in each required category."
    share = (
        f"{in_date} of {wanted} required places ({in_date * 100 // wanted}%) have evidence in date"
    )
    rest = []
    if stale:
        rest.append(f"{stale} {'has' if stale == 1 else 'have'} only evidence past its review date")
    if empty:
        rest.append(f"{empty} {'is' if empty == 1 else 'are'} empty")
    return f"{share}; {listed(rest)}."
