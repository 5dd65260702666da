"""The indicators of one statement that a count on the overview counted."""

from dataclasses import dataclass

from indicators.ratings import JUDGED, Rating, mid_sentence
from indicators.summaries import IndicatorSummary

NOT_RATED = "not_rated"


@dataclass(frozen=True)
class IndicatorChoice:
    """Read from the address; anything that is no choice chooses all."""

    rating: Rating | None = None
    not_rated: bool = False
    lowest: bool = False

    @classmethod
    def asked(cls, parameters) -> "IndicatorChoice":
        words = parameters.get("rating", "")
        rating = Rating(words) if words in set(JUDGED) else None
        return cls(
            rating=rating,
            not_rated=words == NOT_RATED,
            lowest=bool(parameters.get("lowest")),
        )

    def keeps(self, summary: IndicatorSummary) -> bool:
        if self.lowest and not summary.is_lowest_quarter:
            return False
        if self.not_rated:
            return not summary.rating.is_judged
        return self.rating is None or summary.rating == self.rating

    @property
    def words(self) -> str:
        """How the page names what it shows."""
        parts = [mid_sentence(self.rating.word)] if self.rating else []
        if self.not_rated:
            parts.append("not rated against a target")
        if self.lowest:
            parts.append("in the lowest 25% of councils")
        return ", ".join(parts)


def choices() -> tuple[tuple[str, str], ...]:
    """Label and address of each, in the council's words for its ratings."""
    return (
        ("All", ""),
        *((rating.word, f"?rating={rating.value}") for rating in JUDGED),
        ("Not rated", f"?rating={NOT_RATED}"),
        ("Lowest 25%", "?lowest=on"),
    )
