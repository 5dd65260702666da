"""What the steps of a golden thread are made of, and their words for figures and scores. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from config.addresses import address_of
from config.wording import day_in_words
from indicators.ratings import Rating
from indicators.summaries import IndicatorSummary
from readiness.overall_rating import ScoringRules
from readiness.score_words import score_colour, score_words
from readiness.thread_facts import GivenScore


@dataclass(frozen=True)
class Mark:
    """A tag: the word carries the meaning, shape and colour repeat it."""

    words: str
    colour: str
    shape: str = ""


@dataclass(frozen=True)
class Link:
    words: str
    address: str


@dataclass(frozen=True)
class Item:
    """Something that hangs on a step. ``address`` is empty where this person may not open it."""

    title: str
    address: str
    marks: tuple[Mark, ...] = ()
    said: tuple[str, ...] = ()
    about: str = ""
    is_start: bool = False


@dataclass(frozen=True)
class Gap:
    """What is not there, in words, with where this person can mend it."""

    words: str
    mend: Link | None = None
    is_break: bool = True


@dataclass
class Step:
    key: str
    heading: str
    items: list[Item] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    of: int = 0
    """How many there are, shown or not."""
    more: list[Link] = field(default_factory=list)

    @property
    def rest(self) -> int:
        return max(0, self.of - len(self.items))


def is_poor(summary: IndicatorSummary) -> bool:
    """Not met, or in the lowest 25%."""
    is_low = summary.rating == Rating.NOT_MET or summary.is_lowest_quarter
    return summary.has_figure and is_low


def at_statement(kind: str, slug: str) -> str:
    """Where all of a kind that belong to a statement are listed."""
    if kind == "figure":
        return address_of("statement_indicators", slug)
    pages = {"evidence": "library", "recommendation": "recommendation_list", "action": "plan"}
    return f"{address_of(pages[kind])}?{urlencode({'statement': slug})}"


def marks_of(summary: IndicatorSummary) -> Iterable[Mark]:
    if summary.rating.is_judged:
        yield Mark(summary.rating.word, summary.rating.colour)
    if summary.is_lowest_quarter:
        yield Mark("Lowest 25%", "red", "▼")


def figure_words(summary: IndicatorSummary) -> Iterable[str]:
    """The figure with its period, what it is held against, where it stands and how it moved."""
    if not summary.has_figure:
        yield summary.value_text
        return
    target = f"; target {summary.target_text}" if summary.rating.is_judged else ""
    yield f"{summary.value_text} in {summary.period_text}{target}"
    if summary.is_ranked:
        yield summary.rank_words
    if summary.short_term.arrow:
        yield summary.short_term.words


def mark_of_score(score: GivenScore, rules: ScoringRules) -> Mark:
    return Mark(score_words(score.value, rules), score_colour(score.value, rules))


def score_said(score: GivenScore) -> Iterable[str]:
    yield f"{score.round_title}, scored on {day_in_words(score.given_on)}"
    if score.signed_on:
        yield f"Signed off by {score.signed_by} on {day_in_words(score.signed_on)}"
    else:
        yield "Not signed off"
