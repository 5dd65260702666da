"""Which statements a file may speak to, which kind of evidence it may be, and a line that says
what it shows. Pure: words in, suggestions with their reasons out.

Nothing clever, so that everybody can see why: words that the framework uses for a statement are
looked for in the file's name and in how it begins. A word that belongs to few statements counts
for more, one in the name counts three times, and one found often no more than three times.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST = 3
MOST_REASONS = 4
IN_NAME = 3
OFTEN = 3
ENOUGH = 4.0
OF_THE_BEST = 0.4
SHORTEST_WORD = 4
ENDINGS = re.compile(r"(ations?|ments?|ings?|ness|ions?|ies|ers?|ed|es|s|e|y)$")
SAY_LITTLE = """
    about after also and another been before being both care council each from have health into
    life lives live made make more most much need needs only other others over own part parts
    people person place plan plans service services social some such support supporting than that
    their them then there these they this those through time together used using want ways well
    were what when where which while will with within work working works would year years your
"""
EVERYWHERE = frozenset(SAY_LITTLE.split())
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
SHORTEST_LINE, LONGEST_LINE = 30, 200
SAYS_SO = re.compile(
    r"\b(said|told us|asked|rose|risen|fell|fallen|up from|down from|increased?|reduced|improved|"
    r"better|more than|fewer|less than|out of|in ten|per cent)\b|%",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Subject:
    """Something to suggest, and the words that speak of it: (words, how much they count)."""

    key: int
    words: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Suggestion:
    key: int
    because: tuple[str, ...]
    """Words of the file, as they stand there, that say so; the most telling first."""


def suggest(
    subjects: Sequence[Subject], *, names: Iterable[str], text: str, most: int = MOST
) -> list[Suggestion]:
    """The subjects the files most likely speak to, best first; none where too little says so."""
    found = counted(names, text)
    weights = [weighed(subject) for subject in subjects]
    shared = Counter(stem for each in weights for stem in each)
    scored = []
    for subject, each in zip(subjects, weights, strict=True):
        points = {
            stem: weight * min(found[stem][1], OFTEN) / shared[stem]
            for stem, weight in each.items()
            if stem in found
        }
        if points:
            scored.append((sum(points.values()), subject.key, points))
    scored.sort(key=lambda one: (-one[0], one[1]))
    best = scored[0][0] if scored else 0
    return [
        Suggestion(key, reasons(points, found))
        for total, key, points in scored[:most]
        if total >= ENOUGH and total >= OF_THE_BEST * best
    ]


def reasons(points: dict[str, float], found: dict[str, tuple[str, int]]) -> tuple[str, ...]:
    telling = sorted(points, key=lambda stem: (-points[stem], stem))
    return tuple(found[stem][0] for stem in telling[:MOST_REASONS])


def counted(names: Iterable[str], text: str) -> dict[str, tuple[str, int]]:
    """Stem -> the word as it first stands there, and how often it is there."""
    first: dict[str, str] = {}
    times: defaultdict[str, int] = defaultdict(int)
    for words, each in ((" ".join(names), IN_NAME), (text, 1)):
        for word in words_of(words):
            stem = stem_of(word)
            first.setdefault(stem, word)
            times[stem] += each
    return {stem: (first[stem], times[stem]) for stem in first}


def weighed(subject: Subject) -> dict[str, float]:
    """Stem -> the most that any of the subject's words counts for it."""
    weights: dict[str, float] = {}
    for words, weight in subject.words:
        for word in words_of(words):
            stem = stem_of(word)
            weights[stem] = max(weight, weights.get(stem, 0))
    return weights


def words_of(text: str) -> list[str]:
    found = re.findall(r"[a-z]+", re.sub(r"[’']s?\b", "", text.lower().replace("_", " ")))
    return [word for word in found if len(word) >= SHORTEST_WORD and word not in EVERYWHERE]


def stem_of(word: str) -> str:
    """``assessing``, ``assessments`` and ``assessed`` are one word here."""
    stem = ENDINGS.sub("", word)
    return stem if len(stem) >= SHORTEST_WORD else word


def line_that_shows(text: str) -> str:
    """The first sentence that says most: a figure and what became of it. Empty where none does."""
    lines = [" ".join(line.split()) for line in SENTENCE.split(text)]
    fit = [line for line in lines if SHORTEST_LINE <= len(line) <= LONGEST_LINE]
    telling = [line for line in fit if SAYS_SO.search(line) and line[-1] in ".!?"]
    return max(telling, key=how_telling, default="")


def how_telling(line: str) -> int:
    return 2 * bool(re.search(r"\d", line)) + len(SAYS_SO.findall(line))
