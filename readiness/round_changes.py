"""How a score of one round stands beside that of another, in a word. Pure."""

from collections.abc import Sequence

UP, DOWN, SAME = "Higher", "Lower", "The same"
NEW, GONE, NEITHER = "Scored now, not then", "Scored then, not now", "Not scored in either"
NO_SCORES = "Not scored by the framework"
OTHER_SCALE = "Another scale: not comparable"
ONLY_NOW, ONLY_THEN = "Not in the earlier round", "Not in the later round"


def change(then: int | None, now: int | None, *, highest: Sequence[int | None]) -> str:
    """``highest`` are the highest scores of the two scales; None where there are no scores."""
    if None in highest:
        return NO_SCORES
    if highest[0] != highest[1]:
        return OTHER_SCALE
    if then is None or now is None:
        return NEITHER if then == now else NEW if then is None else GONE
    return SAME if then == now else UP if now > then else DOWN


def counted_changes(words: Sequence[str]) -> str:
    """ "2 higher, 1 lower, 6 the same" of those that compare."""
    counts = [(word, sum(1 for one in words if one == word)) for word in (UP, DOWN, SAME)]
    return ", ".join(f"{count} {word.lower()}" for word, count in counts if count)
