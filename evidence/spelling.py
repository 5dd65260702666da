"""Words that somebody may have meant. Pure: words in, words out."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, product

SHORTEST = 4
"""Shorter words have too many neighbours to guess at."""
LONGEST = 40
LONG = 8
"""From this length two slips are allowed, below it one."""
MOST = 3
MOST_VARIANTS = 1_000
VOWELS = set("aeiouyhw")


def skeleton(word: str) -> str:
    """What is left of a word without its vowels and doubled letters: Mohamed, Mohammed and
    Muhammad are all "md", Safegaurding and Safeguarding "sfgrdng"."""
    kept = [word[0]] if word else []
    for letter in word[1:]:
        if letter not in VOWELS and letter != kept[-1]:
            kept.append(letter)
    return "".join(kept)


def distance(one: str, other: str) -> int:
    """How many letters have to be put in, taken out, changed or swapped with their neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, opposite in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != opposite))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == opposite:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def is_worth_guessing(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def sounds_alike(one: str, other: str) -> bool:
    return skeleton(one) == skeleton(other) and distance(one, other) <= 1 + len(one) // 3


def is_near(one: str, other: str) -> bool:
    allowed = 1 if len(one) < LONG else 2
    if abs(len(one) - len(other)) <= allowed and distance(one, other) <= allowed:
        return True
    return sounds_alike(one, other)


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """The few known words it may have been meant for, likeliest first."""
    near = [other for other in set(known) if other != word and is_near(word, other)]
    return sorted(near, key=lambda other: (distance(word, other), other))[:MOST]


def variants(terms: Sequence[str], near: Mapping[str, list[str]]) -> list[tuple[str, ...]]:
    """The terms with one or more of them spelt otherwise, the fewest letters changed first."""
    choices = [(term, *near.get(term, ())) for term in terms]
    every = islice(product(*choices), 1, MOST_VARIANTS)  # the first is what was typed
    return sorted(every, key=lambda words: (sum(map(distance, terms, words)), words))
