"""What each audience is shown: the table, and nothing else says so.

Committee papers are published with few exceptions, so small numbers are withheld there as for the
public. What a person outside would recognise somebody by (names of owners) is left out for the
public alone.
"""

from dataclasses import dataclass

from readiness.models import Audience


@dataclass(frozen=True)
class Rules:
    small_numbers: bool
    sensitive_commentary: bool
    unsigned_scores: bool
    names: bool
    complaint_words: bool
    """What a recommendation from a complaint says, of which case, and the reason of its answer."""
    voices: str
    """Whose words are shown: ``agreed``, ``agreed_for_publication``."""
    words: str
    """Who it is for and what that means, as the report says it."""


SHOWN: dict[str, Rules] = {
    Audience.INTERNAL: Rules(
        small_numbers=True,
        sensitive_commentary=True,
        unsigned_scores=True,
        names=True,
        complaint_words=True,
        voices="agreed",
        words="For the council’s own use: small numbers and sensitive commentary are shown.",
    ),
    Audience.COMMITTEE: Rules(
        small_numbers=False,
        sensitive_commentary=False,
        unsigned_scores=False,
        names=True,
        complaint_words=False,
        voices="agreed_for_publication",
        words="For committee: numbers from 1 to 4, and what would give them away, are suppressed.",
    ),
    Audience.PUBLIC: Rules(
        small_numbers=False,
        sensitive_commentary=False,
        unsigned_scores=False,
        names=False,
        complaint_words=False,
        voices="agreed_for_publication",
        words="For the public: numbers from 1 to 4, and what would give them away, are suppressed, "
        "and nobody is named.",
    ),
}
