"""The one thing most wrong with a quality statement, in words. Pure: facts in, a sentence out.

What would cost the council most in front of an assessor comes first: a score that is reported to
the Secretary of State, then nothing to show, then a judgement that the figures do not bear out,
then promises not kept.
"""

from collections.abc import Callable
from dataclasses import dataclass

GOOD = 3


@dataclass(frozen=True)
class Facts:
    """What is known of one statement. Counts of indicators are of those linked to it."""

    score: int | None = None
    is_scored: bool = True  # whether the framework has scores at all
    done: str = "scored"  # "signed off" for whoever sees only scores that were
    flag_level: int | None = None
    awaits_sign_off: bool = False
    documents: int = 0
    gaps: tuple[str, ...] = ()  # required categories with nothing in them, by short title
    stale: tuple[str, ...] = ()  # categories in which everything is past its review date
    indicators: int = 0
    not_met: int = 0
    lowest: int = 0
    unexplained: int = 0
    actions: int = 0
    behind: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class Attention:
    """``about`` says where to go: score, evidence, indicators, actions or nothing."""

    about: str
    words: str


NOTHING = Attention("nothing", "Nothing stands out.")


def most_wrong(facts: Facts) -> Attention:
    return next((found for check in CHECKS if (found := check(facts))), NOTHING)


def _flagged(facts: Facts) -> Attention | None:
    if facts.score is None or facts.score != facts.flag_level:
        return None
    return Attention("score", f"Scored {facts.score}: CQC would notify the Secretary of State.")


def _no_evidence(facts: Facts) -> Attention | None:
    return None if facts.documents else Attention("evidence", "No evidence yet.")


def _not_scored(facts: Facts) -> Attention | None:
    if not facts.is_scored or facts.score is not None:
        return None
    return Attention("score", f"Not {facts.done} yet.")


def _gap(facts: Facts) -> Attention | None:
    if not facts.gaps:
        return None
    return Attention("evidence", f"Nothing under {_listed(facts.gaps)}.")


def _score_against_figures(facts: Facts) -> Attention | None:
    """A good score that most of its indicators speak against."""
    if (facts.score or 0) < GOOD or not facts.indicators:
        return None
    for number, words in ((facts.lowest, "in the lowest 25%"), (facts.not_met, "off target")):
        if 2 * number > facts.indicators:
            of = _of(number, facts.indicators, "indicator")
            return Attention(
                "indicators", f"Scored {facts.score}, but {_small(of)} {_are(number)} {words}."
            )
    return None


def _overdue(facts: Facts) -> Attention | None:
    if not facts.overdue:
        return None
    of = _of(facts.overdue, facts.actions, "action")
    return Attention("actions", f"{of} {_are(facts.overdue)} overdue.")


def _behind(facts: Facts) -> Attention | None:
    if not facts.behind:
        return None
    of = _of(facts.behind, facts.actions, "action")
    return Attention("actions", f"{of} {_are(facts.behind)} behind.")


def _unexplained(facts: Facts) -> Attention | None:
    if not facts.unexplained:
        return None
    verb = "misses its" if facts.unexplained == 1 else "miss their"
    of = _of(facts.unexplained, facts.indicators, "indicator")
    return Attention("indicators", f"{of} {verb} target, and nobody has said why.")


def _not_met(facts: Facts) -> Attention | None:
    if not facts.not_met:
        return None
    verb = "misses its" if facts.not_met == 1 else "miss their"
    of = _of(facts.not_met, facts.indicators, "indicator")
    return Attention("indicators", f"{of} {verb} target.")


def _lowest(facts: Facts) -> Attention | None:
    if not facts.lowest:
        return None
    of = _of(facts.lowest, facts.indicators, "indicator")
    return Attention("indicators", f"{of} {_are(facts.lowest)} in the lowest 25%.")


def _stale(facts: Facts) -> Attention | None:
    if not facts.stale:
        return None
    return Attention("evidence", f"Everything under {_listed(facts.stale, 'and')} is past review.")


def _no_action(facts: Facts) -> Attention | None:
    if facts.actions or not facts.score or facts.score >= GOOD:
        return None
    return Attention("actions", f"Scored {facts.score}, and no action serves it.")


def _unsigned(facts: Facts) -> Attention | None:
    if not facts.awaits_sign_off:
        return None
    return Attention("score", "The score waits for a director to sign it off.")


CHECKS: tuple[Callable[[Facts], Attention | None], ...] = (
    _flagged,
    _no_evidence,
    _not_scored,
    _gap,
    _score_against_figures,
    _overdue,
    _behind,
    _unexplained,
    _not_met,
    _lowest,
    _stale,
    _no_action,
    _unsigned,
)


def _of(number: int, whole: int, noun: str) -> str:
    """ "1 of 5 actions", "all 3 actions", "the only action"."""
    if number == whole == 1:
        return f"The only {noun}"
    if number == whole:
        return f"All {whole} {noun}s"
    return f"{number} of {whole} {noun}s"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _listed(titles: tuple[str, ...], joined_by: str = "or") -> str:
    *most, last = titles
    return f"{', '.join(most)} {joined_by} {last}" if most else last


def _small(words: str) -> str:
    return words[0].lower() + words[1:]
