"""Words as they are searched for and shown: pure functions, the same for both databases."""

import re
import unicodedata

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Around each match in a text. No text holds these characters: see ``without_marks``.
START, STOP = "\x02", "\x03"
BEFORE, AFTER = 120, 240
MOST_TERMS = 12
MOST_MATCHES = 200
# Left out of a search, unless nothing else was typed.
LITTLE_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be but by for from has have in is it its of on or s t that the their "
        "this to was we were what which with you your",
    )
)


class PlainCharacters(dict):
    """For ``str.translate``: the plain form of each character, worked out once."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFKD", chr(code))[0].lower()[0]
        self[code] = base if base.isalnum() else " "
        return self[code]


PLAIN = PlainCharacters()


def plain(text: str) -> str:
    """Lower case without accents or signs, one character for one, so that places stay the same."""
    return text.translate(PLAIN)


def terms_in(typed: str) -> list[str]:
    """Words and quoted phrases: 'Q3 "unpaid carers"' gives ["q3", "unpaid carers"]."""
    terms = []
    for phrase, loose in re.findall(r'"([^"]*)"|([^"]+)', re.sub("[“”]", '"', typed)):
        words = plain(phrase or loose).split()
        terms += [" ".join(words)] if phrase else words
    telling = [term for term in terms if term and term not in LITTLE_WORDS]
    return list(dict.fromkeys(telling or filter(None, terms)))[:MOST_TERMS]


def without_marks(text: str) -> str:
    return text.replace(START, " ").replace(STOP, " ")


def marks_moved(marked: str, text: str) -> str:
    """The marks of a plain text put in the same places of the text it was made from."""
    moved, at = [], 0
    for piece in re.split(f"([{START}{STOP}])", marked):
        if piece in (START, STOP):
            moved.append(piece)
        else:
            moved.append(text[at : at + len(piece)])
            at += len(piece)
    return "".join(moved)


def richest(marked: str) -> int:
    """The place of the match with the most different matches close behind it."""
    matches = [
        (match.start(), plain(match.group(1)))
        for match in re.finditer(f"{START}([^{STOP}]*){STOP}", marked)
    ][:MOST_MATCHES]
    kinds = [
        len({word for at, word in matches[place:] if at < begin + AFTER})
        for place, (begin, _) in enumerate(matches)
    ]
    return matches[kinds.index(max(kinds))][0] if matches else 0


def excerpt(marked: str) -> SafeString:
    """A few lines where most of the matches are, as HTML that is safe whatever the text says."""
    first = richest(marked)
    begin, finish = max(first - BEFORE, 0), first + AFTER
    piece = marked[begin:finish]
    if begin:
        piece = piece.split(" ", 1)[-1]
        if STOP in piece.partition(START)[0]:  # it begins inside an earlier match
            piece = START + piece
        piece = "… " + piece
    if finish < len(marked):
        piece = piece.rsplit(" ", 1)[0] + " …"
    if piece.count(START) > piece.count(STOP):
        piece += STOP
    safe = escape(" ".join(piece.split()))
    return mark_safe(safe.replace(START, "<mark>").replace(STOP, "</mark>"))  # noqa: S308 - escaped
