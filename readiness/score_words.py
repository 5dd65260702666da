"""Scores and ratings in words and tag colours. Pure. The word always carries the meaning."""

from collections.abc import Iterable

from readiness.overall_rating import OverallRating, ScoringRules

COLOURS = {
    2: ("red", "green"),
    3: ("red", "yellow", "green"),
    4: ("red", "yellow", "green", "blue"),
    5: ("red", "orange", "yellow", "green", "blue"),
}


def place_colour(place: int, of: int) -> str:
    """The tag colour of the nth of so many levels or bands, 0 the lowest."""
    return COLOURS.get(of, ("grey",) * of)[place]


def score_words(value: int, rules: ScoringRules) -> str:
    """ "3 Good standard"."""
    level = rules.level(value)
    return f"{value} {level.title}" if level else str(value)


def score_colour(value: int, rules: ScoringRules) -> str:
    level = rules.level(value)
    return place_colour(rules.levels.index(level), len(rules.levels)) if level else "grey"


def rating_colour(rating: str, rules: ScoringRules) -> str:
    ratings = [band.rating for band in rules.bands]
    return place_colour(ratings.index(rating), len(ratings)) if rating in ratings else "grey"


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(words: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def range_sentence(result: OverallRating, done: str = "scored") -> str:
    """What could still come of a round that is not fully scored; ``done`` says what was counted."""
    low, high = (
        f"{result.lowest_rating} ({result.lowest_percent}%)",
        f"{result.highest_rating} ({result.highest_percent}%)",
    )
    return (
        f"Provisional, {result.scored} of {result.of} {done}. The rest could take it from "
        f"{low} to {high}."
    )


def rating_sentence(result: OverallRating, titles: list[str], done: str = "scored") -> str:
    """The overall rating, and the way to the next, in words. ``titles`` in the scores' order."""
    if result.provisional:
        return range_sentence(result, done)
    said = f"{result.rating}, {result.percent}% ({result.total} of {result.maximum})."
    if not result.points_to_next:
        return said
    named = listed(titles[step.place] for step in result.cheapest)
    points = counted(result.points_to_next, "point")
    return f"{said} {points.capitalize()} below {result.next_rating}. Most room: {named}."
