"""Words as they are searched for and shown: pure functions, the same for both databases."""

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from snowballstemmer import stemmer

# Around each match in a text. No text holds these characters: see ``without_marks``.
START, STOP = "\x02", "\x03"
BEFORE, AFTER = 120, 240
MOST_TERMS = 12
MOST_MATCHES = 200
WORDS_KEPT = 200_000
LONGEST_WORD = 200  # letters that tell; PostgreSQL refuses a word of 2,047 bytes
# Left out of a search, unless nothing else was typed.
LITTLE_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be but by for from has have in is it its of on or s t that the their "
        "this to was we were what which with you your",
    )
)


class English(threading.local):
    """A stemmer remembers the word it is at, so each thread has its own."""

    def __init__(self):
        self.stem = stemmer("english").stemWord


english = English()


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


@lru_cache(WORDS_KEPT)
def stem(word: str) -> str:
    """What "waits", "waiting" and "waited" share. ``word`` is plain."""
    return english.stem(word[:LONGEST_WORD])


def stems(text: str) -> str:
    """A text as it is kept for searching: the stem of each word, in order, a space between."""
    return " ".join(map(stem, plain(text).split()))


def terms_in(typed: str) -> list[str]:
    """Words and quoted phrases: 'Q3 "unpaid carers"' gives ["q3", "unpaid carers"]."""
    terms = []
    for phrase, loose in re.findall(r'"([^"]*)"|([^"]+)', re.sub("[“”]", '"', typed)):
        words = plain(phrase or loose).split()
        terms += [" ".join(words)] if phrase else words
    telling = [term for term in terms if term and term not in LITTLE_WORDS]
    return list(dict.fromkeys(telling or filter(None, terms)))[:MOST_TERMS]


def stems_in(typed: str) -> list[str]:
    """The terms of a search as the index holds them, each once."""
    return list(dict.fromkeys(stems(term) for term in terms_in(typed)))


def without_marks(text: str) -> str:
    return text.replace(START, " ").replace(STOP, " ")


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """(stem, where it begins, where it ends) of each word, as places in the text itself."""
    for match in re.finditer(r"\S+", plain(text)):
        yield stem(match.group()), match.start(), match.end()


def places_of(text: str, terms: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the terms stand in a text, longest first at each place."""
    wanted = {first: list(rest) for first, rest in by_first_word(terms)}
    words = list(words_of(text)) if any(" " in term for term in terms) else words_of(text)
    if isinstance(words, list):
        yield from phrases_in(words, wanted)
    else:
        yield from ((begin, end) for word, begin, end in words if word in wanted)


def by_first_word(terms: Sequence[str]):
    split = sorted((term.split() for term in terms), key=lambda words: (words[0], -len(words)))
    return groupby(split, key=lambda words: words[0])


def phrases_in(words: list[tuple[str, int, int]], wanted: dict) -> Iterator[tuple[int, int]]:
    place = 0
    while place < len(words):
        for phrase in wanted.get(words[place][0], ()):
            if [word for word, _, _ in words[place : place + len(phrase)]] == phrase:
                yield words[place][1], words[place + len(phrase) - 1][2]
                place += len(phrase) - 1
                break
        place += 1


def marked(text: str, terms: Sequence[str]) -> str:
    """The text with marks around what ``terms`` (from ``stems_in``) ask for."""
    pieces: list[str] = []
    at = count = 0
    for begin, end in places_of(text, terms):
        pieces += (text[at:begin], START, text[begin:end], STOP)
        at, count = end, count + 1
        if count == MOST_MATCHES:
            break
    return "".join([*pieces, text[at:]])


def richest(text: str) -> int:
    """The place of the match with the most different matches close behind it."""
    matches = [
        (match.start(), plain(match.group(1)))
        for match in re.finditer(f"{START}([^{STOP}]*){STOP}", text)
    ][:MOST_MATCHES]
    kinds = [
        len({word for at, word in matches[place:] if at < begin + AFTER})
        for place, (begin, _) in enumerate(matches)
    ]
    return matches[kinds.index(max(kinds))][0] if matches else 0


def excerpt(text: str) -> SafeString:
    """A few lines where most of the matches are, as HTML that is safe whatever the text says."""
    first = richest(text)
    begin, finish = max(first - BEFORE, 0), first + AFTER
    piece = text[begin:finish]
    if begin:
        piece = piece.split(" ", 1)[-1]
        if STOP in piece.partition(START)[0]:  # it begins inside an earlier match
            piece = START + piece
        piece = "… " + piece
    if finish < len(text):
        piece = piece.rsplit(" ", 1)[0] + " …"
    if piece.count(START) > piece.count(STOP):
        piece += STOP
    safe = escape(" ".join(piece.split()))
    return mark_safe(safe.replace(START, "<mark>").replace(STOP, "</mark>"))  # noqa: S308 - escaped
