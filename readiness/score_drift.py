"""Our scores over the rounds and beside those that others gave us, in plain words. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from readiness.score_words import counted, listed


class Place(NamedTuple):
    """What a statement was given in one round; None where it was not scored."""

    round: str
    value: int | None


def drift_sentence(places: Sequence[Place]) -> str:
    """Oldest first. "From 2 in 2024 to 3 in 2026: higher." """
    held = [(place.round, place.value) for place in places if place.value is not None]
    if not held:
        return "Not scored in any round."
    (first_round, first), (last_round, last) = held[0], held[-1]
    if len(held) == 1:
        return f"{last} in {last_round}, the only round with a score."
    if {value for _, value in held} == {first}:
        return f"{last} in each of {len(held)} rounds."
    word = "the same again" if last == first else "higher" if last > first else "lower"
    return f"From {first} in {first_round} to {last} in {last_round}: {word}."


def beside(ours: int | None, theirs: int | None, giver: str) -> str:
    """How hard we are on ourselves; nothing where either gave no score."""
    if ours is None or theirs is None:
        return ""
    if ours == theirs:
        return f"As {giver}"
    points = counted(abs(ours - theirs), "point")
    if ours > theirs:
        return f"Softer on ourselves than {giver} by {points}"
    return f"Harder on ourselves than {giver} by {points}"


def hard_or_soft(pairs: Sequence[tuple[str, int | None, int | None]], giver: str) -> str:
    """``pairs`` are (statement, ours, theirs). One sentence on all of them."""
    both = [(title, ours, theirs) for title, ours, theirs in pairs if ours and theirs]
    if not both:
        return ""
    softer = [title for title, ours, theirs in both if ours > theirs]
    harder = [title for title, ours, theirs in both if ours < theirs]
    parts = [
        f"{word} on ourselves for {listed(titles)}"
        for word, titles in (("softer", softer), ("harder", harder))
        if titles
    ]
    same = len(both) - len(softer) - len(harder)
    if not parts:
        return f"We and {giver} gave the same score to all {len(both)} that both scored."
    agreed = f", and agree on {same}" if same else ""
    return f"Beside {giver} we are {'; '.join(parts)}{agreed}."
